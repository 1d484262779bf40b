"""The features that examples have, numbered without gaps: of a million there may be, a third or less."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ivr.understanding.features import Sparse
from ivr.understanding.learning import Learned, weighed

Ints = NDArray[np.int64]
_BITS = 64


class Known:
    """Made once for what was learned; immutable.

    A bit a feature, and how many stand before each sixty-four of them: 200 KB that stay in the processor's cache, where
    a number a feature would be fetched from memory one by one.
    """

    def __init__(self, learned: Learned) -> None:
        has = np.diff(learned.first) > 0
        self.columns: Ints = np.flatnonzero(has)
        """The features, by the number they have here."""
        self._has = np.packbits(has, bitorder="little").view("<u8")
        self._before = np.cumsum(np.bitwise_count(self._has), dtype=np.int64) - np.bitwise_count(self._has)
        self._rarity = learned.rarity[self.columns]

    def of(self, found: Sparse) -> Sparse:
        """What is known of some sentences by its number here, and by its rarity, each sentence's of length 1."""
        block, bit = found.column // _BITS, (found.column % _BITS).astype(np.uint64)
        word = self._has[block] >> bit
        place = self._before[block] + np.bitwise_count(self._has[block] ^ (word << bit))
        seen = (word & np.uint64(1)).astype(bool)
        return weighed(Sparse(found.row[seen], place[seen], found.value[seen], found.rows), self._rarity)
