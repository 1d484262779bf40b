"""What sentences are made of, as numbers: words, pairs of words, and pieces of how they sound.

Pieces of three to five letters are taken inside words, pieces of four to six from the sounds of the whole sentence
without its spaces: “pot hole” and “pothole”, “se más foro” and “semáforo” share most of them. Every feature is a
number below BUCKETS by a fixed hash, the same in every process.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ivr.flow.spoken import words
from ivr.understanding.sounds import sound

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]

BUCKETS = 1 << 20
INSIDE, ACROSS = (3, 4, 5), (4, 5, 6)
WORD, PAIR, PIECE, RUN = 1.0, 1.0, 0.5, 0.5
"""Weights of a word, a pair of words, a piece of a word, a piece of the whole."""
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
    found = [_whole_words(said)]
    heard = [[sound(word) for word in one] for one in said]
    letters, owner = _letters([f" {' '.join(one)} " if one else "" for one in heard])
    found += [_pieces(letters, owner, width, PIECE, inside=True) for width in INSIDE]
    letters, owner = _letters(["".join(one) for one in heard])
    found += [_pieces(letters, owner, width, RUN, inside=False) for width in ACROSS]
    return _summed(found, len(texts))


def _whole_words(said: Sequence[Sequence[str]]) -> tuple[Ints, Ints, Floats]:
    row, column, value = [], [], []
    for number, one in enumerate(said):
        row += [number] * (2 * len(one) - 1 if one else 0)
        column += [_hash(word) for word in one]
        column += [_hash(f"{a} {b}") for a, b in pairwise(one)]
        value += [WORD] * len(one) + [PAIR] * max(0, len(one) - 1)
    return np.array(row, np.int64), np.array(column, np.int64), np.array(value, np.float32)


@lru_cache(maxsize=65536)
def _hash(text: str) -> int:
    return zlib.crc32(text.encode()) % BUCKETS


def _letters(texts: Sequence[str]) -> tuple[NDArray[np.uint32], Ints]:
    """All letters one after another, as numbers, and whose each one is."""
    joined = "".join(texts).encode("utf-32-le", "replace")
    lengths = [len(text) for text in texts]
    return np.frombuffer(joined, dtype="<u4"), np.repeat(np.arange(len(texts)), lengths)


def _pieces(
    letters: NDArray[np.uint32], owner: Ints, width: int, weight: float, *, inside: bool
) -> tuple[Ints, Ints, Floats]:
    """Every run of `width` letters of one sentence; with `inside` a space may only begin or end it."""
    count = len(letters) - width + 1
    if count <= 0:
        return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.float32)
    hashed = np.full(count, 2166136261 + 97 * width + inside, dtype=np.uint32)
    for at in range(width):
        hashed = (hashed ^ letters[at : at + count]) * _PRIME
    kept = owner[:count] == owner[width - 1 :]
    if inside:
        space = letters == _GAP
        for at in range(1, width - 1):
            kept &= ~space[at : at + count]
    column = ((hashed ^ (hashed >> np.uint32(15))) % np.uint32(BUCKETS))[kept].astype(np.int64)
    return owner[:count][kept], column, np.full(len(column), weight, np.float32)


def _summed(found: Sequence[tuple[Ints, Ints, Floats]], rows: int) -> Sparse:
    """What stands twice in a sentence counts once and a little: 1 + log(times)."""
    row, column, value = (np.concatenate(parts) for parts in zip(*found, strict=True))
    key, first, times = np.unique(row * BUCKETS + column, return_index=True, return_counts=True)
    weights = value[first] * (1.0 + np.log(times.astype(np.float32)))
    return Sparse(key // BUCKETS, key % BUCKETS, weights.astype(np.float32), rows)
