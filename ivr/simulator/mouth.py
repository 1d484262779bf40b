"""What a caller says, 20 ms at a time: a piece of sound, or a microphone that is open."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from itertools import islice
from typing import Protocol

from ivr.calls.hearing.voice import Voice
from ivr.simulator.sound import FRAME, QUIET, frames
from ivr.speech.audio import RATE, Audio

MOST = 600 * RATE
"""Bytes a microphone may be ahead of the line, or long as a message; more is dropped."""


class Mouth(Protocol):
    """seconds: how long it speaks in all; None: nobody knows."""

    @property
    def seconds(self) -> float | None: ...

    @property
    def over(self) -> bool:
        """Everything was said."""
        ...

    def frame(self) -> bytes:
        """The next 20 ms; silence when there is nothing to say."""
        ...

    def rest(self, seconds: float, quiet: float) -> Audio:
        """Everything that is still to be said, at most so much.

        Waits for a microphone to be closed, or for `quiet` seconds without a voice.
        """
        ...


class Spoken:
    """A piece of sound, said once."""

    def __init__(self, audio: Audio) -> None:
        self.seconds = audio.seconds
        self._frames, self._left = frames(audio), -(-len(audio.mulaw) // FRAME)

    @property
    def over(self) -> bool:
        return self._left <= 0

    def frame(self) -> bytes:
        self._left -= 1
        return next(self._frames, QUIET)

    def rest(self, seconds: float, quiet: float) -> Audio:
        self._left = 0
        return Audio(b"".join(islice(self._frames, round(seconds * RATE / FRAME))))


class Microphone:
    """Sound that comes in while it is said. `put` and `close` may be called from any thread.

    key: what was pressed right after the last word. interrupted: the caller does something else; gone: hangs up.
    """

    seconds = None

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._sound, self._changed, self._clock = bytearray(), threading.Condition(), clock
        self._closed = False
        self.interrupted, self.gone, self.key = False, False, ""

    @property
    def over(self) -> bool:
        with self._changed:
            return self._closed and len(self._sound) < FRAME

    def put(self, mulaw: bytes) -> None:
        with self._changed:
            if not self._closed and len(self._sound) < MOST:
                self._sound += mulaw
                self._changed.notify_all()

    def close(self, interrupted: bool = False, key: str = "", gone: bool = False) -> None:
        """Nothing more is said."""
        with self._changed:
            self._closed, self.interrupted, self.key = True, self.interrupted or interrupted or gone, self.key or key
            self.gone = self.gone or gone
            self._changed.notify_all()

    def frame(self) -> bytes:
        with self._changed:
            if len(self._sound) < FRAME:
                return QUIET
            piece = bytes(self._sound[:FRAME])
            del self._sound[:FRAME]
            return piece

    @property
    def waiting(self) -> int:
        """Whole pieces that are there to be said."""
        with self._changed:
            return len(self._sound) // FRAME

    def rest(self, seconds: float, quiet: float) -> Audio:
        until, most, voice, heard = self._clock() + seconds, round(seconds * RATE), Voice(), 0
        with self._changed:
            while not self._closed and len(self._sound) < most and (left := until - self._clock()) > 0:
                self._changed.wait(left)
                voice.feed(bytes(self._sound[heard:]))
                heard = len(self._sound)
                if voice.silence >= quiet:
                    break
            self._closed = True
            return Audio(bytes(self._sound[:most]) if voice.heard or not heard else b"")
