"""The ears in the order they are asked. One that fails is followed by the next, and left alone for a while.

A recording goes to the first ear that hears it. A stream that breaks in the middle goes on with the next ear: it gets
the sound that no final word was made of, and whoever listens notices nothing. An ear with few words (offline) is a
second ear only where one of the expected phrases is the whole answer; where it is the first, it is asked everything.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from ivr.speech import counted
from ivr.speech.audio import Audio
from ivr.speech.breaker import RULE, Breaker, Rule
from ivr.speech.errors import EarAway, EarRefused, NotAudio, SpeechError, TooLong
from ivr.speech.handing import Handed
from ivr.speech.ranked import FEW_WORDS, Ranked
from ivr.speech.recognizer import Recognizer, Stream, Tell
from ivr.speech.transcript import Expected, Transcript

if TYPE_CHECKING:
    from ivr.config import Settings

__all__ = ["FEW_WORDS", "Ears", "open_ears"]
log = structlog.get_logger(__name__)


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
        self._ears = tuple(Ranked(one, Breaker(clock, rule), nth == 0) for nth, one in enumerate(recognizers))

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
                ear.failed(reason)
                reasons.append(reason)
            else:
                ear.breaker.worked()
                return heard
        raise reasons[0] if reasons else EarAway("there is no ear")

    def listen(self, expected: Expected, tell: Tell) -> Stream:
        """By the first ear that works; see the first lines of this module."""
        stream = Handed(self.after, expected, tell)
        stream.begin()
        return stream

    def close(self) -> None:
        for ear in self._ears:
            ear.recognizer.close()

    def after(self, nth: int, expected: Expected) -> tuple[int, Ranked] | None:
        """The next ear for a stream, from the n-th on."""
        for at, ear in enumerate(self._ears[nth:], nth):
            if not ear.trusted(expected):
                continue
            if ear.breaker.allows():
                return at, ear
            counted.passed_over.labels(ear.recognizer.name).inc()
        return None


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
