"""The ears in the order they are asked. One that fails is followed by the next, and left alone for a while.

A recording goes to the first ear that hears it. A stream that breaks in the middle goes on with the next ear: it gets
the sound that no final word was made of, and whoever listens notices nothing. An ear with few words (offline) is a
second ear only where one of the expected phrases is the whole answer; where it is the first, it is asked everything.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import structlog

from ivr.speech import counted
from ivr.speech.audio import Audio
from ivr.speech.breaker import RULE, Breaker, Rule
from ivr.speech.errors import EarAway, EarRefused, NoSuchLanguage, NotAudio, SpeechError, TooLong
from ivr.speech.recognizer import Broke, Ended, Final, Recognizer, Stream, Tell, Told
from ivr.speech.shifting import shifted
from ivr.speech.transcript import Expected, Transcript

if TYPE_CHECKING:
    from ivr.config import Settings

log = structlog.get_logger(__name__)
FEW_WORDS = frozenset({"offline"})
"""Ears that know the expected words and hardly any others."""


@runtime_checkable
class Tells(Protocol):
    """A stream that can say what it has not made words of: the sound, and the second at which it begins."""

    @property
    def unheard(self) -> tuple[bytes, float]: ...


@dataclass(frozen=True)
class _Ear:
    recognizer: Recognizer
    breaker: Breaker
    first: bool

    def trusted(self, expected: Expected) -> bool:
        """With a stream."""
        return self.first or expected.closed or self.recognizer.name not in FEW_WORDS

    def expects(self, expected: Expected) -> Expected:
        """Without phrases that only Google reads (“$ADDRESSNUM Charles Street”)."""
        if self.recognizer.name == "google":
            return expected
        return replace(expected, phrases=tuple(phrase for phrase in expected.phrases if "$" not in phrase))


class Ears:
    """A Recognizer over others. Closing it closes them."""

    name = "ears"

    def __init__(
        self,
        recognizers: Sequence[Recognizer],
        *,
        rule: Rule = RULE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ears = tuple(_Ear(one, Breaker(clock, rule), nth == 0) for nth, one in enumerate(recognizers))

    @property
    def heard_by(self) -> tuple[str, ...]:
        """The names of the ears, in the order they are asked."""
        return tuple(ear.recognizer.name for ear in self._ears)

    @property
    def working(self) -> tuple[str, ...]:
        """Those that are not left alone now."""
        return tuple(ear.recognizer.name for ear in self._ears if not ear.breaker.open)

    def can_listen(self, expected: Expected) -> bool:
        """Whether a stream may be had now, as far as is known: no ear is asked."""
        return any(ear.trusted(expected) and not ear.breaker.open for ear in self._ears)

    def use(self, models: Mapping[str, str]) -> None:
        """The city's models by language, for the ears that have a choice."""
        for ear in self._ears:
            if (use := getattr(ear.recognizer, "use", None)) is not None:
                use(models)

    def warm(self) -> None:
        """Lets the ears load what they need, beside whatever else happens. Never waits, never raises."""
        for ear in self._ears:
            if (warm := getattr(ear.recognizer, "warm", None)) is not None:
                threading.Thread(target=_quietly, args=(warm,), daemon=True).start()

    def recognize(self, audio: Audio, expected: Expected, timeout: float) -> Transcript:
        """By the first ear that can. SpeechError: the first one's reason, when none could."""
        reasons: list[SpeechError] = []
        until = time.monotonic() + timeout
        for ear in self._ears:
            if (left := until - time.monotonic()) <= 0:
                break
            if not ear.breaker.allows():
                counted.passed_over.labels(ear.recognizer.name).inc()
                reasons.append(EarAway(f"{ear.recognizer.name} failed lately and is left alone"))
                continue
            try:
                heard = ear.recognizer.recognize(audio, ear.expects(expected), left)
            except (NotAudio, TooLong):
                ear.breaker.worked()
                raise
            except SpeechError as reason:
                _judge(ear, reason)
                reasons.append(reason)
            else:
                ear.breaker.worked()
                return heard
        raise reasons[0] if reasons else EarAway("there is no ear")

    def listen(self, expected: Expected, tell: Tell) -> Stream:
        """By the first ear that works; see the first lines of this module."""
        stream = _Handed(self, expected, tell)
        stream.begin()
        return stream

    def close(self) -> None:
        for ear in self._ears:
            ear.recognizer.close()

    def after(self, nth: int, expected: Expected) -> tuple[int, _Ear] | None:
        """The next ear for a stream, from the n-th on."""
        for at, ear in enumerate(self._ears[nth:], nth):
            if not ear.trusted(expected):
                continue
            if ear.breaker.allows():
                return at, ear
            counted.passed_over.labels(ear.recognizer.name).inc()
        return None


