"""Numbers for an answer: how many, or the digits of a pole, a meter, an account."""

from __future__ import annotations

from collections.abc import Sequence

from ivr.understanding.number import amount_in_words, digits
from ivr.understanding.runs import spoken

__all__ = ["amount", "digits", "reference"]


def amount(said: Sequence[str], language: str, digits: tuple[int, int] | None) -> str | None:
    """How many, as an integer without leading zeros; None when no number or more than one was said."""
    values = {str(int(chunk)) for chunk in spoken(said, language)}
    if not values and (named := amount_in_words(said, language)) is not None:
        values = {named}
    fewest, most = digits or (1, 12)
    value = values.pop() if len(values) == 1 else ""
    return value if fewest <= len(value) <= most else None


def reference(said: Sequence[str], language: str) -> str | None:
    """A request's number as it was heard: 8 digits, or 10 with the year in front. See references."""
    heard = digits(said, language, 8, 10)
    return heard if heard and len(heard) in (8, 10) else None
