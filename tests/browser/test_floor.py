"""An hour on the floor, in a real Chromium: two agents, a supervisor and four callers over the real line."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect
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


# Counts the bell; and lets it ring on, so that a tab that comes to know of the caller late finds it ringing.
SOUNDS = """const Sounds = AudioContext.prototype.createGain; window.sounds = 0;
    AudioContext.prototype.createGain = function () { window.sounds += 1; return Sounds.call(this); };
    const request = LockManager.prototype.request;
    LockManager.prototype.request = function (name, how, work) {
        return request.call(this, name, how, (mine) => mine && Promise.all([work(mine), new Promise(() => {})]));
    };"""


@dataclass
class Hour:
    """Two agents, who leads them, and what happens to them in an hour. ben has his page in two tabs."""

    floor: Floor
    ann: AgentSeat
    ben: AgentSeat
    kim: WallSeat
    tab: Page

    def everybody_comes_in(self) -> None:
        self.ann.press("A")
        self.kim.sees("Ann Bright", "Available")
        self.ben.click("Be available")
        self.kim.sees("Ben Ortiz", "Available")
        self.ben.headed("Ready for the next caller", self.tab)

    def nobody_picks_up_and_the_next_agent_is_asked(self) -> PhoneCall:
        caller = reports_a_pothole(self.floor)
        self.ann.headed("Your telephone rings")
        self.ann.reads("Pothole", "2401 North Charles Street")
        self.kim.sees("Ann Bright", "Telephone rings")
        self.ann.rings()
        self.ann.phone.let_ring()
        self.ann.headed("You are away")
        self.ann.is_now("You did not pick up")
        self.kim.sees("Ann Bright", "Away", "Did not pick up")
        assert caller.state == "listening"
        return caller

    def it_is_heard_and_taken(self) -> None:
        for page in (self.ben.page, self.tab):
            self.ben.headed("Your telephone rings", page)
        whisper = self.ben.takes()
        for words in ("Pothole", "2401 North Charles Street", "Press 1"):
            assert words in whisper
        for page in (self.ben.page, self.tab):
            self.ben.headed("On the line", page)
        until(lambda: self.ben.phone.hears == {"caller"})
        self.kim.sees("Ben Ortiz", "In a talk")
        assert len(self.ben.phone.calls) == 1
        until(self.sounds)
        assert self.sounds() == 1

    def sounds(self) -> int:
        """How often a bell was heard at Ben's desk."""
        return sum(page.evaluate("window.sounds") for page in (self.ben.page, self.tab))

    def it_is_filed(self, caller: PhoneCall) -> None:
        self.ben.press("F")
        until(lambda: filed(self.floor.database, caller.sid))
        request = filed(self.floor.database, caller.sid)[0]
        assert request.expected
        for page in (self.ben.page, self.tab):
            expect(page.get_by_role("main").get_by_role("link", name=request.number).first).to_be_visible()

    def somebody_declines_and_the_caller_waits(self) -> PhoneCall:
        self.ann.press("A")
        self.ann.headed("Ready for the next caller")
        caller = reports_a_pothole(self.floor)
        self.ann.headed("Your telephone rings")
        self.ann.press("D")
        self.ann.headed("Ready for the next caller")
        until(lambda: self.ann.phone.state == "idle")
        self.kim.counts("Waiting", 1)
        assert "next in line" in said(caller.wait())
        return caller

    def the_next_caller_comes_when_the_note_is_written(self, first: PhoneCall) -> None:
        self.ben.press("L")
        self.ben.page.keyboard.press("Enter")
        until(lambda: "anything else" in heard(first))
        self.kim.sees("Ben Ortiz", "After-call work", "Writes")
        self.ben.writes("A request", "The hole is deep.")
        self.ben.headed("Your telephone rings")
        self.ben.takes()
        self.ben.headed("On the line")
        self.kim.counts("Waiting", 0)
        first.hang_up()

    def a_colleague_is_asked(self) -> None:
        self.ben.press("C")
        self.ben.page.get_by_label("Whom").first.select_option(label="Ann Bright")
        self.ben.page.keyboard.press("Tab")
        self.ben.page.keyboard.press("Enter")
        self.ben.headed("On hold")
        self.ann.headed("Your telephone rings")
        self.ann.reads("Ben Ortiz asks you to join this call")
        self.floor.rings(self.ann.phone)
        self.ann.takes()
        until(lambda: len(self.ann.phone.hears) == 1)
        assert "caller" not in self.ann.phone.hears
        self.kim.sees("Ben Ortiz", "Caller on hold")
        self.kim.sees("Ann Bright", "Called in by a colleague")

    def and_takes_over(self) -> None:
        self.ben.click("Bring together")
        until(lambda: "caller" in self.ann.phone.hears and "caller" in self.ben.phone.hears)
        self.ann.reads("Ben Ortiz has the caller")
        self.ben.click("Hand over and leave")
        self.ben.headed("The call is over")
        until(lambda: self.ann.phone.hears == {"caller"})
        expect(self.ann.page.get_by_role("button", name="Hold")).to_be_visible()

    def somebody_chooses_to_be_called_back(self) -> PhoneCall:
        """While one agent talks and the other writes."""
        caller = reports_a_pothole(self.floor)
        self.kim.counts("Waiting", 1)
        assert "call you back" in said(caller.press("2"))
        self.kim.counts("Call-backs owed", 1)
        self.kim.counts("Waiting", 0)
        return caller

    def who_leads_the_floor_listens_and_joins(self) -> None:
        self.kim.row("Ann Bright").get_by_role("button", name="Listen").click()
        self.floor.rings(self.kim.phone)
        self.kim.phone.answer()
        self.kim.phone.press("1")
        until(lambda: len(self.kim.phone.hears) == 2)
        assert len(self.ann.phone.hears) == 1
        self.kim.row("Ann Bright").get_by_role("button", name="Join").click()
        until(lambda: len(self.ann.phone.hears) == 2)

    def an_emergency_is_marked(self, caller: PhoneCall) -> None:
        self.ann.press("E")
        self.ann.page.get_by_role("button", name="Mark this call as an emergency").click()
        self.ann.reads("Emergency: do this now", "Hang up now and dial 911")
        self.kim.sees("Ann Bright", "Emergency")
        self.kim.row("Ann Bright").get_by_role("button", name="Leave").click()
        until(lambda: self.kim.phone.state == "idle")
        caller.hang_up()
        self.ann.headed("The call is over")
        self.ann.writes("Emergency", "Is safe now.")
        self.ann.headed("Ready for the next caller")
        self.ann.click("Set me away")
        self.ann.headed("You are away")

    def the_agent_comes_first_and_then_the_caller(self, caller: PhoneCall) -> None:
        self.ben.writes("A request", "")
        self.ben.headed("Ready for the next caller")
        home = self.floor.account.phone(caller.caller)
        self.floor.let_be_due(caller)
        self.ben.headed("Your telephone rings")
        self.ben.reads("we call back")
        assert "call back" in self.ben.takes()
        self.floor.rings(home)
        home.answer("human")
        self.ben.headed("On the line")
        until(lambda: self.ben.phone.hears == {"caller"})
        self.kim.counts("Call-backs owed", 0)
        self.ben.phone.hang_up()
        self.ben.headed("The call is over")
        self.ben.writes("A request", "")
        self.ben.headed("Ready for the next caller")

    def somebody_is_cut_off(self) -> PhoneCall:
        caller = dials(self.floor)
        caller.say("there's a huge pothole at 2401 North Charles Street")
        caller.say("yes")
        caller.hang_up()
        for seat in (self.ann, self.ben):
            seat.reads("Call back")
        return caller

    def and_is_called_back(self, caller: PhoneCall) -> None:
        home = self.floor.account.phone(caller.caller)
        self.ben.click("Call back")
        self.ben.headed("Your telephone rings")
        self.ben.takes()
        self.floor.rings(home)
        home.answer("human")
        self.ben.headed("On the line")
        until(lambda: self.ben.phone.hears == {"caller"})
        home.hang_up()
        self.ben.writes("A request", "Was cut off on the bus.")
        self.ben.headed("Ready for the next caller")
        self.ben.reads("Nobody waits to be called back")


