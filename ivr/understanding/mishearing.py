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
"""Words of a chain in which a homophone at the beginning or the end is one more: “for one oh five five five …”."""
_AMONG = 3
"""Digits of a chain from which the homophones between them are some: “four one to five”."""


def unmisheard(said: Sequence[str], language: str) -> list[str]:
    """The words with the digits that were heard as other words: “four one to five” → four one two five."""
    heard = _zeros(said)
    misheard = _SPANISH if language == "es" else HOMOPHONES
    if misheard.keys().isdisjoint(heard):
        return heard
    numeric = [_is_digit(word, language) for word in heard]
    at = 0
    while at < len(heard):
        end = at
        while end < len(heard) and (numeric[end] or heard[end] in misheard):
            end += 1
        first, last = _chain(numeric, at, end)
        for n in range(first, last):
            heard[n] = heard[n] if numeric[n] and heard[n] not in misheard else misheard.get(heard[n], heard[n])
        at = max(end, at + 1)
    return heard


def _chain(numeric: Sequence[bool], at: int, end: int) -> tuple[int, int]:
    """Where homophones are digits among the words at..end, all of them digits or homophones; nowhere: (at, at)."""
    if at == 0 and end == len(numeric) >= _CHAIN:  # nothing else was said: “won ate for tree”
        return at, end
    digits = [n for n in range(at, end) if numeric[n]]
    if len(digits) < _AMONG:
        return at, at
    first = 0 if at == 0 and len(digits) >= _CHAIN else digits[0]
    last = end if end == len(numeric) and len(digits) >= _CHAIN else digits[-1] + 1
    return first, last


def _is_digit(word: str, language: str) -> bool:
    if word in ("oh", "double", "triple", "doble") or (language == "en" and word == "o"):
        return True
    return bool(numbers((word,), language))


def _zeros(said: Sequence[str]) -> list[str]:
    """The words with the “oh” between two “and”s a zero: “one and oh and five”."""
    ands = {n for n, word in enumerate(said) if word == "and"}
    return ["zero" if w in ("oh", "o") and {n - 1, n + 1} <= ands else w for n, w in enumerate(said)]
