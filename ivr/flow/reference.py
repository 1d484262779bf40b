"""A request's number, heard or keyed: its check digit says when it is wrong, and what may have been meant."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from stdnum import damm

from ivr.flow.meaning import Meaning

CHECKED = 8
"""The last digits of a reference, the check digit among them; the year before them is not covered."""
CHECK = "check"
"""The question code of a number whose check digit is wrong: one of the alternatives was probably meant."""
KEYED = frozenset({"12", "23", "45", "56", "78", "89", "14", "25", "36", "47", "58", "69", "80"})
"""Keys next to each other."""
SURE, DOUBTED = 0.9, 0.4


def is_right(digits: str) -> bool:
    """Whether 8 digits, or 10 with the year in front, have the right check digit (not whether the number was given)."""
    return _is_one(digits) and bool(damm.is_valid(digits[-CHECKED:]))


def repairs(digits: str, alike: frozenset[str]) -> tuple[str, ...]:
    """The numbers with a right check digit that differ by one slip: two digits heard alike, or two neighbours swapped.

    digits: 8, or 10 with the year. alike: pairs such as "59", in either order. Empty when there are none, or when
    the number is right as it is.
    """
    if not _is_one(digits) or is_right(digits):
        return ()
    year, checked = digits[:-CHECKED], digits[-CHECKED:]
    return tuple(dict.fromkeys(year + one for one in _slips(checked, alike) if damm.is_valid(one)))


def checked(digits: str, alike: frozenset[str], sure: float = SURE) -> Meaning:
    """What 8 or 10 digits mean: the number, or what else was probably meant, to be asked about (see repairs).

    One that no slip explains is taken as it is: it is not ours, and is looked for and not found.
    """
    meant = repairs(digits, alike)
    if not meant:
        return Meaning(value=digits, confidence=sure)
    likely = tuple((one, round(DOUBTED / len(meant), 3)) for one in meant)
    return Meaning(alternatives=likely, ask=CHECK, because="the check digit is wrong")


def grouped(number: str) -> str:
    """The number in groups, as it is read aloud: `26 2000 0006`; what is no plain number as it is."""
    if not _is_one(number):
        return number
    year, rest = number[:-CHECKED], number[-CHECKED:]
    return f"{year} {rest[:4]} {rest[4:]}".strip()


def _is_one(digits: str) -> bool:
    return len(digits) in (CHECKED, CHECKED + 2) and digits.isascii() and digits.isdecimal()


def _slips(digits: str, alike: frozenset[str]) -> Iterator[str]:
    for at, digit in enumerate(digits):
        for other in "0123456789":
            if digit + other in alike or other + digit in alike:
                yield digits[:at] + other + digits[at + 1 :]
    for at, (one, other) in enumerate(pairwise(digits)):
        if one != other:
            yield digits[:at] + other + one + digits[at + 2 :]
