"""Callers and agents' telephones as pages see them: kept by one process, asked over HTTP, changed by one another."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import requests

from ivr.simulator.door import Door
from ivr.simulator.far import Far, NobodyThere
from ivr.simulator.leaving import Leaving
from ivr.simulator.passing import Passing
from ivr.simulator.rest import Rest
from ivr.simulator.sessions import BadAction, NoSuchCall, Sessions
from ivr.simulator.shelf import Shelf
from ivr.simulator.sound import tone
from ivr.simulator.switch.account import Account
from ivr.simulator.switch.telephones import Telephones
from ivr.simulator.terminal import PhoneOptions, run

from .scripted import Answer, Script

ANN, CALLER = "+14105550201", "+14105550123"
TOKEN = "a token for tests"
Shown = Mapping[str, Any]


class Clock:
    """Stands still until a test moves it."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Office:
    """far: as a page asks. passing: time, which goes on when a test says so."""

    app: Script
    account: Account
    rest: Rest
    far: Far
    passing: Passing
    clock: Clock

    @property
    def address(self) -> str:
        return self.rest.url.replace("//", f"//{self.rest.account_sid}:{TOKEN}@")

    def asks(self, path: str, **form: str) -> Shown:
        """What the line asks of Twilio by REST."""
        url = f"{self.rest.url}/2010-04-01/Accounts/{self.rest.account_sid}/{path}.json"
        answer = requests.post(url, data=form, auth=(self.rest.account_sid, TOKEN), timeout=10)
        assert answer.ok, answer.text
        told: Shown = answer.json()
        return told

    def rings(self, number: str = ANN, **more: str) -> Shown:
        """The line rings an agent; how their telephone stands then."""
        self.asks("Calls", To=number, From="+14105550100", Url=f"{self.app.base_url}/brief", **more)
        return self.until(number, lambda shown: shown["state"] == "ringing")

    def until(self, number: str, holds: Callable[[Shown], bool]) -> Shown:
        shown = self.far.telephone(number)
        for _ in range(20):
            if holds(shown):
                return shown
            news = self.far.telephone_news(number, shown["at"], shown["seen"])
            shown = shown if news.get("quiet") else news
        raise AssertionError(shown)

    def together(self) -> tuple[Shown, Shown]:
        """A caller and Ann, in one room."""
        caller = self.far.dial(CALLER)
        self.rings()
        self.far.telephone_act(ANN, {"answer": "human"})
        self.far.telephone_act(ANN, {"press": "1"})
        self.asks(f"Calls/{caller['id']}", Url=f"{self.app.base_url}/in")
        ann = self.until(ANN, lambda shown: bool(shown["people"]))
        return self.far.news(caller["id"], caller["at"], caller["seen"]), ann

    def passes(self, seconds: float) -> None:
        self.passing.tick()
        self.clock.now += seconds
        self.passing.tick()


@pytest.fixture
def office(app: Script, tmp_path: Path) -> Iterator[Office]:
    room = "<Dial><Conference participantLabel='{}' beep='false'>the room of this caller</Conference></Dial>"
    hold = "<Gather numDigits='1' timeout='1' action='/key'><Play>/music.wav</Play></Gather>"
    app.on("/voice", f"{hold}<Redirect>/voice</Redirect>")
    app.on("/music.wav", Answer(tone(30).wav(), 200, "audio/wav"))
    app.on("/brief", "<Gather numDigits='1' action='/took'><Say>A pothole. Press 1.</Say></Gather><Hangup/>")
    app.on("/took", room.format("ann")).on("/in", f"<Say>Ann is here.</Say>{room.format('caller')}")
    app.on("/key", "<Say>One moment.</Say><Gather input='speech' timeout='5'/>")
    account = Account(app.line(auth_token=TOKEN), calls_per_second=1000, threads=2, pace=1.0, most=3, everybody=True)
    clock = Clock()
    sessions, telephones = Sessions(account.line, clock=clock, office=account), Telephones(account)
    door = Door(sessions, telephones, Leaving(sessions, 0.01))
    passing = Passing(sessions, telephones, clock)
    with account, Rest(Shelf(tmp_path), account=account, door=door) as rest:
        made = Office(app, account, rest, Far(""), passing, clock)
        made.far = Far(f"{made.address}/phone")
        yield made


def said(shown: Shown) -> list[tuple[str, str]]:
    """Who said what: "" is the line."""
    return [(one["voice"] if one.get("kind") == "voice" else "", one["text"]) for one in shown["heard"]]


def test_a_telephone_rings_is_picked_up_and_two_hear_what_the_other_types(office: Office) -> None:
    caller, ann = office.together()
    assert (caller["state"], caller["people"], ann["people"]) == ("conference", [ANN], ["caller"])
    assert said(caller) == [("", "Ann is here.")]
    assert said(ann)[0] == ("", "A pothole. Press 1.")
    office.far.telephone_act(ANN, {"say": "How can I help?"})
    caller = office.far.news(caller["id"], caller["at"], caller["seen"])
    assert said(caller) == [(ANN, "How can I help?")]
    office.far.act(caller["id"], {"say": "It is deep.", "after": caller["at"]})
    assert said(office.far.telephone(ANN))[-1] == ("caller", "It is deep.")


