"""Digits that a recogniser wrote as other words: “four one to five”, “won five five ate”."""

from __future__ import annotations

from collections.abc import Sequence

from ivr.flow.numerals import numbers

HOMOPHONES = {
    **{"to": "two", "too": "two", "for": "four", "fore": "four", "won": "one", "ate": "eight", "tree": "three"},
    **{"niner": "nine", "fo": "four", "sics": "six", "sicks": "six", "fife": "five"},
}
"""Digits as recognisers mishear them: trusted only among other digits."""
_SPANISH = {"o": "cero", "sero": "cero", "oh": "cero"}
_CHAIN = 4
"""Digits next to which a homophone at the beginning or the end is one more: “for one oh five five five …”."""


def unmisheard(said: Sequence[str], language: str) -> list[str]:
    """The words with the digits that were heard as other words: “four one to five” → four one two five."""
    heard = list(said)
    misheard = _SPANISH if language == "es" else HOMOPHONES
    if misheard.keys().isdisjoint(heard):
        return heard
    numeric = [
        w in ("oh", "double", "triple", "doble") or (language == "en" and w == "o") or bool(numbers((w,), language))
        for w in heard
    ]
    before = _lengths(numeric)
    after = _lengths(numeric[::-1])[::-1]
    for at, word in enumerate(heard):
        left, right = (before[at - 1] if at else 0), (after[at + 1] if at + 1 < len(heard) else 0)
        among = left and right and left + right >= 3
        at_the_end = (not at and right >= _CHAIN) or (at == len(heard) - 1 and left >= _CHAIN)
        if word in misheard and (among or at_the_end):
            heard[at] = misheard[word]
    return heard


def _lengths(numeric: Sequence[bool]) -> list[int]:
    """How many digits in a row end at each place."""
    counts: list[int] = []
    for one in numeric:
        counts.append((counts[-1] if counts else 0) + 1 if one else 0)
    return counts
