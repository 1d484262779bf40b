"""What an account does by itself: tasks on threads of its own, in order, and a clock that stands still or runs."""

from __future__ import annotations

import heapq
import itertools
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

Task = Callable[[], None]
PATIENCE = 30.0
"""Real seconds that `settle` and `until` wait at most."""


class NothingHappened(Exception):
    """What was waited for did not come about in time."""


@dataclass(order=True)
class Timer:
    """Something that is to be done at a moment of the clock, unless it is cancelled."""

    due: float
    order: int
    lane: str = field(compare=False)
    task: Task = field(compare=False)
    cancelled: bool = field(default=False, compare=False)

    def cancel(self) -> None:
        self.cancelled = True


class Work:
    """threads: tasks done at the same time; those of one lane are done one after another, in the order they came.

    pace: real seconds for each second of the clock; None: it stands still but for `passes`. A task that fails is told
    by the next `settle` or `until`.
    """

    def __init__(self, threads: int = 1, pace: float | None = None) -> None:
        self._most, self._pace = threads, pace
        self._tasks: deque[tuple[str, Task]] = deque()
        self._busy: set[str] = set()
        self._timers: list[Timer] = []
        self._count = itertools.count()
        self._threads: list[threading.Thread] = []
        self._failed: deque[Exception] = deque(maxlen=100)  # an account that stands for weeks is asked by nobody
        self._stopped, self._changes = False, 0
        self._stood, self._began = 0.0, time.monotonic()
        self._changed = threading.Condition()

    @property
    def now(self) -> float:
        """Seconds since the account was opened."""
        ran = 0.0 if self._pace is None else (time.monotonic() - self._began) / self._pace
        return self._stood + ran

    def do(self, lane: str, task: Task) -> None:
        with self._changed:
            self._tasks.append((lane, task))
            if len(self._threads) < self._most:
                self._threads.append(threading.Thread(target=self._run, name="twilio", daemon=True))
                self._threads[-1].start()
            self._tell()

    def later(self, seconds: float, lane: str, task: Task) -> Timer:
        with self._changed:
            timer = Timer(self.now + seconds, next(self._count), lane, task)
            heapq.heappush(self._timers, timer)
        if self._pace is not None:
            self.do("clock", lambda: None)  # somebody has to be there to look at it
        return timer

    def passes(self, seconds: float) -> None:
        """The clock goes forward, and all that falls due is done in its order, with all that follows from it."""
        until = self.now + seconds
        while (timer := self._due(until)) is not None:
            self._stood = max(self._stood, timer.due)
            self.do(timer.lane, timer.task)
            self.settle()
        self._stood = max(self._stood, until)

    def settle(self, timeout: float = PATIENCE) -> None:
        """Until nothing is under way. NothingHappened: it never ends; whatever a task failed of is raised here."""
        self.until(lambda: True, timeout, quiet=True)

    def until(self, holds: Callable[[], bool], timeout: float = PATIENCE, quiet: bool = False) -> None:
        """Until that holds; quiet: and nothing is under way. Looked at whenever something has changed."""
        end = time.monotonic() + timeout
        while True:
            with self._changed:
                seen, quietly = self._changes, not (quiet and self._under_way)
            if self._failed:
                raise self._failed.popleft()
            if quietly and holds():  # asked without the lock: it may need others
                return
            with self._changed:
                left = end - time.monotonic()
                if left <= 0:
                    raise NothingHappened(f"not within {timeout:g} s")
                if seen == self._changes:
                    self._changed.wait(min(left, 0.5))

    def watch(self, holds: Callable[[], bool], timeout: float) -> bool:
        """Like `until`, for who only looks: whether it came about; failures are left to whoever waits for them."""
        end = time.monotonic() + timeout
        while True:
            with self._changed:
                seen = self._changes
            if holds():
                return True
            with self._changed:
                left = end - time.monotonic()
                if left <= 0 or self._stopped:
                    return False
                if seen == self._changes:
                    self._changed.wait(min(left, 0.5))

    def changed(self) -> None:
        with self._changed:
            self._tell()

    def stop(self) -> None:
        """What has not begun is not done any more."""
        with self._changed:
            self._stopped = True
            self._tasks.clear()
            self._tell()
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join(PATIENCE)

    # -------------------------------------------------------------- on the threads

    @property
    def _under_way(self) -> bool:
        return bool(self._busy or self._tasks)

    def _tell(self) -> None:
        self._changes += 1
        self._changed.notify_all()

    def _run(self) -> None:
        while (taken := self._next()) is not None:
            lane, task = taken
            try:
                task()
            except Exception as error:  # told to whoever waits
                self._failed.append(error)
            finally:
                with self._changed:
                    self._busy.discard(lane)
                    self._tell()

    def _next(self) -> tuple[str, Task] | None:
        with self._changed:
            while not self._stopped:
                self._ring()
                free = next((at for at, (lane, _) in enumerate(self._tasks) if lane not in self._busy), None)
                if free is not None:
                    lane, task = self._tasks[free]
                    del self._tasks[free]
                    self._busy.add(lane)
                    return lane, task
                self._changed.wait(self._pause())
            return None

    def _ring(self) -> None:
        """What has fallen due on a clock that runs."""
        while self._pace is not None and (timer := self._due(self.now)) is not None:
            self._tasks.append((timer.lane, timer.task))

    def _pause(self) -> float | None:
        if self._pace is None or not self._timers:
            return None
        return max(0.001, (self._timers[0].due - self.now) * self._pace)

    def _due(self, until: float) -> Timer | None:
        with self._changed:
            while self._timers and (self._timers[0].cancelled or self._timers[0].due <= until):
                timer = heapq.heappop(self._timers)
                if not timer.cancelled:
                    return timer
        return None
