"""A telephone number of this country, however it came in: which are possible, and the area code of the city's own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

NATIONAL = re.compile(r"[2-9]\d\d[2-9]\d{6}", re.ASCII)
LOCAL = re.compile(r"[2-9]\d{6}", re.ASCII)
_TOLL_FREE = frozenset({"800", "833", "844", "855", "866", "877", "888", "900"})
SURE, SUPPLIED = 0.9, 0.6
"""How sure a number is; one whose area code the city supplied is always read back."""


def area_of(lines: Iterable[str]) -> str | None:
    """The area code most of these numbers have (E.164, the city's own lines); None when none is of this country."""
    areas = Counter(line[2:5] for line in lines if re.fullmatch(r"\+1\d{10}", line) and line[2:5] not in _TOLL_FREE)
    return areas.most_common(1)[0][0] if areas else None


def of_area(local: str, area: str | None) -> str | None:
    """Seven digits as a number of the area (E.164); None when they cannot be one, or there is no area."""
    return f"+1{area}{local}" if area and LOCAL.fullmatch(local) else None


def of_country(digits: str) -> str | None:
    """Ten digits, or eleven with a 1 in front, as E.164; None when no such number can exist."""
    national = digits[1:] if len(digits) == 11 and digits[0] == "1" else digits
    return f"+1{national}" if NATIONAL.fullmatch(national) else None
