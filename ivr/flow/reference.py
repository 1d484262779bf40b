"""A reference number that was misheard or mistyped: its check digit says so, and what may have been meant."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from stdnum import damm

CHECKED = 8
"""The last digits of a reference, the check digit among them; the year before them is not covered."""


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
