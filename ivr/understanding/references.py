"""A request's number as it is said; one misheard digit is put right by asking: “did you say … one two three …?”."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ivr.flow import reference
from ivr.flow.meaning import Meaning
from ivr.understanding.number import digits

ALIKE: Mapping[str, frozenset[str]] = {
    "en": frozenset({"59", "19", "23", "45", "04", "67"}),
    "es": frozenset({"67", "36", "23", "37", "12"}),
}
"""Digits that recognisers take for one another: five and nine, two and three; seis and siete, seis and tres."""


def hear(said: Sequence[str], language: str) -> Meaning:
    """8 digits, or 10 with the year in front; none when fewer or more were said.

    A number whose check digit is wrong is no answer; what was probably meant are its alternatives, to be asked about.
    """
    heard = digits(said, language, 8, 10)
    if heard is None or len(heard) not in (8, 10):
        return Meaning()
    return reference.checked(heard, ALIKE.get(language, ALIKE["en"]))
