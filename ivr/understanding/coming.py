"""A moment to come, as callers say it: “tomorrow at ten”, “el lunes en la tarde”, “in two hours”, “at four”."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

from ivr.flow.numerals import numbers
from ivr.flow.spoken import LONGEST, fold
from ivr.understanding import day, words
from ivr.understanding.clock import Hour, hour
from ivr.understanding.dates import When

_IN = {
    "en": re.compile(r"\b(?:in|within|after)\b(?= )"),
    "es": re.compile(r"\b(?:en|dentro de|despues de)\b(?= )"),
}
_AT = {"en": "at", "es": "a las"}
_UNITS = {
    "minute": 1, "minutes": 1, "min": 1, "hour": 60, "hours": 60,
    "minuto": 1, "minutos": 1, "hora": 60, "horas": 60,
}  # fmt: skip
_HALF = re.compile(r"\b(?:in|within) (?:a )?half (?:an )?hour\b|\b(?:en|dentro de) media hora\b")
_ONE = re.compile(r"\b(?:in|within) (?:an|a|one) hour\b|\b(?:en|dentro de) una hora\b")
_AND_HALF = re.compile(r"\b(?:hour and a half|one and a half hours|hora y media)\b")
_TODAY = re.compile(r"\b(?:today|tonight|this (?:morning|afternoon|evening)|hoy|esta (?:manana|tarde|noche))\b")
_PARTS = (
    (re.compile(r"\b(?:noon|midday|lunch time|lunchtime|mediodia|medio dia)\b"), time(12)),
    (re.compile(r"\b(?:late afternoon|evening|tonight|after work|noche|tardecita)\b"), time(17)),
    (re.compile(r"\b(?:afternoon|after lunch|tarde)\b"), time(14)),
    (re.compile(r"\b(?:morning|breakfast|(?:la|esta) manana|temprano|early)\b"), time(9)),
)
"""An hour for a part of the day: what is read back, and may be put right."""
_WHOLE_DAY = time(9)
_STEP = 5
"""Minutes: nobody is called at 10:03."""


def read(text: str, language: str, now: datetime) -> When | None:
    """The moment meant, always after `now` (aware): ISO date and time of the city's clock. None: none was said.

    A weekday is the next one, an hour without a day the next such hour, one to six without more the afternoon's.
    """
    folded = fold(text[:LONGEST])
    if (ahead := _ahead(folded, language)) is not None:
        return _when(_rounded((now.astimezone(UTC) + ahead).astimezone(now.tzinfo)), now, 0.9)
    on, at = _day(text, folded, language, now.date()), hour(text, language) or _bare(folded, language)
    if on is not None and on < now.date():
        return None
    part = next((usual for phrase, usual in _PARTS if phrase.search(folded)), None)
    if on is None and at is None and part is None:
        return None
    clock = at.at if at else part or _WHOLE_DAY
    return _when(_next(on, clock, at, folded, now), now, 0.9 if at and at.sure else 0.75)


def _ahead(folded: str, language: str) -> timedelta | None:
    """“In two hours”, “in half an hour”, “en hora y media”."""
    if _HALF.search(folded):
        return timedelta(minutes=30)
    led = _IN.get(language, _IN["en"]).search(folded)
    if led and _AND_HALF.search(folded):
        return timedelta(minutes=90)
    if _ONE.search(folded):
        return timedelta(hours=1)
    if led is None:
        return None
    said = folded[led.end() :].split()
    run = next((one for one in numbers(said, language) if not one.ordinal and one.start == 0), None)
    unit = _UNITS.get(said[run.end]) if run and run.end < len(said) else None
    return timedelta(minutes=int(run.digits[:3]) * unit) if run and unit else None


def _day(text: str, folded: str, language: str, today: date) -> date | None:
    """The day that is named, of a weekday the next one; today's is today. None: none is named."""
    weekdays = words.of(language).weekdays
    named = next((weekdays[word] for word in folded.split() if word in weekdays), None)
    if named is not None:
        return today + timedelta(days=(named - today.weekday()) % 7)
    if _TODAY.search(folded):
        return today
    found = day.read(text, folded, language, today)
    return found.on if found and found is not day.VAGUE else None


def _bare(folded: str, language: str) -> Hour | None:
    """“Three thirty”, and no more: asked for an hour, that is one."""
    said = folded.split()
    runs = [run for run in numbers(said, language) if not run.ordinal]
    whole = len(runs) == 1 and (runs[0].start, runs[0].end) == (0, len(said))
    return hour(f"{_AT.get(language, _AT['en'])} {folded}", language) if whole else None


def _next(on: date | None, clock: time, at: Hour | None, folded: str, now: datetime) -> datetime:
    """The first such moment after now: of a day that is named later the same day, else a week or a day on."""
    local = now.replace(tzinfo=None)
    moment = datetime.combine(on or local.date(), clock)
    if moment <= local and at and not at.sure and moment.hour < 12 and _TODAY.search(folded):
        moment += timedelta(hours=12)  # “today at eight”, said at ten: in the evening
    if moment > local:
        return moment
    if on is None:
        return moment + timedelta(days=1)
    if _TODAY.search(folded) or on > local.date():
        return _rounded(local + timedelta(hours=1))  # “this morning”, said at noon: as soon as may be
    return moment + timedelta(days=7)


def _rounded(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0) + timedelta(minutes=-moment.minute % _STEP)


def _when(moment: datetime, now: datetime, sure: float) -> When | None:
    local = moment.replace(tzinfo=None)
    return When(local.isoformat(timespec="minutes"), sure) if local > now.replace(tzinfo=None) else None
