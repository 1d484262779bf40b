"""One stream's ear: sound in, the server's answers out, all by the time of the sound itself."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from google.cloud.speech_v2.types import cloud_speech as speech

from ivr.speech.audio import RATE
from tests.speech.google_server.hearing import FRAME, LOUD, Hearer, Word, levels

Response = speech.StreamingRecognizeResponse.pb()
BEGAN, ENDED = 2, 3
HANG = 25
"""Frames of silence that end a burst: half a second."""
EVERY = 10
"""Frames between two interim results."""


@dataclass
class Listening:
    """features: StreamingRecognitionFeatures of the request. language: what is told of every result."""

    hearer: Hearer
    features: Any
    language: str
    begin: float | None = None
    rest: float | None = None
    over: bool = False
    """A voice timeout has struck: the stream is closed."""
    _rest: bytes = b""
    _burst: bytearray = field(default_factory=bytearray)
    _frames: int = 0
    _begun: int | None = None
    _quiet: int = 0
    _silent_since: int = 0
    _nth: int = 0
    _told: str = ""

    @property
    def seconds(self) -> float:
        return (self._frames * FRAME + len(self._rest)) / RATE

    def feed(self, mulaw: bytes) -> Iterator[Any]:
        """The answers to some more sound."""
        data = self._rest + mulaw
        whole = len(data) // FRAME * FRAME
        self._rest = data[whole:]
        for nth, level in enumerate(levels(data[:whole])):
            yield from self._frame(data[nth * FRAME : (nth + 1) * FRAME], bool(level > LOUD))

    def finish(self) -> Iterator[Any]:
        """The answers to the end of the sound."""
        if self._begun is not None:
            yield from self._final()

    def _frame(self, frame: bytes, loud: bool) -> Iterator[Any]:
        self._frames += 1
        if loud and self._begun is None:
            self._begun, self._quiet, self._told = self._frames - 1, 0, ""
            yield from self._event(BEGAN, self._begun)
        if self._begun is not None:
            self._burst += frame
            self._quiet = 0 if loud else self._quiet + 1
            if self._quiet >= HANG:
                yield from self._final()
            elif self.features.interim_results and (self._frames - self._begun) % EVERY == 0:
                yield from self._interim()
        elif self._timed_out():
            self.over = True

    def _timed_out(self) -> bool:
        limit = self.rest if self._nth else self.begin
        return limit is not None and (self._frames - self._silent_since) * 0.02 >= limit

    def _interim(self) -> Iterator[Any]:
        words = self.hearer.hear(bytes(self._burst), self._nth, False)
        text = " ".join(word.text for word in words)
        if text and text != self._told:
            self._told = text
            made = Response()
            result = made.results.add(is_final=False, stability=0.5, language_code=self.language)
            result.alternatives.add(transcript=text)
            _offset(result.result_end_offset, self._frames * 0.02)
            yield made

    def _final(self) -> Iterator[Any]:
        assert self._begun is not None
        words = self.hearer.hear(bytes(self._burst), self._nth, True)
        begun, self._begun, self._silent_since = self._begun, None, self._frames
        self._burst.clear()
        self._nth += 1
        yield from self._event(ENDED, self._frames)
        if words:
            made = Response()
            result = made.results.add(is_final=True, language_code=self.language)
            fill(result.alternatives.add(), words, begun * 0.02)
            _offset(result.result_end_offset, self._frames * 0.02)
            _offset(made.metadata.total_billed_duration, math.ceil(self.seconds))
            yield made

    def _event(self, kind: int, frame: int) -> Iterator[Any]:
        if self.features.enable_voice_activity_events:
            made = Response(speech_event_type=kind)
            _offset(made.speech_event_offset, frame * 0.02)
            yield made


def fill(alternative: Any, words: list[Word] | Any, start: float) -> None:
    """An alternative with these words, as the library's message has it."""
    alternative.transcript = " ".join(word.text for word in words)
    alternative.confidence = 0.9
    for word in words:
        one = alternative.words.add(word=word.text, confidence=0.9)
        _offset(one.start_offset, start + word.start)
        _offset(one.end_offset, start + word.end)


def _offset(duration: Any, seconds: float) -> None:
    duration.FromMilliseconds(round(seconds * 1000))


def whole(hearer: Hearer, mulaw: bytes, language: str) -> Any:
    """A RecognizeResponse for a whole recording."""
    features = speech.StreamingRecognitionFeatures.pb()()
    ear = Listening(hearer, features, language)
    made = speech.RecognizeResponse.pb()()
    for answer in [*ear.feed(mulaw), *ear.finish()]:
        for result in answer.results:
            one = made.results.add(language_code=language, result_end_offset=result.result_end_offset)
            one.alternatives.add().CopyFrom(result.alternatives[0])
    _offset(made.metadata.total_billed_duration, math.ceil(len(mulaw) / RATE))
    return made
