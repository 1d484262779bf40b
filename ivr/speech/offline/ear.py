"""The offline ear: English, sentences by the city's own language model, closed questions by a grammar."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from functools import cached_property
from pathlib import Path

from ivr.speech.audio import Audio
from ivr.speech.errors import EarAway, EarRefused, NoSuchLanguage, SpeechError, TooLong
from ivr.speech.offline import building, decoders, grammar, hearing
from ivr.speech.offline.listening import Listening
from ivr.speech.recognizer import Stream, Tell
from ivr.speech.transcript import Expected, Transcript

LANGUAGE = "en-US"
LONGEST = 15 * 60.0
"""Seconds of a recording that are heard: at a tenth of real time that is a minute and a half of work."""
NO_MODEL = "the offline ear has no language model of the city yet: it is made when the flows are published"
NO_SPANISH = "the offline ear hears English alone: no Spanish acoustic model comes with a wheel or a Debian package"


class Offline:
    """An ear (`ivr.speech.recognizer.Recognizer`). model: a folder of `build`; None: closed questions alone.

    most: decoders at work at one time; more work waits. Threads and decoders are made when they are first needed.
    """

    def __init__(self, model: Path | None, most: int | None = None) -> None:
        self._model = model
        self._most = most or max(2, os.cpu_count() or 1)
        self._closed = threading.Event()

    @property
    def name(self) -> str:
        return "offline"

    @cached_property
    def _sentences(self) -> decoders.Pool:
        if self._model is None or not building.is_model(self._model):
            raise EarRefused(NO_MODEL)
        return decoders.Pool(hearing.maker(self._model), self._most)

    def recognize(self, audio: Audio, expected: Expected, timeout: float) -> Transcript:
        """NoSuchLanguage: it is not English. EarRefused: no model. TooLong. EarAway: no decoder in time."""
        self._check(expected)
        if audio.seconds > LONGEST:
            raise TooLong(f"{audio.seconds / 60:.0f} minutes are too long: {LONGEST / 60:.0f} are heard offline")
        until = time.monotonic() + timeout
        if expected.closed:
            freely = self._freely(audio, until).text.split() if self._model else None
            return grammar.closed(audio, expected.phrases, freely, until)
        return self._freely(audio, until)

    def _freely(self, audio: Audio, until: float) -> Transcript:
        with self._sentences.lent(until - time.monotonic()) as decoder:
            return hearing.heard(decoder, audio, until)

    def listen(self, expected: Expected, tell: Tell) -> Stream:
        self.prepare(expected)
        return Listening(lambda audio: self.recognize(audio, expected, 10.0), self._trouble(expected), tell)

    def prepare(self, expected: Expected) -> None:
        """Makes ahead, in the background, what the first answer to a question would have to wait for."""
        if not self._closed.is_set() and self._trouble(expected) is None:
            threading.Thread(target=self._warm, args=(expected,), name="offline-ear-prepares", daemon=True).start()

    def _warm(self, expected: Expected) -> None:
        until = time.monotonic() + 10.0
        with contextlib.suppress(SpeechError):  # whoever asks will wait, or be told
            if expected.closed:
                grammar.prepare(expected.phrases, until)
            if self._model is not None:
                with self._sentences.lent(until - time.monotonic()):
                    pass

    def _trouble(self, expected: Expected) -> EarRefused | None:
        try:
            self._check(expected)
            if not expected.closed:
                _ = self._sentences
        except EarRefused as error:
            return error
        return None

    def _check(self, expected: Expected) -> None:
        if not expected.languages or not expected.languages[0].lower().startswith("en"):
            raise NoSuchLanguage(NO_SPANISH)
        if self._closed.is_set():
            raise EarAway("the offline ear was closed")

    def close(self) -> None:
        self._closed.set()
        if "_sentences" in self.__dict__:
            self._sentences.close()
