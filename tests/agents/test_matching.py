"""Whose turn it is, and who is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

from ivr.agents.handoff import CallBack, Handoff, Tried
from ivr.agents.matching import EMERGENCY, POLICE, URGENT, Free, Match, Queue, choose, place, rank

from .build import free, waiting
from .world import MORNING

QUEUES = {
    "services": Queue("services", frozenset({"services"}), overflow="police", tongue_after=timedelta(minutes=4)),
    "police": Queue("police", frozenset({"police"})),
}


def chosen(callers: list[Handoff], agents: list[Free]) -> tuple[str, str] | None:
    match = choose(callers, agents, QUEUES, MORNING)
    return (match.handoff, match.agent) if match else None


def test_an_emergency_first_then_who_was_cut_off_then_by_kind_then_by_time() -> None:
    order = [
        waiting("emergency", 1, priority=EMERGENCY),
        waiting("cut off", 2, cut_off=True),
        waiting("urgent", 3, priority=URGENT),
        waiting("police", 4, priority=POLICE),
        waiting("early", 9),
        waiting("late", 5),
    ]
    for mixed in permutations(order):
        assert [one.id for one in sorted(mixed, key=rank)] == [one.id for one in order]


def test_whom_nobody_free_can_take_does_not_keep_the_next_waiting() -> None:
    callers = [waiting("spanish", 3, language="es"), waiting("english", 1)]
    assert chosen(callers, [free("ana")]) == ("english", "ana")


def test_the_best_skilled_is_asked_and_of_these_who_was_free_longest() -> None:
    agents = [
        free("longest", 60, services=1, en=3),
        free("good", 5, services=3, en=3),
        free("good and longer free", 9, services=3, en=3),
    ]
    assert chosen([waiting("one")], agents) == ("one", "good and longer free")


def test_who_lacks_a_skill_is_never_asked_however_good_they_are() -> None:
    assert chosen([waiting("one", language="es")], [free("ana", services=3, en=3)]) is None
    assert chosen([waiting("one", skills=frozenset({"desk_housing"}))], [free("ana", services=3, en=3)]) is None


def test_who_declined_is_not_asked_again_for_a_while_and_then_is() -> None:
    """A floor of two must not leave a caller to nobody because both were busy for a moment."""
    lately = waiting("one", tried=(Tried("ana", MORNING - timedelta(minutes=1)),))
    long_ago = waiting("one", tried=(Tried("ana", MORNING - timedelta(minutes=6)),))
    assert chosen([lately], [free("ana")]) is None
    assert chosen([lately], [free("ana"), free("ben")]) == ("one", "ben")
    assert chosen([long_ago], [free("ana")]) == ("one", "ana")


def test_whose_telephone_we_could_not_ring_comes_after_the_others_and_soon_again() -> None:
    fault = Tried("ana", MORNING - timedelta(seconds=4), fault=True)
    assert chosen([waiting("one", tried=(fault,))], [free("ana", 9), free("ben")]) == ("one", "ben")
    assert chosen([waiting("one", tried=(fault,))], [free("ana")]) is None
    mended = replace(fault, at=MORNING - timedelta(seconds=11))
    assert chosen([waiting("one", tried=(mended,))], [free("ana")]) == ("one", "ana")


def test_after_a_while_another_line_takes_what_flows_over_but_its_own_agents_first() -> None:
    desk, own = free("desk", 30, police=3, en=3), free("own", 1, services=1, en=1)
    assert chosen([waiting("one", 1)], [desk]) is None
    assert chosen([waiting("one", 2)], [desk]) == ("one", "desk")
    assert chosen([waiting("one", 2)], [desk, own]) == ("one", "own")


def test_after_longer_somebody_without_the_language_calls_an_interpreter_in() -> None:
    assert chosen([waiting("one", 3, language="es")], [free("ana")]) is None
    assert chosen([waiting("one", 4, language="es")], [free("ana")]) == ("one", "ana")


def test_a_call_back_has_its_place_but_waits_for_its_time() -> None:
    def owed(minutes: int) -> Handoff:
        due = MORNING + timedelta(minutes=minutes)
        return waiting("owed", 9, caller="none", call_back=CallBack(due, due + timedelta(days=1)))

    assert chosen([owed(1), waiting("here", 3)], [free("ana")]) == ("here", "ana")
    assert chosen([owed(0), waiting("here", 3)], [free("ana")]) == ("owed", "ana")


def test_only_who_waits_is_offered() -> None:
    assert chosen([replace(waiting("one"), phase="ringing")], [free("ana")]) is None
    assert chosen([], [free("ana")]) is None
    assert chosen([waiting("one")], []) is None


def test_the_place_that_is_told_counts_those_who_go_before() -> None:
    callers = [waiting("a", 5), waiting("b", 3), waiting("c", 1), waiting("police", 9, queue="police")]
    assert [place(one, callers, MORNING) for one in callers[:3]] == [1, 2, 3]
    assert place(callers[2], [*callers, waiting("cut off", cut_off=True)], MORNING) == 4


def test_two_processes_that_see_the_same_choose_alike() -> None:
    alike = [waiting(f"H{n}", 3) for n in range(4)]
    for callers, agents in zip(permutations(alike), permutations("abcd"), strict=True):
        assert chosen(list(callers), [free(one) for one in agents]) == ("H0", "a")


def test_a_queue_that_is_in_no_file_any_more_is_anybodys() -> None:
    match = choose([waiting("one", queue="gone")], [free("ana")], QUEUES, MORNING)
    assert match == Match("one", "ana")
