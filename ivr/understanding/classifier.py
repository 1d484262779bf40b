"""Which of many codes do these words mean? By what the examples taught, with probabilities and the closest example."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ivr.understanding.features import Sparse, features
from ivr.understanding.indexed import indexed
from ivr.understanding.known import Known
from ivr.understanding.learning import Learned, by_vectors, seen
from ivr.understanding.likeness import Glance, Halves, Likeness
from ivr.understanding.nearby import Nearby
from ivr.understanding.quantized import Packed, quantized

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

FLOOR, POWER = 0.03, 4.5
"""A code's probability is in proportion to (score + FLOOR) ** POWER. Fitted to what callers say who had not seen the
examples (bench/sets/tuning): of what is 70 % likely, 70 % is right. Scores below 0 count as 0."""
WARY = 3.5
"""The power by which an example that was left out is taken for what it is as often as its probability says: callers are
easier to understand than that. Where a danger may be overheard, nothing is surer than this."""
NOTHING = 0.15
"""The score of “nothing the line knows”, which takes its share: words like no example are most likely nothing."""
MOST = 6
COMPARED = 56
"""The examples nearest by their vectors, among which those nearest by features too are looked for."""
NEAREST, SHARPNESS = 9, 16.0
"""The examples that are looked at around a text; the nearer one counts exp(SHARPNESS * difference) times as much."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A code, how probable it is (0..1), and the example of it that is most like the words, if one was sought.

    wary: how probable at least, where a danger may be overheard.
    """

    code: str
    confidence: float
    example: str = ""
    wary: float = 0.0


@dataclass(frozen=True, slots=True)
class Alike:
    """How like examples a text is, by the kernel and from 0 to 1, and how much speaks for each code.

    which: the numbers of the examples; None: all of them, in order.
    """

    kernel: Floats
    likeness: Floats
    scores: Floats
    which: Ints | None = None


class Classifier:
    """Guesses codes; immutable."""

    def __init__(
        self,
        codes: Sequence[str],
        phrases: Sequence[str],
        meanings: Sequence[int],
        learned: Learned,
        cache: Path | None = None,
    ) -> None:
        """meanings: for each phrase the place of its code among the codes. cache: keeps what `nearest` needs."""
        self.codes = tuple(codes)
        self._phrases = tuple(phrases)
        self._meanings = np.asarray(meanings, dtype=np.int64)
        self._own = [np.flatnonzero(self._meanings == number) for number in range(len(codes))]
        self._learned = learned
        self._cache = cache
        self._vectors = Packed(learned.vectors)

    def guess(self, text: str, vector: Floats | None, among: frozenset[str] | None = None) -> tuple[Guess, ...]:
        """At most six, best first; `among` leaves the other codes out.

        vector: of the text, by the encoder that the examples were learned with; None with those learned without one.
        """
        return self.best(self.weigh(features([text]), vector), among)

    def weigh(self, found: Sparse, vector: Floats | None) -> Alike:
        """As `alike` of one text, and sooner: what speaks for each code is the same; close by vector is close."""
        if vector is None or not self._learned.basis.size:
            return self.alike(found, None)[0]
        cosines = self._cosines(vector[None])[0]
        scores, beside = self._halves.of(found)
        beside += by_vectors(cosines.copy())
        return Alike(cosines, cosines, scores + beside @ self._learned.weights)

    def compared(self, found: Sparse) -> Floats:
        """(texts, examples): how like the examples the texts are by their features."""
        return self._likeness.of(found)

    def alike(self, found: Sparse, vectors: Floats | None) -> tuple[Alike, ...]:
        """Of each text what `best` chooses from: most of the work, and the same whatever it chooses among.

        vectors: (texts, 512), as in `guess`. All texts together take little longer than one.
        """
        learned, compared = self._learned, self.compared(found)
        kernel = likeness = compared
        if vectors is not None and learned.basis.size:
            cosines = self._cosines(vectors)
            likeness = (compared + cosines) * np.float32(0.5)
            kernel = compared + by_vectors(cosines)
        return tuple(Alike(*rows) for rows in zip(kernel, likeness, kernel @ learned.weights, strict=True))

    def nearest(self, found: Sparse, vectors: Floats | None) -> tuple[Alike, ...]:
        """As `alike`, but only the examples whose vectors are nearest are compared one by one: less than half the work.

        What speaks for each code is the same. Without vectors all are compared.
        """
        if vectors is None or not self._learned.basis.size or len(self._meanings) <= COMPARED:
            return self.alike(found, vectors)
        cosines, known = self._cosines(vectors), self._known.of(found)
        by_features = self._indexed[1].scores(known)
        near = np.argpartition(-cosines, COMPARED, axis=1)[:, :COMPARED]
        return tuple(
            self._near(known.only(row), near[row], cosines[row], by_features[row]) for row in range(found.rows)
        )

    def _near(self, known: Sparse, which: Ints, cosines: Floats, by_features: Floats) -> Alike:
        compared, own = self._indexed[0].likeness(known, which), cosines[which]
        likeness = (compared + own) * np.float32(0.5)
        by_vector = by_vectors(cosines)
        scores = np.asarray(by_features + by_vector @ self._learned.weights, dtype=np.float32)
        return Alike(compared + by_vector[which], likeness, scores, which)

    def glance(self, found: Sparse) -> Floats:
        """(texts, codes): what speaks for each code by features alone, for many texts at once."""
        return self._indexed[1].scores(self._known.of(found))

    def _cosines(self, vectors: Floats) -> Floats:
        """(texts, examples)."""
        steps, worth = quantized(seen(vectors, self._learned.basis))
        cosines = np.multiply(self._vectors.products(steps), self._learned.worth, dtype=np.float32)
        cosines *= worth
        return cosines

    def best(self, alike: Alike, among: frozenset[str] | None = None, explained: int = MOST) -> tuple[Guess, ...]:
        """As `guess`; explained: of so many of them, from the first, the closest example is sought."""
        if not self._phrases:
            return ()
        asked = [n for n, code in enumerate(self.codes) if among is None or code in among]
        likely, wary = (likelihoods(alike.scores[asked], power) for power in (POWER, WARY))
        best = np.argsort(-likely, kind="stable")[:MOST]
        return tuple(
            Guess(
                self.codes[asked[n]],
                round(float(likely[n]), 4),
                self._closest(asked[n], alike) if at < explained else "",
                round(float(wary[n]), 4),
            )
            for at, n in enumerate(best)
        )

    def around(self, alike: Alike) -> Floats:
        """(codes): the share of each among the examples nearest to the text, 0..1."""
        meanings = self._meanings if alike.which is None else self._meanings[alike.which]
        many = min(NEAREST, len(meanings))
        near = np.argpartition(-alike.likeness, many - 1)[:many]
        weight = np.exp(SHARPNESS * (alike.likeness[near] - alike.likeness[near].max()))
        shares = np.bincount(meanings[near], weights=weight, minlength=len(self.codes)) / weight.sum()
        return np.asarray(shares, dtype=np.float32)

    def prepare(self, *, nearest: bool = False) -> Classifier:
        """Itself, with all made that `nearest`, or else `weigh`, would make when it is first asked, in a call."""
        if not self._learned.basis.size:
            _ = self._likeness
        else:
            _ = (self._known, self._indexed) if nearest else self._halves
        return self

    @cached_property
    def _known(self) -> Known:
        return Known(self._learned)

    @cached_property
    def _indexed(self) -> tuple[Nearby, Glance]:
        return indexed(self._learned, self._cache)

    @cached_property
    def _halves(self) -> Halves:
        return Halves(self._learned)

    @cached_property
    def _likeness(self) -> Likeness:
        return Likeness(self._learned)

    def _closest(self, number: int, alike: Alike) -> str:
        """The example of a code that is most like the words; "" where none of it was looked at."""
        which = alike.which
        own = self._own[number] if which is None else np.flatnonzero(self._meanings[which] == number)
        if not len(own):
            return ""
        closest = int(own[np.argmax(alike.kernel[own])])
        return self._phrases[closest if which is None else which[closest]]


def likelihoods(scores: Floats, power: float = POWER) -> Floats:
    """Probabilities along the last axis; they add up to 1 with that of nothing the line knows."""
    shares = (np.maximum(scores, 0.0) + FLOOR) ** power
    nothing = (NOTHING + FLOOR) ** power
    return np.asarray(shares / (shares.sum(axis=-1, keepdims=True) + nothing), dtype=np.float32)
