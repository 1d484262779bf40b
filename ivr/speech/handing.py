"""A stream that goes from ear to ear: one that breaks is followed by the next, and whoever listens notices nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol, runtime_checkable

import structlog

from ivr.speech.errors import EarAway
from ivr.speech.ranked import Ranked
from ivr.speech.recognizer import Broke, Ended, Final, Stream, Tell, Told
from ivr.speech.shifting import shifted
from ivr.speech.transcript import Expected

log = structlog.get_logger(__name__)
After = Callable[[int, Expected], tuple[int, Ranked] | None]
"""The next ear for a stream, from the n-th on, and which it is; None: there is none."""


@runtime_checkable
class Tells(Protocol):
    """A stream that can say what it has not made words of: the sound, and the second at which it begins."""

    @property
    def unheard(self) -> tuple[bytes, float]: ...


class Handed:
    """A Stream (ivr/speech/recognizer.py), once begun. The lock keeps sound in order while it is handed over."""

    def __init__(self, after: After, expected: Expected, tell: Tell) -> None:
        self._after, self._expected, self._tell = after, expected, tell
        self._lock = threading.RLock()
        self._stream: Stream | None = None
        self._nth = -1
        self.heard_by = ""
        """The ear that listens now."""
        self._shift = 0.0
        self._finished = self._over = False

    def begin(self) -> None:
        with self._lock:
            if not self._next():
                self._over = True
                error = EarAway("no ear works, or none can be trusted with this")
                threading.Thread(target=self._tell, args=(Broke(error),), daemon=True).start()

    def feed(self, mulaw: bytes) -> None:
        with self._lock:
            if self._stream is not None:
                self._stream.feed(mulaw)

    def finish(self) -> None:
        with self._lock:
            self._finished = True
            if self._stream is not None:
                self._stream.finish()

    def close(self) -> None:
        with self._lock:
            self._over = True
            if self._stream is not None:
                self._stream.close()

    @property
    def unheard(self) -> tuple[bytes, float]:
        """The sound that no final word was made of, and the second at which it begins."""
        with self._lock:
            sound, at = self._stream.unheard if isinstance(self._stream, Tells) else (b"", 0.0)
            return sound, at + self._shift

    @property
    def billed(self) -> float:
        """Seconds that the ear which listens now is paid for."""
        return float(getattr(self._stream, "billed", 0.0))

    def _next(self) -> bool:
        """Hands the stream to the next ear, with the sound that the one before made nothing of."""
        sound, at = self.unheard
        while (found := self._after(self._nth + 1, self._expected)) is not None:
            self._nth, ear = found
            self.heard_by = ear.recognizer.name
            if (stream := self._listened(self._nth, ear)) is None:
                continue
            self._stream, self._shift = stream, at
            if sound:
                stream.feed(sound)
            if self._finished:
                stream.finish()
            return True
        return False

    def _listened(self, nth: int, ear: Ranked) -> Stream | None:
        """None: it cannot even begin (a process that may start no more threads, a loop that was closed)."""
        try:
            return ear.recognizer.listen(ear.expects(self._expected), lambda told: self._told(nth, ear, told))
        except Exception as problem:
            log.error("ear_cannot_listen", ear=ear.recognizer.name, error=type(problem).__name__)
            ear.failed(EarAway("it cannot begin to listen"))
            return None

    def _told(self, nth: int, ear: Ranked, told: Told) -> None:
        """In the ear's own thread."""
        match told:
            case Broke(error):
                ear.failed(error)
                with self._lock:
                    if self._over or nth != self._nth or self._next():
                        return
                    self._over = True
            case Final() | Ended():
                ear.breaker.worked()
            case _:
                pass
        if nth == self._nth:
            self._tell(shifted(told, self._shift))
