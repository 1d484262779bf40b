"""Which numbers this line connects a caller to, and which it never does."""

from __future__ import annotations

import re
from functools import lru_cache

_E164 = re.compile(r"\+[1-9][0-9]{7,14}")
_AMERICAN = re.compile(r"\+1[2-9](?!11)[0-9]{2}[2-9][0-9]{6}")


class NotDialled(Exception):
    """The number is not one this line connects to."""


class EmergencyNumber(NotDialled):
    """A short number, 911 above all: its centre would be told our address, not the caller's."""


@lru_cache(maxsize=256)
def dialled(number: str) -> str:
    """`number` itself when it may be dialled: E.164 of eight digits or more, in North America a full one of ten.

    EmergencyNumber: 911, 933, 112, 999, 988, 311 and every other number of up to six digits, with or without a country
    code. NotDialled: anything else that is no telephone number.
    """
    digits = "".join(ch for ch in number if ch.isdigit())
    if len(digits.removeprefix("1")) <= 6:
        raise EmergencyNumber
    known = _AMERICAN if number.startswith("+1") else _E164
    if not known.fullmatch(number):
        raise NotDialled
    return number
