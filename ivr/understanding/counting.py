"""Numbers for an answer: how many, digits of a pole or a reference, a telephone number."""

from __future__ import annotations

from collections.abc import Sequence

import phonenumbers

from ivr.flow.numerals import Number, numbers
from ivr.understanding import words
from ivr.understanding.saying import place_of

HOMOPHONES = {"to": "two", "too": "two", "for": "four", "fore": "four", "won": "one", "ate": "eight", "tree": "three"}
"""Digits as recognisers mishear them: trusted only between two other digits."""


def amount(said: Sequence[str], language: str, digits: tuple[int, int] | None) -> str | None:
    """How many, as an integer without leading zeros; None when no number or more than one was said."""
    found = numbers(_after_correction(said, language), language)
    values = {_value(n) for n in found}
    if not found:
        named = words.of(language).amounts
        values = {str(named[w]) for w in said if w in named}
        values = {"6"} if {"media", "docena"} <= set(said) or {"half", "dozen"} <= set(said) else values
    if len(found) == 1 and {"dozen", "docena"} & set(said[found[0].end : found[0].end + 1]):
        values = {str(12 * int(_value(found[0])))}
    if len(values) != 1:
        return None
    value = values.pop()
    fewest, most = digits or (1, 12)
    return value if fewest <= len(value) <= most else None


def _value(number: Number) -> str:
    return str(int(number.digits))


def digits(said: Sequence[str], language: str, fewest: int, most: int) -> str | None:
    """The digits said, zeros in front and all; None when they are too few or too many."""
    corrected = _after_correction(said, language)
    for heard in dict.fromkeys((tuple(corrected), tuple(said))):
        runs = [n.digits for n in numbers(_unmisheard(heard, language), language)]
        joined = "".join(runs)
        if fewest <= len(joined) <= most:
            return joined
        fitting = [run for run in runs if fewest <= len(run) <= most]
        if len(fitting) == 1 and (fewest > 1 or len(runs) == 1):
            return fitting[0]
    return None


def reference(said: Sequence[str], language: str) -> str | None:
    """A request's number: 8 digits, or 10 with the year in front."""
    heard = digits(said, language, 8, 10)
    return heard if heard and len(heard) in (8, 10) else None


def phone(said: Sequence[str], language: str, text: str) -> str | None:
    """E.164. Ten digits are a number of this country; others only with a plus or “plus” in front."""
    if text.strip().startswith("+") or said[:1] in (("plus",), ("mas",)):
        return _abroad("+" + "".join(n.digits for n in numbers(said, language)))
    national = digits(said, language, 10, 10)
    if national is None and (long := digits(said, language, 11, 11)) and long[0] == "1":
        national = long[1:]
    fits = national and national[0] in "23456789" and national[3] in "23456789"
    return f"+1{national}" if fits else None


def _abroad(number: str) -> str | None:
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def _after_correction(said: Sequence[str], language: str) -> Sequence[str]:
    """What follows the last “no wait” or “I mean”, when numbers follow it."""
    for phrase in words.of(language).correction:
        at = place_of(said, tuple(phrase.split()))
        if at >= 0 and numbers(said[at + len(phrase.split()) :], language):
            return said[at + len(phrase.split()) :]
    return said


def _unmisheard(said: Sequence[str], language: str) -> Sequence[str]:
    if language != "en":
        return said

    def numeric(at: int) -> bool:
        return 0 <= at < len(said) and (said[at] in ("oh", "o") or bool(numbers(said[at : at + 1], language)))

    return [HOMOPHONES[w] if w in HOMOPHONES and numeric(n - 1) and numeric(n + 1) else w for n, w in enumerate(said)]
