"""Hours and holidays: which days a city works on."""

from __future__ import annotations

from datetime import date

from ivr.flow.hours import holiday_dates, holiday_names
from ivr.flow.model import Holidays


def test_a_holiday_the_city_works_on_is_none_on_the_day_it_is_observed_either() -> None:
    kept = holiday_dates(Holidays(country="US", never=["Independence Day"]), 2026)
    assert {date(2026, 7, 3), date(2026, 7, 4)} & kept.keys() == set()


def test_two_holidays_on_one_day_are_called_by_both_names() -> None:
    both = date(2025, 1, 20)
    rules = Holidays(country="US", state="DC")
    names = holiday_names(rules, [2025])
    assert {"Martin Luther King Jr. Day", "Inauguration Day"} <= names
    assert both in holiday_dates(rules.model_copy(update={"never": ["Inauguration Day"]}), 2025)
    one = Holidays(country="US", state="DC", never=["Inauguration Day", "Martin Luther King Jr. Day"])
    assert both not in holiday_dates(one, 2025)
