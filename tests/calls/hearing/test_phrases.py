"""What callers may say at a question, for the ear that waits for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from ivr.calls import checking
from ivr.calls.folders import read
from ivr.calls.hearing import wanted
from ivr.calls.hearing.phrases import LONGEST, MOST, expected
from ivr.flow.book import Book
from ivr.places.gazetteer import Gazetteer
from ivr.places.importing import starter
from ivr.telephony.ticket import Ticket

HOME, CITY = Path(__file__).parents[3], "flows/city.yaml"


@pytest.fixture(scope="module")
def book() -> Book:
    loaded = checking.load(read(HOME))
    assert loaded.book is not None
    return loaded.book


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return starter.build(sorted((HOME / "gazetteer").glob("*.yaml")))


def asking(book: Book, kind: str) -> Ticket:
    """A ticket for a question of the city's flows that wants this kind of answer."""
    for name, flow in book.flows.items():
        for node_name, node in flow.nodes.items():
            if getattr(node, "hear", None) == kind:
                return Ticket(1, 0, book.version, f"{name}.{node_name}")
            for index, slot in enumerate(getattr(node, "fields", None) or ()):
                if slot.type == kind:
                    return Ticket(1, 0, book.version, f"{name}.{node_name}", index)
    raise AssertionError(kind)


def test_who_is_asked_for_a_need_may_name_what_the_city_does(book: Book, gazetteer: Gazetteer) -> None:
    found = expected(asking(book, "intents"), book, gazetteer)
    assert book.services["pothole"].name["en"] in found.phrases
    assert found.languages[0] == "en-US"
    assert len(found.languages) == len(book.city.languages)


def test_in_spanish_it_is_named_in_spanish(book: Book, gazetteer: Gazetteer) -> None:
    spanish = book.city.languages["es"].locale
    found = expected(replace(asking(book, "intents"), locale=spanish), book, gazetteer)
    assert book.services["pothole"].name["es"] in found.phrases
    assert found.languages[0] == spanish


def test_who_is_asked_for_a_place_may_name_a_street_or_a_landmark(book: Book, gazetteer: Gazetteer) -> None:
    phrases = expected(asking(book, "place"), book, gazetteer).phrases
    assert {"North Charles Street", "Patterson Park"} <= set(phrases)


@pytest.mark.parametrize(
    ("near", "first"),
    [
        ("2400 North Charles Street", ["North Charles Street", "East North Avenue"]),
        ("charles street", ["North Charles Street", "East Baltimore Street"]),
        ("Baltimore", ["Harford Road"]),
        ("", ["Harford Road"]),
    ],
)
def test_streets_are_expected_the_nearest_first(book: Book, gazetteer: Gazetteer, near: str, first: list[str]) -> None:
    phrases = expected(replace(asking(book, "place"), near=near), book, gazetteer).phrases
    every = {str(street) for street in gazetteer.streets}
    assert [phrase for phrase in phrases if phrase in every][: len(first)] == first


@pytest.mark.parametrize("phase", ["ask", "confirm", "which", "offer", "nonsense"])
def test_every_question_in_every_phase_has_its_phrases_within_bounds(
    book: Book, gazetteer: Gazetteer, phase: str
) -> None:
    for name, flow in book.flows.items():
        for node in flow.nodes:
            ticket = Ticket(
                1, 0, book.version, f"{name}.{node}", 0, phase, service="pothole", offered=("service|rats",)
            )
            phrases = expected(ticket, book, gazetteer).phrases
            assert len(phrases) == len(set(phrases)) <= MOST
            assert all(0 < len(phrase) <= LONGEST for phrase in phrases)


@pytest.mark.parametrize("at", ["", "main", "main.nowhere", "nowhere.at_all"])
def test_a_question_of_another_version_is_heard_without_help(book: Book, gazetteer: Gazetteer, at: str) -> None:
    assert expected(Ticket(1, 0, "f" * 12, at, 99, closed=True), book, gazetteer).closed


def test_a_line_that_streams_nothing_needs_no_ear() -> None:
    files = dict(read(HOME))
    plain = checking.load(files).book
    streamed = checking.load(
        {**files, CITY: files[CITY] + "\nhearing: {listen: stream, consent_required: false}\n"}
    ).book
    assert plain is not None
    assert streamed is not None
    assert not wanted.streams(plain)
    assert wanted.streams(streamed)
