"""A question to the database that is answered in time or not at all."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as Overdue
from typing import TypeVar

from ivr.calls.errors import NoAnswer

T = TypeVar("T")


class Deadline:
    """Runs questions on a few threads and waits `seconds` for each, never longer.

    After a question that failed or took too long, the next `rest` seconds are refused at once; then one question tries
    again while the others are still refused. Threads start with the first question, in the process that asks it.
    """

    def __init__(
        self,
        seconds: float = 0.08,
        *,
        rest: float = 3.0,
        threads: int = 4,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.seconds = seconds
        self._rest = rest
        self._threads = threads
        self._clock = clock
        self._lock = threading.Lock()
        self._closed_until = 0.0
        self._pool: ThreadPoolExecutor | None = None
        self._pid = 0

    @property
    def resting(self) -> bool:
        """True while questions are refused without being asked."""
        return self._clock() < self._closed_until

    def run(self, ask: Callable[[], T], seconds: float | None = None) -> T:
        """The answer of `ask`. NoAnswer: it failed, took over `seconds` (default: the deadline's own), or was refused.

        A question given up goes on in its thread: it must be harmless when nobody waits for it any more.
        """
        if not self._admitted():
            raise NoAnswer
        future = self._executor().submit(ask)
        try:
            answer = future.result(self.seconds if seconds is None else seconds)
        except Overdue:
            self._give_up(future)
            raise NoAnswer from None
        except Exception as problem:
            self._give_up(future)
            raise NoAnswer from problem
        self._closed_until = 0.0
        return answer

    def _admitted(self) -> bool:
        """Whether to ask now. After a rest the first to come is let through, and the others rest once more."""
        if self._closed_until == 0.0:
            return True
        with self._lock:
            now = self._clock()
            if now < self._closed_until:
                return False
            self._closed_until = now + self._rest
            return True

    def _give_up(self, future: Future[T]) -> None:
        future.cancel()
        self._closed_until = self._clock() + self._rest

    def _executor(self) -> ThreadPoolExecutor:
        if self._pool is None or self._pid != os.getpid():
            with self._lock:
                if self._pool is None or self._pid != os.getpid():
                    self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix="deadline")
                    self._pid = os.getpid()
        return self._pool

    def close(self) -> None:
        """Lets the threads go; a question under way is not waited for."""
        if self._pool is not None and self._pid == os.getpid():
            self._pool.shutdown(wait=False, cancel_futures=True)
