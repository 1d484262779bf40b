"""Sound as the test phone makes it: silence, a tone where nobody spoke, and the pieces a stream carries."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ivr.speech.audio import RATE, Audio, encoded

FRAME_MS = 20
FRAME = RATE * FRAME_MS // 1000  # bytes of µ-law in one media message
SILENCE = b"\xff"  # µ-law of a sample without a sound
QUIET = SILENCE * FRAME
_PITCH, _LOUDNESS = 440, 4000


def tone(seconds: float) -> Audio:
    """A steady tone: what a recording holds of a caller who has no microphone."""
    period = np.sin(2 * np.pi * _PITCH / RATE * np.arange(RATE)) * _LOUDNESS  # whole periods fit into a second
    second = encoded(period.astype(np.int16))
    samples = round(seconds * RATE)
    return Audio((second * (samples // RATE + 1))[:samples])


def silence(seconds: float) -> Audio:
    return Audio(SILENCE * round(seconds * RATE))


def frames(audio: Audio) -> Iterator[bytes]:
    """Pieces of 20 ms; the last one is filled up with silence."""
    for at in range(0, len(audio.mulaw), FRAME):
        yield audio.mulaw[at : at + FRAME].ljust(FRAME, SILENCE)
