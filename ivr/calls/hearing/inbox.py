"""What an ear tells, from any thread, taken one after another by whoever holds the lock just then.

The ear may be holding a lock of its own, and what it tells may be its answer to a call of ours: so nobody waits to be
heard. Whoever leaves sees to it that all that was told is taken, and told on once nothing is held any more. Who fails
to enter need not: somebody else will leave, be it further up in this very call.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ivr.speech.recognizer import Told


class Inbox:
    """take(round, told): with the lock held. tell: without it, once for all the news there were since the last time."""

    def __init__(self, take: Callable[[int, Told], None], tell: Callable[[], None]) -> None:
        self._take, self._tell = take, tell
        self._waiting: deque[tuple[int, Told]] = deque()
        self._news = False
        self.lock = threading.Lock()
        """For who only looks."""

    def put(self, turn: int, told: Told) -> None:
        """turn: which of the ear's streams tells it."""
        self._waiting.append((turn, told))
        self._empty()

    @contextmanager
    def entered(self) -> Iterator[None]:
        """For who changes something."""
        with self.lock:
            yield
        self._empty()

    def news(self) -> None:
        """With the lock held: something is to be told on."""
        self._news = True

    def _empty(self) -> None:
        while (self._waiting or self._news) and self.lock.acquire(blocking=False):
            try:
                while self._waiting:
                    self._take(*self._waiting.popleft())
                news, self._news = self._news, False
            finally:
                self.lock.release()
            if news:
                self._tell()
