"""Callers who wait for a person, over HTTP: whole calls, and the way from the queue into a room and out of it.

tests/calls/waiting/*.yaml are call files; their `note` says what the people answer, one answer for each time they are
asked, the last again and again: `place 3 in 4` (minutes), `place 1`, or an outcome such as `too_long`.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import requests
from flask import Flask, request
from werkzeug.serving import make_server

from ivr.calls.people import Answer
from ivr.calls.placing import Finder
from ivr.calls.turn import Switchboard
from ivr.flow.directives import SOUGHT, Leave, Prompt, Seek, Text
from ivr.flow.events import Place, Resolved, Room
from ivr.flow.meaning import Meaning
from ivr.flow.state import State
from ivr.simulator.call import PhoneCall
from ivr.simulator.callfile import load
from ivr.simulator.http import Line as PhoneLine
from ivr.simulator.play import play
from ivr.simulator.rest import Rest
from ivr.simulator.shelf import Shelf
from ivr.simulator.switch.account import Account
from ivr.simulator.switch.telephone import AgentPhone
from ivr.speech.audio import read
from ivr.telephony import callbacks, rooms
from ivr.telephony.apology import Apologies
from ivr.telephony.seal import Sealer
from ivr.telephony.webhook import Call
from ivr.web import guards, voice
from ivr.web.application import Application
from ivr.web.document import Document
from ivr.web.incoming import incoming
from ivr.web.switchboard import Line
from tests.flow.talk import HOME, the_book

from .test_placing import made

FILES = sorted((Path(__file__).parent / "waiting").glob("*.yaml"))
TOKEN = "a token that only these tests know"
NAME = "r_Zk3vQ9wq2b0T7yXf1aLd5"
AGENT = "+14105550201"


@dataclass
class People:
    """Agents who answer as they are told to."""

    answers: list[Answer] = field(default_factory=list)
    told: list[object] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)

    def seek(self, call: Call, seek: Seek, state: State) -> Answer:
        self.told.append(seek)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def leave(self, call: Call, leave: Leave, state: State) -> Resolved:
        self.told.append(leave)
        return Resolved("left")

    def keep(self, call: Call, token: str) -> None:
        self.kept[call.sid] = token

    def gone(self, call: Call) -> None:
        self.told.append(("gone", call.sid))


@dataclass
class Served:
    """The voice door of the city's line with these people, served at `base`; and what is told of rooms."""

    base: str
    people: People = field(default_factory=People)
    rooms: list[callbacks.RoomTold] = field(default_factory=list)

    @property
    def line(self) -> PhoneLine:
        return PhoneLine(self.base, TOKEN)

    def app(self) -> Flask:
        made_app = Application("line", static_folder=None)
        guards.register(made_app, voice.door(self._door()), guards.checks(None, simulator=True))
        made_app.add_url_rule("/voice/room/status", "room", self._room, methods=["POST"])
        made_app.add_url_rule("/agent", "agent", self._whisper, methods=["POST"])
        made_app.add_url_rule("/agent/key", "key", self._key, methods=["POST"])
        return made_app

    def _door(self) -> Line:
        city = the_book().city
        return Line(
            switchboard=_switchboard(self.people),
            sealer=Sealer(("k" * 32,)),
            base=self.base,
            voices=lambda version: city.languages,
            apologies=Apologies(self.base, city.lines["operator"].number, city.languages),
            recordings=HOME / "prompts",
            zone=ZoneInfo(city.timezone),
            simulator=True,
        )

    def _room(self) -> Document:
        self.rooms.append(callbacks.room(incoming().form))
        return Document(b"<Response/>")

    def _whisper(self) -> Document:
        words = [Prompt("", "en", (Text("A pothole, in English, third try."),))]
        return Document(rooms.whisper(words, self.base, f"{self.base}/agent/key", the_book().city.languages))

    def _key(self) -> Document:
        assert callbacks.key({name: request.form.getlist(name) for name in request.form}) == "1"
        return Document(rooms.agent_room(NAME, self.base, "offer-1"))


def _switchboard(people: People) -> Switchboard:
    """The real use case, with a mind that understands nothing: who waits presses keys."""
    mind = SimpleNamespace(hear=lambda *_: Meaning())
    edition = SimpleNamespace(book=the_book(), mind=mind)
    library: Any = SimpleNamespace(current=lambda: edition, get=lambda version: edition)
    journal: Any = SimpleNamespace(put=lambda record: None)
    memory: Any = SimpleNamespace(language_of=lambda phone: None)
    clerk: Any = SimpleNamespace(do=lambda *_: Resolved("filed", {"number": "26-20000019"}))
    finder = Finder(lambda: made(complete=True))
    zone = the_book().city.timezone
    return Switchboard(library, journal, memory, clerk, finder, lambda sid, at: at, zone, traced=True, people=people)


@pytest.fixture
def served() -> Iterator[Served]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        line = Served(f"http://127.0.0.1:{probe.getsockname()[1]}")
        server = make_server("127.0.0.1", 0, line.app(), threaded=True, fd=probe.fileno())
        thread = Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield line
        server.shutdown()
        thread.join()
        server.server_close()


