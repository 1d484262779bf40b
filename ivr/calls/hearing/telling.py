"""Tells other processes what is heard here: this machine at once, other machines through PostgreSQL a little later."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import Protocol

import structlog

from ivr.calls.hearing.near import KEPT, Near
from ivr.calls.hearing.notice import BEAT, Notice
from ivr.db.errors import CellarError

log = structlog.get_logger(__name__)

PAUSE = 0.15  # seconds between two writings to PostgreSQL: a dozen interim results are one row
REST = 2.0  # after one that failed
MOST = 2_000  # notices that wait for PostgreSQL; of more, the oldest are dropped: nobody asks for them any more
PRUNE = 120.0
Key = tuple[str, int]


class Elsewhere(Protocol):
    """Where the line's other machines look: store.Far. Every method may raise when the database is away."""

    def put(self, notices: Sequence[Notice]) -> None: ...
    def beat(self, owner: str) -> None: ...
    def prune(self) -> None: ...


class Telling:
    """`put` never waits and never raises; two threads write. They start with the first notice, after a fork.

    listening: how many streams are listened to here; while there are any, signs of life are given. clock: seconds
    since 1970.
    """

    def __init__(
        self,
        near: Near,
        far: Elsewhere | None,
        owner: str,
        listening: Callable[[], int],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._near, self._far, self._owner, self._listening, self._clock = near, far, owner, listening, clock
        self._lock = threading.Lock()
        self._here: dict[Key, Notice] = {}
        self._there: dict[Key, Notice] = {}
        self._settled: dict[Key, None] = {}
        self._wake, self._stop, self._idle = threading.Event(), threading.Event(), threading.Event()
        self._idle.set()
        self._threads: list[threading.Thread] = []

    def put(self, notice: Notice) -> None:
        """The latest of an answer; after it is settled, nothing changes it."""
        key = (notice.call_sid, notice.turn)
        with self._lock:
            if key in self._settled:
                return
            if notice.settled:
                self._settled[key] = None
                if len(self._settled) > MOST:
                    del self._settled[next(iter(self._settled))]
            self._here[key] = notice
            self._idle.clear()
            self._later(key, notice)
        self._ring()

    def announce(self, notice: Notice) -> None:
        """For other machines; this one knows it already."""
        with self._lock:
            self._later((notice.call_sid, notice.turn), notice)
        self._ring()

    def flush(self, seconds: float = 1.0) -> bool:
        """Waits until this machine's other processes can read all that was put."""
        return self._idle.wait(seconds)

    def close(self, seconds: float = 1.0) -> None:
        """Writes what there is, and stops."""
        self._stop.set()
        self._wake.set()
        for thread in self._threads:
            thread.join(seconds)

    def _later(self, key: Key, notice: Notice) -> None:
        if self._far is None:
            return
        self._there.pop(key, None)
        self._there[key] = notice
        if len(self._there) > MOST:
            del self._there[next(iter(self._there))]

    def _ring(self) -> None:
        self._wake.set()
        if not self._threads:
            with self._lock:
                if not self._threads:
                    work = [self._tell_here] + ([self._tell_there] if self._far is not None else [])
                    self._threads = [threading.Thread(target=each, name="telling", daemon=True) for each in work]
                    for thread in self._threads:
                        thread.start()

    # ------------------------------------------------------------------ this machine

    def _tell_here(self) -> None:
        beat = pruned = 0.0
        while True:
            self._wake.wait(BEAT if self._listening() else PRUNE)
            stopping = self._stop.is_set()
            self._wake.clear()
            try:
                self._write_here()
                now = self._clock()
                if self._listening() and not 0 <= now - beat < BEAT:  # a clock that is put back stops no sign of life
                    self._near.beat(self._owner, beat := now)
                if not 0 <= now - pruned < PRUNE:
                    self._near.prune((pruned := now) - KEPT)
            except CellarError as problem:
                log.error("hearing_not_told", remedy=str(problem))
                self._stop.wait(BEAT)
            if stopping:
                return

    def _write_here(self) -> None:
        with self._lock:
            batch = list(self._here.values())
            self._here.clear()
        if batch:
            self._near.put(batch)
        with self._lock:
            if not self._here:
                self._idle.set()

    # ------------------------------------------------------------------ other machines

    def _tell_there(self) -> None:
        assert self._far is not None
        beat, pruned, away = 0.0, 0.0, False
        while not self._stop.wait(PAUSE):
            try:
                wrote = self._write_there(self._far)
                now = self._clock()
                if self._listening() and not 0 <= now - beat < BEAT:
                    self._far.beat(self._owner)
                    beat = now
                if not 0 <= now - pruned < PRUNE:
                    self._far.prune()
                    pruned = now
                away = away and not wrote
            except Exception as problem:
                if not away:
                    log.warning("hearing_not_told_elsewhere", error=type(problem).__name__)
                away = True
                self._stop.wait(REST)
        if not away:
            self._last_words()

    def _write_there(self, far: Elsewhere) -> bool:
        with self._lock:
            batch, self._there = self._there, {}
        if not batch:
            return False
        try:
            far.put(list(batch.values()))
        except Exception:
            with self._lock:
                self._there = batch | self._there
            raise
        return True

    def _last_words(self) -> None:
        try:
            if self._far is not None:
                self._write_there(self._far)
        except Exception as problem:
            log.warning("hearing_not_told_elsewhere", error=type(problem).__name__)
