"""How time passes in a call: at once, as fast as an ear can follow, or as in life; streams carry sound meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Protocol

from ivr.simulator.mouth import Microphone, Mouth
from ivr.simulator.sound import FRAME_MS, QUIET
from ivr.simulator.streams import Streams

EAR, SPOKEN = 0.3, 0.12
"""Real seconds an ear gets for each second of a stream, where time is not real: after the last word, and before it.
An ear that is fed faster has its hands full with old silence when the words come."""
MOST = 60.0
"""Seconds of one stretch whose sound is carried; a talk of an hour is not."""
STARVED = 0.4
"""Seconds a microphone's sound may be late before silence is carried in its place."""
_TICK = FRAME_MS / 1000


class Life(Protocol):
    """elapsed: seconds of the call."""

    @property
    def elapsed(self) -> float: ...

    def passes(self, seconds: float) -> None: ...

    def end(self) -> None:
        """From here on nothing is said, and time passes at once."""
        ...


class Swift:
    """Time passes at once. mouth: who speaks meanwhile; when they are done, an ear is given EAR for each second."""

    def __init__(self, streams: Streams, elapsed: float = 0.0, mouth: Mouth | None = None) -> None:
        self.elapsed = elapsed
        self._streams, self._mouth, self._owed = streams, mouth, 0.0

    def passes(self, seconds: float) -> None:
        asked = self._mouth is not None and self._mouth.over
        self.elapsed += seconds
        stretch = min(seconds, MOST)
        if self._streams.names:
            self._owed += stretch / _TICK + 1e-6
            count, self._owed = int(self._owed), self._owed % 1
            self._streams.carry(self._said(count))
        if asked or self._streams.names:
            time.sleep(stretch * (EAR if asked else SPOKEN))

    def end(self) -> None:
        self._mouth = None

    def _said(self, count: int) -> Iterator[bytes]:
        for _ in range(count):
            yield self._mouth.frame() if self._mouth else QUIET


class Real:
    """Time passes as in life while the line listens to these streams, and at once when they are stopped.

    pace: real seconds for each second of the call.
    """

    def __init__(self, streams: Streams, elapsed: float, mouth: Mouth, pace: float) -> None:
        self._listening = streams.heard
        self._streams, self._mouth, self._pace = streams, mouth, pace
        self._before, self._began = elapsed, time.monotonic()
        self._ended = threading.Event()
        self._speaker = threading.Thread(target=self._speak, name="caller", daemon=True)
        self._speaker.start()

    @property
    def elapsed(self) -> float:
        return self._before + (time.monotonic() - self._began) / self._pace

    def passes(self, seconds: float) -> None:
        """A microphone that is taken away ends the waiting."""
        if not self._listening & self._streams.heard:
            self._before += seconds
            return
        until = time.monotonic() + seconds * self._pace
        while (left := until - time.monotonic()) > 0 and not self._interrupted:
            time.sleep(min(left, 0.05))

    def end(self) -> None:
        self._ended.set()
        self._speaker.join()

    @property
    def _interrupted(self) -> bool:
        return isinstance(self._mouth, Microphone) and self._mouth.interrupted

    def _speak(self) -> None:
        due = self._began
        heard = due
        while not self._ended.wait(max(0.0, due - time.monotonic())):
            due += _TICK * self._pace
            count = 1
            if isinstance(self._mouth, Microphone) and not self._mouth.over:
                count = min(self._mouth.waiting, 50)
                heard = due if count else heard
                count = count or int(due - heard > STARVED)
            self._streams.carry(self._mouth.frame() for _ in range(count))
