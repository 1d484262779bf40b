"""What the network makes of each piece before it looks at a neighbour: looked up for those that callers use most.

Until then all is linear in the pieces: each is projected and normalised by itself, and what the first convolutions add
up from two, three and five neighbours is one product for each place a piece can stand in. That is nearly half of the
network's work, and three in a hundred pieces of a call are not among COMMON.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ivr.understanding import kept

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

CHANNELS = 256
WIDTHS = ((2, 0), (3, 1), (5, 2))
"""Neighbours a convolution sees, and how many of them stand before the piece itself."""
PROJECTED = CHANNELS * len(WIDTHS)
WIDE = PROJECTED + CHANNELS * sum(width for width, _ in WIDTHS)
"""Numbers of a piece: what it is for each convolution, and its product for each place in each of them."""
BLOCKS = 17
"""The table of embeddings is made of so many blocks, each with its own scale; a piece's number says which."""
COMMON = Path(__file__).with_name("common_pieces.txt")
"""The numbers of the pieces that the city's examples use most: `python -m bench.pieces` writes it."""
LAYOUT = 1
"""Counted up when what is looked up changes."""


class Alone:
    """The weights, as they are mapped, and what is looked up; immutable."""

    def __init__(self, table: NDArray[np.generic], weights: Mapping[str, Floats]) -> None:
        """Nothing is looked up before it is `prepare`d."""
        self._table = table
        self._w = weights
        self._eps = float(weights["eps"])
        self._products = [_side_by_side(weights[f"w1_{width}"], width) for width, _ in WIDTHS]
        self._known = np.empty((0, WIDE), dtype=np.float32)
        self._place = np.zeros(0, dtype=np.int32)

    def prepare(self, cache: Path | None, version: str) -> Alone:
        """Itself, with what is COMMON looked up from the folder `cache`, made when it is not there.

        Without a folder nothing is: eighty megabytes are worth it where all processes share them.
        """
        if cache is None:
            return self
        text = COMMON.read_bytes()
        digest = f"{version}-{LAYOUT}-{hashlib.sha256(text).hexdigest()[:8]}"
        arrays = kept.kept(cache, "pieces", digest, lambda: self._made([int(n) for n in text.split()]), most=2)
        self._known = np.asarray(arrays["known"], dtype=np.float32)
        self._place = np.asarray(arrays["place"], dtype=np.int32)
        return self

    def embedded(self, numbers: Ints) -> Floats:
        """(pieces, 512)."""
        block = numbers % BLOCKS
        embedded = self._table[numbers].astype(np.float32)
        embedded *= self._w["scale"][block, None]
        embedded += self._w["lo"][block, None]
        return embedded

    def of(self, numbers: Ints, embedded: Floats, at: Ints, rows: int) -> Floats:
        """(rows, WIDE): of each piece in its row `at`, the other rows 0."""
        if not len(self._known):
            made = np.zeros((rows, WIDE), dtype=np.float32)
            made[at] = self._computed(embedded)
            return made
        place = np.full(rows, len(self._known) - 1)  # the last one is 0
        place[at] = self._place[numbers]
        made = self._known.take(place, axis=0, mode="clip")
        if len(strange := np.flatnonzero(place[at] < 0)):
            made[at[strange]] = self._computed(embedded[strange])
        return made

    def _computed(self, embedded: Floats) -> Floats:
        w = self._w
        x = embedded @ w["proj"]
        x += w["proj_b"]
        x *= centered(x, self._eps)[:, None]
        x *= w["proj_ln_g"]
        x += w["proj_ln_b"]
        own = np.split(x, len(WIDTHS), axis=1)
        return np.concatenate([x, *(a @ b for a, b in zip(own, self._products, strict=True))], axis=1)

    def _made(self, numbers: Sequence[int]) -> kept.Arrays:
        """known: a row for each of the numbers, and one of 0. place: of every piece, its row, or -1."""
        known = np.zeros((len(numbers) + 1, WIDE), dtype=np.float32)
        known[:-1] = self._computed(self.embedded(np.array(numbers, dtype=np.int64)))
        place = np.full(len(self._table), -1, dtype=np.int32)
        place[numbers] = np.arange(len(numbers))
        return {"known": known, "place": place}


def centered(x: Floats, eps: float) -> Floats:
    """(rows,): what to multiply each row with for a variance of 1; takes its mean from it, in place."""
    x -= x.mean(axis=-1, keepdims=True)
    return np.asarray(1.0 / np.sqrt(np.einsum("ij,ij->i", x, x) / x.shape[-1] + eps), dtype=np.float32)


def _side_by_side(weights: Floats, width: int) -> Floats:
    """(CHANNELS, width * CHANNELS) of (width * CHANNELS, CHANNELS): those of each place a piece can stand in."""
    places = weights.reshape(width, CHANNELS, CHANNELS).transpose(1, 0, 2)
    return np.ascontiguousarray(places.reshape(CHANNELS, width * CHANNELS))
