"""What sentences are made of, as numbers: words, pairs of words, and pieces of how they sound.

Pieces of three to five letters are taken inside words, pieces of four to six from the sounds of the whole sentence
without its spaces: “pot hole” and “pothole”, “se más foro” and “semáforo” share most of them. Every feature is a
number below BUCKETS by a fixed hash, the same in every process.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain, pairwise

import numpy as np
from numpy.typing import NDArray

from ivr.flow.spoken import words
from ivr.understanding.sounds import sound

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]

BUCKETS = 1 << 20
INSIDE, ACROSS = (3, 4, 5), (4, 5, 6)
WORD, PAIR, PIECE, RUN = range(4)
"""Kinds: a word, a pair of words, a piece of a word, a piece of the whole."""
WEIGHTS = np.array([1.0, 1.0, 0.5, 0.5], dtype=np.float32)
"""Of each kind."""
LONGEST = 120
"""Words that are looked at."""
_PRIME = np.uint32(16777619)
_GAP = 32  # the space between words, as a number


@dataclass(frozen=True)
class Sparse:
    """Rows of features: feature `column[i]` of sentence `row[i]` has the weight `value[i]`; sorted by row, column."""

    row: Ints
    column: Ints
    value: Floats
    rows: int

    def only(self, row: int) -> Sparse:
        """One sentence of them."""
        own = self.row == row
        return Sparse(self.row[own] - row, self.column[own], self.value[own], 1)

    def beside(self, other: Sparse) -> Sparse:
        """These sentences, and the other's after them."""
        row = np.concatenate([self.row, other.row + self.rows])
        column, value = np.concatenate([self.column, other.column]), np.concatenate([self.value, other.value])
        return Sparse(row, column, value, self.rows + other.rows)


def features(texts: Sequence[str]) -> Sparse:
    """The features of each text, unweighted by how rare they are; none of a text without words."""
    said = [words(text)[:LONGEST] for text in texts]
    parts = _parts(said)
    owner = np.repeat(np.arange(len(texts)), [len(one) for one in said])
    return _summed(owner[parts.first], parts.column, parts.kind, len(texts))


