"""A long first sentence, taken clause by clause: “well hello dear, I live over on … and the water has been …”."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ivr.understanding import words
from ivr.understanding.saying import POLITE, said_words

LONG = 12
"""Words from which a sentence may be a story."""
CLAUSE, OVERLAP = 10, 4
"""Words of a clause at most; a longer one is cut into pieces that share words with their neighbours."""
MOST = 24
"""Clauses that are looked at."""


def is_long(text: str) -> bool:
    return text.count(" ") >= LONG - 1


def clauses(text: str, language: str) -> list[str]:
    """The clauses of two words and more, in order, at most MOST."""
    found: list[str] = []
    for clause in _split(said_words(text), words.of(language).joins):
        found += (" ".join(piece) for piece in _pieces(clause) if len(piece) > 1)
        if len(found) >= MOST:
            break
    return found[:MOST]


def _split(said: Sequence[str], joins: frozenset[str]) -> Iterator[Sequence[str]]:
    begin = 0
    for at, word in enumerate(said):
        if word in joins or word in POLITE:
            yield said[begin:at]
            begin = at + 1
    yield said[begin:]


def _pieces(clause: Sequence[str]) -> Iterator[Sequence[str]]:
    if len(clause) <= CLAUSE:
        yield clause
        return
    for begin in range(0, len(clause) - OVERLAP, CLAUSE - OVERLAP):
        yield clause[begin : begin + CLAUSE]
