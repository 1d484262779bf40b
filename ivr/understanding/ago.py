"""How long ago: “two days ago”, “an hour and a half ago”, “hace tres semanas”, “it's been a month”, “just now”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ivr.flow.numerals import numbers

_DAYS = dict.fromkeys(("day", "days", "night", "nights", "dia", "dias", "noche", "noches"), 1) | dict.fromkeys(
    ("week", "weeks", "semana", "semanas"), 7
)
_MONTHS = dict.fromkeys(("month", "months", "mes", "meses"), 1) | dict.fromkeys(("year", "years", "ano", "anos"), 12)
_MINUTES = dict.fromkeys(("minute", "minutes", "min", "mins", "minuto", "minutos"), 1) | dict.fromkeys(
    ("hour", "hours", "hora", "horas"), 60
)
_UNITS = _DAYS | _MONTHS | _MINUTES
_ONE = frozenset({"a", "an", "one", "un", "una"})
_HALF = frozenset({"half", "media", "medio"})
_AGO = re.compile(r"\b(?:ago|back|hace|hacen|for|been|lleva|llevan|llevamos|now|past)\b")
_SINCE_THEN = re.compile(r"\b(?:ago|back|hace|hacen)\b")
_IDIOMS = {8: 7, 15: 14}
"""“Hace ocho días” is a week and “quince días” are two: the day it is said is counted too."""
_NOW = re.compile(
    r"\b(?:just (?:now|happened|started|did it)|right now|happening now|as we speak|this (?:minute|second|instant)|"
    r"ahora mismo|ahorita|ahoritita|acaba de|acaban de|en este (?:momento|instante)|recien (?:paso|sucedio|ahora))\b"
    r"|^(?:now|ahora)$"
)


@dataclass(frozen=True, slots=True)
class Span:
    """So many of a unit, and where among the words the unit stands. half: “and a half”."""

    count: int
    unit: str
    at: int
    half: bool = False

    @property
    def minutes(self) -> int:
        """How long, when the unit is an hour or a minute; else 0."""
        each = _MINUTES.get(self.unit, 0)
        return min(self.count, 14400) * each + (each // 2 if self.half else 0)


def is_now(folded: str) -> bool:
    """Whether it happens at this moment."""
    return _NOW.search(folded) is not None


def day(said: Sequence[str], folded: str, language: str, today: date) -> tuple[date, Span] | None:
    """The day so many days, weeks, months or years ago, or to come (“in two weeks”)."""
    for span in _spans(said, language):
        lead = said[max(0, span.at - 4) : span.at]
        future = "in" in lead or "dentro" in lead
        if span.unit in _MINUTES or not (future or _AGO.search(folded)):
            continue
        if span.unit in _MONTHS:
            return minus_months(today, min(span.count, 1200) * _MONTHS[span.unit]), span
        idiom = language == "es" and span.unit in ("dia", "dias")
        days = (_IDIOMS.get(span.count, span.count) if idiom else span.count) * _DAYS[span.unit]
        return today + timedelta(days=min(days, 3660) * (1 if future else -1)), span
    return None


def minutes(said: Sequence[str], folded: str, language: str) -> timedelta | None:
    """How many hours and minutes ago; None when it is no matter of hours."""
    if not _SINCE_THEN.search(folded):
        return None
    found = [span.minutes for span in _spans(said, language) if span.unit in _MINUTES]
    return timedelta(minutes=sum(found)) if found else None


def _spans(said: Sequence[str], language: str) -> list[Span]:
    """Every one such as “three weeks”, “a couple of days”, “half an hour”, “an hour and a half”, “hora y media”."""
    counted = {n.end: n for n in numbers(said, language)}
    found: list[Span] = []
    for at, word in enumerate(said):
        if word not in _UNITS or not at:
            continue
        before = said[max(0, at - 3) : at]
        if (half := _half(before, word, at)) is not None:
            found.append(half)
            continue
        number = counted.get(at)
        count = min(int(number.groups[-1][:4]), 9999) if number and not number.ordinal else _few(before)
        if count:
            found.append(Span(count, word, at, _and_half(said[at + 1 : at + 4])))
    return found


def _half(before: Sequence[str], word: str, at: int) -> Span | None:
    """“Half an hour”, “half hour”, “media hora”; “an hour” is what is halved."""
    if word not in ("hour", "hora") or _HALF.isdisjoint(before[-2:]):
        return None
    plain = before[-1] in _HALF or (before[-1] in _ONE and before[-2] in _HALF)
    return Span(30, "minutes", at) if plain and "and" not in before else None


def _few(before: Sequence[str]) -> int:
    if before[-1] in _ONE or before[-1] in ("hace", "about"):  # “hace hora y media”
        return 1
    return 2 if before[-1] == "couple" or tuple(before[-2:]) in (("couple", "of"), ("par", "de")) else 0


def _and_half(after: Sequence[str]) -> bool:
    return tuple(after) == ("and", "a", "half") or tuple(after[:2]) in (("y", "media"), ("y", "medio"))


def minus_months(day: date, count: int) -> date:
    """The same day of the month so many months before; the month's last when it has no such day."""
    months = day.year * 12 + day.month - 1 - count
    if months < 12:
        return date(1, 1, 1)
    year, month = divmod(months, 12)
    first_of_next = date(year + month // 11, (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (first_of_next - timedelta(days=1)).day))
