"""A sentence in the pieces the encoder knows, as its vocabulary of 128,000 scored pieces divides it best (unigram)."""

from __future__ import annotations

import unicodedata
from array import array

import marisa_trie

from ivr.understanding.kept import Arrays

UNKNOWN, BEGIN, END = 0, 1, 2
"""Numbers of the pieces that are no text."""
SPACE = "▁"
HEAD, TAIL = 96, 32
"""Pieces that are kept of a long sentence, from its beginning and its end: some ninety words."""
LONGEST = 1200
"""Characters that are divided at all."""
_FAR = -1e38


class Pieces:
    """Divides sentences; the vocabulary is memory that processes share."""

    def __init__(self, arrays: Arrays) -> None:
        """arrays: `trie`, `piece` and `score`, as unpacked."""
        self._prefixes = marisa_trie.Trie().frombytes(arrays["trie"].tobytes()).iter_prefixes_with_ids
        self._piece = array("i", arrays["piece"].tobytes())  # quicker than arrays, one number at a time
        self._score = array("f", arrays["score"].tobytes())
        self._strange = min(self._score) - 10.0

    def of(self, text: str) -> list[int]:
        """The numbers of a text's pieces, between BEGIN and END; any text has some."""
        return self.with_starts(text)[0]

    def with_starts(self, text: str) -> tuple[list[int], list[int]]:
        """As `of`, and where among them each of the text's words begins: those of the beginning, if it was cut."""
        plain = " ".join(unicodedata.normalize("NFKC", text[:LONGEST]).lower().split())
        numbers, begins = self._divided(SPACE + plain.replace(" ", SPACE)) if plain else ([UNKNOWN], [0])
        starts = [at + 1 for at, first in enumerate(begins) if first]
        if len(numbers) > HEAD + TAIL:
            numbers, starts = numbers[:HEAD] + numbers[-TAIL:], [at for at in starts if at <= HEAD]
        return [BEGIN, *numbers, END], starts

    def _divided(self, text: str) -> tuple[list[int], list[bool]]:
        """The division with the highest sum of scores, by dynamic programming from left to right.

        Returns its pieces, and of each whether a word begins with it.
        """
        best = [0.0] + [_FAR] * len(text)
        came: list[tuple[int, int]] = [(0, UNKNOWN)] * (len(text) + 1)
        for at in range(len(text)):
            here = best[at]
            known_alone = False
            for prefix, number in self._prefixes(text[at : at + 16]):
                end = at + len(prefix)
                known_alone = known_alone or end == at + 1
                score = here + self._score[number]
                if score > best[end]:
                    best[end], came[end] = score, (at, number)
            if not known_alone and here + self._strange > best[at + 1]:
                best[at + 1], came[at + 1] = here + self._strange, (at, -1)
        return self._walked(text, came)

    def _walked(self, text: str, came: list[tuple[int, int]]) -> tuple[list[int], list[bool]]:
        numbers: list[int] = []
        begins: list[bool] = []
        at = len(came) - 1
        while at > 0:
            at, number = came[at]
            numbers.append(UNKNOWN if number < 0 else self._piece[number])
            begins.append(text[at] == SPACE)
        return numbers[::-1], begins[::-1]
