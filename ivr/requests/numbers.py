"""The reference number of a request: `YY-DDDDDDDC`, said and keyed on telephones.

YY is the year, DDDDDDD a serial of that year, C Damm's check digit over the seven before it and not over the year:
callers may leave the year out, and a slip in the eight digits must be caught then too. What the check digit does not
see, a wrong year, the serials catch: each year's begin in another fifth of the ten million (2026: 2,000,000), so that
the years of one half-decade share no serial until a year passes two million requests.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from stdnum import damm

SERIALS = 10_000_000
_FIFTH = SERIALS // 5
_YEARS_BACK = 9
_ENGLISH = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_SPANISH = ("cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve")
_WORDS = {name: str(value) for names in (_ENGLISH, _SPANISH) for value, name in enumerate(names)}
_WORDS |= {"oh": "0", "o": "0", "un": "1", "una": "1"}


def reference(year: int, ordinal: int) -> str:
    """The number of the year's `ordinal`-th request, 0 … 9,999,999; distinct for distinct ordinals of one year."""
    if not 0 <= ordinal < SERIALS:
        raise ValueError(f"{ordinal} is no ordinal of a year's requests")
    serial = f"{(_begin(year) + ordinal) % SERIALS:07d}"
    return f"{year % 100:02d}-{serial}{damm.calc_check_digit(serial)}"


def valid(number: str) -> bool:
    """Whether this is a well-formed number with the right check digit (not whether it was ever given)."""
    return re.fullmatch(r"[0-9]{2}-[0-9]{8}", number) is not None and damm.is_valid(number[3:])


def digits(text: str) -> str:
    """The digits that are keyed, written or said one by one in English or Spanish; other words are dropped.

    "26-0000 0012", "two six oh oh …" and "dos seis cero" are all read.
    """
    plain = unicodedata.normalize("NFKC", text[:500]).lower()
    found = re.findall(r"[0-9]|[^\W\d_]+", plain)
    return "".join(part if part.isdecimal() else _WORDS.get(part, "") for part in found)


def candidates(text: str, today: date) -> tuple[str, ...]:
    """The numbers a caller may mean, likeliest first: at most one for 10 digits, one a year for 8 digits.

    Empty: it is no number of ours, or the check digit says that one digit is wrong: ask again.
    """
    said = digits(text)
    if len(said) not in (8, 10) or not damm.is_valid(said[-8:]):
        return ()
    if len(said) == 10:
        return (f"{said[:2]}-{said[2:]}",)
    years = [today.year - back for back in range(_YEARS_BACK + 1)]
    return tuple(f"{year % 100:02d}-{said}" for year in sorted(years, key=lambda year: not _usual(year, int(said[:7]))))


def spoken(number: str) -> str:
    """The number as it is read aloud: `26 2000 0006`, in groups with a rest between them."""
    return f"{number[:2]} {number[3:7]} {number[7:]}"


def _begin(year: int) -> int:
    return year % 5 * _FIFTH


def _usual(year: int, serial: int) -> bool:
    return 0 <= serial - _begin(year) < _FIFTH
