"""By when a request should be done: a service's target in words, counted on the city's calendar. Pure."""

from __future__ import annotations

import re
from collections.abc import Container
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_TARGET = re.compile(r"([0-9]{1,3}) (business )?(day|days|hours)")
_LAST_SECOND = time(23, 59, 59)


def due_at(target: str | None, received: datetime, zone: ZoneInfo, holidays: Container[date]) -> datetime | None:
    """When `target` ("2 days", "5 business days", "24 hours") has passed since `received` (aware), in the city's time.

    Days end with the local day: 23:59:59 of the day that many days after the local day it was received. Business days
    leave out Saturdays, Sundays and `holidays`; what comes in on such a day counts from the next one on. Hours are
    hours that pass, also in the night the clocks change. None: the service has no target. ValueError: not such words.
    """
    if target is None:
        return None
    match = _TARGET.fullmatch(target)
    if not match or (match[2] and match[3] == "hours"):
        raise ValueError(f"{target!r} is no target; write `2 days`, `5 business days` or `24 hours`")
    count, local = int(match[1]), received.astimezone(zone)
    if match[3] == "hours":
        return (received.astimezone(ZoneInfo("UTC")) + timedelta(hours=count)).astimezone(zone)
    last = _business_day(local.date(), count, holidays) if match[2] else local.date() + timedelta(days=count)
    return datetime.combine(last, _LAST_SECOND, zone)


def _business_day(day: date, count: int, holidays: Container[date]) -> date:
    """The `count`-th business day after `day`; with 0 `day` itself, or the next business day."""
    while count or not _works(day, holidays):
        day += timedelta(days=1)
        count -= bool(count) and _works(day, holidays)
    return day


def _works(day: date, holidays: Container[date]) -> bool:
    return day.weekday() < 5 and day not in holidays
