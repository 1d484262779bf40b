"""What an ear can do: hear a whole recording, or listen while somebody speaks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from ivr.speech.audio import Audio
from ivr.speech.errors import SpeechError
from ivr.speech.transcript import Expected, Transcript


@dataclass(frozen=True, slots=True)
class Interim:
    """What it sounds like so far; may still change. stability: 0..1, None: unknown."""

    text: str
    language: str = ""
    stability: float | None = None


@dataclass(frozen=True, slots=True)
class Final:
    """This much was said, and will not change; more may follow. Times are seconds from the beginning of the stream."""

    transcript: Transcript


@dataclass(frozen=True, slots=True)
class SpeechBegan:
    """A voice is heard. at: seconds from the beginning of the stream."""

    at: float


@dataclass(frozen=True, slots=True)
class SpeechEnded:
    """The voice has fallen silent."""

    at: float


@dataclass(frozen=True, slots=True)
class Ended:
    """All that was fed has been heard: the last word of a stream that was finished."""


@dataclass(frozen=True, slots=True)
class Broke:
    """The ear failed; nothing follows. What was final stays so."""

    error: SpeechError


Told = Interim | Final | SpeechBegan | SpeechEnded | Ended | Broke
Tell = Callable[[Told], None]
"""Told from a thread of the ear's own, in order; must be quick, and may not raise."""


class Stream(Protocol):
    """Sound on its way to an ear. `feed` and `finish` never wait for the network."""

    def feed(self, mulaw: bytes) -> None:
        """8 kHz µ-law, one channel. After `finish`, `close` or Broke it is dropped."""
        ...

    def finish(self) -> None:
        """No more sound will come: what is still unheard is heard, then Ended is told."""
        ...

    def close(self) -> None:
        """Nobody listens any more: everything is let go at once, and nothing more is told."""
        ...


class Recognizer(Protocol):
    """An ear. Made in the process that uses it, after a fork; safe for many threads."""

    @property
    def name(self) -> str:
        """google | offline."""
        ...

    def recognize(self, audio: Audio, expected: Expected, timeout: float) -> Transcript:
        """What is said in a recording. timeout: seconds in all. SpeechError: EarAway, EarRefused, TooLong."""
        ...

    def listen(self, expected: Expected, tell: Tell) -> Stream:
        """Begins to listen; what is heard is told. Never waits, never raises: what fails is told as Broke."""
        ...

    def close(self) -> None:
        """Ends its threads and connections."""
        ...
