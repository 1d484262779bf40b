"""What the narrow acoustic model is shown: cepstra of the bands a telephone carries, cleaned of the line's noise."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ivr.speech.audio import RATE, Samples
from ivr.speech.offline import narrow

FRAME, SHIFT, SIZE = 205, 80, 256
"""Samples in a frame (25.6 ms) and between two (10 ms), and in its transform."""
LOW, HIGH = 130.0, 6800.0
"""Hertz: where the acoustic model's bands begin and end."""
Array = NDArray[np.float64]
QUIET, NOISE, LEFT = 10, 1.0, 0.3
"""The quietest tenth of the frames is the line's noise; so much more of it is taken away; so much is left at least."""
VOICE = 4.0
"""How far a voice stands above the noise."""
SILENT = 0.2
"""The share of silence in the mean, however long the line is silent around a word: as where the model was learned."""
LIVELY = 1.1
"""How much further than the model's a voice's cepstra may go to and fro; what goes further is drawn in to this."""


def cepstra(samples: Samples) -> NDArray[np.float32]:
    """13 numbers for each 10 ms, centred: as pocketsphinx wants them with `cmn none`."""
    bands = energies(samples)
    made = np.zeros((len(bands), narrow.CEPSTRA), dtype=np.float32)
    if len(bands):
        made[:, : narrow.KEPT] = _like_the_model(*_cleaned(bands))
    return made


def _cleaned(bands: Array) -> tuple[Array, Array]:
    """The bands' logarithms without the noise, and how much each frame counts in the mean: together 1."""
    noise = np.maximum(np.percentile(bands, QUIET, axis=0), 1.0) * NOISE
    logs = np.log(np.maximum(bands - noise, LEFT * noise))
    voice = bands.sum(axis=1) > VOICE * noise.sum()
    many = np.count_nonzero(voice)
    if many in (0, len(voice)):
        return logs, np.full(len(logs), 1 / len(logs))
    return logs, np.where(voice, (1 - SILENT) / many, SILENT / (len(voice) - many))


def _like_the_model(logs: Array, weights: Array) -> Array:
    """Cepstra without what the line and the voice do to all of them."""
    found = logs @ narrow.to_cepstra(logs.shape[1]).T
    found -= weights @ found
    beyond = np.sqrt(weights @ found**2) / (LIVELY * narrow.spread(logs.shape[1]))
    return np.asarray(found / np.maximum(beyond, 1.0))


def energies(samples: Samples) -> Array:
    """The energy of each band that is heard, for each 10 ms."""
    if len(samples) < FRAME:
        return np.zeros((0, heard()))
    frames = np.lib.stride_tricks.sliding_window_view(samples.astype(np.float64), FRAME)[::SHIFT]
    power = np.abs(np.fft.rfft(frames * np.hamming(FRAME), SIZE, axis=1)) ** 2
    return np.asarray(power @ _filters().T)


def heard() -> int:
    """How many of the model's bands a telephone carries: those that end below 4 kHz."""
    return len(_filters())


@lru_cache(maxsize=1)
def _filters() -> Array:
    """The acoustic model's triangles on the mel scale, with the emphasis it gives to what is high."""
    step = RATE / SIZE
    mels = np.linspace(_mel(LOW), _mel(HIGH), narrow.BANDS + 2)
    edges = np.round(700.0 * (10.0 ** (mels / 2595.0) - 1.0) / step) * step
    at = np.arange(SIZE // 2 + 1) * step
    emphasis = np.abs(1 - 0.97 * np.exp(-2j * np.pi * at / 16000)) ** 2
    left, middle, right = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    rising, falling = (at - left) / (middle - left), (right - at) / (right - middle)
    filters = np.maximum(np.minimum(rising, falling), 0.0) * 2 / (right - left) * emphasis
    return np.asarray(filters[edges[2:] <= RATE / 2])


def _mel(hertz: float) -> float:
    return 2595.0 * float(np.log10(1.0 + hertz / 700.0))
