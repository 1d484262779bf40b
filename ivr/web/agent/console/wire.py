"""The wire: what changes on the floor, streamed to every screen of this process by one thread.

Server-sent events say only that something changed, and its number; what it means, the screen asks with its own rights.
Each line is read once a process, however many screens there are. A screen that does not read is let go: it comes back
with the number it has seen last, and what it missed is still here, or it is told to look anew (`resync`).
"""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import takewhile

import structlog

from ivr.web.agent.console.floor import Line, Lines

log = structlog.get_logger(__name__)

KEPT = 1000
"""Lines that are remembered for who comes back."""
READ = 500
BEAT, UPKEEP = 15.0, 30.0
"""Seconds of silence after which a stream shows that it lives; and between two looks whether its person is still in."""
SHARED = frozenset({"draft"})
"""Kinds of lines that change what everybody sees."""
GRACE, TICK = 10.0, 1.0
"""Seconds after which somebody whose last page was closed is gone, if none was opened; and between two looks at it."""
HERE = "here"
"""The kind of line that asks every process whether it has a page of this person."""
AGAIN = 1.0
"""Seconds until lines are read again that could not be."""
LIMIT, TABS = 1000, 8
"""Streams of a process, and of one person: the oldest gives way."""
HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nCache-Control: no-store\r\n"
    b"X-Accel-Buffering: no\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\nretry: 1000\n\n"
)


def _nothing(*_: object) -> None:
    """What the wall's streams do for presence."""


@dataclass(frozen=True)
class Parted:
    """Somebody whose last page here was closed: when, and by which clock they are gone. asked: of the others."""

    screen: Screen
    since: datetime
    due: float
    asked: bool = False


@dataclass(eq=False)
class Screen:
    """One stream. person: whose, as lines name them; everything: the wall's, which every change concerns.

    at: the newest number it has been told of, or need not be. still: whether they are signed in; alive: they are there.
    here: every process is asked whether they are; gone: no page of theirs is known since that moment; and whether they
    are still signed in.
    joined: lines were read since it came, so that what it knows is not taken for what is still to come.
    """

    sock: socket.socket
    person: str
    everything: bool
    at: int
    still: Callable[[], bool]
    alive: Callable[[], None]
    here: Callable[[], None] = _nothing
    gone: Callable[[datetime, bool], None] = _nothing
    done: threading.Event = field(default_factory=threading.Event)
    quiet: float = 0.0
    joined: bool = False

    def wants(self, line: Line) -> bool:
        if line.audience not in ("everybody", self.person):
            return False
        return self.everything or line.kind in SHARED or self.person in (line.agent, line.audience)


