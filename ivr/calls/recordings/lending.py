"""Lending: what is dear to make and seldom needed is made at its first use, and let go when nobody has used it."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager, suppress
from typing import Generic, TypeVar

import structlog

log = structlog.get_logger(__name__)
T = TypeVar("T")

IDLE = 600.0
"""Seconds after its last use."""


class Lender(Generic[T]):
    """One thing for many threads. `of`: what it is made of now; when that changes, the next one asks for a new one.

    make: called with what it is made of; slow, and by one thread at a time. end: lets go of one nobody uses any more.
    """

    def __init__(
        self,
        name: str,
        of: Callable[[], Hashable],
        make: Callable[[], T],
        end: Callable[[T], None] = lambda it: None,
        idle: float = IDLE,
    ) -> None:
        self._name, self._of, self._make, self._end, self._idle = name, of, make, end, idle
        self._making, self._lock = threading.Lock(), threading.Lock()
        self._held: _Held[T] | None = None
        self._timer: threading.Timer | None = None

    @contextmanager
    def lend(self) -> Iterator[T]:
        """The thing as it is made of what is in force now. Raises what `make` raises, where there is none at all."""
        held = self._current()
        try:
            yield held.it
        finally:
            self._back(held)

    def close(self) -> None:
        """Lets go of it, at the latest when its last user is done."""
        with self._lock:
            self._cancel()
            self._retire()

    def _current(self) -> _Held[T]:
        with self._making:
            of = self._of()
            if (held := self._taken(of)) is not None:
                return held
            fresh = _Held(self._make(), of, self._end)
            _give_back()
            log.info("made_for_recordings", what=self._name)
            with self._lock:
                self._retire()
                self._held = fresh
                fresh.users += 1
                return fresh

    def _taken(self, of: Hashable) -> _Held[T] | None:
        with self._lock:
            self._cancel()
            if self._held is not None and self._held.of == of:
                self._held.users += 1
                return self._held
            return None

    def _back(self, held: _Held[T]) -> None:
        with self._lock:
            held.users -= 1
            held.end_if_done()
            if held is self._held and not held.users:
                self._cancel()
                self._timer = threading.Timer(self._idle, self._unused, [held])
                self._timer.daemon = True
                self._timer.start()

    def _unused(self, held: _Held[T]) -> None:
        with self._lock:
            if held is self._held and not held.users:
                self._retire()

    def _retire(self) -> None:
        if self._held is not None:
            self._held.retired = True
            self._held.end_if_done()
            self._held = None

    def _cancel(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


class _Held(Generic[T]):
    def __init__(self, it: T, of: Hashable, end: Callable[[T], None]) -> None:
        self.it, self.of, self._end = it, of, end
        self.users, self.retired = 0, False

    def end_if_done(self) -> None:
        if self.retired and not self.users:
            self._end(self.it)
            del self.it
            _give_back()


def _give_back() -> None:
    """To the system, what was free again: of what a thread has used, a sixth of the worker would stay its own."""
    with suppress(OSError, AttributeError):  # another system than Linux knows no such thing
        ctypes.CDLL(None).malloc_trim(0)