class _Handed:
    """A stream that goes from ear to ear. The lock keeps sound in order while it is handed over."""

    def __init__(self, ears: Ears, expected: Expected, tell: Tell) -> None:
        self._ears, self._expected, self._tell = ears, expected, tell
        self._lock = threading.RLock()
        self._stream: Stream | None = None
        self._nth = -1
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

    @property
    def heard_by(self) -> str:
        """The ear that listens now."""
        return self._ears.heard_by[self._nth] if self._nth >= 0 else ""

    def _next(self) -> bool:
        """Hands the stream to the next ear, with the sound that the one before made nothing of."""
        sound, at = self.unheard
        while (found := self._ears.after(self._nth + 1, self._expected)) is not None:
            self._nth, ear = found
            if (stream := self._listened(self._nth, ear)) is None:
                continue
            self._stream, self._shift = stream, at
            if sound:
                stream.feed(sound)
            if self._finished:
                stream.finish()
            return True
        return False

    def _listened(self, nth: int, ear: _Ear) -> Stream | None:
        """None: it cannot even begin (a process that may start no more threads, a loop that was closed)."""
        try:
            return ear.recognizer.listen(ear.expects(self._expected), lambda told: self._told(nth, ear, told))
        except Exception as problem:
            log.error("ear_cannot_listen", ear=ear.recognizer.name, error=type(problem).__name__)
            _judge(ear, EarAway("it cannot begin to listen"))
            return None

    def _told(self, nth: int, ear: _Ear, told: Told) -> None:
        """In the ear's own thread."""
        match told:
            case Broke(error):
                _judge(ear, error)
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


def _judge(ear: _Ear, reason: SpeechError) -> None:
    """What a failure means for the next callers."""
    if isinstance(reason, NoSuchLanguage):
        ear.breaker.worked()  # it answered: others may ask it
    else:
        ear.breaker.failed(refused=isinstance(reason, EarRefused))


def _quietly(warm: Callable[[], None]) -> None:
    try:
        warm()
    except Exception as problem:  # what is wrong is told when a caller is to be heard
        log.warning("ear_not_warm", error=type(problem).__name__)


def open_ears(settings: Settings, model: Path | None, models: Mapping[str, str] | None = None) -> Ears | None:
    """The ears the settings name (`heard_by`), to be made in the process that uses them; None: there are none.

    model: what the offline ear has learned of the city (ivr/speech/offline); None: nothing yet, it is left out.
    models: Google's, by language, as the city wants them.
    """
    made: list[Recognizer] = []
    for name in settings.heard_by:
        if name == "google":
            from ivr.speech.google import Google

            try:
                made.append(
                    Google(
                        settings.google_project,
                        settings.google_location,
                        models=models,
                        endpoint=settings.google_endpoint,
                    )
                )
            except EarRefused as refused:
                log.error("ear_left_out", ear=name, why=str(refused))
        elif name == "offline" and model is not None:
            from ivr.speech.offline import Offline

            made.append(Offline(model))
    return Ears(made) if made else None
