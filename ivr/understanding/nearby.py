"""How like a few examples are these words, by their features: looked up example by example, and not all at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ivr.understanding.features import Sparse
from ivr.understanding.learning import Learned, weighed

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


class Nearby:
    """Made once for what was learned; immutable."""

    def __init__(self, learned: Learned) -> None:
        many = np.diff(learned.first)
        self._rarity = learned.rarity
        self._columns = np.flatnonzero(many)
        order = np.argsort(learned.row, kind="stable")
        self._feature = np.repeat(np.arange(len(self._columns), dtype=np.int32), many[self._columns])[order]
        self._value = learned.value[order]
        self._many = np.bincount(learned.row, minlength=len(learned.weights))
        self._first = np.cumsum(self._many) - self._many

    def of(self, found: Sparse, examples: Ints) -> Floats:
        """(examples,), from the features of one sentence: as `Likeness.of`, for these examples alone."""
        known = weighed(found, self._rarity)
        seen = known.value > 0
        said = np.zeros(len(self._columns), dtype=np.float32)
        said[np.searchsorted(self._columns, known.column[seen])] = known.value[seen]
        many = self._many[examples]
        at = np.arange(int(many.sum())) + np.repeat(self._first[examples] - (np.cumsum(many) - many), many)
        owner = np.repeat(np.arange(len(examples)), many)
        products = self._value[at] * said[self._feature[at]]
        return np.bincount(owner, weights=products, minlength=len(examples)).astype(np.float32)
