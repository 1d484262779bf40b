"""The general language model in the wheel, read from its file: every pair and triple of words it holds.

The recogniser answers for one sequence at a time and cannot tell which it knows. The file is sphinxbase's trie
(ngram_model_trie.c, lm_trie.c, lm_trie_quant.c): words with the range of their histories; under each word those that
stood before it, under these those before them; chances as 16-bit places in tables, all fields packed without gaps.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Chances = NDArray[np.float64]
HEAD = b"Trie Language Model"
BASE = 1.0001
"""Of the logarithms in the file."""
_QUANTUM, _TABLES = 16, 3


@dataclass(frozen=True, slots=True)
class Trie:
    """words: by number. pairs, triples: their words' numbers as spoken, a row each, and how likely the last is."""

    words: tuple[str, ...]
    one: Chances
    left: Chances
    """What a word leaves to words that were never seen after it."""
    pairs: Numbers
    two: Chances
    triples: Numbers
    three: Chances

    def chances(self, pairs: Numbers) -> Chances:
        """Of the second word after the first, known as a pair or not."""
        size = len(self.words)
        keys = self.pairs @ (size, 1)
        order = np.argsort(keys)
        wanted = pairs @ (size, 1)
        at = order[np.minimum(np.searchsorted(keys, wanted, sorter=order), len(keys) - 1)]
        shorter = self.left[pairs[:, 0]] * self.one[pairs[:, 1]]
        return np.asarray(np.where(keys[at] == wanted, self.two[at], shorter))

    def spoken(self, rows: Numbers, chances: Chances) -> dict[tuple[str, ...], float]:
        """The rows as words, each with its chance."""
        return {
            tuple(self.words[word] for word in row): chance
            for row, chance in zip(rows.tolist(), chances.tolist(), strict=True)
        }


def read(path: Path) -> Trie:
    """ValueError: the file is no such model of three words."""
    data = path.read_bytes()
    if not data.startswith(HEAD) or data[len(HEAD)] != _TABLES:
        raise ValueError(f"{path.name} is no trie of three words")
    at = len(HEAD) + 1
    counts = np.frombuffer(data, "<u4", 3, at).astype(np.int64)
    at += 16
    tables = np.frombuffer(data, "<f4", _TABLES << _QUANTUM, at).reshape(_TABLES, -1)
    at += tables.nbytes
    shape = np.dtype([("chance", "<f4"), ("left", "<f4"), ("next", "<u4")])
    alone = np.frombuffer(data, shape, counts[0] + 1, at)
    at += alone.nbytes
    word, below = int(counts[0]).bit_length(), int(counts[2]).bit_length()
    wide = word + 2 * _QUANTUM + below
    begins = alone["next"].astype(np.int64)
    many = np.arange(begins[-1] + 1)
    before = _field(data, at, many, wide, 0, word)[:-1]
    chance = _field(data, at, many, wide, word + _QUANTUM, _QUANTUM)[:-1]
    next_ = _field(data, at, many, wide, word + 2 * _QUANTUM, below)
    last = np.repeat(np.arange(counts[0]), np.diff(begins))
    at += _bytes(int(counts[1]), wide)
    rows, wide = np.arange(next_[-1]), word + _QUANTUM
    first = _field(data, at, rows, wide, 0, word)
    third = _field(data, at, rows, wide, word, _QUANTUM)
    at += _bytes(int(counts[2]), wide)
    pair = np.repeat(many[:-1], np.diff(next_))
    names = data[at + 4 :].decode("latin-1").split("\0")[: counts[0]]
    return Trie(
        tuple(names),
        _likely(alone["chance"][:-1]),
        _likely(alone["left"][:-1]),
        np.stack([before, last], axis=1),
        _likely(tables[0][chance]),
        np.stack([first, before[pair], last[pair]], axis=1),
        _likely(tables[2][third]),
    )


def _bytes(rows: int, wide: int) -> int:
    """Of a packed table: one row more than it has, and eight bytes that may be read past its end."""
    return ((rows + 1) * wide + 7) // 8 + 8


def _field(data: bytes, at: int, rows: Numbers, wide: int, begin: int, size: int) -> Numbers:
    """One field of each row of a packed table that begins at a byte of the data."""
    bits = rows * wide + begin
    place = np.frombuffer(data, np.uint8)[at:]
    found = np.zeros(len(rows), np.int64)
    for byte in range(5):
        found |= place[(bits >> 3) + byte].astype(np.int64) << (8 * byte)
    return (found >> (bits & 7)) & ((1 << size) - 1)


def _likely(logs: NDArray[np.float32]) -> Chances:
    return np.asarray(np.exp(logs.astype(np.float64) * np.log(BASE)))