class Apart:
    """A text taken apart once, for the features of the whole and of any run of its words."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._words = words(text)
        self._parts = _parts([self._words])

    def whole(self) -> Sparse:
        """As `features` of the text."""
        return self._of([(0, LONGEST)])

    def runs(self, runs: Sequence[tuple[int, int]]) -> Sparse:
        """As `features` of each run first..end of what stands between spaces."""
        # Nearly always one word: “and/or” is two, and “–” is none.
        many = (1 if one.isalnum() else len(words(one)) for one in self._text.split())
        at = list(accumulate(many, initial=0))
        return self._of([(at[first], min(at[end], at[first] + LONGEST)) for first, end in runs])

    def _of(self, runs: Sequence[tuple[int, int]]) -> Sparse:
        """runs: of words, first..end."""
        parts = self._parts
        bounds = np.array(runs, dtype=np.int32)
        row, own = np.nonzero((parts.first >= bounds[:, :1]) & (parts.end <= bounds[:, 1:]))
        return _summed(row, parts.column[own], parts.kind[own], len(runs))


@dataclass(frozen=True)
class _Parts:
    """What texts are made of: features, of which kind, and the words first..end, of all texts, that each stands in."""

    column: Ints
    kind: NDArray[np.int8]
    first: NDArray[np.int32]
    end: NDArray[np.int32]


_Numbers = Sequence[int] | NDArray[np.uint32]
_Found = tuple[int, _Numbers, NDArray[np.int32], NDArray[np.int32]]
"""Of one kind: the features, and the first and the last word that each stands in."""


def _parts(said: Sequence[Sequence[str]]) -> _Parts:
    found = [*_whole_words(said), *_pieces([[sound(word) for word in one] for one in said])]
    kind = np.repeat(np.array([kind for kind, *_ in found], dtype=np.int8), [len(column) for _, column, *_ in found])
    column, first, last = (np.concatenate([np.asarray(one[n]) for one in found]) for n in (1, 2, 3))
    return _Parts(column.astype(np.int64), kind, first, last + 1)


def _whole_words(said: Sequence[Sequence[str]]) -> Iterator[_Found]:
    lengths = [len(one) for one in said]
    number = np.arange(sum(lengths), dtype=np.int32)
    yield WORD, [_hash(word) for one in said for word in one], number, number
    ends = np.cumsum(lengths) - 1
    first = np.delete(number, ends[np.array(lengths) > 0]) if len(said) > 1 else number[:-1]
    yield PAIR, [_hash(f"{a} {b}") for one in said for a, b in pairwise(one)], first, first + np.int32(1)


def _pieces(heard: Sequence[Sequence[str]]) -> Iterator[_Found]:
    """Every few letters of a word, with the spaces around it, and of all the words of a text without spaces."""
    lengths = np.array([len(word) for one in heard for word in one], dtype=np.int64)
    number = np.arange(len(lengths), dtype=np.int32)
    text = np.repeat(np.arange(len(heard), dtype=np.int32), [len(one) for one in heard])
    letters = _letters(f" {' '.join(one)} " for one in heard if one)
    word = np.repeat(number, lengths + 1 + _is_new(text))
    nth, at = np.nonzero(_unparted(letters))
    own = word[at + 1]
    yield PIECE, _hashed(letters, INSIDE, inside=True)[nth, at], own, own
    letters, word = _letters(chain.from_iterable(heard)), np.repeat(number, lengths)
    whose = np.concatenate([text[word], np.full(ACROSS[-1], -1, dtype=np.int32)])
    nth, at = np.nonzero([whose[: len(word)] == whose[width - 1 :][: len(word)] for width in ACROSS])
    first, last = word[at], word[at + nth + (ACROSS[0] - 1)]
    yield RUN, _hashed(letters, ACROSS, inside=False)[nth, at], first, last


@lru_cache(maxsize=65536)
def _hash(text: str) -> int:
    return zlib.crc32(text.encode()) % BUCKETS


def _letters(texts: Iterable[str]) -> NDArray[np.uint32]:
    """All letters one after another, as numbers."""
    return np.frombuffer("".join(texts).encode("utf-32-le", "replace"), dtype="<u4")


def _unparted(letters: NDArray[np.uint32]) -> list[NDArray[np.bool_]]:
    """For each width INSIDE, whether a run from a letter has spaces at most first and last: the last letter is one."""
    plain = np.concatenate([letters != _GAP, np.zeros(INSIDE[-1], dtype=np.bool_)])
    inner = (plain[at : at + len(letters)] for at in range(1, INSIDE[-1] - 1))
    return list(accumulate(inner, np.logical_and))


def _hashed(letters: NDArray[np.uint32], widths: Sequence[int], *, inside: bool) -> NDArray[np.uint32]:
    """(widths, letters): the feature of the run of so many letters from each; any number where letters are too few."""
    padded = np.concatenate([letters, np.zeros(widths[-1], dtype=np.uint32)])
    hashed = np.empty((len(widths), len(letters)), dtype=np.uint32)
    hashed[:] = np.array([[2166136261 + 97 * width + inside] for width in widths], dtype=np.uint32)
    for at in range(widths[-1]):
        longer = hashed[max(0, at + 1 - widths[0]) :]
        longer ^= padded[at : at + len(letters)]
        longer *= _PRIME
    return (hashed ^ (hashed >> np.uint32(15))) & np.uint32(BUCKETS - 1)


def _is_new(numbers: NDArray[np.int32] | Ints) -> NDArray[np.bool_]:
    """Of numbers from 0, whether each differs from the one before it."""
    return np.concatenate([numbers[:1] >= 0, numbers[1:] != numbers[:-1]])


def _summed(row: Ints, column: Ints, kind: NDArray[np.int8], rows: int) -> Sparse:
    """What stands twice in a sentence counts once and a little, 1 + log(times), by the first of its kinds."""
    key = (row * BUCKETS + column) * len(WEIGHTS) + kind
    key.sort()
    feature = key // len(WEIGHTS)
    first = np.flatnonzero(_is_new(feature))
    times = np.concatenate([first[1:], [len(key)]])[: len(first)] - first
    weights = WEIGHTS[key[first] & (len(WEIGHTS) - 1)] * (1.0 + np.log(times.astype(np.float32)))
    feature = feature[first]
    return Sparse(feature // BUCKETS, feature & (BUCKETS - 1), weights.astype(np.float32), rows)
