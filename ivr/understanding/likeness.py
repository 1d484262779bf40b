"""How like the examples are these words, by their features: beside every example, or all of them at a glance."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ivr.understanding.features import Sparse
from ivr.understanding.known import Known
from ivr.understanding.learning import Learned, weighed

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

OFTEN = 12
"""Features that one in so many examples has are rows of a dense matrix; the others are multiplied one by one."""


class Likeness:
    """Made once for what was learned; immutable."""

    def __init__(self, learned: Learned) -> None:
        self._learned = learned
        self._examples = len(learned.weights)
        self._least = max(1, self._examples // OFTEN)
        self._often = np.flatnonzero(np.diff(learned.first) >= self._least)
        self._dense = _beside_all(learned, self._often)

    def of(self, found: Sparse) -> Floats:
        """(sentences, examples), from the features of the sentences."""
        known = weighed(found, self._learned.rarity)
        many = self._learned.first[known.column + 1] - self._learned.first[known.column]
        often = many >= self._least
        said, place = np.unique(np.searchsorted(self._often, known.column[often]), return_inverse=True)
        given = np.zeros((known.rows, len(said)), dtype=np.float32)
        given[known.row[often], place] = known.value[often]
        rest = Sparse(known.row[~often], known.column[~often], known.value[~often], known.rows)
        return self._one_by_one(rest, many[~often].astype(np.int64)) + given @ self._dense[said]

    def _one_by_one(self, known: Sparse, many: Ints) -> Floats:
        """many: the examples that have each feature."""
        row, products = _beside_each(self._learned, known.column, many, known.value)
        pair = row + np.repeat(known.row * self._examples, many)
        summed = np.bincount(pair, weights=products, minlength=known.rows * self._examples)
        return summed.astype(np.float32).reshape(known.rows, self._examples)


@dataclass(frozen=True, slots=True)
class Glance:
    """What features alone say for each meaning: a sum over the features, without looking at one example.

    weights: (features, meanings).
    """

    weights: Floats

    @classmethod
    def of(cls, learned: Learned) -> Glance:
        """Worth its memory where there are few meanings: a number for each of them and every feature."""
        many = np.diff(learned.first)
        features = int(np.count_nonzero(many))
        feature = np.repeat(np.arange(features), many[many > 0])
        return cls(_summed(feature, learned.weights[learned.row] * learned.value[:, None], features))

    def scores(self, known: Sparse) -> Floats:
        """(sentences, meanings), of what is `Known` of them: the products of `Likeness.of` with what was learned."""
        weights = self.weights.take(known.column, axis=0)
        ends = np.searchsorted(known.row, np.arange(known.rows + 1)).tolist()
        return np.stack([known.value[first:end] @ weights[first:end] for first, end in pairwise(ends)])


SELDOM = 200
"""Features that fewer than one in so many examples have are looked up example by example, the others at a glance."""
_AT_ONCE = 512


class Halves:
    """What features say for many meanings: a glance for all would take a number for each meaning and every feature.

    Those that many examples have are few, and are glanced at; the others are many, and few examples have each.
    """

    def __init__(self, learned: Learned) -> None:
        """Made once for what was learned; immutable."""
        self._known = Known(learned)
        self._learned, self._examples = learned, len(learned.weights)
        columns = self._known.columns
        self._many = learned.first[columns + 1] - learned.first[columns]
        often = np.flatnonzero(self._many >= max(1, self._examples // SELDOM))
        self._place = np.full(len(columns), -1, dtype=np.int32)
        self._place[often] = np.arange(len(often))
        self._weights = np.empty((len(often), learned.weights.shape[1]), dtype=np.float32)
        for at in range(0, len(often), _AT_ONCE):
            own = slice(at, at + _AT_ONCE)
            self._weights[own] = _beside_all(learned, columns[often[own]]) @ learned.weights

    def of(self, found: Sparse) -> tuple[Floats, Floats]:
        """(meanings,), what the frequent features of one text say for each; (examples,), how like it is by the rest."""
        known = self._known.of(found)
        place = self._place[known.column]
        often = place >= 0
        said = known.value[often] @ self._weights.take(place[often], axis=0)
        seldom = known.column[~often]
        columns, many = self._known.columns[seldom], self._many[seldom]
        row, products = _beside_each(self._learned, columns, many, known.value[~often])
        return said, np.bincount(row, weights=products, minlength=self._examples).astype(np.float32)


def _beside_each(learned: Learned, columns: Ints, many: Ints, value: Floats) -> tuple[NDArray[np.int32], Floats]:
    """(pairs,) of features and examples that have them: the examples, and the products. many: the examples of each."""
    at = np.repeat(learned.first[columns] - (np.cumsum(many) - many), many)
    at += np.arange(len(at))
    products = learned.value.take(at)
    products *= np.repeat(value, many)
    return learned.row.take(at), products


def _beside_all(learned: Learned, columns: Ints) -> Floats:
    """(features, examples): how much of each of these features the examples have."""
    dense = np.zeros((len(columns), len(learned.weights)), dtype=np.float32)
    for place, column in enumerate(columns):
        own = slice(learned.first[column], learned.first[column + 1])
        dense[place, learned.row[own]] = learned.value[own]
    return dense


def _summed(row: Ints, values: Floats, rows: int) -> Floats:
    """(rows, columns): the values of each row added up."""
    sums = [np.bincount(row, weights=column, minlength=rows) for column in values.T]
    return np.stack(sums, axis=1).astype(np.float32)
