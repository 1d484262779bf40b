"""The day that is named, before its hour is thought of: “this past Tuesday”, “the third”, “11/3”, “antier”."""
# ruff: noqa: SIM905  (lists of words are read and edited as text)

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from ivr.flow.numerals import numbers
from ivr.understanding import ago, feasts, words

_SLASHES = re.compile(r"\b(\d{1,2})[/-](\d{1,2})(?:[/-](\d{4}|\d{2}))?\b")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_NEXT = re.compile(r"\b(?:next|coming|this coming|upcoming|proximo|proxima|que viene|siguiente|entrante)\b")
_WEEK_BEFORE = re.compile(r"\b(?:before last|ante ?pasado|ante ?pasada|hace dos semanas)\b")
_LAST_WEEK = re.compile(r"\b(?:last week|the week before|la semana pasada)\b")
_NEXT_WEEK = re.compile(r"\b(?:next week|la (?:proxima|siguiente) semana|la semana (?:que viene|entrante))\b")
_LAST_MONTH = re.compile(r"\b(?:last month|mes pasado)\b")
_REGULARLY = re.compile(
    r"\b(?:every|each|always|whenever|all the time|cada|todos los|todas las|siempre|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days)\b"
)
_SINCE = re.compile(r"\b(?:since|desde)\b")
_VAGUELY = re.compile(
    r"\b(?:the other (?:day|night|week)|last (?:week|weekend|month|year|summer|winter|spring|fall)|"
    r"a while (?:ago|back)|weekend|fin de semana|"
    r"(?:few|several|some|couple) (?:of )?(?:days|weeks|months|nights)|some time ago|recently|lately|"
    r"(?:el|la) otr[oa] (?:dia|noche)|(?:semana|mes|ano|verano|invierno) pasad[oa]|"
    r"hace (?:rato|tiempo|mucho|ratito|poco)|"
    r"(?:unos|varios|pocos|algunos|hace) (?:dias|semanas|meses))\b"
)
_EITHER = re.compile(r"\b(?:or|o|u)\b")
_TAKES_BACK = re.compile(r"\b(?:no|sorry|i mean|actually|make that|perdon|digo|mejor dicho|quise decir|wait)\b")
_AFTER_NTH = frozenset(
    "of at around about when i it we and maybe this last in near between like early late de del a como en por cuando "
    "creo y fue".split()
)
_YESTERDAY = re.compile(r"\b(?:yesterday|ayer)\b")
_LAST_YEAR = re.compile(r"\b(?:last year|ano pasado)\b")
_FUTURE = timedelta(days=45)
"""A date of the calendar is the nearest one; one to come is only meant when it is as near as this."""


@dataclass(frozen=True, slots=True)
class Day:
    """The day and how sure it is, 0..1."""

    on: date
    sure: float


VAGUE = Day(date.min, 0.0)
"""What is no day: “every Tuesday”, “Saturday or Sunday”."""


def read(text: str, folded: str, language: str, today: date) -> Day | None:
    """The day named, a past one where the words leave it open; None: none is. VAGUE: several are."""
    said = folded.split()
    if _REGULARLY.search(folded) and not _SINCE.search(folded):
        return VAGUE
    if found := _written(text, today) or _with_month(said, language, today) or feasts.read(folded, today):
        return Day(found, 0.92)
    weekday = _weekday(said, folded, language, today)
    if back := ago.day(said, folded, language, today):
        return Day(_moved(back, weekday, folded, today), 0.92)
    if weekday is VAGUE or (weekday and _LAST_WEEK.search(folded)):
        return weekday
    named = _named(folded, language, today)
    if named or weekday:
        return named or weekday
    if set(said) & words.of(language).months.keys() - {"may", "mar", "sep", "dec"}:
        return None  # a month and no day that is in it: “February thirtieth”
    return _nth_of_month(said, folded, language, today) or (VAGUE if _VAGUELY.search(folded) else None)


def _moved(back: tuple[date, ago.Span], weekday: Day | None, folded: str, today: date) -> date:
    """“A week ago Tuesday” is a week before the last Tuesday, “a week ago yesterday” eight days ago."""
    on, span = back
    if span.unit not in ("week", "weeks", "semana", "semanas") or on > today:
        return on
    if weekday and weekday is not VAGUE:
        return weekday.on - timedelta(weeks=min(span.count, 520))
    return on - timedelta(days=1) if _YESTERDAY.search(folded) else on


def _named(folded: str, language: str, today: date) -> Day | None:
    for phrase, offset in _phrases(language):
        if phrase.search(folded):
            return Day(today + timedelta(days=offset), 0.9)
    if language == "es" and re.search(r"(?<!la )(?<!esta )\bmanana\b", folded):
        return Day(today + timedelta(days=1), 0.9)
    return Day(today + timedelta(days=7), 0.6) if _NEXT_WEEK.search(folded) else None


