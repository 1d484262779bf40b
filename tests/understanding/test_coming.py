"""A moment to come is understood as callers say it, and is never one that is over."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.flow.meaning import Option, Want
from ivr.understanding.coming import read
from tests.understanding.hearing import mind

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=ZoneInfo("America/New_York"))
"""A Tuesday."""


@pytest.mark.parametrize(
    ("language", "said", "meant"),
    [
        ("en", "tomorrow at ten", "2026-11-25T10:00"),
        ("en", "at four", "2026-11-24T16:00"),
        ("en", "at nine", "2026-11-25T09:00"),
        ("en", "three thirty", "2026-11-24T15:30"),
        ("en", "quarter to four please", "2026-11-24T15:45"),
        ("en", "monday at 2 pm", "2026-11-30T14:00"),
        ("en", "tuesday at three", "2026-11-24T15:00"),
        ("en", "tuesday at nine", "2026-12-01T09:00"),
        ("en", "today at eight", "2026-11-24T20:00"),
        ("en", "in two hours", "2026-11-24T12:30"),
        ("en", "in half an hour", "2026-11-24T11:00"),
        ("en", "tomorrow morning", "2026-11-25T09:00"),
        ("en", "this afternoon", "2026-11-24T14:00"),
        ("en", "this morning", "2026-11-24T11:30"),
        ("en", "november thirtieth at 9 am", "2026-11-30T09:00"),
        ("es", "mañana a las diez", "2026-11-25T10:00"),
        ("es", "mañana por la mañana", "2026-11-25T09:00"),
        ("es", "a las cuatro de la tarde", "2026-11-24T16:00"),
        ("es", "las tres y media", "2026-11-24T15:30"),
        ("es", "el lunes en la tarde", "2026-11-30T14:00"),
        ("es", "pasado mañana a las tres y media", "2026-11-26T15:30"),
        ("es", "en dos horas", "2026-11-24T12:30"),
        ("es", "en media hora", "2026-11-24T11:00"),
    ],
)
def test_it_is_understood(language: str, said: str, meant: str) -> None:
    found = read(said, language, NOW)
    assert found
    assert found.value == meant


@pytest.mark.parametrize(
    "said", ["yesterday at ten", "whenever", "I don't know", "now", "ayer a las diez", "no sé", ""]
)
def test_what_is_no_time_to_come_is_none(said: str) -> None:
    assert read(said, "en", NOW) is None
    assert read(said, "es", NOW) is None


def test_a_question_for_a_time_hears_it_and_still_danger_and_a_person() -> None:
    want = Want("time", links=(Option("operator", ("operator", "a person")),))
    assert mind().hear("um, tomorrow at ten please", "en", want, NOW).value == "2026-11-25T10:00"
    assert mind().hear("a person", "en", want, NOW).link == "operator"
    assert mind().hear("my house is on fire", "en", want, NOW).emergency == "certain"
    assert mind().hear("no lo sé", "es", want, NOW).value is None


def test_in_two_hours_is_two_hours_on_the_night_the_clocks_change_too() -> None:
    night = datetime(2026, 11, 1, 0, 30, tzinfo=ZoneInfo("America/New_York"))
    found = read("in two hours", "en", night)
    assert found
    assert found.value == "2026-11-01T01:30"


WORDS = "at in the tomorrow today monday tuesday next morning afternoon noon two ten thirty half past hour hours pm"
PALABRAS = "a las en la mañana hoy lunes tarde noche mediodía dos diez treinta y media hora horas dentro de"


@given(st.lists(st.sampled_from(WORDS.split() + PALABRAS.split()), max_size=8), st.integers(0, 60 * 24 * 400))
def test_whatever_is_said_it_is_never_over(said: list[str], minutes: int) -> None:
    now = NOW + timedelta(minutes=minutes)
    for language in ("en", "es"):
        if found := read(" ".join(said), language, now):
            assert datetime.fromisoformat(found.value) > now.replace(tzinfo=None)
