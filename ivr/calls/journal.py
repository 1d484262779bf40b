"""The journal: what happened in every call, written beside the answers and never in their way."""

from __future__ import annotations

import atexit
import os
import random
import threading
import time
import weakref
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from ivr.calls.backlog import Backlog
from ivr.calls.errors import CannotStore
from ivr.calls.records import Batch, Record

log = structlog.get_logger(__name__)

MEBIBYTE = 1 << 20
MOST = 500  # records of a kind in one transaction: large enough to catch up, small enough to retry
LINGER = 0.025  # seconds a batch waits for company; the median record is in the database within 50 ms
# A busy line collects for longer: writing a batch costs as much as dozens of turns in it, time the answers need more.
BUSY, BUSY_LINGER = 12, 0.15
REST = (0.25, 5.0)  # first and longest pause after a failure, in seconds


@dataclass(frozen=True, slots=True)
class JournalHealth:
    """waiting: records not yet written, of `bytes` (estimated). dropped: for want of room. refused: records the
    database would never take. failures: consecutive failed writes; 0 while all is well."""

    waiting: int
    bytes: int
    written: int
    dropped: int
    refused: int
    failures: int


class Journal:
    """`put` takes microseconds and never raises; one thread a process hands batches to `write`.

    The thread starts with the first record, so a process that forks its workers first is safe; a child begins empty.
    `write` raises CannotStore for a batch that is bad in itself; while it raises anything else, records wait in memory
    up to `limit` bytes, and the oldest turns go first.
    """

    def __init__(self, write: Callable[[Batch], None], *, limit: int = 32 * MEBIBYTE) -> None:
        self._write = write
        self._limit = limit
        self._begin()
        atexit.register(self._at_exit)
        os.register_at_fork(after_in_child=_weakly(self, Journal._begin))

    def put(self, record: Record) -> None:
        """Takes the record and returns. Never blocks on the database, never raises."""
        try:
            with self._lock:
                self._backlog.add(record)
            if not self._wake.is_set():
                self._wake.set()
            if self._thread is None:
                self._start()
        except Exception as problem:  # the answer to the caller is worth more than its trace
            log.error("journal_put_failed", error=type(problem).__name__)

    def health(self) -> JournalHealth:
        """How the journal is doing, at this moment."""
        with self._lock:
            return JournalHealth(
                waiting=len(self._backlog) + self._in_flight,
                bytes=self._backlog.bytes,
                written=self._written,
                dropped=self._backlog.dropped,
                refused=self._refused,
                failures=self._failures,
            )

    def flush(self, seconds: float = 5.0) -> bool:
        """Waits until everything put so far is written; False when that took longer than `seconds`."""
        until = time.monotonic() + seconds
        while self.health().waiting:
            if time.monotonic() >= until:
                return False
            time.sleep(0.005)
        return True

    def close(self, seconds: float = 5.0) -> Batch:
        """Writes what is left, for at most `seconds`, and stops. What could not be written is returned."""
        atexit.unregister(self._at_exit)
        self._closing.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(seconds)
        with self._lock:
            left = self._backlog.take(1 << 30)
        if left:
            log.error("journal_closed_unwritten", records=len(left))
        return left

    def _begin(self) -> None:
        """The state of a new process: nothing waits, no thread runs."""
        self._lock = threading.Lock()
        self._start_lock = threading.Lock()
        self._wake = threading.Event()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self._backlog = Backlog(self._limit)
        self._in_flight = self._written = self._refused = self._failures = self._taken = 0

    def _start(self) -> None:
        with self._start_lock:
            if self._thread is None:
                thread = threading.Thread(target=self._run, name="journal", daemon=True)
                thread.start()
                self._thread = thread

    def _run(self) -> None:
        while not (self._closing.is_set() and not self._backlog):
            self._wake.wait()
            if not self._closing.wait(BUSY_LINGER if self._taken >= BUSY else LINGER):
                self._wake.clear()  # what arrives from here on rings again
            if not self._round():
                if self._closing.wait(self._pause()):
                    return  # what is left goes to whoever closes the journal
                self._wake.set()

    def _round(self) -> bool:
        """Writes all that waits, batch by batch. False: the database did not take a batch; it waits again."""
        self._taken = 0
        while batch := self._next():
            self._taken += len(batch)
            try:
                self._store(batch)
            except Exception as problem:
                self._failed(batch, problem)
                return False
            with self._lock:
                self._written += len(batch)
                self._in_flight = self._failures = 0
        return True

    def _next(self) -> Batch:
        with self._lock:
            batch = self._backlog.take(MOST)
            self._in_flight = len(batch)
            return batch

    def _store(self, batch: Batch) -> None:
        """Writes the batch; when one of its records is bad, all the others one by one."""
        try:
            self._write(batch)
        except CannotStore as problem:
            if len(batch) == 1:
                self._refused += 1
                log.error("journal_record_refused", error=str(problem))
                return
            for single in batch.singles():
                self._store(single)

    def _failed(self, batch: Batch, problem: Exception) -> None:
        with self._lock:
            self._backlog.give_back(batch)
            self._in_flight = 0
            self._failures += 1
        log.warning("journal_waits", error=type(problem).__name__, failures=self._failures)

    def _pause(self) -> float:
        """Doubles from failure to failure; scattered, so that many processes do not return at one moment."""
        first, longest = REST
        doubled: float = first * 2.0 ** min(self._failures - 1, 10)
        return min(longest, doubled) * random.uniform(0.5, 1.0)  # noqa: S311

    def _at_exit(self) -> None:
        if self._thread is not None and self._thread.is_alive():
            self.close()


def _weakly(journal: Journal, method: Callable[[Journal], None]) -> Callable[[], None]:
    """A hook for ever that does not keep the journal alive for ever."""
    reference = weakref.ref(journal)

    def call() -> None:
        if (alive := reference()) is not None:
            method(alive)

    return call
