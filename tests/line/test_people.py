"""A caller comes to a person: the real line, its worker, and telephones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Event
from typing import Any

import pytest
import requests

from ivr.agents.events import AgentLeft, CalledIn, HandedOn, Held, Muted
from ivr.simulator.call import PhoneCall
from ivr.simulator.switch.telephone import AgentPhone
from ivr.simulator.turn import Turn
from tests.calls.conftest import until

from .conftest import Published
from .floor import ANN, BEN, OPERATOR, POLICE_DESK, Floor, opened


@pytest.fixture(scope="module")
def floor(published: Published, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Floor]:
    with opened(published, tmp_path_factory.mktemp("floor")) as made:
        yield made


def said(turn: Turn) -> str:
    return " ".join(item.text for item in turn.heard if item.kind == "say")


def heard(call: PhoneCall) -> str:
    """All that was said to it since its last act."""
    return " ".join(item.text for item in call.heard_since_last() if item.kind == "say")


@pytest.fixture
def ann(floor: Floor) -> Iterator[AgentPhone]:
    yield from at_work(floor, ANN)


@pytest.fixture
def ben(floor: Floor) -> Iterator[AgentPhone]:
    yield from at_work(floor, BEN)


def at_work(floor: Floor, number: str) -> Iterator[AgentPhone]:
    """Somebody who is free, and has gone home afterwards."""
    yield floor.agent(number)
    floor.account.until(lambda: not floor.account.live() or floor.all_hang_up())
    floor.go_home(number)


def joined(floor: Floor, caller: PhoneCall, phone: AgentPhone, meanwhile: Callable[[], object] = lambda: None) -> None:
    """The agent takes it, and they talk. meanwhile: done before the key."""
    floor.rings(phone)
    phone.answer()
    meanwhile()
    phone.press("1")
    until(lambda: floor.phase(caller) == "joined")


def test_a_caller_waits_is_taken_talks_and_goes_on_where_they_were(floor: Floor, ann: AgentPhone) -> None:
    caller = floor.caller()
    floor.rings(ann)
    assert "Press 1" in said(ann.answer())
    ann.press("1")
    until(lambda: floor.phase(caller) == "joined")
    until(lambda: ann.hears == {"caller"})
    ann.hang_up()
    until(lambda: "anything else" in heard(caller))
    assert floor.phase(caller) == "wrap_up"


def test_the_agent_sees_what_was_said_on_both_sides_and_how_sure_the_line_is(floor: Floor, ann: AgentPhone) -> None:
    caller = floor.dialled()
    caller.say("there is a pothole on my street", confidence=0.8)
    caller.press("0")
    joined(floor, caller, ann)
    card = floor.card(ann)
    told = [(one.who, one.text) for one in card.said]
    assert told[0][0] == "line"
    assert ("caller", "there is a pothole on my street") in told
    assert told.index(("caller", "there is a pothole on my street")) < told.index(("caller", "0"))
    (need, *_) = card.understood
    assert (need.slot, need.value, card.service) == ("service", "pothole", "pothole")
    assert need.sure is not None
    ann.hang_up()
    until(lambda: "anything else" in heard(caller))
    caller.say("no thank you goodbye")
    until(lambda: floor.card(ann).said[-2].text == "no thank you goodbye")
    until(lambda: ("words", floor.who(ann)) in floor.told(caller))


def test_who_declines_is_not_asked_again_and_the_next_one_is(floor: Floor, ann: AgentPhone, ben: AgentPhone) -> None:
    caller = floor.caller()
    until(lambda: "ringing" in (ann.state, ben.state))
    first, second = (ann, ben) if ann.state == "ringing" else (ben, ann)
    first.answer()
    first.press("2")
    joined(floor, caller, second)
    assert floor.state(first) == "available"
    assert len(first.calls) == 1


def test_a_voicemail_takes_no_call(floor: Floor, ann: AgentPhone, ben: AgentPhone) -> None:
    caller = floor.caller()
    until(lambda: "ringing" in (ann.state, ben.state))
    first, second = (ann, ben) if ann.state == "ringing" else (ben, ann)
    first.answer("machine_start")
    while first.state != "idle":  # it hears the whisper twice, and presses nothing
        first.wait()
    joined(floor, caller, second)
    assert floor.state(first) == "away"


def test_who_hangs_up_while_it_rings_is_briefed_about_to_nobody(floor: Floor, ann: AgentPhone) -> None:
    caller = floor.caller()
    floor.rings(ann)
    caller.hang_up()
    until(lambda: ann.state == "idle")
    assert floor.phase(caller) == "abandoned"
    until(lambda: floor.state(ann) == "available")


def test_an_answer_after_the_caller_has_gone_hears_that_they_have(floor: Floor, ann: AgentPhone) -> None:
    caller = floor.caller()
    floor.rings(ann)
    floor.rest.trouble(503, times=3, path="/Calls/")  # the telephone cannot be told to stop
    caller.hang_up()
    until(lambda: floor.phase(caller) == "abandoned")
    assert "no longer waits" in said(ann.answer())
    floor.back(ann)
    joined(floor, floor.caller(), ann)


def test_an_agent_whom_twilio_would_not_ring_has_missed_nothing(floor: Floor, ann: AgentPhone, ben: AgentPhone) -> None:
    floor.rest.trouble(400, path="/Calls.json")
    caller = floor.caller()
    until(lambda: "ringing" in (ann.state, ben.state))
    second, first = (ann, ben) if ann.state == "ringing" else (ben, ann)
    assert (floor.state(first), first.calls) == ("available", [])
    assert [(one.agent, one.fault) for one in floor.handoff(caller).tried] == [(floor.who(first), True)]
    joined(floor, caller, second)


def test_a_telephone_that_could_not_be_told_to_stop_rings_for_the_next_caller_all_the_same(
    floor: Floor, ann: AgentPhone
) -> None:
    first = floor.caller()
    floor.rings(ann)
    second = floor.caller()
    floor.rest.trouble(503, path="/Calls/")
    first.hang_up()
    until(lambda: len(ann.calls) == 2)
    joined(floor, second, ann)
    assert [call.status for call in ann.calls] == ["canceled", "in-progress"]


def test_of_two_callers_one_agent_gets_one_and_the_other_keeps_waiting(floor: Floor, ann: AgentPhone) -> None:
    first, second = floor.caller(), floor.caller()
    joined(floor, first, ann)
    assert floor.phase(second) == "waiting"
    assert "next in line" in said(second.wait())
    assert len(ann.calls) == 1


def test_who_lets_it_ring_is_away_and_the_next_one_is_asked(floor: Floor, ann: AgentPhone, ben: AgentPhone) -> None:
    caller = floor.caller()
    until(lambda: "ringing" in (ann.state, ben.state))
    first, second = (ann, ben) if ann.state == "ringing" else (ben, ann)
    first.let_ring()
    joined(floor, caller, second)
    assert floor.state(first) == "away"


# ------------------------------------------------------------------ a room


def test_the_caller_is_put_on_hold_and_taken_back_and_the_agent_muted(floor: Floor, ann: AgentPhone) -> None:
    caller = floor.caller()
    joined(floor, caller, ann)
    floor.does(ann, caller, Held(floor.who(ann), True))
    until(lambda: not caller.hears_whom and not ann.hears)
    floor.does(ann, caller, Held(floor.who(ann), False))
    until(lambda: caller.hears_whom and ann.hears == {"caller"})
    floor.does(ann, caller, Muted(floor.who(ann), True))
    until(lambda: not caller.hears_whom)
    assert ann.hears == {"caller"}
    floor.does(ann, caller, Muted(floor.who(ann), False))
    until(lambda: caller.hears_whom)


def consulted(floor: Floor, ann: AgentPhone, ben: AgentPhone) -> PhoneCall:
    """Ann has this caller on hold, and talks to Ben."""
    floor.busy(ben)
    caller = floor.caller()
    joined(floor, caller, ann)
    floor.free(ben)
    floor.does(ann, caller, CalledIn(floor.who(ann), "colleague", floor.who(ben)))
    floor.rings(ben)
    assert "Press 1" in said(ben.answer())
    ben.press("1")
    until(lambda: len(ann.hears) == len(ben.hears) == 1 and "caller" not in ann.hears)
    until(lambda: not caller.hears_whom and floor.is_in(caller, floor.who(ben)))
    return caller


def test_a_colleague_is_consulted_merged_and_handed_the_caller_warm(
    floor: Floor, ann: AgentPhone, ben: AgentPhone
) -> None:
    caller = consulted(floor, ann, ben)
    floor.does(ann, caller, Held(floor.who(ann), False))
    until(lambda: len(caller.hears_whom) == len(ann.hears) == len(ben.hears) == 2)
    floor.does(ann, caller, HandedOn(floor.who(ann), "person", floor.who(ben)))
    until(lambda: ann.state == "idle" and ben.hears == {"caller"})
    assert (floor.state(ann), floor.phase(caller)) == ("wrap_up", "joined")
    ben.hang_up()
    until(lambda: "anything else" in heard(caller))


def test_a_transfer_rejected_after_joining_leaves_the_caller_with_the_agent(
    floor: Floor, ann: AgentPhone, ben: AgentPhone
) -> None:
    caller = consulted(floor, ann, ben)
    ben.hang_up()
    until(lambda: not floor.handoff(caller).legs)
    floor.does(ann, caller, HandedOn(floor.who(ann), "person", floor.who(ben)))  # a moment too late
    assert floor.phase(caller) == "joined"
    floor.does(ann, caller, Held(floor.who(ann), False))
    until(lambda: caller.hears_whom and ann.hears == {"caller"})
    until(lambda: floor.state(ben) == "available")


def test_a_desk_is_called_in_and_keeps_the_caller(floor: Floor, ann: AgentPhone) -> None:
    desk, caller = floor.account.phone(OPERATOR), floor.caller()
    joined(floor, caller, ann)
    floor.does(ann, caller, CalledIn(floor.who(ann), "desk", "operator"))
    floor.rings(desk)
    desk.answer()
    until(lambda: floor.is_in(caller, "operator"))
    assert len(desk.hears) == 1
    floor.does(ann, caller, HandedOn(floor.who(ann), "person", "operator"))
    until(lambda: ann.state == "idle" and desk.hears == {"caller"})
    floor.finishes(ann, caller)
    assert floor.phase(caller) == "joined"
    desk.hang_up()
    until(lambda: "anything else" in heard(caller))


def test_a_caller_is_handed_on_cold_to_the_police_line(floor: Floor, ann: AgentPhone) -> None:
    police, caller = floor.account.phone(POLICE_DESK), floor.caller()
    joined(floor, caller, ann)
    floor.does(ann, caller, HandedOn(floor.who(ann), "desk", "police_desk", warm=False))
    floor.rings(police)
    police.answer()
    until(lambda: caller.state == police.state == "talk")
    assert floor.state(ann) == "wrap_up"


def test_a_caller_who_is_handed_on_cold_to_another_queue_comes_to_who_can_do_it(
    floor: Floor, ann: AgentPhone, ben: AgentPhone
) -> None:
    floor.busy(ben)
    caller = floor.caller()
    joined(floor, caller, ann)
    floor.learns(ben, "police")
    floor.free(ben)
    floor.does(ann, caller, HandedOn(floor.who(ann), "queue", "police", warm=False))
    joined(floor, caller, ben)
    assert (floor.handoff(caller).queue, floor.state(ann)) == ("police", "wrap_up")


def test_a_supervisor_listens_whispers_to_the_agent_and_joins(floor: Floor, ann: AgentPhone, ben: AgentPhone) -> None:
    floor.busy(ben)
    caller = floor.caller()
    joined(floor, caller, ann)
    floor.free(ben)
    floor.supervises(ben, caller, "listen")
    floor.rings(ben)
    ben.answer()
    ben.press("1")
    until(lambda: len(ben.hears) == 2)
    assert len(ann.hears) == len(caller.hears_whom) == 1
    floor.supervises(ben, caller, "whisper")
    until(lambda: len(ann.hears) == 2)
    assert len(caller.hears_whom) == 1
    floor.supervises(ben, caller, "talk")
    until(lambda: len(caller.hears_whom) == 2)
    floor.supervises(ben, caller, None)
    until(lambda: ben.state == "idle" and len(caller.hears_whom) == 1)


def test_the_agent_leaves_by_the_console_and_the_caller_is_not_cut_off(floor: Floor, ann: AgentPhone) -> None:
    caller = floor.caller()
    joined(floor, caller, ann)
    floor.does(ann, caller, AgentLeft(floor.who(ann)))
    until(lambda: ann.state == "idle")
    until(lambda: "anything else" in heard(caller))


# ------------------------------------------------------------------ called back


def test_who_chooses_to_be_called_back_is_called_when_an_agent_is_there(floor: Floor, ann: AgentPhone) -> None:
    floor.busy(ann)
    caller = floor.caller()
    assert "call you back" in said(caller.press("2"))  # and goodbye
    home = floor.account.phone(caller.caller)
    floor.let_be_due(caller)
    floor.free(ann)
    floor.rings(ann)
    assert "call back" in said(ann.answer())
    ann.press("1")
    floor.rings(home)
    assert "calling you back" in said(home.answer("human"))
    until(lambda: floor.phase(caller) == "joined")
    ann.hang_up()
    until(lambda: "Goodbye" in home.said)
    until(lambda: floor.phase(caller) == "wrap_up")


def test_a_call_back_is_tried_three_times_and_a_machine_is_told_once(floor: Floor, ann: AgentPhone) -> None:
    floor.busy(ann)
    caller = floor.caller()
    caller.press("2")
    home = floor.account.phone(caller.caller)
    floor.free(ann)
    told = []
    for nobody in (home.voicemail, home.let_ring, home.voicemail):
        floor.let_be_due(caller)
        floor.rings(ann)
        ann.answer()
        ann.press("1")
        floor.rings(home)
        nobody()
        told.append("We will try again" in home.said)
        until(lambda: ann.state == home.state == "idle")
    until(lambda: floor.phase(caller) == "failed")
    assert floor.handoff(caller).why == "not_reached"
    assert told == [True, False, False]


# ------------------------------------------------------------------ hard times


def test_a_worker_that_is_killed_between_the_ring_and_the_key_loses_nobody(floor: Floor, ann: AgentPhone) -> None:
    caller = floor.caller()
    floor.rings(ann)
    ann.answer()
    floor.kill_worker()
    ann.press("1")
    assert floor.phase(caller) == "joining"
    floor.hire()
    until(lambda: floor.phase(caller) == "joined")


def test_a_worker_that_is_killed_while_twilio_answers_loses_nobody_and_keeps_no_telephone_silent(
    floor: Floor, ann: AgentPhone, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, killed, answer = Event(), Event(), floor.rest.answer

    def slow(method: str, path: str, *rest: Any) -> Any:
        done = answer(method, path, *rest)
        if path.endswith("/Calls.json"):
            asked.set()
            killed.wait(60)
        return done

    monkeypatch.setattr(floor.rest, "answer", slow)
    caller = floor.caller()
    assert asked.wait(60)
    floor.kill_worker()
    killed.set()
    monkeypatch.undo()
    joined(floor, caller, ann, floor.hire)
    assert len(ann.calls) == 1
    floor.does(ann, caller, AgentLeft(floor.who(ann)))  # behind what the dead one held
    until(lambda: ann.state == "idle")


def test_a_web_process_that_is_killed_while_one_is_briefed_about_and_another_waits_loses_nobody(
    floor: Floor, ann: AgentPhone
) -> None:
    first = floor.caller()
    floor.rings(ann)
    second = floor.caller()
    ann.answer()
    floor.kill_web()
    assert "next in line" in said(second.wait())
    ann.press("1")
    until(lambda: floor.phase(first) == "joined")
    ann.hang_up()
    until(lambda: "anything else" in heard(first))


def test_a_key_that_is_pressed_while_the_database_is_away_takes_the_caller_when_it_is_back(
    floor: Floor, ann: AgentPhone
) -> None:
    caller = floor.caller()
    floor.rings(ann)
    ann.answer()
    floor.wire.cut()
    assert "One moment" in said(ann.press("1"))
    floor.wire.restore()
    while ann.state != "conference":
        ann.wait()
    until(lambda: floor.phase(caller) == "joined")
    floor.mend()


def test_words_that_were_lost_with_the_database_are_found_by_the_next_worker(floor: Floor, ann: AgentPhone) -> None:
    caller = floor.caller()
    joined(floor, caller, ann)
    floor.wire.cut()
    for call in (caller, ann):
        call.hang_up()
    floor.account.settle()
    floor.mend()
    floor.kill_worker()
    assert floor.phase(caller) == "joined"
    floor.let_be_quiet(caller)
    floor.hire()
    until(lambda: floor.phase(caller) == "wrap_up")
    assert floor.state(ann) == "wrap_up"


def test_a_database_that_is_away_for_a_while_sends_nobody_out_of_line(floor: Floor, ann: AgentPhone) -> None:
    floor.busy(ann)
    caller = floor.caller()
    floor.wire.cut()
    assert "To keep waiting" in said(caller.wait())
    floor.mend()
    until(lambda: "next in line" in said(caller.wait()))
    floor.free(ann)
    joined(floor, caller, ann)


def test_whoever_is_not_signed_in_sees_nothing_of_the_console(floor: Floor) -> None:
    answer = requests.get(f"{floor.line.base}/desk/floor", allow_redirects=False, timeout=10)
    assert answer.status_code == 401
