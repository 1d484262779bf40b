"""A second map is asked in doubt alone, never holds up a call, and is believed no more than it may be."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from ivr.calls.deadlines import Deadline
from ivr.calls.opinion import IN_TURN, Opinion
from ivr.places import locate
from ivr.places.atlas.builder import Builder
from ivr.places.gazetteer import Gazetteer
from ivr.places.geocoders import geocoder
from ivr.places.located import SURE, Located
from tests.places.geocoders import answers
from tests.places.geocoders.server import Fake, serving, silent

from .conftest import until

HERE, THERE = (39.31, -76.61), (39.35, -76.61)
SAID = "2401 zebulon street"


@pytest.fixture
def fake() -> Iterator[Fake]:
    with serving() as made:
        made.answer = [answers.nominatim(*HERE, "2401", "Zebulon Street")]
        yield made


@pytest.fixture(scope="module")
def city() -> Gazetteer:
    """A city of which one street is known."""
    builder = Builder("Baltimore", complete=True)
    builder.anchored("Main Street", [(1, 39.3, -76.6), (900, 39.31, -76.6)], also=())
    builder.boundary([[(39.2, -76.7), (39.2, -76.5), (39.4, -76.5), (39.4, -76.7), (39.2, -76.7)]])
    builder.outside(["Towson"])
    return builder.build()


def opinion(base: str, seconds: float = 5.0, rest: float = 60.0) -> Opinion:
    """Patient, so that a crowded machine makes no difference; what is tested of time names its own."""
    return Opinion(geocoder("nominatim", base), Deadline(seconds, rest=rest, threads=2))


def heard(asked: Opinion, city: Gazetteer, said: str = SAID) -> Located:
    return asked.on(locate(said, "en", city), "en", city)


def test_a_street_the_gazetteer_does_not_know_is_found_and_still_read_back(fake: Fake, city: Gazetteer) -> None:
    assert locate(SAID, "en", city).ask == "again"
    found = heard(opinion(fake.base), city)
    assert (found.kind, found.readback, found.lat, found.ask) == ("address", "2401 Zebulon Street", HERE[0], None)
    assert found.confidence < SURE
    assert found.said == SAID


def test_several_places_that_fit_are_a_question(fake: Fake, city: Gazetteer) -> None:
    fake.answer += [answers.nominatim(*THERE, "2401", "South Zebulon Street")]
    found = heard(opinion(fake.base), city)
    assert found.ask == "which"
    assert [one.readback for one in found.candidates] == ["2401 Zebulon Street", "2401 South Zebulon Street"]


@pytest.mark.parametrize("said", ["100 main street", "towson", "main street", "um", "yes", "I don't know", "it " * 40])
def test_nobody_is_asked_where_the_gazetteer_knows_or_the_caller_said_no_place(
    said: str, fake: Fake, city: Gazetteer
) -> None:
    assert heard(opinion(fake.base), city, said) == locate(said, "en", city)
    assert fake.asked == []


def test_the_place_alone_is_asked_for_spelt_out_and_with_its_city(fake: Fake, city: Gazetteer) -> None:
    heard(opinion(fake.base), city, "it's at twenty four oh one zebulon street please")
    assert [query["q"] for _, query, _ in fake.asked] == ["2401 Zebulon Street, Baltimore"]


def test_the_same_is_asked_once(fake: Fake, city: Gazetteer) -> None:
    asked = opinion(fake.base)
    assert heard(asked, city) == heard(asked, city)
    assert len(fake.asked) == 1


def test_a_turn_does_not_wait_for_a_slow_map_and_has_its_answer_the_next_time(fake: Fake, city: Gazetteer) -> None:
    fake.wait = 0.9
    asked, own = opinion(fake.base, seconds=0.1), locate(SAID, "en", city)
    began = time.monotonic()
    assert heard(asked, city) == own
    assert time.monotonic() - began < 0.85
    until(lambda: heard(asked, city).lat == HERE[0], 20.0)
    assert len(fake.asked) == 1


def test_a_turn_waits_less_than_half_a_second() -> None:
    assert IN_TURN < 0.5


@pytest.mark.parametrize("status", [403, 429, 500])
def test_after_a_failure_it_is_left_alone_for_a_while(status: int, fake: Fake, city: Gazetteer) -> None:
    fake.status = status
    asked, own = opinion(fake.base), locate(SAID, "en", city)
    assert [heard(asked, city), heard(asked, city, "2402 zebulon street").lat] == [own, None]
    assert len(fake.asked) == 1


def test_it_is_asked_again_when_it_has_rested(fake: Fake, city: Gazetteer) -> None:
    fake.status = 503
    asked = opinion(fake.base, rest=0.2)
    heard(asked, city)
    fake.status = 200
    until(lambda: heard(asked, city).lat == HERE[0], 20.0)


def test_a_map_that_never_says_a_word_costs_one_short_wait(city: Gazetteer) -> None:
    with silent() as base:
        asked = opinion(base, seconds=0.1)
        began = time.monotonic()
        for number in range(2401, 2431):
            heard(asked, city, f"{number} zebulon street")
        assert time.monotonic() - began < 2.8


def test_what_a_caller_said_is_not_in_the_log(
    fake: Fake, city: Gazetteer, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    for status, answer in (
        (429, []),
        (200, b"zebulon <html>"),
        (200, [answers.nominatim(*HERE, "2401", "Zebulon Street")]),
    ):
        fake.status, fake.answer = status, answer
        heard(opinion(fake.base), city)
    told = capsys.readouterr()
    ours = [record.getMessage() for record in caplog.records if record.levelname != "DEBUG"]
    text = f"{told.out} {told.err} {ours}"
    assert "geocoder_silent" in text
    assert "ebulon" not in text
