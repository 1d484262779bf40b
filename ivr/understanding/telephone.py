"""A telephone number as it is said: ten digits, seven in the city's own area, or a plus and the country."""

from __future__ import annotations

from collections.abc import Sequence

import phonenumbers

from ivr.flow.meaning import Meaning
from ivr.flow.numerals import numbers
from ivr.flow.telephone import SUPPLIED, SURE, area_of, of_area, of_country
from ivr.understanding.number import digits

__all__ = ["area_of", "hear"]


def hear(said: Sequence[str], language: str, text: str, area: str | None = None) -> Meaning:
    """E.164. Seven digits are a number of `area`, in doubt; other countries' numbers need a plus in front."""
    if text.strip().startswith("+") or said[:1] in (("plus",), ("mas",)):
        abroad = _abroad("+" + "".join(n.digits for n in numbers(said, language)))
        return Meaning(value=abroad, confidence=SURE if abroad else 0.0)
    whole = digits(said, language, 10, 10) or _with_country(digits(said, language, 11, 11))
    local = digits(said, language, 7, 7) if whole is None else None
    if local and (number := of_area(local, area)):
        return Meaning(value=number, confidence=SUPPLIED, because="the area code is the city's")
    national = of_country(whole) if whole else None
    return Meaning(value=national, confidence=SURE) if national else Meaning()


def _with_country(long: str | None) -> str | None:
    return long if long and long[0] == "1" else None


def _abroad(number: str) -> str | None:
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))
