"""What the network makes of each piece before it looks at a neighbour: looked up, for it is always the same.

Until then a piece is projected and normalised by itself, which is a third of the network's work. A hundred megabytes
that all processes map hold it of all the pieces, of which a city's callers use a few thousand.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ivr.understanding import kept
from ivr.understanding.quantized import STEPS, Small, Weights

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

CHANNELS = 256
WIDTHS = ((2, 0), (3, 1), (5, 2))
"""Neighbours a convolution sees, and how many of them stand before the piece itself."""
BLOCKS = 17
"""The table of embeddings is made of so many blocks, each with its own scale; a piece's number says which."""
MIDDLE = 32
"""The table's numbers are 0 to 63."""
LAYOUT = 3
"""Counted up when what is looked up changes."""
_AT_ONCE = 2048


class Alone:
    """The weights, as they are mapped, and what is looked up; immutable."""

    def __init__(self, table: NDArray[np.uint8], weights: Mapping[str, Floats], reach: Floats) -> None:
        """reach: (768,), how far from 0 each number of a piece may be. Nothing is looked up before it is `prepare`d."""
        self.worth: Floats = (reach / STEPS).astype(np.float32)
        """(768,), what a step of each number is worth."""
        self._table = table
        self._scale, self._lowest = weights["scale"], weights["lo"]
        self._projection = Weights(weights["proj"])
        self._middle = (self._lowest + MIDDLE * self._scale)[:, None] * weights["proj"].sum(axis=0) + weights["proj_b"]
        self._gain, self._shift = weights["proj_ln_g"] / self.worth, weights["proj_ln_b"] / self.worth
        self._eps = float(weights["eps"])
        self._known: Small | None = None

    def prepare(self, cache: Path | None, version: str) -> Alone:
        """Itself, with all pieces looked up from the folder `cache`, made when they are not there (a second).

        Without a folder nothing is: a hundred megabytes are worth it where all processes share them.
        """
        if cache is not None:
            digest = f"{version}-{LAYOUT}-{hashlib.sha256(self.worth.tobytes()).hexdigest()[:8]}"
            arrays = kept.kept(cache, "pieces", digest, lambda: {"known": self._all()}, most=2)
            self._known = np.asarray(arrays["known"], dtype=np.int8)
        return self

    def embedded(self, numbers: Ints) -> Floats:
        """(pieces, 512)."""
        block = numbers % BLOCKS
        embedded = self._table[numbers].astype(np.float32)
        embedded *= self._scale[block, None]
        embedded += self._lowest[block, None]
        return embedded

    def of(self, numbers: Ints) -> Small:
        """(pieces, 768), in steps."""
        return self._computed(numbers) if self._known is None else self._known.take(numbers, axis=0)

    def _computed(self, numbers: Ints) -> Small:
        block = numbers % BLOCKS
        projected = self._projection.of_steps(self._table[numbers].view(np.int8) - np.int8(MIDDLE))
        # As long numbers: a sum to its last bit depends on the machine, and so would a step here and there.
        x = projected * self._scale[block, None].astype(np.float64)
        x += self._middle[block]
        x -= x.mean(axis=1, keepdims=True)
        x /= np.sqrt(np.einsum("ij,ij->i", x, x) / x.shape[1] + self._eps)[:, None]
        x *= self._gain
        x += self._shift
        return in_steps(x)

    def _all(self) -> Small:
        numbers = np.arange(len(self._table))
        blocks = [self._computed(numbers[at : at + _AT_ONCE]) for at in range(0, len(numbers), _AT_ONCE)]
        return np.concatenate(blocks)


def in_steps(x: Floats | NDArray[np.float64]) -> Small:
    """Numbers that count steps already, as whole ones, cut off where they reach too far; x is used up."""
    np.rint(x, out=x)
    return np.clip(x, -STEPS, STEPS, out=x).astype(np.int8)
