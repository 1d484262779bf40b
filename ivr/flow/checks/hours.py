"""Opening hours, holidays or a time zone that cannot be read.

The line would not know whether anybody is there to take the call. Hours are `always` or spans such as 08:00-17:00; a
day left out is closed. Holidays are dates such as 2026-11-27; those under `never` are called as the country's calendar
calls them.

    # flows/city.yaml
    city: Springfield
    languages:
      en: {name: English, voice: Polly.Joanna-Neural, locale: en-US}
      es: {name: español, voice: Polly.Lupe-Neural, locale: es-US}
    groups: {}
    agencies: {}
    lines:
      operator: {name: {en: the operator, es: el operador}, number: "+14105550100", hours: {mon: 8 to 5}}

Remedy: `hours: {mon: 08:00-17:00, tue: 08:00-17:00}`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from holidays import country_holidays, list_supported_countries

from ivr.flow.hours import holiday_names, parse_span
from ivr.flow.model import CityDocument, Holidays
from ivr.flow.problems import Problem, Severity
from ivr.flow.reading.draft import Draft
from ivr.flow.reading.source import Path

CODE = "hours"
SEVERITY: Severity = "error"
YEARS = range(2024, 2036)
"""Years whose names of holidays are known to the check; some come only when a holiday falls on a Sunday."""


def check(draft: Draft) -> Iterator[Problem]:
    """Spans of hours, the time zone, and the holidays of city.yaml: their dates, their country, their names."""
    if draft.city:
        for path, message, key in [*_spans(draft.city), *_dates(draft.city), *_zone(draft.city)]:
            yield draft.problem("flows/city.yaml", path, message, CODE, severity=SEVERITY, key=key)
        for path, message, word, known in _calendar(draft.city.holidays):
            yield draft.problem("flows/city.yaml", path, message, CODE, severity=SEVERITY, word=word, known=known)


def _spans(city: CityDocument) -> Iterator[tuple[Path, str, bool]]:
    for name, line in city.lines.items():
        for day, span in line.hours.items() if isinstance(line.hours, dict) else ():
            if not _readable(span):
                message = (
                    f"'{span}' is no span of hours; write it like 08:00-17:00, or leave the day out when it is closed"
                )
                yield ("lines", name, "hours", day), message, False


def _readable(span: str) -> bool:
    try:
        begin, end = parse_span(span)
    except ValueError:
        return False
    return begin != end


def _calendar(rules: Holidays) -> Iterator[tuple[Path, str, str, tuple[str, ...]]]:
    """A country or state that no calendar knows: the first call that asks whether somebody is there would fail."""
    try:
        country_holidays(rules.country)
    except NotImplementedError:
        message = f"there is no calendar of the country '{rules.country}'; write one like US"
        yield ("holidays", "country"), message, rules.country, tuple(list_supported_countries())
        return
    try:
        known = holiday_names(rules, YEARS if rules.never else YEARS[:1])
    except NotImplementedError:
        states = tuple(country_holidays(rules.country).subdivisions)
        yield (
            ("holidays", "state"),
            f"{rules.country} has no state '{rules.state}'; write one like MD",
            rules.state or "",
            states,
        )
        return
    for n, name in enumerate(rules.never):
        if name not in known:
            yield ("holidays", "never", n), f"'{name}' is no holiday there; {_some(known)}", name, tuple(known)


def _some(known: frozenset[str]) -> str:
    return f"the calendar calls them {', '.join(sorted(known))}"


def _dates(city: CityDocument) -> Iterator[tuple[Path, str, bool]]:
    for day in city.holidays.also:
        try:
            date.fromisoformat(day)
        except ValueError:
            yield ("holidays", "also", day), f"'{day}' is no date; write it like 2026-11-27", True


def _zone(city: CityDocument) -> Iterator[tuple[Path, str, bool]]:
    try:
        ZoneInfo(city.timezone)
    except (KeyError, ValueError, OSError):
        yield ("timezone",), f"there is no time zone '{city.timezone}'; write one like America/New_York", False
