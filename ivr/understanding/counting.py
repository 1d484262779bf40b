"""Numbers for an answer: how many, digits of a pole or a reference, a telephone number."""

from __future__ import annotations

from collections.abc import Sequence

import phonenumbers

from ivr.flow.numerals import numbers
from ivr.understanding.number import amount_in_words
from ivr.understanding.runs import spoken


def amount(said: Sequence[str], language: str, digits: tuple[int, int] | None) -> str | None:
    """How many, as an integer without leading zeros; None when no number or more than one was said."""
    values = {str(int(chunk)) for chunk in spoken(said, language)}
    if not values and (named := amount_in_words(said, language)) is not None:
        values = {named}
    fewest, most = digits or (1, 12)
    value = values.pop() if len(values) == 1 else ""
    return value if fewest <= len(value) <= most else None


def digits(said: Sequence[str], language: str, fewest: int, most: int) -> str | None:
    """The digits said, zeros in front and all; None when they are too few or too many."""
    chunks = spoken(said, language)
    joined = chunks[0] if len(set(chunks)) == 1 else "".join(chunks)
    if fewest <= len(joined) <= most:
        return joined
    fitting = {chunk for chunk in chunks if fewest <= len(chunk) <= most}
    return fitting.pop() if len(fitting) == 1 and fewest > 1 else None


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
