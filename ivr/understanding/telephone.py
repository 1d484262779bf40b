"""A telephone number as it is said: ten digits, seven in the city's own area, or a plus and the country."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

import phonenumbers

from ivr.flow.meaning import Meaning
from ivr.flow.numerals import numbers
from ivr.understanding.number import digits

NATIONAL = re.compile(r"[2-9]\d\d[2-9]\d{6}")
LOCAL = re.compile(r"[2-9]\d{6}")
_TOLL_FREE = frozenset({"800", "833", "844", "855", "866", "877", "888", "900"})
SURE, SUPPLIED = 0.9, 0.6
"""How sure a number is; one whose area code the city supplied is always read back."""


def area_of(lines: Iterable[str]) -> str | None:
    """The area code most of these numbers have (E.164, the city's own lines); None when none is of this country."""
    areas = Counter(line[2:5] for line in lines if re.fullmatch(r"\+1\d{10}", line) and line[2:5] not in _TOLL_FREE)
    return areas.most_common(1)[0][0] if areas else None


def hear(said: Sequence[str], language: str, text: str, area: str | None = None) -> Meaning:
    """E.164. Seven digits are a number of `area`, in doubt; other countries' numbers need a plus in front."""
    if text.strip().startswith("+") or said[:1] in (("plus",), ("mas",)):
        abroad = _abroad("+" + "".join(n.digits for n in numbers(said, language)))
        return Meaning(value=abroad, confidence=SURE if abroad else 0.0)
    national = digits(said, language, 10, 10) or _without_country(digits(said, language, 11, 11))
    if national is None and area and (local := digits(said, language, 7, 7)) and LOCAL.fullmatch(local):
        return Meaning(value=f"+1{area}{local}", confidence=SUPPLIED, because="the area code is the city's")
    fits = national is not None and NATIONAL.fullmatch(national)
    return Meaning(value=f"+1{national}", confidence=SURE) if fits else Meaning()


def _without_country(long: str | None) -> str | None:
    return long[1:] if long and long[0] == "1" else None


def _abroad(number: str) -> str | None:
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))
