"""A sentence in the pieces the encoder knows, as its vocabulary of 128,000 scored pieces divides it best (unigram)."""

from __future__ import annotations

import unicodedata
from array import array
from functools import lru_cache
from itertools import accumulate

import marisa_trie

from ivr.understanding.kept import Arrays

UNKNOWN, BEGIN, END = 0, 1, 2
"""Numbers of the pieces that are no text."""
SPACE = "▁"
HEAD, TAIL = 96, 32
"""Pieces that are kept of a long sentence, from its beginning and its end: some ninety words."""
LONGEST = 1200
"""Characters that are divided at all."""
WORDS = 16384
"""Words whose pieces are remembered: most are said again."""
_FAR = -1e38


class Pieces:
    """Divides sentences; the vocabulary is memory that processes share."""

    def __init__(self, arrays: Arrays) -> None:
        """arrays: `trie`, `piece` and `score`, as unpacked."""
        self._prefixes = marisa_trie.Trie().frombytes(arrays["trie"].tobytes()).iter_prefixes_with_ids
        self._piece = array("i", arrays["piece"].tobytes())  # quicker than arrays, one number at a time
        self._score = array("f", arrays["score"].tobytes())
        self._strange = min(self._score) - 10.0
        self._of_word = lru_cache(maxsize=WORDS)(self._divided)

    def of(self, text: str) -> list[int]:
        """The numbers of a text's pieces, between BEGIN and END; any text has some."""
        return self.with_starts(text)[0]

    def with_starts(self, text: str) -> tuple[list[int], list[int]]:
        """As `of`, and where among them each of the text's words begins: those of the beginning, if it was cut."""
        words = unicodedata.normalize("NFKC", text[:LONGEST]).lower().split()
        divided = [self._of_word(SPACE + word) for word in words] or [(UNKNOWN,)]
        starts = list(accumulate(map(len, divided[:-1]), initial=1))
        numbers = [number for pieces in divided for number in pieces]
        if len(numbers) > HEAD + TAIL:
            numbers, starts = numbers[:HEAD] + numbers[-TAIL:], [at for at in starts if at <= HEAD]
        return [BEGIN, *numbers, END], starts

    def _divided(self, word: str) -> tuple[int, ...]:
        """The division with the highest sum of scores, by dynamic programming from left to right.

        A word at a time: no piece of the vocabulary goes beyond one.
        """
        best = [0.0] + [_FAR] * len(word)
        came: list[tuple[int, int]] = [(0, UNKNOWN)] * (len(word) + 1)
        for at in range(len(word)):
            here = best[at]
            known_alone = False
            for prefix, number in self._prefixes(word[at : at + 16]):
                end = at + len(prefix)
                known_alone = known_alone or end == at + 1
                score = here + self._score[number]
                if score > best[end]:
                    best[end], came[end] = score, (at, number)
            if not known_alone and here + self._strange > best[at + 1]:
                best[at + 1], came[at + 1] = here + self._strange, (at, -1)
        return self._walked(came)

    def _walked(self, came: list[tuple[int, int]]) -> tuple[int, ...]:
        found: list[int] = []
        at = len(came) - 1
        while at > 0:
            at, number = came[at]
            found.append(UNKNOWN if number < 0 else self._piece[number])
        return tuple(found[::-1])
