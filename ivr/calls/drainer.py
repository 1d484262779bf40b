"""The drainer: delivers what the outbox holds, keeps reference numbers at hand, and tidies the local store."""

from __future__ import annotations

import fcntl
import os
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog

from ivr.calls.errors import CannotStore
from ivr.calls.outbox import Outbox
from ivr.db.errors import Unreadable
from ivr.db.local import LocalStore

log = structlog.get_logger(__name__)

PAUSE = 2.0  # seconds between looks, so that what a killed process left behind waits no longer
KEPT = timedelta(days=7)  # what was filed is remembered here for retries, far longer than any call lasts
AHEAD = timedelta(days=7)  # numbers of the new year are leased this long before it begins
SET_ASIDE = 600.0  # seconds until a filing the database refused is tried again
TIDY = 3600.0


class Drainer:
    """One thread a process; of all processes of a machine one at a time works, held by a lock that dies with it.

    now: an aware time in any zone; numbers are kept at hand for every year it may be in the city.
    """

    def __init__(self, outbox: Outbox, local: LocalStore, folder: Path, now: Callable[[], datetime]) -> None:
        self._outbox, self._local, self._now = outbox, local, now
        self._lock_file = folder / "outbox.lock"
        self._bell = threading.Event()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._pid = 0
        self._aside: dict[str, float] = {}
        self._tidied = float("-inf")

    def start(self) -> None:
        """Starts the thread of this process, once."""
        if self._pid != os.getpid():
            self._pid = os.getpid()
            self._bell, self._stop = threading.Event(), threading.Event()
            self._thread = threading.Thread(target=self._run, args=(self._stop,), name="drainer", daemon=True)
            self._thread.start()

    def wake(self) -> None:
        """There is something to deliver now."""
        self._bell.set()

    def close(self, seconds: float = 5.0) -> None:
        """Ends the thread after the delivery under way; what is left stays in the local store."""
        self._stop.set()
        self._bell.set()
        if self._thread is not None and self._pid == os.getpid():
            self._thread.join(seconds)

    def round(self) -> int:
        """Delivers what waits, leases numbers and tidies, unless another process does; how many were delivered.

        Raises what the database raises when it is away.
        """
        with self._alone() as alone:
            if not alone:
                return 0
            delivered = sum(self._delivered(key) for key in self._waiting())
            for year in self._years():
                self._outbox.top_up(year)
            self._tidy()
            return delivered

    def _run(self, stop: threading.Event) -> None:
        pause = PAUSE
        while not stop.is_set():
            try:
                while self.round():
                    pass
                pause = PAUSE
            except Exception as problem:
                pause = min(30.0, pause * 1.5)
                log.warning("outbox_waits", error=type(problem).__name__)
            self._bell.wait(pause * random.uniform(0.75, 1.25))  # noqa: S311
            self._bell.clear()

    def _years(self) -> list[int]:
        now = self._now()
        return sorted({(now - timedelta(days=1)).year, now.year, (now + AHEAD).year})

    def _waiting(self) -> Iterator[str]:
        """Keys to deliver, the oldest first, without those set aside for a while."""
        limit = 100 + len(self._aside)
        yield from (e.key for e in self._local.waiting(limit) if self._aside.get(e.key, 0.0) <= time.monotonic())

    def _delivered(self, key: str) -> bool:
        """Delivers one entry. One that is refused for what it holds is set aside: the others must not wait for it."""
        entry = self._local.find(key)
        if entry is None or entry.filed_at is not None:
            return False
        try:
            self._outbox.deliver(entry)
        except (CannotStore, Unreadable, ValueError) as problem:
            self._aside[key] = time.monotonic() + SET_ASIDE
            log.error("filing_refused", number=entry.number, error=type(problem).__name__)
            return False
        self._aside.pop(key, None)
        return True

    def _tidy(self) -> None:
        if time.monotonic() - self._tidied > TIDY:
            self._tidied = time.monotonic()
            self._local.prune(datetime.now(UTC) - KEPT)

    @contextmanager
    def _alone(self) -> Iterator[bool]:
        """Whether this process may work: the lock is free, and is held until the block ends."""
        with self._lock_file.open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True
