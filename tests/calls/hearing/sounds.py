"""Sound for the tests: bursts of a voice-like tone on a noisy line; and a real ear that counts them."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator

import numpy as np

from ivr.speech.audio import RATE, Audio, encoded
from ivr.speech.recognizer import Ended, Final, Interim, SpeechBegan, SpeechEnded, Stream, Tell
from ivr.speech.transcript import Expected, Transcript, Word

FRAME = 160
LOUD = 1200.0
NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def voice(seconds: float, loudness: float = 4000.0) -> bytes:
    """As loud as a caller, and as irregular."""
    at = np.arange(int(seconds * RATE)) / RATE
    wave = np.sin(2 * math.pi * 180 * at) + 0.6 * np.sin(2 * math.pi * 730 * at) + 0.3 * np.sin(2 * math.pi * 2400 * at)
    return encoded((wave * loudness / 1.9).astype(np.int16))


def quiet(seconds: float, noise: float = 25.0, seed: int = 7) -> bytes:
    """A line on which nobody speaks."""
    return encoded(np.random.default_rng(seed).normal(0, noise, int(seconds * RATE)).astype(np.int16))


def frames(sound: bytes) -> Iterator[bytes]:
    """As Twilio cuts it: 20 ms each."""
    for start in range(0, len(sound), FRAME):
        yield sound[start : start + FRAME]


class Counter:
    """An ear that hears how many bursts of voice there were: "one", "one two" … It is exact about what it was fed.

    A final result comes 0.3 s of silence after each burst. broken: raises no hand after so many seconds of sound.
    """

    name = "counter"

    def __init__(self) -> None:
        self.fed = bytearray()
        self.streams: list[_Counted] = []
        self.expected: list[Expected] = []

    def recognize(self, audio: Audio, expected: Expected, timeout: float) -> Transcript:
        raise NotImplementedError

    def listen(self, expected: Expected, tell: Tell) -> Stream:
        self.expected.append(expected)
        stream = _Counted(self, tell, expected.languages[0])
        self.streams.append(stream)
        return stream

    def close(self) -> None:
        pass


class _Counted:
    def __init__(self, ear: Counter, tell: Tell, language: str) -> None:
        self._ear, self.tell, self._language = ear, tell, language
        self._left = b""
        self._at = self._began = 0.0
        self._speaking, self._silence = False, 0.0
        self._bursts = 0
        self.finished = self.closed = threading.Event()
        self._over = False

    def feed(self, mulaw: bytes) -> None:
        if self._over:
            return
        self._ear.fed += mulaw
        sound = self._left + mulaw
        whole = len(sound) // FRAME * FRAME
        self._left = sound[whole:]
        for frame in frames(sound[:whole]):
            self._frame(float(np.abs(Audio(frame).samples).mean()))

    def finish(self) -> None:
        if self._over:
            return
        self._over = True
        if self._speaking:
            self._final()
        self.finished.set()
        self.tell(Ended())

    def close(self) -> None:
        self._over = True
        self.closed.set()

    def _frame(self, loudness: float) -> None:
        self._at += FRAME / RATE
        if loudness > LOUD:
            self._silence = 0.0
            if not self._speaking:
                self._speaking, self._began = True, self._at
                self.tell(SpeechBegan(self._at))
                self.tell(Interim(NUMBERS[self._bursts % 10], self._language))
        elif self._speaking:
            self._silence += FRAME / RATE
            if self._silence >= 0.3:
                self.tell(SpeechEnded(self._at))
                self._final()

    def _final(self) -> None:
        word = NUMBERS[self._bursts % 10]
        self._bursts, self._speaking = self._bursts + 1, False
        words = (Word(word, self._began, self._at, 0.9),)
        self.tell(Final(Transcript(word, self._language, words, 0.9, "counter", self._at)))
