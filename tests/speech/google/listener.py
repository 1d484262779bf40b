"""Whoever listens to an ear in a test: keeps what is told, and can be waited for."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from ivr.speech.audio import RATE, encoded
from ivr.speech.errors import SpeechError
from ivr.speech.recognizer import Broke, Ended, Final, Interim, Stream, Told
from ivr.speech.transcript import Transcript, Word
from tests.speech.google_server import Tones

DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TONES = Tones(DIGITS)


def quiet(seconds: float) -> bytes:
    return encoded(np.zeros(round(seconds * RATE), np.int16))


def said(*sentences: str, pause: float = 0.7) -> bytes:
    """The sentences, each followed by a pause in which its words become final."""
    return quiet(0.2) + b"".join(TONES.sound(one) + quiet(pause) for one in sentences)


@dataclass
class Listener:
    told: list[Told] = field(default_factory=list)
    at: list[float] = field(default_factory=list)
    _news: threading.Condition = field(default_factory=threading.Condition)

    def __call__(self, told: Told) -> None:
        with self._news:
            self.told.append(told)
            self.at.append(time.monotonic())
            self._news.notify_all()

    def until(self, true: Callable[[], object], timeout: float = 30.0) -> None:
        with self._news:
            assert self._news.wait_for(true, timeout), [type(one).__name__ for one in self.told]

    def end(self, timeout: float = 8.0) -> Told:
        """The last thing told: Ended or Broke."""
        self.until(lambda: self.told and isinstance(self.told[-1], Ended | Broke), timeout)
        return self.told[-1]

    @property
    def finals(self) -> list[Transcript]:
        return [one.transcript for one in tuple(self.told) if isinstance(one, Final)]

    @property
    def text(self) -> str:
        return " ".join(one.text for one in self.finals)

    @property
    def words(self) -> list[Word]:
        return [word for one in self.finals for word in one.words]

    @property
    def interims(self) -> list[str]:
        return [one.text for one in tuple(self.told) if isinstance(one, Interim)]

    @property
    def error(self) -> SpeechError:
        last = self.end()
        assert isinstance(last, Broke), last
        return last.error


def feed(stream: Stream, sound: bytes, speed: float = 0.0) -> None:
    """As Twilio sends it, 20 ms a message. speed: times real time, 0: all at once."""
    for at in range(0, len(sound), 160):
        stream.feed(sound[at : at + 160])
        if speed:
            time.sleep(0.02 / speed)