@lru_cache(maxsize=8)
def _phrases(language: str) -> tuple[tuple[re.Pattern[str], int], ...]:
    """(phrase, days from today), the longest phrase first: “day before yesterday” before “yesterday”."""
    named = ((phrase, offset) for offset, phrases in words.of(language).days.items() for phrase in phrases)
    return tuple((re.compile(rf"\b{phrase}\b"), offset) for phrase, offset in sorted(named, key=lambda o: -len(o[0])))


def _written(text: str, today: date) -> date | None:
    if match := _ISO.search(text):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := _SLASHES.search(text):
        year, first, second = int(match[3] or 0), int(match[1]), int(match[2])
        month, day = (second, first) if first > 12 else (first, second)
        return _nearest(month, day, today, year + 2000 if 0 < year < 100 else year)
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def _nearest(month: int, day: int, today: date, year: int = 0) -> date | None:
    years = (year,) if year else (today.year - 1, today.year, today.year + 1)
    possible = [found for y in years if (found := _date(y, month, day)) and (year or found <= today + _FUTURE)]
    return min(possible, key=lambda one: abs((one - today).days), default=None)


def _with_month(said: Sequence[str], language: str, today: date) -> date | None:
    """“November third”, “the third of November 2026”, “tres de noviembre”, “November third of last year”."""
    months = words.of(language).months
    at = next((n for n, w in enumerate(said) if w in months and (w != "may" or _is_may(said, n)) and w != "mar"), None)
    if at is None:
        return None
    after = [n for n in numbers(said[at + 1 : at + 8], language) if n.start <= (2 if language == "es" else 1)]
    before = [n for n in numbers(said[max(0, at - 4) : at], language) if n.end >= min(at, 4) - 1]
    day = int(before[-1].groups[-1][:4]) if before else 0
    groups = after[0].groups if after else ()
    if not day and groups:
        day, groups = int(groups[0][:4]), groups[1:]
    year = _year("".join(groups)) or next((y for n in numbers(said[at:], language) if (y := _year(n.digits))), 0)
    text = " ".join(said)
    return _nearest(months[said[at]], day, today, year or (today.year - 1 if _LAST_YEAR.search(text) else 0))


def _is_may(said: Sequence[str], at: int) -> bool:
    return bool(numbers(said[at + 1 : at + 3], "en")) or said[max(0, at - 1) : at] == ["of"]


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 and digits.startswith("20") else 0


def _weekday(said: Sequence[str], folded: str, language: str, today: date) -> Day | None:
    """The weekday named last when it corrects another, else the first; VAGUE where two are offered."""
    weekdays = words.of(language).weekdays
    places = [at for at, w in enumerate(said) if w in weekdays]
    if not places:
        return None
    named = weekdays[said[places[0]]]
    for one, other in pairwise(places):
        between = " ".join(said[one + 1 : other])
        if weekdays[said[one]] != weekdays[said[other]] and _EITHER.search(between):
            return VAGUE
        if _TAKES_BACK.search(between):
            named = weekdays[said[other]]
    if _NEXT.search(folded):
        return Day(today + timedelta(days=(named - today.weekday() - 1) % 7 + 1), 0.85)
    if _LAST_WEEK.search(folded):
        return Day(today - timedelta(days=today.weekday() + 7 - named), 0.75)
    back = (today.weekday() - named) % 7 or 7
    return Day(today - timedelta(days=back + (7 if _WEEK_BEFORE.search(folded) else 0)), 0.8)


def _nth_of_month(said: Sequence[str], folded: str, language: str, today: date) -> Day | None:
    """“The third”, “el quince”, “the first of last month”: the nearest such day that was."""
    runs = [n for n in numbers(said, language) if _is_nth(n.start, n.end, n.ordinal, said, language)]
    nth = int(runs[0].digits) if runs and len(runs[0].digits) < 3 else 0
    latest = today.replace(day=1) - timedelta(days=1) if _LAST_MONTH.search(folded) else today
    for back in range(0, 62):
        on = latest - timedelta(days=back)
        if on.day == nth:
            return Day(on, 0.7)
    return None


def _is_nth(start: int, end: int, ordinal: bool, said: Sequence[str], language: str) -> bool:
    """Whether a number is a day of the month: “the third”, but not “the third time”."""
    before, after = said[start - 1 : start], said[end : end + 1]
    if language == "es":
        return before in (["el"], ["dia"]) and (not after or ordinal or after[0] in _AFTER_NTH)
    return ordinal and (not after or after[0] in _AFTER_NTH)
