"""Keys pressed for an answer of more than one digit, as a canonical value."""

from __future__ import annotations

from datetime import date, datetime

from ivr.flow.model import Slot


def value_of_keys(slot: Slot, keys: str, now: datetime) -> str | None:
    """The value the keys mean for this slot (E.164, ISO date, digits); None when they cannot be an answer."""
    if not keys.isdigit():
        return None
    match slot.type:
        case "phone":
            return _phone(keys)
        case "reference":
            return keys if len(keys) in (8, 10) else None
        case "date":
            return _date(keys, now.date())
        case "number" | "digits":
            fewest, most = slot.digits or (1, 12)
            return keys if fewest <= len(keys) <= most else None
        case _:
            return None


def _phone(keys: str) -> str | None:
    national = keys[1:] if len(keys) == 11 and keys[0] == "1" else keys
    return f"+1{national}" if len(national) == 10 and national[0] in "23456789" else None


def _date(keys: str, today: date) -> str | None:
    """Four keys, month and day: the one nearest to today."""
    if len(keys) != 4:
        return None
    near = [day for year in (today.year - 1, today.year, today.year + 1) if (day := _day(year, keys))]
    return min(near, key=lambda day: abs((day - today).days)).isoformat() if near else None


def _day(year: int, keys: str) -> date | None:
    try:
        return date(year, int(keys[:2]), int(keys[2:]))
    except ValueError:
        return None