def test_an_hour_on_the_floor(house: House, floor: Floor) -> None:
    ann = house.agent("ann", "Ann Bright", "+14105550201")
    ben = house.agent("ben", "Ben Ortiz", "+14105550202")
    ben.page.context.add_init_script(SOUNDS)
    ben.page.reload()
    kim = house.supervisor("kim", "Kim Lee", "+14105550203")
    hour = Hour(floor, ann, ben, kim, house.tab(ben))
    hour.everybody_comes_in()
    first = hour.nobody_picks_up_and_the_next_agent_is_asked()
    hour.it_is_heard_and_taken()
    hour.it_is_filed(first)
    second = hour.somebody_declines_and_the_caller_waits()
    hour.the_next_caller_comes_when_the_note_is_written(first)
    hour.a_colleague_is_asked()
    hour.and_takes_over()
    third = hour.somebody_chooses_to_be_called_back()
    hour.who_leads_the_floor_listens_and_joins()
    hour.an_emergency_is_marked(second)
    hour.the_agent_comes_first_and_then_the_caller(third)
    fourth = hour.somebody_is_cut_off()
    hour.and_is_called_back(fourth)
    the_journal_tells_the_same(floor, first, second, third, fourth)


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
    heard_of(ann, tell(floor, ann))
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
    heard_of(ann, tell(floor, ann))
    told = ann.page.evaluate("window.told")
    assert told == sorted(set(told))
    caller.hang_up()
    ann.headed("Ready for the next caller")


def tell(floor: Floor, seat: AgentSeat) -> int:
    """One more line for this person's screen; its number."""
    with Session(floor.database) as session, session.begin():
        found = people.by_login(session, seat.name.split()[0].lower())
        assert found
        told.show(session, [told.Change("presence", agent=str(found.person.id))], datetime.now(UTC))
        return told.newest(session)


def heard_of(seat: AgentSeat, number: int) -> None:
    seat.page.wait_for_function("number => window.told.at(-1) >= number", arg=number)


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
