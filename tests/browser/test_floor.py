"""An hour on the floor, in a real Chromium: two agents, a supervisor and four callers over the real line."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from ivr.agents.people.store import people
from ivr.agents.store import told
from ivr.agents.tables import HandoffJournalRow, OfferRow
from ivr.simulator.call import PhoneCall
from ivr.simulator.turn import Turn
from tests.calls.conftest import until
from tests.line.conftest import Published
from tests.line.conftest import published as published
from tests.line.conftest import requests as filed
from tests.line.floor import Floor, children, opened
from tests.line.talk import NOON, some_caller

from .desks import AgentSeat, House, WallSeat


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """A busy machine may take its time."""
    expect.set_options(timeout=30_000)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture(scope="module")
def floor(published: Published, built_pages: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Floor]:
    data = tmp_path_factory.mktemp("floor")
    with opened(published, data, WEB_CONCURRENCY="2", ONECALL_PASSWORD_MIB="1") as made:
        yield made


@pytest.fixture
def house(floor: Floor, browser: Browser) -> Iterator[House]:
    made = House(floor, browser)
    yield made
    made.close()


def heard(call: PhoneCall) -> str:
    """All that was said to this caller since their last act."""
    return " ".join(item.text for item in call.heard_since_last() if item.kind == "say")


def said(turn: Turn) -> str:
    return " ".join(item.text for item in turn.heard if item.kind == "say")


def dials(floor: Floor) -> PhoneCall:
    call = PhoneCall(floor.account.line, some_caller(), now=NOON, office=floor.account)
    call.dial()
    return call


def reports_a_pothole(floor: Floor) -> PhoneCall:
    """Somebody who says what it is and where, and then wants a person."""
    call = dials(floor)
    call.say("there's a huge pothole at 2401 North Charles Street")
    call.say("yes")
    call.press("0")
    return call


def phases(floor: Floor, call: PhoneCall) -> list[str]:
    """What its hand-off went through, as the journal has it."""
    with Session(floor.database) as session:
        mine = HandoffJournalRow.handoff_id == floor.handoff(call).id
        rows = session.scalars(select(HandoffJournalRow).where(mine).order_by(HandoffJournalRow.id))
        # Who hangs up may be seen out of the room before it is known why: that is no phase of the story.
        return [row.after for row in rows if row.after not in (row.before, {"joined": "joining"}.get(row.before))]


def offers(floor: Floor, call: PhoneCall) -> list[str]:
    """Why each of its offers ended, in their order."""
    with Session(floor.database) as session:
        mine = OfferRow.handoff_id == floor.handoff(call).id
        return [row.why for row in session.scalars(select(OfferRow).where(mine).order_by(OfferRow.made_at))]


def test_an_hour_on_the_floor(house: House, floor: Floor) -> None:
    ann = house.agent("ann", "Ann Bright", "+14105550201")
    ben = house.agent("ben", "Ben Ortiz", "+14105550202")
    kim = house.supervisor("kim", "Kim Lee", "+14105550203")
    ann.press("A")
    kim.sees("Ann Bright", "Available")
    ben.click("Be available")
    kim.sees("Ben Ortiz", "Available")

    first = nobody_picks_up_and_the_next_agent_is_asked(floor, ann, ben, kim)
    it_is_heard_taken_and_filed(house, floor, first, ben, kim)
    second = somebody_declines_and_the_caller_waits(floor, ann, kim)
    the_next_caller_comes_when_the_note_is_written(floor, first, second, ben, kim)
    a_colleague_is_asked_and_takes_over(floor, second, ann, ben, kim)
    third = somebody_chooses_to_be_called_back(floor, kim)
    who_leads_the_floor_listens_and_joins(floor, second, ann, kim)
    the_agent_comes_first_and_then_the_caller(floor, third, ben, kim)
    fourth = somebody_is_cut_off(floor, ann, ben, kim)
    and_is_called_back(floor, fourth, ben)

    the_journal_tells_the_same(floor, first, second, third, fourth)


def nobody_picks_up_and_the_next_agent_is_asked(
    floor: Floor, ann: AgentSeat, ben: AgentSeat, kim: WallSeat
) -> PhoneCall:
    caller = reports_a_pothole(floor)
    ann.headed("Your telephone rings")
    ann.reads("Pothole", "2401 North Charles Street")
    kim.sees("Ann Bright", "Telephone rings")
    ann.phone.let_ring()
    ann.headed("You are away")
    ann.is_now("You did not pick up")
    kim.sees("Ann Bright", "Away", "Did not pick up")
    ben.headed("Your telephone rings")
    assert caller.state == "listening"
    return caller


def it_is_heard_taken_and_filed(house: House, floor: Floor, caller: PhoneCall, ben: AgentSeat, kim: WallSeat) -> None:
    tab = house.tab(ben)
    whisper = ben.takes()
    for words in ("Pothole", "2401 North Charles Street", "Press 1"):
        assert words in whisper
    for page in (ben.page, tab):
        ben.headed("On the line", page)
    until(lambda: ben.phone.hears == {"caller"})
    kim.sees("Ben Ortiz", "In a talk")
    ben.press("F")
    until(lambda: filed(floor.database, caller.sid))
    request = filed(floor.database, caller.sid)[0]
    assert request.expected
    for page in (ben.page, tab):
        expect(page.get_by_role("main").get_by_role("link", name=request.number).first).to_be_visible()
    assert len(ben.phone.calls) == 1
    tab.close()


def somebody_declines_and_the_caller_waits(floor: Floor, ann: AgentSeat, kim: WallSeat) -> PhoneCall:
    ann.press("A")
    ann.headed("Ready for the next caller")
    caller = reports_a_pothole(floor)
    ann.headed("Your telephone rings")
    ann.press("D")
    ann.headed("Ready for the next caller")
    until(lambda: ann.phone.state == "idle")
    kim.counts("Waiting", 1)
    assert "next in line" in said(caller.wait())
    return caller


def the_next_caller_comes_when_the_note_is_written(
    floor: Floor, first: PhoneCall, second: PhoneCall, ben: AgentSeat, kim: WallSeat
) -> None:
    ben.press("L")
    ben.page.keyboard.press("Enter")
    until(lambda: "anything else" in heard(first))
    kim.sees("Ben Ortiz", "After-call work")
    ben.writes("A request", "The hole is deep.")
    ben.headed("Your telephone rings")
    ben.takes()
    ben.headed("On the line")
    kim.counts("Waiting", 0)
    until(lambda: floor.phase(second) == "joined")
    first.hang_up()


def a_colleague_is_asked_and_takes_over(
    floor: Floor, caller: PhoneCall, ann: AgentSeat, ben: AgentSeat, kim: WallSeat
) -> None:
    ben.press("C")
    ben.page.get_by_label("Whom").first.select_option(label="Ann Bright")
    ben.page.keyboard.press("Tab")
    ben.page.keyboard.press("Enter")
    ben.headed("On hold")
    floor.rings(ann.phone)
    ann.takes()
    until(lambda: len(ann.phone.hears) == 1)
    kim.sees("Ben Ortiz", "Caller on hold")
    assert "caller" not in ann.phone.hears
    ben.click("Bring together")
    until(lambda: "caller" in ann.phone.hears and "caller" in ben.phone.hears)
    ben.click("Hand over and leave")
    ben.headed("The call is over")
    ann.headed("On the line")
    until(lambda: ann.phone.hears == {"caller"})


def somebody_chooses_to_be_called_back(floor: Floor, kim: WallSeat) -> PhoneCall:
    """While one agent talks and the other writes."""
    caller = reports_a_pothole(floor)
    kim.counts("Waiting", 1)
    assert "call you back" in said(caller.press("2"))
    kim.counts("Call-backs owed", 1)
    kim.counts("Waiting", 0)
    return caller


def who_leads_the_floor_listens_and_joins(floor: Floor, caller: PhoneCall, ann: AgentSeat, kim: WallSeat) -> None:
    kim.row("Ann Bright").get_by_role("button", name="Listen").click()
    floor.rings(kim.phone)
    kim.phone.answer()
    kim.phone.press("1")
    until(lambda: len(kim.phone.hears) == 2)
    kim.row("Ann Bright").get_by_role("button", name="Join").click()
    until(lambda: len(ann.phone.hears) == 2)
    ann.press("E")
    ann.page.get_by_role("button", name="Mark this call as an emergency").click()
    ann.reads("Emergency: do this now", "Hang up now and dial 911")
    kim.sees("Ann Bright", "Emergency")
    kim.row("Ann Bright").get_by_role("button", name="Leave").click()
    until(lambda: kim.phone.state == "idle")
    caller.hang_up()
    ann.headed("The call is over")
    ann.writes("Emergency", "Is safe now.")
    ann.headed("Ready for the next caller")
    ann.click("Set me away")
    ann.headed("You are away")


def the_agent_comes_first_and_then_the_caller(floor: Floor, caller: PhoneCall, ben: AgentSeat, kim: WallSeat) -> None:
    ben.writes("A request", "")
    ben.headed("Ready for the next caller")
    home = floor.account.phone(caller.caller)
    floor.let_be_due(caller)
    ben.headed("Your telephone rings")
    ben.reads("Pothole")
    assert "call back" in ben.takes()
    floor.rings(home)
    home.answer("human")
    ben.headed("On the line")
    until(lambda: ben.phone.hears == {"caller"})
    kim.counts("Call-backs owed", 0)
    ben.phone.hang_up()
    ben.headed("The call is over")
    ben.writes("A request", "")
    ben.headed("Ready for the next caller")


def somebody_is_cut_off(floor: Floor, ann: AgentSeat, ben: AgentSeat, kim: WallSeat) -> PhoneCall:
    caller = dials(floor)
    caller.say("there's a huge pothole at 2401 North Charles Street")
    caller.say("yes")
    caller.hang_up()
    for seat in (ann, ben):
        seat.reads("Call back")
    return caller


def and_is_called_back(floor: Floor, caller: PhoneCall, ben: AgentSeat) -> None:
    home = floor.account.phone(caller.caller)
    ben.click("Call back")
    ben.headed("Your telephone rings")
    ben.takes()
    floor.rings(home)
    home.answer("human")
    ben.headed("On the line")
    until(lambda: ben.phone.hears == {"caller"})
    home.hang_up()
    ben.writes("A request", "Was cut off on the bus.")
    ben.headed("Ready for the next caller")
    ben.reads("Nobody waits to be called back")


def the_journal_tells_the_same(floor: Floor, *calls: PhoneCall) -> None:
    taken = ["offered", "ringing", "briefing", "joining", "joined", "wrap_up"]
    dialled = ["offered", "ringing", "briefing", "calling", "joining", "joined", "wrap_up"]
    first, second, third, fourth = calls
    assert phases(floor, first) == ["waiting", "offered", "ringing", "waiting", *taken, "done"]
    assert phases(floor, second) == ["waiting", "offered", "ringing", "waiting", *taken, "done"]
    assert phases(floor, third) == ["waiting", *dialled, "called_back"]
    assert phases(floor, fourth) == ["waiting", *dialled, "called_back"]
    assert offers(floor, first) == ["no_answer", "after the call"]
    assert offers(floor, second)[0] == "declined"


HEARS = """const Stream = EventSource; window.told = [];
    window.EventSource = class extends Stream {
        constructor(...given) {
            super(...given);
            const keep = (event) => told.push(Number(event.lastEventId));
            for (const kind of ["changed", "resync"]) this.addEventListener(kind, keep);
        }
    };"""


@pytest.mark.soak
def test_a_page_whose_server_is_killed_or_whose_network_is_gone_misses_and_repeats_nothing(
    house: House, floor: Floor
) -> None:
    ann = house.agent("ann", "Ann Bright", "+14105550201")
    ann.page.add_init_script(HEARS)
    ann.page.reload()
    ann.press("A")
    ann.headed("Ready for the next caller")
    first = newest(floor)
    ann.page.wait_for_function("first => window.told.at(-1) >= first", arg=first)
    for process in children(floor.line.process.pid):  # type: ignore[union-attr]  # it runs
        os.kill(process, signal.SIGKILL)
    tell(floor, ann)
    heard_of(ann, tell(floor, ann))
    heard_of(ann, tell(floor, ann))
    ann.context.set_offline(True)
    caller = reports_a_pothole(floor)
    floor.rings(ann.phone)
    expect(ann.page.locator("#lost")).to_be_visible()
    ann.context.set_offline(False)
    ann.headed("Your telephone rings")
    heard_of(ann, newest(floor))
    told = ann.page.evaluate("window.told")
    assert told == sorted(set(told))
    caller.hang_up()
    ann.headed("Ready for the next caller")


def newest(floor: Floor) -> int:
    """The number of the newest line for the screens."""
    with Session(floor.database) as session:
        return told.newest(session)


def tell(floor: Floor, seat: AgentSeat) -> int:
    """One more line for this person's screen; its number."""
    with Session(floor.database) as session, session.begin():
        found = people.by_login(session, seat.name.split()[0].lower())
        assert found
        told.show(session, [told.Change("presence", agent=str(found.person.id))], datetime.now(UTC))
        return told.newest(session)


def heard_of(seat: AgentSeat, number: int) -> None:
    seat.page.wait_for_function("number => window.told.at(-1) === number", arg=number)


@pytest.mark.soak
def test_who_closes_the_browser_while_the_telephone_rings_loses_the_caller_to_the_next_agent(
    house: House, floor: Floor
) -> None:
    ann = house.agent("ann", "Ann Bright", "+14105550201")
    ben = house.agent("ben", "Ben Ortiz", "+14105550202")
    kim = house.supervisor("kim", "Kim Lee", "+14105550203")
    ann.press("A")
    kim.sees("Ann Bright", "Available")
    ben.press("A")
    kim.sees("Ben Ortiz", "Available")
    caller = reports_a_pothole(floor)
    ann.headed("Your telephone rings")
    ann.page.close()
    ben.headed("Your telephone rings")
    until(lambda: ann.phone.state == "idle")
    kim.sees("Ann Bright", "Away", "Page closed")
    caller.hang_up()
    ben.headed("Ready for the next caller")
    assert offers(floor, caller)[0] == "gone"
