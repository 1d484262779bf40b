"""The digits of a number, whatever it counts or names: a reference, a telephone, a house, how many."""

from __future__ import annotations
from ivr.understanding.saying import said_words
from ivr.understanding import counting


def read(text: str, language: str) -> str | None:
    said = said_words(text)
    return counting.digits(said, language, 1, 12) or counting.amount(said, language, (1, 12))
