"""What a queue promises, on a real database: an honest estimate, an end of waiting, another line, a time to call."""

from __future__ import annotations

from datetime import timedelta
from secrets import token_hex

import pytest
from sqlalchemy import Engine, select, update

from ivr.agents.clock import tick
from ivr.agents.matcher import match
from ivr.agents.rules import USUAL
from ivr.agents.tables import HandoffRow
from ivr.flow.directives import Leave, Seek
from ivr.flow.events import Place, Resolved
from ivr.flow.state import State
from ivr.telephony.webhook import Call

from .floor import House


@pytest.fixture
def house(database: Engine) -> House:
    made = House(database)
    made.agent("ann", "police")
    return made


def taken(house: House, ago: timedelta, queue: str = "services", times: int = 6) -> None:
    """So many callers came to a person then, one after the other."""
    for n in range(times):
        call = house.call(number=f"+1443555{n:04}")
        house.seeks(call, queue)
        row = update(HandoffRow).where(HandoffRow.call_sid == call.sid)
        at = house.now - ago + timedelta(seconds=n)
        with house.cabinet.transaction() as session:
            session.execute(row.values(joined_at=at, ended_at=at, phase="done", next_at=None))


def test_an_estimate_is_of_this_queue_s_last_hour_and_else_there_is_none(house: House) -> None:
    taken(house, timedelta(hours=3))
    taken(house, timedelta(minutes=5), "police")
    assert house.seeks(house.call()) == Place(1, None)
    house.passes(seconds=1)
    taken(house, timedelta(minutes=5), times=4)
    assert house.seeks(house.call()) == Place(2, None), "four tell nothing"
    house.passes(seconds=1)
    taken(house, timedelta(minutes=5))
    assert house.seeks(house.call()) == Place(3, 20)


def test_who_waited_as_long_as_anybody_may_is_sent_on_kindly_and_the_next_asking_begins_anew(house: House) -> None:
    call = house.call()
    assert house.seeks(call) == Place(1)
    house.passes(seconds=USUAL.wait.total_seconds() - 1)
    tick(house.floor)
    assert house.seeks(call) == Place(1)
    house.passes(seconds=2)
    tick(house.floor)
    assert house.seeks(call) == Resolved("too_long")
    assert house.handoff(call).phase == "withdrawn"


def overflowing(house: House, call: Call, after: int | None) -> object:
    return house.callers.seek(call, Seek("services", 3, "asked", "services", "en", overflow=after), State())


def test_who_waited_a_while_flows_over_to_another_line_while_that_is_open(house: House) -> None:
    call = house.call()
    assert overflowing(house, call, 120) == Place(1)
    house.passes(seconds=119)
    assert overflowing(house, call, 120) == Place(1)
    house.passes(seconds=1)
    assert overflowing(house, call, None) == Place(1), "nobody is there to flow over to"
    assert overflowing(house, call, 120) == Resolved("overflow")
    assert house.handoff(call).phase == "withdrawn"


def test_nobody_flows_over_for_whom_an_agent_is_being_asked(house: House) -> None:
    call = house.call()
    overflowing(house, call, 30)
    house.passes(seconds=31)
    overflowing(house, call, None)
    assert match(house.floor)
    assert overflowing(house, call, 30) == Place(0)


def test_a_call_back_waits_for_its_time_and_is_the_next_then(house: House) -> None:
    call = house.call()
    house.seeks(call)
    assert house.callers.leave(call, Leave(3, "call_back"), State()) == Resolved("left")
    at = house.now + timedelta(hours=4)
    assert house.callers.leave(call, Leave(3, "call_back", at), State()) == Resolved("left")
    house.passes(hours=3, minutes=59)
    tick(house.floor)
    assert not match(house.floor)
    house.passes(minutes=1)
    house.acts.be(house.agent("ben"), "available", "")
    tick(house.floor)
    assert match(house.floor)
    assert house.handoff(call).offer


def test_who_would_rather_wait_after_all_waits_in_their_old_place_and_is_not_called_as_well(house: House) -> None:
    call, other = house.call(), house.call(number="+14435550155")
    house.seeks(call)
    house.callers.leave(call, Leave(3, "call_back"), State())
    house.passes(seconds=30)
    house.seeks(other)
    again = house.callers.seek(call, Seek("services", 9, "asked", "services", "en"), State())
    assert again == Place(1)
    with house.cabinet.transaction() as session:
        rows = session.execute(select(HandoffRow.nth, HandoffRow.phase).where(HandoffRow.call_sid == call.sid)).all()
    assert sorted(map(tuple, rows)) == [(3, "withdrawn"), (9, "waiting")]


def test_another_time_is_not_promised_once_somebody_dials(house: House) -> None:
    call = house.call()
    house.seeks(call)
    house.callers.leave(call, Leave(3, "call_back"), State())
    house.callers.gone(call)
    house.passes(seconds=61)
    tick(house.floor)
    assert match(house.floor)
    house.takes(call)
    assert house.handoff(call).phase == "calling"
    later = Leave(3, "call_back", house.now + timedelta(hours=4))
    assert house.callers.leave(call, later, State()) == Resolved("failed")
    assert house.handoff(call).phase == "calling"
    unknown = Call(f"CA{token_hex(16)}", caller="+14435550100", called="", at=house.now)
    assert house.callers.leave(unknown, later, State()) == Resolved("failed")
