"""Which of many codes do these words mean? Compared with each code's example phrases; no model, no library.

Every example becomes a sparse vector of word stems, neighbouring pairs and four-letter pieces, weighted by how few
codes share them. A code's score is the likeness of its closest example and of all its examples together.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ivr.understanding import words
from ivr.understanding.saying import said_words, without
from ivr.understanding.stem import stem

PAIR, PIECE = 0.6, 0.3
"""Weights of a pair of neighbouring words and of a piece of a word, beside 1 for a word."""
CLOSEST = 0.55
"""The share of the closest example in a code's score; the rest is all its examples together."""
SHARPNESS = 16.0
"""How fast a code's likelihood falls with its distance from the best."""
FAMILIAR = 0.42
"""A score from which the words are surely about something the line knows."""
LONGEST = 40
"""Words that are compared; callers come to the point before that."""

Vector = dict[str, float]


@dataclass(frozen=True, slots=True)
class Guess:
    """A code, how likely it is (0..1), the example it is most like, and how like (1: the same words)."""

    code: str
    confidence: float
    example: str
    likeness: float = 0.0


class Lexicon:
    """The examples of one language, ready to be compared with."""

    def __init__(self, examples: Mapping[str, Sequence[str]], language: str) -> None:
        """examples: code → phrases, by which callers mean it."""
        self._language = language
        self._codes = tuple(examples)
        said = [(n, phrase) for n, phrases in enumerate(examples.values()) for phrase in dict.fromkeys(phrases)]
        self._examples = tuple(said)
        vectors = [self._vector(phrase) for _, phrase in said]
        self._rarity = self._rarities(vectors)
        self._by_example: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self._by_code: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self._index(vectors)

    def _vector(self, text: str) -> Vector:
        plain = without(said_words(text), words.of(self._language).stop)[:LONGEST]
        stems = [stem(word, self._language) for word in plain]
        vector: Vector = dict.fromkeys(stems, 1.0)
        vector |= {f"{a} {b}": PAIR for a, b in pairwise(stems)}
        vector |= {piece: PIECE for one in dict.fromkeys(stems) for piece in _pieces(one)}
        return vector

    def _rarities(self, vectors: Sequence[Vector]) -> dict[str, float]:
        """Of a feature by the number of codes that have it: log(1 + codes / owners)."""
        owners: dict[str, set[int]] = defaultdict(set)
        for (code, _), vector in zip(self._examples, vectors, strict=True):
            for feature in vector:
                owners[feature].add(code)
        return {feature: math.log(1 + len(self._codes) / len(who)) for feature, who in owners.items()}

    def _index(self, vectors: Sequence[Vector]) -> None:
        """Fills the postings: feature → (number, weight in a vector of length 1)."""
        whole: dict[int, Counter[str]] = defaultdict(Counter)
        for number, ((code, _), vector) in enumerate(zip(self._examples, vectors, strict=True)):
            weighed = self._weighed(vector)
            for feature, weight in weighed.items():
                self._by_example[feature].append((number, weight))
                whole[code][feature] += weight  # type: ignore[assignment]
        for code, vector_ in whole.items():
            length = math.sqrt(sum(w * w for w in vector_.values())) or 1.0
            for feature, weight in vector_.items():
                self._by_code[feature].append((code, weight / length))

    def _weighed(self, vector: Vector) -> Vector:
        """Weighted by rarity and of length 1; a feature no example has still counts as rare."""
        unknown = math.log(1 + len(self._codes))
        weighed = {f: w * self._rarity.get(f, unknown if w == 1.0 else 0.0) for f, w in vector.items()}
        length = math.sqrt(sum(w * w for w in weighed.values())) or 1.0
        return {f: w / length for f, w in weighed.items() if w}

    def guess(self, text: str, among: frozenset[str] | None = None) -> tuple[Guess, ...]:
        """Codes by likelihood, best first, at most six; empty when no word is known. `among` leaves the others out."""
        vector = self._weighed(self._vector(text))
        near = self._likeness(vector, self._by_example)
        closest: dict[int, int] = {}
        for number, likeness in near.items():
            code = self._examples[number][0]
            if code not in closest or likeness > near[closest[code]]:
                closest[code] = number
        together = self._likeness(vector, self._by_code)
        scores = {
            code: CLOSEST * near[number] + (1 - CLOSEST) * together.get(code, 0.0)
            for code, number in closest.items()
            if among is None or self._codes[code] in among
        }
        return tuple(
            Guess(self._codes[code], likely, self._examples[closest[code]][1], round(near[closest[code]], 4))
            for code, likely in _likelihoods(scores)
        )

    @staticmethod
    def _likeness(vector: Vector, postings: Mapping[str, list[tuple[int, float]]]) -> dict[int, float]:
        sums: dict[int, float] = {}
        for feature, weight in vector.items():
            for number, other in postings.get(feature, ()):
                sums[number] = sums.get(number, 0.0) + weight * other
        return sums


def _pieces(one: str) -> Iterator[str]:
    """The four-letter pieces of a stem of five letters or more, its ends marked."""
    if len(one) > 4:
        marked = f"^{one}$"
        yield from (f"~{marked[n : n + 4]}" for n in range(len(marked) - 3))


def _likelihoods(scores: Mapping[int, float]) -> list[tuple[int, float]]:
    """Scores as likelihoods: against each other, and against “nothing the line knows”."""
    best = sorted(scores.items(), key=lambda one: (-one[1], one[0]))[:6]
    if not best:
        return []
    top = best[0][1]
    shares = [math.exp(SHARPNESS * (score - top)) for _, score in best]
    known = min(1.0, (top / FAMILIAR) ** 1.5)
    return [(code, round(known * share / sum(shares), 4)) for (code, _), share in zip(best, shares, strict=True)]