class Wire:
    """The threads start with the first screen, after a fork."""

    def __init__(self, lines: Lines, beat: float = BEAT, upkeep: float = UPKEEP, grace: float = GRACE) -> None:
        self._lines, self._beat, self._upkeep, self._grace = lines, beat, upkeep, grace
        self._screens: list[Screen] = []
        self._kept: deque[Line] = deque(maxlen=KEPT)
        self._bottom = self._top = -1
        self._parted: dict[str, Parted] = {}
        self._wanted: set[str] = set()
        self._bell = threading.Condition()
        self._rung = self._over = False
        self._pid = 0
        self._silence: Callable[[], None] = lambda: None

    def take(self, screen: Screen) -> None:
        """Streams to it from now on, until it goes; then its `done` is set."""
        screen.sock.setblocking(False)
        with self._bell:
            self._start()
            mine = [one for one in self._screens if one.person == screen.person]
            leaving = [*mine[: max(0, len(mine) + 1 - TABS)], *self._screens[: max(0, len(self._screens) + 1 - LIMIT)]]
            for one in dict.fromkeys(leaving):
                self._end(one)
            self._screens.append(screen)
            if not screen.everything:
                self._parted.pop(screen.person, None)
            self._rung = True
            self._bell.notify_all()

    def close(self) -> None:
        """Ends every stream at once."""
        with self._bell:
            self._over = True
            self._silence()
            for one in list(self._screens):
                self._end(one)
            self._bell.notify_all()

    def rang(self) -> None:
        with self._bell:
            self._rung = True
            self._bell.notify_all()

    def __len__(self) -> int:
        return len(self._screens)

    # ------------------------------------------------------------------ the threads

    def _start(self) -> None:
        if self._pid != os.getpid():
            self._pid = os.getpid()
            self._silence = self._lines.listen(self.rang)
            for name, work in (("wire", self._run), ("upkeep", self._look)):
                threading.Thread(target=work, name=name, daemon=True).start()

    def _run(self) -> None:
        looked = time.monotonic()
        while not self._over:
            with self._bell:
                self._bell.wait_for(lambda: self._rung or self._over, min(self._beat / 2, TICK))
                rung, self._rung = self._rung, False
                for screen in self._screens:
                    screen.joined = True
            if rung and not self._read():
                time.sleep(AGAIN)
                self.rang()
            with self._bell:
                for screen in list(self._screens):
                    self._tell(screen, time.monotonic())
                if (now := time.monotonic()) - looked >= TICK:
                    looked = now
                    for screen in [one for one in self._screens if _left(one.sock)]:
                        self._end(screen)

    def _read(self) -> bool:
        """False: the floor could not be asked."""
        try:
            if self._top < 0:
                self._bottom = self._top = max(0, self._lines.newest() - READ)
            while found := self._lines.since(self._top, READ):
                self._kept.extend(found)
                self._wanted |= {line.agent for line in found if line.kind == HERE}
                self._top = found[-1].id
                if len(found) < READ:  # there was no more; whatever came since then has rung
                    break
        except Exception as problem:
            log.warning("floor_not_read", error=type(problem).__name__)
            return False
        return True

    def _tell(self, screen: Screen, now: float) -> None:
        if self._top < 0 or not screen.joined:
            return
        if len(self._kept) == KEPT:
            self._bottom = max(self._bottom, self._kept[0].id - 1)
        message = b""
        if not self._bottom <= screen.at <= self._top:
            message = f"event: resync\nid: {self._top}\ndata:\n\n".encode()
        elif news := self._news(screen):
            kinds = ",".join(dict.fromkeys(line.kind for line in news))
            message = f"event: changed\nid: {news[-1].id}\ndata: {kinds}\n\n".encode()
        elif now - screen.quiet >= self._beat:
            message = b": beat\n\n"
        screen.at = self._top
        if message:
            screen.quiet = now
            self._send(screen, message)

    def _news(self, screen: Screen) -> list[Line]:
        """What it has not been told of yet, in order: looked for from the newest on, for most know all but that."""
        unknown = takewhile(lambda line: line.id > screen.at, reversed(self._kept))
        return [line for line in unknown if screen.wants(line)][::-1]

    def _send(self, screen: Screen, message: bytes) -> None:
        """Without waiting: who does not read goes, and comes back when they do."""
        try:
            if screen.sock.send(message) == len(message):
                return
        except OSError:
            pass
        self._end(screen)

    def _end(self, screen: Screen) -> None:
        if screen in self._screens:
            self._screens.remove(screen)
            others = {one.person for one in self._screens if not one.everything}
            if not (self._over or screen.everything or screen.person in others):
                self._parted[screen.person] = Parted(screen, datetime.now(UTC), time.monotonic() + self._grace)
        with contextlib.suppress(OSError):
            screen.sock.shutdown(socket.SHUT_RDWR)
        screen.sock.close()
        screen.done.set()

    def _look(self) -> None:
        """Who is not signed in any more is let go; who is, is there. Who closed their last page is gone, in a while."""
        due = time.monotonic() + self._upkeep
        while not self._over:
            with self._bell:
                self._bell.wait_for(lambda: self._over, min(self._upkeep, TICK))
                wanted, self._wanted = self._wanted, set()
            self._part()
            whole = time.monotonic() >= due
            due = time.monotonic() + self._upkeep if whole else due
            for screen in [one for one in self._screens if whole or one.person in wanted]:
                try:
                    stays = screen.still()
                    if stays:
                        screen.alive()
                except Exception as problem:  # the database is away: nobody is sent home for that
                    log.warning("screen_not_looked_at", error=type(problem).__name__)
                    continue
                if not stays:
                    with self._bell:
                        self._end(screen)

    def _part(self) -> None:
        """The others are asked for who has no page here, and who is found nowhere is gone."""
        for person, parted in list(self._parted.items()):
            over = time.monotonic() >= parted.due
            try:
                if not parted.asked:
                    parted.screen.here()
                elif over:
                    parted.screen.gone(parted.since, parted.screen.still())
            except Exception as problem:
                log.warning("parting_not_told", error=type(problem).__name__)
            with self._bell:
                if self._parted.get(person) is parted:
                    self._parted[person] = replace(parted, asked=True)
                    if over and parted.asked:
                        del self._parted[person]


def _left(sock: socket.socket) -> bool:
    """Whether the other end has gone: a browser says nothing more once it listens."""
    try:
        return sock.recv(512) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True
