"""A day, perhaps with an hour, as callers say it: “last night around ten”, “el martes pasado”, “November third”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from ivr.flow.numerals import numbers
from ivr.flow.spoken import fold
from ivr.understanding import words
from ivr.understanding.clock import hour

_SLASHES = re.compile(r"\b(\d{1,2})[/-](\d{1,2})(?:[/-](\d{2}|\d{4}))?\b")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_VAGUE = frozenset({"the other day", "earlier", "last week", "la semana pasada"})
_UNITS = {
    "day": 1,
    "days": 1,
    "night": 1,
    "nights": 1,
    "dia": 1,
    "dias": 1,
    "noches": 1,
    "week": 7,
    "weeks": 7,
    "semana": 7,
    "semanas": 7,
}
_MONTHS = ("month", "months", "mes", "meses")
_YEARS = ("year", "years", "ano", "anos")
_HOURS = ("hour", "hours", "hora", "horas", "minute", "minutes", "minuto", "minutos")
_NEXT = re.compile(r"\b(next|coming|this coming|proximo|proxima|que viene|siguiente|entrante)\b")
_AGO = re.compile(r"\b(ago|back|hace|for|now)\b")
_LAST_MONTH = re.compile(r"\b(last month|el mes pasado)\b")


@dataclass(frozen=True, slots=True)
class When:
    """ISO date, or ISO date and time of the city's clock without an offset; confidence 0..1."""

    value: str
    confidence: float


def read(text: str, language: str, now: datetime) -> When | None:
    """The day meant, seen from `now`; a weekday without “next” is the last one that was. None: no day was said."""
    folded = fold(text)
    found = _day(text, folded, language, now)
    ago = _hours_ago(folded, language)
    if ago is not None:
        return When((now.replace(tzinfo=None) - ago).isoformat(timespec="minutes"), 0.85)
    at = hour(text, language)
    if found is None and at is None:
        return None
    day, sure = found or (now.date(), 0.7)
    if at is None:
        return When(day.isoformat(), sure)
    moment = datetime.combine(day + timedelta(days=1 if at.next_day and _before_midnight(folded) else 0), at.at)
    if found is None and moment > now.replace(tzinfo=None):
        moment -= timedelta(days=1)
    return When(moment.isoformat(timespec="minutes"), sure if at.sure else min(sure, 0.65))


def _before_midnight(folded: str) -> bool:
    """The night that was named began on the day that was named."""
    return re.search(r"\b(last night|yesterday|night|anoche|ayer|noche|antenoche)\b", folded) is not None


def _day(text: str, folded: str, language: str, now: datetime) -> tuple[date, float] | None:
    today = now.date()
    said = folded.split()
    for found in (_written(text, today), _with_month(said, language, today), _ago(said, folded, language, today)):
        if found is not None:
            return found, 0.92
    for phrase, offset in _days(language):
        if re.search(rf"\b{phrase}\b", folded):
            return today + timedelta(days=offset), 0.55 if phrase in _VAGUE else 0.9
    if language == "es" and re.search(r"\bmanana\b", folded) and not re.search(r"\b(de|por|en) la manana\b", folded):
        return today + timedelta(days=1), 0.9
    if _LAST_MONTH.search(folded):
        return _minus_months(today, 1), 0.5
    if set(said) & words.of(language).months.keys():
        return None  # a month and no day that is in it: “February thirtieth”
    return _weekday(said, folded, language, today) or _nth_of_month(said, language, today)


@lru_cache(maxsize=8)
def _days(language: str) -> tuple[tuple[str, int], ...]:
    """(phrase, days from today), the longest phrase first: “day before yesterday” before “yesterday”."""
    named = ((phrase, offset) for offset, phrases in words.of(language).days.items() for phrase in phrases)
    return tuple(sorted(named, key=lambda one: -len(one[0])))


def _written(text: str, today: date) -> date | None:
    if match := _ISO.search(text):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := _SLASHES.search(text):
        year = int(match[3] or 0)
        return _nearest(int(match[1]), int(match[2]), today, year + 2000 if 0 < year < 100 else year)
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def _nearest(month: int, day: int, today: date, year: int = 0) -> date | None:
    years = (year,) if year else (today.year - 1, today.year, today.year + 1)
    possible = [found for y in years if (found := _date(y, month, day))]
    return min(possible, key=lambda one: abs((one - today).days), default=None)


