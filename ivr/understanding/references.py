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
KEYED = frozenset({"12", "23", "45", "56", "78", "89", "14", "25", "36", "47", "58", "69", "80"})
"""Keys next to each other."""
CHECK = "check"
"""The question code of a number whose check digit is wrong: one of the alternatives was probably meant."""
DOUBTED = 0.4


def hear(said: Sequence[str], language: str) -> Meaning:
    """8 digits, or 10 with the year in front; none when fewer or more were said.

    A number whose check digit is wrong is no answer; what was probably meant are its alternatives, to be asked about.
    One that no slip explains is taken as it is: it is not ours, and is looked for and not found.
    """
    heard = digits(said, language, 8, 10)
    if heard is None or len(heard) not in (8, 10):
        return Meaning()
    return checked(heard, ALIKE.get(language, ALIKE["en"]))


def checked(heard: str, alike: frozenset[str]) -> Meaning:
    """What 8 or 10 digits mean, heard or keyed."""
    meant = reference.repairs(heard, alike)
    if not meant:
        return Meaning(value=heard, confidence=0.9)
    likely = tuple((one, round(DOUBTED / len(meant), 3)) for one in meant)
    return Meaning(alternatives=likely, ask=CHECK, because="the check digit is wrong")
