"""A house number, said alone: “no, it's 2410”, “2400” to “where is it?”."""

from __future__ import annotations

from ivr.flow.numerals import numbers
from ivr.flow.spoken import MURMURS, words

_EN = "no nope not wait sorry actually it its is was thats that the a number house i said meant mean at make please sir"
_ES = "no perdon espere es era el la numero casa dije digo quise decir en mas bien por favor senor senora"
_AROUND = {"en": frozenset(_EN.split()) | MURMURS, "es": frozenset(_ES.split()) | MURMURS}
FEWEST, MOST = 2, 5
"""Digits of a house number; a single one is more often a key that was said."""


def house_number(text: str, language: str) -> str | None:
    """The number, where a house number is all that was said: “no, it's 2410”. A number that a “not” denies is none."""
    said_words = words(text)
    runs = [run for run in numbers(said_words, language) if not run.ordinal]
    if len(runs) != 1 or not FEWEST <= len(runs[0].digits) <= MOST:
        return None
    rest = (*said_words[: runs[0].start], *said_words[runs[0].end :])
    denied = runs[0].start > 0 and said_words[runs[0].start - 1] == "not"
    return runs[0].digits if not denied and _AROUND.get(language, _AROUND["en"]).issuperset(rest) else None