def _with_month(said: Sequence[str], language: str, today: date) -> date | None:
    """“November third”, “the third of November 2026”, “tres de noviembre”."""
    months = words.of(language).months
    at = next((n for n, w in enumerate(said) if w in months and (w != "may" or _is_may(said, n)) and w != "mar"), None)
    if at is None:
        return None
    after = [n for n in numbers(said[at + 1 : at + 8], language) if n.start <= (2 if language == "es" else 1)]
    before = [n for n in numbers(said[max(0, at - 4) : at], language) if n.end >= min(at, 4) - 1]
    day = int(before[-1].digits) if before else 0
    groups = after[0].groups if after else ()
    if not day and groups:
        day, groups = int(groups[0]), groups[1:]
    year = _year("".join(groups)) or next((y for n in numbers(said[at:], language) if (y := _year(n.digits))), 0)
    return _nearest(months[said[at]], day, today, year)


def _is_may(said: Sequence[str], at: int) -> bool:
    return bool(numbers(said[at + 1 : at + 3], "en")) or said[max(0, at - 1) : at] == ["of"]


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 and digits.startswith("20") else 0


def _ago(said: Sequence[str], folded: str, language: str, today: date) -> date | None:
    """“two days ago”, “hace tres semanas”, “in two weeks”."""
    for count, unit, after in _counts(said, language):
        future = said[max(0, after - 4) : after].count("in") or said[max(0, after - 4) : after].count("dentro")
        if not future and not _AGO.search(folded):
            continue
        days = min(count, 3660) * _UNITS.get(unit, 0) * (1 if future else -1)
        if unit in _UNITS:
            return today + timedelta(days=days)
        if unit in _MONTHS or unit in _YEARS:
            return _minus_months(today, min(count, 1200) * (12 if unit in _YEARS else 1))
    return None


def _counts(said: Sequence[str], language: str) -> list[tuple[int, str, int]]:
    """Every (count, unit, place) such as “three weeks”."""
    units = (*_UNITS, *_MONTHS, *_YEARS, *_HOURS)
    found: list[tuple[int, str, int]] = []
    runs = {n.end: n for n in numbers(said, language)}
    for at, word in enumerate(said):
        if word in units and at:
            before = runs.get(at)
            one = said[at - 1] in ("a", "an", "one", "un", "una")
            couple = said[at - 1] == "couple" or said[max(0, at - 2) : at] in (["couple", "of"], ["par", "de"])
            if before or one or couple:
                found.append((min(int(before.digits), 9999) if before else 2 if couple else 1, word, at))
    return found


def _hours_ago(folded: str, language: str) -> timedelta | None:
    if not re.search(r"\b(ago|hace)\b", folded):
        return None
    if re.search(r"\b(half an hour|media hora)\b", folded):
        return timedelta(minutes=30)
    for count, unit, _ in _counts(folded.split(), language):
        if unit in _HOURS:
            return timedelta(hours=min(count, 240)) if unit[0] == "h" else timedelta(minutes=min(count, 1440))
    return None


def _minus_months(day: date, count: int) -> date:
    months = day.year * 12 + day.month - 1 - count
    if months < 12:
        return date(1, 1, 1)
    year, month = divmod(months, 12)
    return next(d for n in range(4) if (d := _date(year, month + 1, day.day - n)))


def _weekday(said: Sequence[str], folded: str, language: str, today: date) -> tuple[date, float] | None:
    weekdays = words.of(language).weekdays
    named = next((weekdays[w] for w in said if w in weekdays), None)
    if named is None:
        return None
    if _NEXT.search(folded):
        return today + timedelta(days=(named - today.weekday() - 1) % 7 + 1), 0.85
    back = (today.weekday() - named) % 7 or 7
    week_before = re.search(r"\b(week before last|hace dos semanas)\b", folded)
    return today - timedelta(days=back + (7 if week_before else 0)), 0.8


def _nth_of_month(said: Sequence[str], language: str, today: date) -> tuple[date, float] | None:
    """“the third”, “el quince”: the nearest such day that was."""
    runs = [
        n for n in numbers(said, language) if n.ordinal or (language == "es" and said[n.start - 1 : n.start] == ["el"])
    ]
    nth = int(runs[0].digits) if runs and len(runs[0].digits) < 3 else 0
    for back in range(0, 62):
        day = today - timedelta(days=back)
        if day.day == nth:
            return day, 0.7
    return None
