"""The outline of a sound: how loud it is from beginning to end, to be drawn."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ivr.speech import audio
from ivr.speech.errors import NotAudio
from ivr.speech.storing import Storage

BARS = 180
LARGEST = 8 * 1024 * 1024
"""Bytes: of a larger sound nothing is drawn, for it would have to be read whole while somebody waits."""


def outline(storage: Storage, key: str, bars: int = BARS) -> Sequence[int]:
    """`bars` heights from 0 to 100; none of what is no sound, or too long. StorageError."""
    if storage.size(key) > LARGEST:
        return ()
    try:
        samples = np.abs(audio.read(storage.get(key)).samples.astype(np.int32))
    except NotAudio:
        return ()
    if len(samples) < bars:
        return ()
    loud = np.array([np.sqrt(np.mean(part.astype(np.float64) ** 2)) for part in np.array_split(samples, bars)])
    highest = max(float(np.percentile(loud, 98)), 300.0)
    return [int(height) for height in np.clip(np.round(100 * (loud / highest) ** 0.7), 3, 100)]
