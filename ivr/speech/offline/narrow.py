"""The wheel's acoustic model, made narrow: as if it had been learned over a telephone.

It was learned from speech of up to 6.8 kHz; a telephone carries half of it. Cepstra are a linear picture of the
logarithms of 25 bands; the bands a telephone carries are some of these, and their cepstra again a linear picture: so
one matrix takes every Gaussian's mean and variance from the wide picture to the narrow one. Nothing is learned from any
voice.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ivr.speech.offline.sounds import acoustic_model

Array = NDArray[np.float64]
BANDS, CEPSTRA, LIFTER = 25, 13, 22
"""Of the acoustic model, as its feat.params say."""
KEPT = 8
"""Narrow cepstra that can be told from the wide ones; the others say nothing, and are the same in every Gaussian."""
SPREAD = (0.5, 0.2, 0.5)
"""Variance that is added for what the wide cepstra do not tell: of cepstra, their change, and the change of that."""
SCALE = 10.0
"""Numbers of about the size the decoder's arithmetic was made for."""


def write(wide: Path, narrow: Path, heard: int) -> None:
    """Puts the narrow model into a folder that is there, with links to what is the same. heard: bands, the lowest."""
    matrix = to_cepstra(heard) @ _from_wide(heard)
    whole = np.zeros((CEPSTRA, CEPSTRA))
    whole[:KEPT] = matrix
    for file in wide.iterdir():
        if file.name not in ("means", "variances", "feat.params"):
            (narrow / file.name).symlink_to(file)
    told = (wide / "feat.params").read_text(encoding="ascii")
    (narrow / "feat.params").write_text(told.replace("-cmn batch", "-cmn none"), encoding="ascii")
    head, means = _gaussians(wide / "means")
    (narrow / "means").write_bytes(head + (means @ whole.T).astype("<f4").tobytes())
    head, variances = _gaussians(wide / "variances")
    spread = variances @ (whole**2).T
    spread[..., :KEPT] += np.asarray(SPREAD)[:, None, None] * SCALE**2
    spread[..., KEPT:] = 1.0
    (narrow / "variances").write_bytes(head + spread.astype("<f4").tobytes())


@lru_cache(maxsize=2)
def to_cepstra(heard: int) -> Array:
    """The KEPT narrow cepstra of the logarithms of the bands that are heard."""
    return _cosines(KEPT, heard) * SCALE


@lru_cache(maxsize=2)
def spread(heard: int) -> Array:
    """How far each narrow cepstrum goes to and fro, over all the model's sounds: its standard deviation."""
    matrix = to_cepstra(heard) @ _from_wide(heard)
    (_, means), (_, variances) = (_gaussians(acoustic_model() / name) for name in ("means", "variances"))
    over = np.cov(means[:, 0].reshape(-1, CEPSTRA).T) + np.diag(variances[:, 0].mean(axis=(0, 1)))
    return np.asarray(np.sqrt(np.diag(matrix @ over @ matrix.T)))


def _from_wide(heard: int) -> Array:
    """The logarithms of the bands that are heard, of the model's 13 cepstra."""
    lifted = 1.0 + LIFTER / 2 * np.sin(np.pi * np.arange(CEPSTRA) / LIFTER)
    return np.asarray((_cosines(CEPSTRA, BANDS).T / lifted)[:heard])


def _cosines(count: int, bands: int) -> Array:
    order, band = np.arange(count)[:, None], np.arange(bands)[None, :]
    cosines = np.cos(np.pi * order * (band + 0.5) / bands) * np.sqrt(2.0 / bands)
    cosines[0] *= np.sqrt(0.5)
    return np.asarray(cosines)


def _gaussians(path: Path) -> tuple[bytes, Array]:
    """The head of a parameter file, without its checksum; and the numbers: codebook, stream, Gaussian, dimension."""
    data = path.read_bytes()
    begin = data.index(b"endhdr\n") + len(b"endhdr\n")
    books, streams, gaussians = np.frombuffer(data, "<i4", 3, begin + 4)
    at = begin + 4 * (1 + 3 + int(streams) + 1)
    numbers = np.frombuffer(data, "<f4", int(books * streams * gaussians) * CEPSTRA, at)
    lines = [line for line in data[:begin].split(b"\n") if not line.startswith(b"chksum")]
    shaped = numbers.reshape(books, streams, gaussians, CEPSTRA).astype(np.float64)
    return b"\n".join(lines) + data[begin:at], shaped
