"""Opening hours and holidays: is a line open at this moment? Pure: the moment comes in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import holidays as _holidays

from ivr.flow.model import CityDocument, Holidays, Hours

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def holiday_dates(rules: Holidays, year: int) -> Mapping[date, str]:
    """The city's holidays of a year, by date, with their English names."""
    return _dates(rules.model_dump_json(), year)


@lru_cache(maxsize=32)
def _dates(rules_json: str, year: int) -> Mapping[date, str]:
    rules = Holidays.model_validate_json(rules_json)
    days = {day: name for day, name in _calendar(rules, [year]).items() if not _called(name) <= {*rules.never}}
    extra = {date.fromisoformat(day): next(iter(names.values())) for day, names in rules.also.items()}
    return days | {day: name for day, name in extra.items() if day.year == year}


def holiday_names(rules: Holidays, years: Iterable[int]) -> frozenset[str]:
    """What the holidays of the country and state are called. NotImplementedError: no calendar knows them."""
    return frozenset(one for name in _calendar(rules, years).values() for one in _called(name))


def _calendar(rules: Holidays, years: Iterable[int]) -> Mapping[date, str]:
    return _holidays.country_holidays(rules.country, subdiv=rules.state, years=years, language="en_US")


def _called(name: str) -> frozenset[str]:
    """Two holidays may fall on one day; and the day on which one is observed is called as the holiday itself."""
    return frozenset(one.removesuffix(" (observed)") for one in name.split("; "))


def is_holiday(city: CityDocument, now: datetime) -> bool:
    """True when the local day of `now` is one of the city's holidays."""
    return now.date() in _year(city, now.year)


def _year(city: CityDocument, year: int) -> frozenset[date]:
    # Serialising the rules on every look-up would cost more than the look-up: one entry per city value and year.
    key = (id(city), year)
    if key not in _cache:
        _cache[key] = (city, frozenset(holiday_dates(city.holidays, year)))
    return _cache[key][1]


_cache: dict[tuple[int, int], tuple[CityDocument, frozenset[date]]] = {}


def is_open(hours: Hours, now: datetime, holiday: bool) -> bool:
    """True when a line's hours hold at local time `now`; on a holiday the `holiday` hours hold, if any."""
    if hours == "always":
        return True
    day = "holiday" if holiday else DAYS[now.weekday()]
    span = hours.get(day)  # type: ignore[call-overload]
    return bool(span) and _within(span, now.time())


DAYS_AHEAD = 15


def next_open(city: CityDocument, line: str, at: datetime) -> datetime | None:
    """`at` itself where the line is open then, else the moment it opens next; of no such line, `at`. at: local, aware.

    None: it does not open within two weeks.
    """
    named = city.lines.get(line)
    if named is None or is_open(named.hours, at, is_holiday(city, at)):
        return at
    for ahead in range(DAYS_AHEAD):
        day = at + timedelta(days=ahead)
        span = _span(city, named.hours, day)
        opens = datetime.combine(day.date(), parse_span(span)[0], at.tzinfo) if span else None
        if opens and opens > at:
            return opens
    return None


def _span(city: CityDocument, hours: Hours, day: datetime) -> str | None:
    if hours == "always":
        return None
    span: str | None = hours.get("holiday" if is_holiday(city, day) else DAYS[day.weekday()])  # type: ignore[call-overload]
    return span


def _within(span: str, at: time) -> bool:
    begin, end = parse_span(span)
    return begin <= at < end if begin < end else at >= begin or at < end


@lru_cache(maxsize=256)
def parse_span(span: str) -> tuple[time, time]:
    """`08:00-17:00` as two times; 24:00 is the end of the day. ValueError when it is not such a span."""
    begin, dash, end = span.partition("-")
    if not dash:
        raise ValueError(span)
    last = time.max if end.strip() == "24:00" else time.fromisoformat(end.strip().zfill(5))
    return time.fromisoformat(begin.strip().zfill(5)), last
