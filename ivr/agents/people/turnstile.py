"""A turnstile: some at a time, a few who wait for their turn, and everybody else is sent away at once.

Whoever waits holds a thread of the process, and callers are answered by the same ones: a crowd at a door of the people
must not become silence on the line.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore


class Full(Exception):
    """There are too many already, or it takes too long."""


class Turnstile:
    """at_once: who is through at a time. waiting: who may wait besides. patience: seconds, for one's turn."""

    def __init__(self, at_once: int, waiting: int, patience: float) -> None:
        self._places, self._turns = BoundedSemaphore(at_once + waiting), BoundedSemaphore(at_once)
        self._patience = patience

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One's turn, as long as the block lasts. Full."""
        if not self._places.acquire(blocking=False):
            raise Full
        try:
            if not self._turns.acquire(timeout=self._patience):
                raise Full
            try:
                yield
            finally:
                self._turns.release()
        finally:
            self._places.release()
