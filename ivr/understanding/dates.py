"""A day, perhaps with an hour, as callers say it: “last night around ten”, “el martes pasado”, “November third”."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ivr.flow.spoken import LONGEST, fold
from ivr.understanding import ago, day
from ivr.understanding.clock import Hour, hour

_NIGHT = re.compile(r"\b(?:last night|yesterday|night|anoche|ayer|noche|antenoche)\b")
_TODAY = re.compile(r"\b(?:today|this morning|hoy|esta (?:manana|madrugada))\b")
_MIDNIGHT = re.compile(r"\b(?:midnight|medianoche|media noche)\b")
_SMALL_HOURS = 5
"""Until then, “tonight” is still the night before."""


@dataclass(frozen=True, slots=True)
class When:
    """ISO date, or ISO date and time of the city's clock without an offset; confidence 0..1."""

    value: str
    confidence: float


def read(text: str, language: str, now: datetime) -> When | None:
    """The day meant, seen from `now`; a weekday without “next” is the last one that was. None: no day was said.

    “Last week” and “the other day” are no day: the caller is asked which.
    """
    text = text[:LONGEST]
    folded = fold(text)
    said = folded.split()
    if (back := ago.minutes(said, folded, language)) is not None:
        return When(_minutes_before(now, back), 0.85)
    found = day.read(text, folded, language, now.date())
    if found is day.VAGUE:
        return None
    at = hour(text, language)
    if found is None and at is None:
        return When(_minutes_before(now, timedelta()), 0.85) if ago.is_now(folded) else None
    if found is None:
        return _latest(at, folded, now) if at else None
    return When(found.on.isoformat(), found.sure) if at is None else _moment(found, at, folded, now)


def _minutes_before(now: datetime, back: timedelta) -> str:
    """The city's clock so long before; an hour ago is sixty minutes on the night the clocks change, too."""
    then = (now.astimezone(UTC) - back).astimezone(now.tzinfo) if now.tzinfo else now - back
    return then.replace(tzinfo=None).isoformat(timespec="minutes")


def _moment(found: day.Day, at: Hour, folded: str, now: datetime) -> When:
    """The hour of the day that was named; a night ends in the morning of the day after."""
    night = _NIGHT.search(folded) or (_MIDNIGHT.search(folded) and not _TODAY.search(folded))
    moment = datetime.combine(found.on + timedelta(days=1 if at.next_day and night else 0), at.at)
    local = now.replace(tzinfo=None)
    if moment > local and found.on == now.date():
        if not at.sure and moment - timedelta(hours=12) <= local:  # “today at four”, said at two
            moment -= timedelta(hours=12)
        elif now.hour < _SMALL_HOURS and "tonight" in folded.split():
            moment -= timedelta(days=1)
    elif found.on == now.date() and not at.sure and moment + timedelta(hours=12) <= local:
        moment += timedelta(hours=12)  # “today at one”, said in the evening of a day: the later one
    return When(moment.isoformat(timespec="minutes"), found.sure if at.sure else min(found.sure, 0.65))


def _latest(at: Hour, folded: str, now: datetime) -> When:
    """An hour without a day is the last such hour that was."""
    local = now.replace(tzinfo=None)
    moment = datetime.combine(now.date(), at.at)
    step = timedelta(hours=24 if at.sure else 12)
    moment += timedelta(days=1)
    while moment > local:
        moment -= step
    return When(moment.isoformat(timespec="minutes"), 0.7 if at.sure else 0.65)