def test_who_acts_is_told_what_was_heard_meanwhile(office: Office) -> None:
    caller, _ = office.together()
    office.far.telephone_act(ANN, {"say": "How can I help?"})
    answer = office.far.act(caller["id"], {"say": "Hello?", "after": caller["at"]})
    assert said(answer) == [(ANN, "How can I help?")]
    with pytest.raises(BadAction):
        office.far.act(caller["id"], {"say": "Hello?", "after": answer["at"] + 1})


def test_news_comes_when_others_did_something_and_not_before(office: Office) -> None:
    caller = office.far.dial(CALLER)
    assert (caller["holding"], caller["shared"]) == (True, True)
    with ThreadPoolExecutor(1) as pool:
        waits = pool.submit(office.far.news, caller["id"], caller["at"], caller["seen"])
        office.asks(f"Calls/{caller['id']}", Url=f"{office.app.base_url}/key")
        assert said(waits.result(20)) == [("", "One moment.")]


def test_a_telephone_is_declined_rings_out_or_is_answered_by_a_machine(office: Office) -> None:
    office.rings()
    assert office.far.telephone_act(ANN, {"decline": True})["status"] == "busy"
    office.rings()
    assert office.far.telephone_act(ANN, {"let_ring": True})["status"] == "no-answer"
    office.rings(MachineDetection="Enable")
    assert office.far.telephone_act(ANN, {"answer": "machine_start"})["state"] == "listening"
    assert office.app.at("/brief")[-1].form["AnsweredBy"] == "machine_start"
    assert office.far.telephone(ANN)["missed"] == 2


def test_what_cannot_be_done_is_said_in_words(office: Office) -> None:
    for act in (
        {"answer": "human"},
        {"decline": True},
        {"press": "1"},
        {"say": "Hello"},
        {"hangup": True},
        {"sing": 1},
    ):
        with pytest.raises(BadAction):
            office.far.telephone_act(ANN, act)
    for wrong in ("911", "ann", "+1"):
        with pytest.raises(NoSuchCall):
            office.far.telephone(wrong)
    with pytest.raises(NoSuchCall):
        office.far.news("CA0", 0, "…")
    with pytest.raises(NobodyThere):
        Far(f"{office.rest.url}/phone").telephones()  # without the token
    with pytest.raises(NobodyThere):
        Far("http://127.0.0.1:9/phone").telephones()


def test_a_number_that_nobody_has_becomes_a_telephone(office: Office) -> None:
    office.rings(CALLER)  # a call-back
    assert office.far.telephones() == [{"number": CALLER, "state": "ringing"}]


def test_music_runs_out_as_in_life_and_the_line_goes_on(office: Office) -> None:
    office.far.dial(CALLER)
    office.passes(29)
    assert len(office.app.at("/voice")) == 1
    office.passes(3)
    assert len(office.app.at("/voice")) == 2


def test_a_question_is_left_open_for_as_long_as_a_caller_likes(office: Office) -> None:
    call = office.far.dial(CALLER)
    office.far.act(call["id"], {"press": "1"})
    office.passes(1200)
    assert office.far.look(call["id"])["state"] == "listening"


def test_who_picks_up_and_presses_nothing_does_not_hold_the_caller(office: Office) -> None:
    office.rings()
    office.far.telephone_act(ANN, {"answer": "machine_start"})
    office.passes(60)
    assert office.far.telephone(ANN)["state"] == "idle"


def test_a_caller_whose_page_is_gone_does_not_wait_for_ever(office: Office) -> None:
    call = office.far.dial(CALLER)
    office.passes(91)
    assert office.far.look(call["id"])["ending"] == "hung_up"


def test_a_page_that_is_closed_hangs_up(office: Office) -> None:
    call = office.far.dial(CALLER)
    office.far.begin(call["id"])
    office.account.until(lambda: bool(office.app.at("/voice/status")))
    assert office.app.at("/voice/status")[-1].form["CallSid"] == call["id"]


def test_what_is_over_is_forgotten_in_time(office: Office) -> None:
    for _ in range(9):
        office.far.act(office.far.dial(CALLER)["id"], {"hangup": True})
    assert len(office.account.calls) == 3
    assert len(office.account.post.sent) <= 3 + 2  # those that are on their way


def test_a_terminal_shows_the_music_who_came_and_what_they_say(office: Office) -> None:
    out = StringIO()
    typed = StringIO("\n\nIt is deep.\n/hang\n")
    options = PhoneOptions(f"{office.address}", caller=CALLER, shared=True)
    with ThreadPoolExecutor(1) as pool:
        ends = pool.submit(run, options, typed, out)
        office.account.until(lambda: bool(office.account.live()))
        office.rings()
        office.far.telephone_act(ANN, {"answer": "human"})
        office.far.telephone_act(ANN, {"press": "1"})
        [caller] = [call for call in office.account.live() if call.caller == CALLER]
        office.asks(f"Calls/{caller.sid}", Url=f"{office.app.base_url}/in")
        office.until(ANN, lambda shown: bool(shown["people"]))
        threading.Timer(0.2, lambda: office.far.telephone_act(ANN, {"say": "How can I help?"})).start()
        assert ends.result(30) == 0
    lines = [line.strip() for line in out.getvalue().splitlines()]
    assert [line for line in lines if "♪" in line or line.startswith("en")] == [
        "♪  (music)",
        "en  Ann is here.",
        f"♪  ({ANN} is on the line)",
        f"♪  {ANN}: How can I help?",
    ]
    assert said(office.far.telephone(ANN))[-1] == ("caller", "It is deep.")
