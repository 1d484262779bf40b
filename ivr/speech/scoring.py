"""How well something was heard: word errors, counted the way everybody counts them.

Both texts are made equal first where a difference is none: lower case, no punctuation, numbers as they are spoken
(“2400 N Charles St.” and “twenty four hundred north charles street” are the same), murmurs left out. Errors are the
fewest words to put in, take out or change, over the words that were said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ivr.speech.offline.words import said

_SHORT = {
    "n": "north",
    "s": "south",
    "e": "east",
    "w": "west",
    "ave": "avenue",
    "av": "avenue",
    "blvd": "boulevard",
    "rd": "road",
    "ln": "lane",
    "ct": "court",
    "dr": "drive",
    "pkwy": "parkway",
    "hwy": "highway",
    "ok": "okay",
    "0": "zero",
}
_MURMURS = frozenset(("um", "uh", "uhm", "hm", "hmm", "er", "ah", "eh", "mm"))

_BEFORE_A_NAME = frozenset(
    (
        *("on", "at", "and", "of", "the", "north", "south", "east", "west", "hundred"),
        *(said(str(n))[-1] for n in range(100)),
    )
)


@dataclass(frozen=True, slots=True)
class Errors:
    """wrong: words put in, taken out or changed. of: words said."""

    wrong: int
    of: int

    def __add__(self, other: Errors) -> Errors:
        return Errors(self.wrong + other.wrong, self.of + other.of)

    @property
    def rate(self) -> float | None:
        """0..; None: nothing was said."""
        return self.wrong / self.of if self.of else None


def errors(truth: str, heard: str) -> Errors:
    """The word errors of one text."""
    wanted, got = plain(truth), plain(heard)
    return Errors(distance(wanted, got), len(wanted))


def plain(text: str) -> tuple[str, ...]:
    """The words that are compared."""
    words = [_SHORT.get(word, word) for word in said(text) if word not in _MURMURS]
    for at, word in enumerate(words):
        if word == "st":
            words[at] = "saint" if at + 1 < len(words) and _begins_a_name(words, at) else "street"
    return tuple(words)


def _begins_a_name(words: Sequence[str], at: int) -> bool:
    """Whether "st" stands where a name begins: “on st paul”, “21 n st paul”."""
    return at == 0 or words[at - 1] in _BEFORE_A_NAME


def distance(wanted: Sequence[str], got: Sequence[str]) -> int:
    """The fewest words to put in, take out or change."""
    row = list(range(len(got) + 1))
    for before, word in enumerate(wanted, 1):
        above, row[0] = row[0], before
        for at, other in enumerate(got, 1):
            above, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, above + (word != other))
    return row[-1]
