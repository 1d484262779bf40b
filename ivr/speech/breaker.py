"""A circuit breaker: an ear that fails again and again is left alone for a while, then tried by one caller alone."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """failures within `window` seconds open it; after `rest` seconds one may try. refused: seconds of rest after a
    refusal, which opens it at once: the settings are wrong, and stay so for longer than an outage."""

    failures: int = 3
    window: float = 30.0
    rest: float = 15.0
    refused: float = 60.0
    probe: float = 30.0
    """Seconds after which a try that told nothing counts as over."""


RULE = Rule()


class Breaker:
    """Of one ear, for many threads. clock: seconds that only go forward."""

    def __init__(self, clock: Callable[[], float], rule: Rule = RULE) -> None:
        self._clock, self._rule = clock, rule
        self._lock = threading.Lock()
        self._failed: deque[float] = deque()
        self._closed_until: float | None = None
        self._probing: float | None = None

    @property
    def open(self) -> bool:
        """Nobody should ask, or one does already to see whether it works again."""
        with self._lock:
            return self._closed_until is not None and (self._clock() < self._closed_until or self._probed())

    def allows(self) -> bool:
        """Whether this caller may ask. A yes after a rest is the one try: its outcome must be told."""
        with self._lock:
            if self._closed_until is None:
                return True
            if self._clock() < self._closed_until or self._probed():
                return False
            self._probing = self._clock()
            return True

    def worked(self) -> None:
        with self._lock:
            self._failed.clear()
            self._closed_until = self._probing = None

    def failed(self, *, refused: bool = False) -> None:
        """refused: it will fail again until somebody changes a setting."""
        with self._lock:
            now = self._clock()
            self._failed.append(now)
            while self._failed[0] < now - self._rule.window:
                self._failed.popleft()
            if refused or self._probing is not None or len(self._failed) >= self._rule.failures:
                self._closed_until = now + (self._rule.refused if refused else self._rule.rest)
                self._probing = None
                self._failed.clear()

    def _probed(self) -> bool:
        return self._probing is not None and self._clock() < self._probing + self._rule.probe
