"""A long recording in pieces that one request takes, cut where it is quietest."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ivr.speech.audio import RATE, Audio

FRAME = RATE // 50
MOST = 55.0
SEARCH = 20.0
"""Seconds before the end of a piece in which the quietest place is looked for."""
WIDE = 15
"""Frames of silence that make a good cut: 0.3 s."""


def pieces(audio: Audio, most: float = MOST) -> Iterator[tuple[float, bytes]]:
    """(seconds at which it begins, µ-law); together they are the whole recording."""
    levels, at, size = _levels(audio), 0, int(most * RATE)
    while len(audio.mulaw) - at > size:
        cut = _quietest(levels, at + size - int(min(SEARCH, most / 2) * RATE), at + size)
        yield at / RATE, audio.mulaw[at:cut]
        at = cut
    if at < len(audio.mulaw):
        yield at / RATE, audio.mulaw[at:]


def _levels(audio: Audio) -> NDArray[np.float64]:
    """How loud each frame is together with its neighbours; a cut wants silence on both sides."""
    whole = len(audio.mulaw) // FRAME * FRAME
    loud = np.abs(audio.samples[:whole].astype(np.float64)).reshape(-1, FRAME).mean(axis=1)
    return np.convolve(loud, np.ones(WIDE) / WIDE, mode="same") if len(loud) else loud


def _quietest(levels: NDArray[np.float64], first: int, last: int) -> int:
    """The sample to cut at: of equally quiet frames, the latest."""
    frames = levels[first // FRAME : last // FRAME]
    nth = len(frames) - 1 - int(frames[::-1].argmin())
    return (first // FRAME + nth) * FRAME + FRAME // 2
