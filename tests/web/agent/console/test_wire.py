"""The wire: every change once to whoever it concerns, none missed, and nobody who does not read slows the others."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator, Sequence

import pytest

from ivr.web.agent.console import wire as wires
from ivr.web.agent.console.floor import Line as AnyLine
from ivr.web.agent.console.wire import Screen, Wire

from .floor import Line


class Told:
    """Lines that a test writes. away: the database is."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.away = False
        self.reads = 0

    def newest(self) -> int:
        return len(self.lines)

    def since(self, number: int, limit: int) -> Sequence[AnyLine]:
        if self.away:
            self.away = False
            raise OSError
        self.reads += 1
        return self.lines[number : number + limit]

    def listen(self, rang: Callable[[], None]) -> Callable[[], None]:
        self.rang = rang
        return lambda: None

    def tell(self, *agents: str, kind: str = "handoff", audience: str = "everybody") -> None:
        for agent in agents:
            self.lines.append(Line(len(self.lines) + 1, kind, agent, audience))
        self.rang()


class Browser:
    """The other end of a stream."""

    def __init__(self, wire: Wire, person: str = "7", at: int = 0, everything: bool = False) -> None:
        ours, self.sock = socket.socketpair()
        self.sock.settimeout(10)
        self.signed_in = True
        self.alive, self.asked, self.gone = threading.Event(), threading.Event(), threading.Event()
        self.screen = Screen(
            ours,
            person,
            everything,
            at,
            lambda: self.signed_in,
            self.alive.set,
            self.asked.set,
            lambda *_: self.gone.set(),
        )
        self._read = b""
        wire.take(self.screen)

    def next(self) -> str:
        """The next event in one line."""
        while b"\n\n" not in self._read:
            got = self.sock.recv(4096)
            if not got:
                return "gone"
            self._read += got
        event, self._read = self._read.split(b"\n\n", 1)
        return event.decode().replace("\n", " ")


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def wire(told: Told) -> Iterator[Wire]:
    made = Wire(told, beat=0.4, upkeep=0.1)
    yield made
    made.close()


def skip_beats(browser: Browser) -> str:
    while (event := browser.next()) == ": beat":
        pass
    return event


def test_a_change_comes_to_whom_it_concerns_and_to_the_wall(wire: Wire, told: Told) -> None:
    mine, wall = Browser(wire, "7"), Browser(wire, "9", everything=True)
    told.tell("8")
    assert skip_beats(wall) == "event: changed id: 1 data: handoff"
    told.tell("7", kind="words")
    assert skip_beats(mine) == "event: changed id: 2 data: words"
    assert skip_beats(wall) == "event: changed id: 2 data: words"


def test_that_a_call_broke_off_comes_to_everybody(wire: Wire, told: Told) -> None:
    mine, wall = Browser(wire, "7"), Browser(wire, "9", everything=True)
    told.tell("", kind="draft")
    assert skip_beats(mine) == skip_beats(wall) == "event: changed id: 1 data: draft"


def test_what_is_for_one_person_alone_is_not_on_the_wall(wire: Wire, told: Told) -> None:
    wall, seven = Browser(wire, "9", everything=True), Browser(wire, "7")
    told.tell("7", audience="7")
    assert skip_beats(seven) == "event: changed id: 1 data: handoff"
    told.tell("8")
    assert skip_beats(wall) == "event: changed id: 2 data: handoff"


def test_who_comes_back_hears_what_was_missed_and_nothing_twice(wire: Wire, told: Told) -> None:
    first = Browser(wire, "7")
    told.tell("7")
    assert skip_beats(first) == "event: changed id: 1 data: handoff"
    first.sock.close()
    told.tell("7", "7", kind="words")
    again, other_tab = Browser(wire, "7", at=1), Browser(wire, "7", at=3)
    assert skip_beats(again) == "event: changed id: 3 data: words"
    told.tell("7")
    assert skip_beats(again) == skip_beats(other_tab) == "event: changed id: 4 data: handoff"


def test_who_was_away_too_long_or_knows_no_number_looks_anew(wire: Wire, told: Told) -> None:
    newest = wires.READ + 5
    told.lines = [Line(n + 1, "handoff", "7") for n in range(newest)]
    assert Browser(wire, at=6).next() == f"event: changed id: {newest} data: handoff"
    for number in (2, -1, newest + 1):
        assert Browser(wire, at=number).next() == f"event: resync id: {newest} data:"
    told.tell(*["7"] * wires.KEPT)
    assert Browser(wire, at=newest - 1).next() == f"event: resync id: {newest + wires.KEPT} data:"


def test_lines_are_read_once_however_many_look(wire: Wire, told: Told) -> None:
    browsers = [Browser(wire, str(n), everything=True) for n in range(40)]
    for browser in browsers:
        assert skip_beats_or(browser, told) == "event: changed id: 1 data: handoff"
    assert told.reads < 100


def skip_beats_or(browser: Browser, told: Told) -> str:
    if not told.lines:
        told.tell("1")
    return skip_beats(browser)


def test_a_database_that_is_away_loses_nothing(wire: Wire, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wires, "AGAIN", 0.01)
    browser = Browser(wire)
    assert browser.next() == ": beat"
    told.away = True
    told.tell("7")
    assert skip_beats(browser) == "event: changed id: 1 data: handoff"


def test_who_does_not_read_is_let_go_and_the_others_hear(wire: Wire, told: Told) -> None:
    deaf, other = Browser(wire, "7"), Browser(wire, "8")
    deaf.screen.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2048)
    for _ in range(5000):
        if deaf.screen.done.is_set():
            break
        told.tell("7")
        deaf.screen.done.wait(0.001)
    assert deaf.screen.done.is_set()
    told.tell("8")
    assert skip_beats(other).startswith("event: changed")


def test_who_signs_out_hears_no_more_and_who_stays_is_there(wire: Wire) -> None:
    gone, stays = Browser(wire, "7"), Browser(wire, "8")
    gone.signed_in = False
    assert skip_beats(gone) == "gone"
    assert stays.alive.wait(10)


def test_a_closed_tab_is_noticed_and_the_oldest_of_too_many_gives_way(wire: Wire) -> None:
    browsers = [Browser(wire) for _ in range(wires.TABS + 1)]
    assert skip_beats(browsers[0]) == "gone"
    assert len(wire) == wires.TABS
    browsers[1].sock.close()
    assert browsers[1].screen.done.wait(10)


def test_who_closes_their_last_page_is_gone_after_a_while_and_who_opens_it_again_is_not(told: Told) -> None:
    wire = Wire(told, beat=0.4, upkeep=0.1, grace=1.5)
    leaves, comes_back, looks = Browser(wire, "7"), Browser(wire, "8"), Browser(wire, "9", everything=True)
    for browser in (looks, leaves, comes_back):
        browser.sock.close()
    assert comes_back.screen.done.wait(10)
    Browser(wire, "8")
    assert leaves.gone.wait(10)
    assert leaves.asked.is_set()
    assert not comes_back.gone.is_set()
    assert not looks.asked.is_set()
    wire.close()


def test_who_is_asked_for_and_has_a_page_here_is_there(told: Told) -> None:
    wire = Wire(told)
    here = Browser(wire, "7")
    told.tell("8", "7", kind="here")
    assert here.alive.wait(10)
    wire.close()


def test_closing_ends_every_stream_at_once(wire: Wire) -> None:
    browsers = [Browser(wire, str(n)) for n in range(3)]
    wire.close()
    assert [skip_beats(browser) for browser in browsers] == ["gone"] * 3
