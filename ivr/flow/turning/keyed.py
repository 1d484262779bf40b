"""Keys pressed for an answer of more than one digit: what they mean, as exactly as if it had been said."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from ivr.flow import reference, telephone
from ivr.flow.meaning import Meaning
from ivr.flow.model import Slot
from ivr.flow.numerals import numbers
from ivr.flow.spoken import MURMURS, words

CERTAIN = 1.0
"""How sure an answer is in which every digit was keyed."""


_SPOKEN = (
    "press key option number the please choose i want oprima marque presione tecla opcion numero la el por favor quiero"
)
_KEY_WORDS = frozenset(_SPOKEN.split()) | MURMURS


def meaning_of_keys(slot: Slot, keys: str, now: datetime, area: str | None) -> Meaning | None:
    """What the keys mean for this slot (E.164, ISO date, digits); None when they cannot be an answer.

    area: the city's area code, for telephone numbers keyed without one. A request's number whose check digit is wrong
    has no value: what was probably meant are its alternatives (see reference.checked).
    """
    if not (keys.isascii() and keys.isdigit()):
        return None
    match slot.type:
        case "phone":
            return _phone(keys, area)
        case "reference":
            return reference.checked(keys, reference.KEYED, CERTAIN) if len(keys) in (8, 10) else None
        case "date":
            return _certain(_date(keys, now.date()))
        case "time":
            return _certain(_time(keys, now))
        case "number" | "digits":
            fewest, most = slot.digits or (1, 12)
            return _certain(keys if fewest <= len(keys) <= most else None)
        case _:
            return None


def _certain(value: str | None) -> Meaning | None:
    return Meaning(value=value, confidence=CERTAIN) if value is not None else None


def _phone(keys: str, area: str | None) -> Meaning | None:
    if local := telephone.of_area(keys, area):
        return Meaning(value=local, confidence=telephone.SUPPLIED, because="the area code is the city's")
    return _certain(telephone.of_country(keys))


def _date(keys: str, today: date) -> str | None:
    """Four keys, month and day: the one nearest to today."""
    if len(keys) != 4:
        return None
    near = [day for year in (today.year - 1, today.year, today.year + 1) if (day := _day(year, keys))]
    return min(near, key=lambda day: abs((day - today).days)).isoformat() if near else None


def _time(keys: str, now: datetime) -> str | None:
    """Three or four keys, hour and minutes: the next time it is so late; one to six are in the afternoon."""
    hours, minutes = int(keys[:-2] or 0), int(keys[-2:])
    if len(keys) not in (3, 4) or hours > 23 or minutes > 59:
        return None
    local = now.replace(tzinfo=None)
    moment = datetime.combine(local.date(), time(hours + 12 if 1 <= hours <= 6 and len(keys) == 3 else hours, minutes))
    return (moment if moment > local else moment + timedelta(days=1)).isoformat(timespec="minutes")


def _day(year: int, keys: str) -> date | None:
    try:
        return date(year, int(keys[:2]), int(keys[2:]))
    except ValueError:
        return None


def spoken_key(text: str, language: str) -> str | None:
    """The key that was said and no more: “two”, “press two”, “la opción dos”."""
    said = words(text)
    runs = [run for run in numbers(said, language) if not run.ordinal]
    if len(runs) != 1 or len(runs[0].digits) != 1:
        return None
    rest = (*said[: runs[0].start], *said[runs[0].end :])
    return runs[0].digits if _KEY_WORDS.issuperset(rest) else None