def answer(note: str) -> Answer:
    if found := re.fullmatch(r"place (\d+)(?: in (\d+))?", note):
        return Place(int(found[1]), int(found[2]) if found[2] else None)
    assert note in SOUGHT, note
    return Resolved(note)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_call_goes_as_written(served: Served, path: Path) -> None:
    call = load(f"tests/calls/waiting/{path.name}", path.read_text(encoding="utf-8"))
    served.people.answers[:] = [answer(each) for each in call.note.split(", ")]
    numbers = {name: line.number for name, line in the_book().city.lines.items()}
    result = play(call, served.line, lines=numbers)
    assert result.failure is None, f"\n{result.failure}"
    assert any(isinstance(one, Seek) for one in served.people.told)
    assert ("gone", result.call.sid) in served.people.told


@dataclass
class Floor:
    """Twilio's side of one line: who calls, who is rung, and what is asked of it by REST."""

    served: Served
    account: Account
    rest: Rest

    def waiting(self, *answers: Answer) -> PhoneCall:
        """A caller who has asked for a person, and is answered so."""
        self.served.people.answers[:] = answers
        now = datetime(2026, 11, 24, 10, 30)
        call = PhoneCall(self.account.line, "+14105550123", now=now, speaks=False, office=self.account)
        call.dial()
        call.press("0")
        return call

    def agent(self) -> AgentPhone:
        """An agent whose telephone is rung, who hears what it is about."""
        phone = self.account.phone(AGENT)
        self._ask("Calls.json", To=AGENT, From="+14105550100", Url=f"{self.served.base}/agent")
        self.account.until(lambda: phone.state == "ringing")
        phone.answer()
        return phone

    def move(self, call: PhoneCall) -> None:
        """The caller's call is given its kept address again."""
        self._ask(f"Calls/{call.sid}.json", Url=f"{self.served.base}/voice/turn?s={self.served.people.kept[call.sid]}")
        self.account.settle()

    def _ask(self, path: str, **form: str) -> None:
        url = f"{self.rest.url}/2010-04-01/Accounts/{self.rest.account_sid}/{path}"
        asked = requests.post(url, data=form, auth=(self.rest.account_sid, TOKEN), timeout=10)
        assert asked.ok, asked.text


@pytest.fixture
def floor(served: Served, tmp_path: Path) -> Iterator[Floor]:
    with Account(served.line, calls_per_second=1000) as account, Rest(Shelf(tmp_path), account=account) as rest:
        yield Floor(served, account, rest)


def test_who_waits_is_moved_to_an_agent_who_was_told_why_and_goes_on_in_the_flow_afterwards(floor: Floor) -> None:
    caller = floor.waiting(Place(1), Room(NAME, "Ana"), Resolved("completed"))
    agent = floor.agent()
    assert agent.said == "A pothole, in English, third try."
    agent.press("1")
    floor.move(caller)
    assert "Ana is here for you now" in caller.transcript[-1].said
    assert caller.hears_whom == {"offer-1"}
    assert agent.hears == {"caller"}
    agent.hang_up()
    floor.account.settle()
    assert caller.state == "conference"  # the agent who leaves ends nobody's call
    floor.move(caller)
    assert "Is there anything else I can do" in caller.transcript[-1].said
    joined = [one for one in floor.served.rooms if one.event == "join"]
    assert {(one.room, one.label) for one in joined} == {(NAME, "caller"), (NAME, "offer-1")}
    assert caller.refusal is None


def test_who_loses_the_agent_in_the_room_is_next_again(floor: Floor) -> None:
    caller = floor.waiting(Room(NAME), Place(1))
    assert caller.state == "conference"
    floor.move(caller)
    assert "You are next in line" in caller.transcript[-1].said
    first, again = (one for one in floor.served.people.told if isinstance(one, Seek))
    assert first.turn == again.turn


def test_nothing_of_the_caller_is_in_what_a_room_is_called_or_where_a_call_waits(floor: Floor) -> None:
    caller = floor.waiting(Place(1), Room(NAME))
    token = floor.served.people.kept[caller.sid]
    floor.move(caller)
    assert floor.account.rooms.all
    told = [one.room for one in floor.served.rooms]
    assert set(told) == {NAME}
    assert "4105550123" not in token
    assert re.fullmatch(r"[A-Za-z0-9_-]+", token)


def test_a_voicemail_that_picks_up_is_told_twice_and_hung_up_on(floor: Floor) -> None:
    caller = floor.waiting(Place(1))
    agent = floor.agent()
    agent.wait()
    agent.wait()
    assert agent.state == "idle"
    caller.wait()
    assert "You are next in line" in caller.transcript[-1].said


def test_the_music_lasts_about_as_long_as_from_one_choice_to_the_next() -> None:
    for name, queue in the_book().city.queues.items():
        recorded = [HOME / "prompts" / path for path in the_book().recordings if path.endswith(f"/{queue.music}.wav")]
        assert recorded, f"{name} has no music"
        assert all(25 <= read(path).seconds <= 45 for path in recorded)
