"""Which of many codes do these words mean? By what the examples taught, with probabilities and the closest example."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ivr.understanding.features import features
from ivr.understanding.learning import Learned, by_vectors, weighed

Floats = NDArray[np.float32]

FLOOR, POWER = 0.03, 3.5
"""A code's probability is in proportion to (score + FLOOR) ** POWER: fitted to cross-validated guesses, where it makes
the expected calibration error 0.03 (docs/understanding.md). Scores below 0 count as 0."""
NOTHING = 0.15
"""The score of “nothing the line knows”, which takes its share: words like no example are most likely nothing."""
MOST = 6


@dataclass(frozen=True, slots=True)
class Guess:
    """A code, how probable it is (0..1), the example of it that is most like the words, and how like (1: the same)."""

    code: str
    confidence: float
    example: str
    likeness: float = 0.0


class Classifier:
    """Guesses codes; immutable."""

    def __init__(self, codes: Sequence[str], phrases: Sequence[str], meanings: Sequence[int], learned: Learned) -> None:
        """meanings: for each phrase the place of its code among the codes."""
        self._codes = tuple(codes)
        self._phrases = tuple(phrases)
        self._meanings = np.asarray(meanings, dtype=np.int64)
        self._learned = learned

    def guess(self, text: str, vector: Floats | None, among: frozenset[str] | None = None) -> tuple[Guess, ...]:
        """At most six, best first; `among` leaves the other codes out.

        vector: of the text, by the encoder that the examples were learned with; None with those learned without one.
        """
        if not self._phrases:
            return ()
        said, alike = self._alike(text, vector)
        scores: Floats = said @ self._learned.weights
        asked = [n for n, code in enumerate(self._codes) if among is None or code in among]
        likely = likelihoods(scores[asked])
        best = np.argsort(-likely, kind="stable")[:MOST]
        return tuple(self._guess(asked[n], float(likely[n]), said, alike) for n in best)

    def _guess(self, number: int, likely: float, said: Floats, alike: Floats) -> Guess:
        own = np.flatnonzero(self._meanings == number)
        closest = int(own[np.argmax(said[own])])
        likeness = min(1.0, max(0.0, float(alike[closest])))
        return Guess(self._codes[number], round(likely, 4), self._phrases[closest], round(likeness, 4))

    def _alike(self, text: str, vector: Floats | None) -> tuple[Floats, Floats]:
        """How like each example the text is: by the kernel, and from 0 to 1."""
        by_features = self._by_features(text)
        space = self._learned.vectors
        if vector is None or not space.shape[1]:
            return by_features, by_features
        cosines: Floats = space @ vector
        alike = (by_features + cosines) * np.float32(0.5)
        return by_features + by_vectors(cosines), alike

    def _by_features(self, text: str) -> Floats:
        """The cosines of the text's features with those of every example."""
        learned = self._learned
        found = weighed(features([text]), learned.rarity)
        first, end = learned.first[found.column].astype(np.int64), learned.first[found.column + 1].astype(np.int64)
        many = end - first
        at = np.arange(int(many.sum())) + np.repeat(first - (np.cumsum(many) - many), many)
        products = learned.value[at] * np.repeat(found.value, many)
        return np.bincount(learned.row[at], weights=products, minlength=len(self._phrases)).astype(np.float32)


def likelihoods(scores: Floats) -> Floats:
    """Probabilities along the last axis; they add up to 1 with that of nothing the line knows."""
    shares = (np.maximum(scores, 0.0) + FLOOR) ** POWER
    nothing = (NOTHING + FLOOR) ** POWER
    return np.asarray(shares / (shares.sum(axis=-1, keepdims=True) + nothing), dtype=np.float32)
