"""What the server hears in a burst of voice: by its number, by its pitches, or by its likeness to a known clip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ivr.speech.audio import RATE, decoded, encoded

FRAME = 160
"""Bytes: 20 ms."""
LOUD = 0.008
"""Of full scale: a frame of this level holds voice."""
ALIKE = 0.9
"""Of 1: two sounds whose loudness goes up and down so much together are the same."""


@dataclass(frozen=True)
class Word:
    """start, end: seconds from the beginning of the burst."""

    text: str
    start: float
    end: float


class Hearer(Protocol):
    """What is said in a burst of voice. nth: of the stream, from 0. done: it has ended."""

    def hear(self, burst: bytes, nth: int, done: bool) -> Sequence[Word]: ...


def levels(mulaw: bytes) -> NDArray[np.float64]:
    """How loud each 20 ms is, of full scale."""
    samples = decoded(mulaw[: len(mulaw) // FRAME * FRAME]).astype(np.float64).reshape(-1, FRAME)
    return np.sqrt((samples**2).mean(axis=1)) / 32768


def spread(text: str, start: float, end: float) -> tuple[Word, ...]:
    """The words of a text over a span, by their letters."""
    words = text.split()
    letters = sum(map(len, words)) or 1
    made, at = [], start
    for word in words:
        until = at + (end - start) * len(word) / letters
        made.append(Word(word, at, until))
        at = until
    return tuple(made)


@dataclass(frozen=True)
class Bursts:
    """The n-th burst of a stream is the n-th phrase (after the last one, the first again)."""

    phrases: Sequence[str]
    usual: float = 1.5
    """Seconds a burst lasts, for interim results before it has ended."""

    def hear(self, burst: bytes, nth: int, done: bool) -> Sequence[Word]:
        if not self.phrases:
            return ()
        text, seconds = self.phrases[nth % len(self.phrases)], len(burst) / RATE
        words = spread(text, 0.0, seconds if done else max(self.usual, seconds))
        return [word for word in words if word.end <= seconds + 1e-9]


@dataclass(frozen=True)
class Tones:
    """Every word is a tone of its own pitch, so that each is heard wherever a stream begins, and none twice."""

    words: Sequence[str]
    low: float = 400.0
    step: float = 100.0

    def sound(self, text: str, length: float = 0.2, gap: float = 0.06) -> bytes:
        """The sound of these words, a tone each."""
        made = []
        for word in text.split():
            at = np.arange(round(length * RATE)) / RATE
            pitch = self.low + self.step * self.words.index(word)
            made += [np.sin(2 * np.pi * pitch * at) * 8000, np.zeros(round(gap * RATE))]
        return encoded(np.concatenate(made).astype(np.int16))

    def hear(self, burst: bytes, nth: int, done: bool) -> Sequence[Word]:
        found: list[Word] = []
        samples = decoded(burst[: len(burst) // FRAME * FRAME]).astype(np.float64).reshape(-1, FRAME)
        loud, begun = levels(burst) > LOUD, None
        for at in range(len(loud) + 1):
            if at < len(loud) and loud[at]:
                begun = at if begun is None else begun
            elif begun is not None:
                if (at < len(loud) or done) and at - begun >= 3:  # a word still going on is not told; a click is none
                    found.append(Word(self._word(samples[begun:at].ravel()), begun * 0.02, at * 0.02))
                begun = None
        return found

    def _word(self, samples: NDArray[np.float64]) -> str:
        spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), 8192))
        pitch = float(spectrum.argmax()) * RATE / 8192
        return self.words[min(max(round((pitch - self.low) / self.step), 0), len(self.words) - 1)]


class Known:
    """Clips are known by how their loudness goes up and down, so that a part of one is heard as its part of the words.

    clips: text → µ-law. What is like none of them is heard as `otherwise`, or not at all.
    """

    def __init__(self, clips: Mapping[str, bytes], otherwise: str = "") -> None:
        self.otherwise = otherwise
        self._clips = []
        for text, mulaw in clips.items():
            loud = np.flatnonzero(levels(mulaw) > LOUD)
            first, last = (loud[0], loud[-1] + 1) if len(loud) else (0, 0)
            self._clips.append((self._shape(mulaw), spread(text, first * 0.02, last * 0.02)))

    @staticmethod
    def _shape(mulaw: bytes) -> NDArray[np.float64]:
        return np.log10(np.maximum(levels(mulaw), 1e-3)) + 3

    def hear(self, burst: bytes, nth: int, done: bool) -> Sequence[Word]:
        heard = self._shape(burst)
        best: tuple[float, int, Sequence[Word]] = (ALIKE, 0, ())
        for clip, words in self._clips:
            if len(heard) < 5 or len(clip) < 5:
                continue
            wide = np.pad(clip, (len(heard), len(heard)))
            dots = np.correlate(wide, heard, mode="valid")
            sizes = np.sqrt(np.convolve(wide**2, np.ones(len(heard)), mode="valid") * (heard**2).sum()) + 1e-9
            at = int((dots / sizes).argmax())
            if (score := float(dots[at] / sizes[at])) > best[0]:
                best = (score, at - len(heard), words)
        seconds, lag = len(heard) * 0.02, best[1] * 0.02
        if not best[2]:
            return spread(self.otherwise, 0.0, seconds) if done else ()
        return [
            Word(word.text, max(0.0, word.start - lag), min(seconds, word.end - lag))
            for word in best[2]
            if -0.05 <= (word.start + word.end) / 2 - lag <= seconds + (0.05 if done else -0.1)
        ]
