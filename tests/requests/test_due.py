"""Due days: local days, business days, holidays, the turn of the year, and the nights the clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.flow.hours import holiday_dates
from ivr.flow.model import Holidays
from ivr.requests.due import due_at

CITY = ZoneInfo("America/New_York")
RULES = Holidays(state="MD")
HOLIDAYS = {day for year in (2026, 2027) for day in holiday_dates(RULES, year)}


def due(target: str, received: str) -> str:
    at = due_at(target, datetime.fromisoformat(received).replace(tzinfo=CITY), CITY, HOLIDAYS)
    assert at is not None
    return f"{at:%a} {at.isoformat()}"


@pytest.mark.parametrize(
    ("target", "received", "expected"),
    [
        ("2 days", "2026-11-21T15:30", "Mon 2026-11-23T23:59:59-05:00"),
        ("1 day", "2026-11-21T00:00", "Sun 2026-11-22T23:59:59-05:00"),
        ("0 days", "2026-11-21T23:59", "Sat 2026-11-21T23:59:59-05:00"),
        # Days over the ends of summer time, of February and of the year.
        ("2 days", "2026-10-31T12:00", "Mon 2026-11-02T23:59:59-05:00"),
        ("2 days", "2027-03-13T12:00", "Mon 2027-03-15T23:59:59-04:00"),
        ("1 day", "2028-02-28T12:00", "Tue 2028-02-29T23:59:59-05:00"),
        ("3 days", "2026-12-30T22:00", "Sat 2027-01-02T23:59:59-05:00"),
        # Business days over a weekend, over Thanksgiving and the day after, over New Year.
        ("5 business days", "2026-11-13T09:00", "Fri 2026-11-20T23:59:59-05:00"),
        ("1 business day", "2026-11-25T09:00", "Mon 2026-11-30T23:59:59-05:00"),
        ("2 business days", "2026-12-31T09:00", "Tue 2027-01-05T23:59:59-05:00"),
        # What comes in on a day nobody works counts from the next one that somebody does.
        ("1 business day", "2026-11-21T09:00", "Mon 2026-11-23T23:59:59-05:00"),
        ("0 business days", "2026-11-21T09:00", "Mon 2026-11-23T23:59:59-05:00"),
        # Hours pass through the night the clocks go back (25 h) and forward (23 h).
        ("24 hours", "2026-10-31T12:00", "Sun 2026-11-01T11:00:00-05:00"),
        ("24 hours", "2027-03-13T12:00", "Sun 2027-03-14T13:00:00-04:00"),
        ("48 hours", "2026-12-31T08:00", "Sat 2027-01-02T08:00:00-05:00"),
    ],
)
def test_due(target: str, received: str, expected: str) -> None:
    assert due(target, received) == expected


def test_the_day_is_the_citys_not_greenwichs() -> None:
    late_evening = datetime(2026, 11, 22, 3, 30, tzinfo=UTC)  # still Saturday in the city
    at = due_at("1 day", late_evening, CITY, HOLIDAYS)
    assert at is not None
    assert at.date() == date(2026, 11, 22)


def test_a_service_without_a_target_has_no_due_day() -> None:
    assert due_at(None, datetime.now(UTC), CITY, ()) is None


@pytest.mark.parametrize(
    "words", ["", "soon", "2 weeks", "2 business hours", "1000 days", "-1 days", "2  days", "٢ days"]
)
def test_other_words_are_refused(words: str) -> None:
    with pytest.raises(ValueError, match="is no target"):
        due_at(words, datetime.now(UTC), CITY, ())


@given(st.datetimes(datetime(2024, 1, 1), datetime(2035, 1, 1)), st.integers(0, 60))
def test_business_days_end_on_a_day_somebody_works_and_never_before_as_many_days(received: datetime, days: int) -> None:
    at = due_at(f"{days} business days", received.replace(tzinfo=CITY), CITY, HOLIDAYS)
    assert at is not None
    assert at.weekday() < 5
    assert at.date() not in HOLIDAYS
    assert at.date() >= received.date() + timedelta(days=days)
