"""What the acoustic model is shown: cepstra of telephone sound, as if it had been wide and quiet.

The model was learned from speech of up to 6.8 kHz; a telephone carries half of it, and noise on top. The bands that are
heard are cleaned of the line's noise, and the cepstra are those that are likeliest given these bands, each trusted by how
far it stands above the noise, and given how cepstra are spread in the acoustic model itself. Nothing is learned from any
voice but those the model was made of.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ivr.speech.audio import RATE, Samples
from ivr.speech.offline.sounds import acoustic_model

FRAME, SHIFT, SIZE = 205, 80, 256
"""Samples in a frame (25.6 ms) and between two (10 ms), and in its transform."""
BANDS, CEPSTRA, LIFTER = 25, 13, 22
LOW, HIGH = 130.0, 6800.0
HEARD = 3700.0
"""Hertz; a band that ends higher is not on the line."""
Array = NDArray[np.float64]
DOUBT = 0.3
"""Variance of a band's logarithm around what 13 cepstra can say."""
NOISE_DOUBT = 3.0
OVER = 1.0


def cepstra(samples: Samples) -> NDArray[np.float32]:
    """13 cepstra for each 10 ms, their mean taken away: as pocketsphinx wants them with `cmn none`."""
    bands = energies(samples)
    if not len(bands):
        return np.zeros((0, CEPSTRA), dtype=np.float32)
    noise = np.maximum(np.percentile(bands, 10, axis=0), 1.0) * 1.3
    clean = np.maximum(bands - OVER * noise, 0.05 * noise)
    logs = np.log(clean)
    loud = bands.sum(axis=1) > 4 * noise.sum()
    inside = np.flatnonzero(loud)
    part = logs[max(inside[0] - 20, 0) : inside[-1] + 21] if len(inside) else logs
    centred = logs - part.mean(axis=0)
    doubt = DOUBT + NOISE_DOUBT * np.minimum(noise / clean, 4.0)
    return likeliest(centred, doubt)


def energies(samples: Samples) -> Array:
    """The energy of each band that is heard, for each 10 ms."""
    if len(samples) < FRAME:
        return np.zeros((0, len(_filters())))
    frames = np.lib.stride_tricks.sliding_window_view(samples.astype(np.float64), FRAME)[::SHIFT]
    power = np.abs(np.fft.rfft(frames * np.hamming(FRAME), SIZE, axis=1)) ** 2
    return np.asarray(power @ _filters().T)


def likeliest(logs: Array, doubt: Array) -> NDArray[np.float32]:
    """The cepstra that are likeliest, given centred logarithms of the bands and the variance of each."""
    basis, trust = _basis(), 1.0 / doubt
    system = np.einsum("bi,fb,bj->fij", basis, trust, basis) + _precision()
    wanted = np.einsum("bi,fb->fi", basis, trust * logs)
    return np.linalg.solve(system, wanted[..., None])[..., 0].astype(np.float32)


@lru_cache(maxsize=1)
def _filters() -> Array:
    """Triangles on the mel scale over a telephone's half of the spectrum, with the emphasis the model was given."""
    edges = np.round(_hertz(np.linspace(_mel(LOW), _mel(HIGH), BANDS + 2)) / (RATE / SIZE)) * (RATE / SIZE)
    at = np.arange(SIZE // 2 + 1) * RATE / SIZE
    emphasis = np.abs(1 - 0.97 * np.exp(-2j * np.pi * at / 16000)) ** 2
    left, middle, right = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    rising, falling = (at - left) / (middle - left), (right - at) / (right - middle)
    filters = np.maximum(np.minimum(rising, falling), 0.0) * 2 / (right - left)
    kept = np.asarray((filters * emphasis)[edges[2:] <= HEARD])
    return kept


def _mel(hertz: float) -> float:
    return 2595.0 * float(np.log10(1.0 + hertz / 700.0))


def _hertz(mel: Array) -> Array:
    return np.asarray(700.0 * (10.0 ** (mel / 2595.0) - 1.0))


@lru_cache(maxsize=1)
def _basis() -> Array:
    """The logarithms of the heard bands that one of each cepstrum makes."""
    order, band = np.arange(CEPSTRA), np.arange(BANDS)
    cosine = np.cos(np.pi * order[None, :] * (band[:, None] + 0.5) / BANDS) * np.sqrt(2.0 / BANDS)
    cosine[:, 0] *= np.sqrt(0.5)
    lifted = 1.0 + LIFTER / 2 * np.sin(np.pi * order / LIFTER)
    return np.asarray((cosine / lifted)[: len(_filters())])


@lru_cache(maxsize=1)
def _precision() -> Array:
    """How cepstra are spread around their mean, inverted: from all Gaussians of the acoustic model."""
    means, variances = _stream(acoustic_model() / "means"), _stream(acoustic_model() / "variances")
    spread = np.cov(means.T) + np.diag(variances.mean(axis=0))
    return np.asarray(np.linalg.inv(spread))


def _stream(path: Path) -> Array:
    """The first 13 numbers of each Gaussian: those of the cepstra themselves."""
    data = path.read_bytes()
    begin = data.index(b"endhdr\n") + 7
    books, streams, gaussians, *lengths = np.frombuffer(data, "<i4", 6, begin + 4)
    numbers = np.frombuffer(data, "<f4", offset=begin + 4 + 4 * (3 + streams) + 4)
    whole = numbers[: books * gaussians * sum(lengths)].reshape(books, -1)
    return np.asarray(whole[:, : gaussians * lengths[0]].reshape(-1, lengths[0]).astype(np.float64))
