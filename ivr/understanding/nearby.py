"""How like a few examples are these words, by their features: looked up example by example, and not all at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ivr.understanding.features import Sparse
from ivr.understanding.learning import Learned

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


class Nearby:
    """Made once for what was learned; immutable."""

    def __init__(self, learned: Learned) -> None:
        many = np.diff(learned.first)
        self._features = int(np.count_nonzero(many))
        feature = np.repeat(np.arange(self._features, dtype=np.int32), many[many > 0])
        # Each example has one feature more, which is never said: none is without any.
        own = np.arange(len(learned.weights), dtype=np.int32)
        order = np.argsort(np.concatenate([learned.row, own]), kind="stable")
        self._feature = np.concatenate([feature, np.full_like(own, self._features)])[order]
        self._value = np.concatenate([learned.value, np.zeros(len(own), dtype=np.float32)])[order]
        self._many = np.bincount(learned.row, minlength=len(own)) + 1
        self._end = np.cumsum(self._many)

    def of(self, known: Sparse, examples: Ints) -> Floats:
        """(examples,), from what is `Known` of one sentence: as `Likeness.of`, for these examples alone."""
        said = np.zeros(self._features + 1, dtype=np.float32)
        said[known.column] = known.value
        many, end = self._many[examples], self._end[examples]
        # An example's features stand side by side: copied at once they take a third of the time of one by one.
        own = [slice(*at) for at in zip((end - many).tolist(), end.tolist(), strict=True)]
        products = said.take(np.concatenate([self._feature[at] for at in own]))
        products *= np.concatenate([self._value[at] for at in own])
        return np.asarray(np.add.reduceat(products, np.cumsum(many) - many), dtype=np.float32)
