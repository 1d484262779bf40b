"""The floor on a real database: what follows from a step stands beside it, or nothing does."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, func, select

from ivr.agents.clock import sweep, tick
from ivr.agents.events import CallerHungUp
from ivr.agents.matcher import match
from ivr.agents.screens import NotYours
from ivr.agents.store import forgetting, told
from ivr.agents.tables import HandoffJournalRow, HandoffRow, OfferRow
from ivr.flow.directives import Leave
from ivr.flow.events import Place, Resolved, Room
from ivr.flow.state import State

from .floor import House


@pytest.fixture
def house(database: Engine) -> House:
    return House(database)


def test_nobody_is_queued_where_nobody_works(house: House) -> None:
    assert house.seeks(house.call()) == Resolved("failed")
    house.agent("ann")
    assert house.seeks(house.call(), "police") == Resolved("failed")
    assert house.seeks(house.call()) == Place(1)


def test_a_webhook_that_comes_twice_makes_one_hand_off(house: House) -> None:
    house.agent("ann")
    call = house.call()
    with ThreadPoolExecutor(8) as many:
        answers = list(many.map(lambda _: house.seeks(call), range(8)))
    assert answers == [Place(1)] * 8
    with house.cabinet.transaction() as session:
        assert session.scalar(select(func.count()).select_from(HandoffRow)) == 1


def test_many_matchers_at_once_give_no_agent_two_callers(house: House) -> None:
    agents = [house.agent(f"agent{n}") for n in range(5)]
    calls = [house.call() for _ in range(8)]
    for call in calls:
        house.seeks(call)
        house.passes(seconds=1)
    with ThreadPoolExecutor(6) as many:
        made = sum(many.map(lambda _: match(house.floor), range(6)))
    offered = [it for call in calls if (it := house.handoff(call)).offer]
    assert made == len(offered) == len(agents)
    assert len({it.offer.agent for it in offered if it.offer}) == len(agents)
    assert offered == [house.handoff(call) for call in calls[:5]]  # who waits longest comes first


def test_who_does_it_best_is_asked_before_who_has_been_free_longer(house: House) -> None:
    house.agent("ann", "police")
    house.passes(seconds=1)
    best = house.agent("bea", "police:3")
    house.agent("cleo", "police:2")
    call = house.call()
    house.seeks(call, "police")
    match(house.floor)
    offer = house.handoff(call).offer
    assert offer
    assert offer.agent == str(best.id)


def test_a_caller_who_hangs_up_frees_the_agent_in_the_same_moment(house: House) -> None:
    ann, call = house.agent("ann"), house.call()
    house.seeks(call)
    match(house.floor)
    assert house.state(ann) == "busy"
    house.tell(call, CallerHungUp(call.sid))
    assert (house.handoff(call).phase, house.state(ann)) == ("abandoned", "available")
    with house.cabinet.transaction() as session:
        assert session.scalar(select(func.count()).select_from(OfferRow).where(OfferRow.ended_at.is_(None))) == 0


def test_who_is_taken_is_answered_with_the_room(house: House) -> None:
    house.agent("ann")
    call = house.call()
    house.seeks(call)
    match(house.floor)
    assert house.seeks(call) == Place(0)
    house.takes(call)
    answer = house.seeks(call)
    assert isinstance(answer, Room)
    assert answer.name == house.handoff(call).room.replace(".", "-")
    assert call.caller not in answer.name


def test_a_clock_that_has_run_out_gives_the_next_agent_their_turn(house: House) -> None:
    house.agent("ann")
    call = house.call()
    house.seeks(call)
    match(house.floor)
    house.passes(seconds=16)
    assert tick(house.floor) == 1
    assert tick(house.floor) == 0
    assert house.handoff(call).phase == "waiting"


def test_who_was_not_seen_for_long_is_offered_to_nobody(house: House) -> None:
    ann, call = house.agent("ann"), house.call()
    house.acts.be(ann, "away", "lunch")
    house.agent("ben", "police")
    house.seeks(call)
    house.passes(seconds=95)
    house.acts.be(ann, "available", "")
    assert match(house.floor) == 0
    house.seeks(call)
    assert match(house.floor) == 1


def test_a_screen_that_is_closed_gets_no_calls(house: House) -> None:
    ann = house.agent("ann")
    house.passes(seconds=60)
    house.acts.alive(ann)
    house.passes(seconds=60)
    assert sweep(house.floor) == 0
    house.passes(seconds=60)
    assert sweep(house.floor) == 1
    assert house.state(ann) == "away"


def test_who_chooses_a_call_back_keeps_the_place_and_who_has_no_number_is_told_no(house: House) -> None:
    house.agent("ann")
    known, hidden = house.call(), house.call("anonymous")
    for call, outcome in ((known, "left"), (hidden, "failed")):
        house.seeks(call)
        assert house.callers.leave(call, Leave(3, "call_back"), State()) == Resolved(outcome)
    assert house.handoff(known).call_back
    assert house.handoff(hidden).call_back is None


def test_nothing_of_a_caller_stands_readable_in_the_tables(house: House) -> None:
    house.agent("ann")
    call = house.call()
    house.seeks(call, place="2401 North Charles Street", details="the hole ate my tire")
    with house.database.connect() as connection:
        for table in ("handoffs", "handoff_journal", "floor_events", "procrastinate_jobs"):
            written = str(connection.exec_driver_sql(f"SELECT * FROM {table}").all())
            assert "5550199" not in written
            assert "Charles" not in written
            assert "tire" not in written


def test_every_change_is_in_the_journal_and_the_screens_are_told_in_order(house: House) -> None:
    house.agent("ann")
    call = house.call()
    house.seeks(call)
    match(house.floor)
    house.takes(call)
    with house.cabinet.transaction() as session:
        phases = session.scalars(select(HandoffJournalRow.after).order_by(HandoffJournalRow.id)).all()
        lines = told.all_since(session, 0, 100)
    assert list(dict.fromkeys(phases)) == ["waiting", "offered", "ringing", "briefing", "joining"]
    assert [line.id for line in lines] == sorted(line.id for line in lines)
    assert {line.kind for line in lines} == {"presence", "handoff"}


def test_the_screen_shows_its_own_caller_and_nobody_elses(house: House) -> None:
    ann, call = house.agent("ann"), house.call()
    house.seeks(call, place="2401 North Charles Street", service="pothole")
    ben = house.agent("ben")
    match(house.floor)
    mine, other = (ann, ben) if house.state(ann) == "busy" else (ben, ann)
    card = house.acts.screen(mine).card
    assert card
    assert (card.phone, card.service, card.phase) == ("+14435550199", "pothole", "offered")
    assert house.acts.screen(other).card is None
    with pytest.raises(NotYours):
        house.acts.danger(other, card.handoff)


def test_after_the_note_an_agent_is_what_they_wanted_to_be(house: House) -> None:
    ann, call = house.agent("ann"), house.call()
    house.seeks(call)
    match(house.floor)
    leg = house.takes(call)
    house.joined(call, leg)
    house.acts.be(ann, "away", "lunch")
    assert house.state(ann) == "busy"
    house.tell(call, CallerHungUp(call.sid))
    assert house.state(ann) == "wrap_up"
    house.acts.finish(ann, house.handoff(call).id, "request", "they will send a picture")
    assert (house.state(ann), house.handoff(call).phase) == ("away", "done")


def test_the_wall_counts_as_the_journal_does(house: House) -> None:
    house.agent("ann")
    taken, lost, waits = house.call(), house.call(), house.call()
    for call in (taken, lost, waits):
        house.seeks(call)
        house.passes(seconds=1)
    match(house.floor)
    house.passes(seconds=9)
    house.joined(taken, house.takes(taken))
    house.tell(lost, CallerHungUp(lost.sid))
    wall = house.acts.wall(house.now)
    half = wall.halves[-1]
    assert (half.asked, half.answered, half.in_time, half.abandoned, half.waited) == (3, 1, 1, 1, 12.0)
    assert [(one.queue, one.waiting) for one in wall.queues] == [("services", 1), ("police", 0)]
    assert [(one.name, one.state, one.phase) for one in wall.agents] == [("ann", "busy", "joined")]


def test_words_are_forgotten_before_the_course_is_and_nothing_of_who_still_waits(house: House) -> None:
    house.agent("ann")
    over, waits = house.call(), house.call()
    for call in (over, waits):
        house.seeks(call)
    house.tell(over, CallerHungUp(over.sid))
    house.passes(days=91)
    assert _forgotten(house) == {"handoff_words": 1, "floor_events": 4, "handoffs": 0}
    house.passes(days=730)
    assert _forgotten(house) == {"handoff_words": 0, "floor_events": 0, "handoffs": 1}
    assert house.handoff(waits).phase == "waiting"


def _forgotten(house: House) -> dict[str, int]:
    with house.cabinet.transaction() as session:
        done = forgetting.forget(session, house.now)
    return {name: done[name] for name in ("handoff_words", "floor_events", "handoffs")}
