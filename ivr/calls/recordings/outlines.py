"""The outline of a sound: how loud it is from beginning to end, to be drawn.

A short sound is read when somebody looks at it. A long one is outlined while it is heard, piece by piece, and its
outline kept beside it: nobody waits while an hour is read, and no process holds an hour in memory.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import structlog

from ivr.calls.recordings.pieces import Stored
from ivr.speech import audio
from ivr.speech.audio import BLOCK, RATE, Audio, Samples, decoded
from ivr.speech.errors import NotAudio
from ivr.speech.storing import NotStored, Storage, StorageAway

log = structlog.get_logger(__name__)

BARS = 180
LARGEST = 8 * 1024 * 1024
"""Bytes: a larger sound is not read whole while somebody waits."""
QUIETEST = 300.0
"""The height of a sound that is nowhere louder: a line nobody speaks on is no mountain range."""


class Outline:
    """Grows with the pieces of a sound, in any order. seconds: of the whole, more than none."""

    def __init__(self, seconds: float, bars: int = BARS) -> None:
        self._samples = max(bars, round(seconds * RATE))
        self._squares, self._many = np.zeros(bars), np.zeros(bars)

    def add(self, start: float, sound: Audio) -> None:
        """A piece that begins at this second."""
        first = round(start * RATE)
        for at in range(0, len(sound.mulaw), BLOCK):
            self._add(first + at, decoded(sound.mulaw[at : at + BLOCK]))

    def _add(self, first: int, samples: Samples) -> None:
        bars = len(self._squares)
        at = first + np.arange(len(samples), dtype=np.int64)
        bar = np.minimum(at * bars // self._samples, bars - 1)
        self._squares += np.bincount(bar, weights=samples.astype(np.float64) ** 2, minlength=bars)
        self._many += np.bincount(bar, minlength=bars)

    def heights(self) -> list[int]:
        """A bar each, from 0 to 100."""
        loud = np.sqrt(self._squares / np.maximum(self._many, 1))
        highest = max(float(np.percentile(loud, 98)), QUIETEST)
        return [int(height) for height in np.clip(np.round(100 * (loud / highest) ** 0.7), 3, 100)]


def outline(storage: Storage, key: str) -> Sequence[int]:
    """BARS heights from 0 to 100; none of what is no sound, too short, or long and not heard yet. StorageError."""
    if storage.size(key) > LARGEST:
        try:
            return [min(height, 100) for height in storage.get(_beside(key))]
        except NotStored:
            return ()
    try:
        sound = audio.read(storage.get(key))
    except NotAudio:
        return ()
    if len(sound.mulaw) < BARS:
        return ()
    made = Outline(sound.seconds)
    made.add(0.0, sound)
    return made.heights()


def keep(storage: Storage, file: Stored, made: Outline) -> None:
    """Beside a sound that is too large to be read for it; an hour is not heard again for want of a picture."""
    if file.size <= LARGEST:
        return
    try:
        storage.put(_beside(file.key), [bytes(made.heights())], "application/octet-stream")
    except StorageAway:
        log.warning("outline_not_kept", recording=file.key.partition(".")[0])


def forget(storage: Storage, key: str) -> None:
    """With its sound; again changes nothing. StorageAway."""
    storage.delete(_beside(key))


def _beside(key: str) -> str:
    return f"{key.partition('.')[0]}.bars"
