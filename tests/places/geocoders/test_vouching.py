"""Another map is believed where the caller's own words bear it out, and only in the city."""

from __future__ import annotations

import pytest

from ivr.places.atlas.builder import Builder
from ivr.places.gazetteer import Gazetteer
from ivr.places.geocoders import Hit
from ivr.places.geocoders.hits import candidates
from ivr.places.geocoders.vouching import vouched

HERE, THERE = (39.31, -76.61), (39.5, -76.61)
BOX = [(39.2, -76.7), (39.2, -76.5), (39.4, -76.5), (39.4, -76.7), (39.2, -76.7)]


@pytest.fixture(scope="module")
def city() -> Gazetteer:
    builder = Builder("Baltimore", complete=True)
    builder.anchored("Main Street", [(1, 39.3, -76.6), (900, 39.31, -76.6)], also=())
    builder.boundary([BOX])
    builder.area("neighborhood", "Hampden", [BOX])
    builder.area("council_district", "14", [BOX])
    return builder.build()


def readbacks(said: str, hit: Hit, gazetteer: Gazetteer, language: str = "en") -> list[str]:
    return [one.readback for one in vouched(said, language, candidates([hit]), gazetteer)]


@pytest.mark.parametrize(
    ("said", "language", "kind", "name"),
    [
        ("2401 zebulon street", "en", "address", "2401 Zebulon St"),
        ("twenty four oh one zebulon", "en", "address", "2401 N ZEBULON ST"),
        ("it's at 2401 zebulen street um", "en", "address", "2401 Zebulon Street"),
        ("dos mil cuatrocientos uno zebulon", "es", "address", "2401 Zebulon Street"),
        ("zebulon and quincy", "en", "intersection", "Zebulon St and Quincy St"),
        ("near the stieff silver building", "en", "landmark", "Stieff Silver"),
    ],
)
def test_what_was_said_is_believed(said: str, language: str, kind: str, name: str, city: Gazetteer) -> None:
    assert len(readbacks(said, Hit(kind, name, *HERE), city, language)) == 1  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "kind", "name"),
    [
        ("2401 zebulon street", "address", "2403 Zebulon Street"),
        ("2401 zebulon street", "address", "2401 Hillen Street"),
        ("2401 north zebulon street", "address", "2401 South Zebulon Street"),
        ("zebulon street", "address", "2401 Zebulon Street"),
        ("zebulon and quincy", "intersection", "Zebulon St and Hillen St"),
        ("behind my sister's house", "landmark", "Sisters House of Prayer"),
        ("the light is out", "landmark", "Eight"),
        ("um", "landmark", "Umber Hall"),
        ("", "landmark", "City Hall"),
    ],
)
def test_what_was_not_said_is_not_believed(said: str, kind: str, name: str, city: Gazetteer) -> None:
    assert readbacks(said, Hit(kind, name, *HERE), city) == []  # type: ignore[arg-type]


def test_what_lies_outside_the_city_is_not_believed(city: Gazetteer) -> None:
    assert readbacks("2401 zebulon street", Hit("address", "2401 Zebulon St", *THERE), city) == []


def test_what_is_believed_has_the_areas_it_lies_in(city: Gazetteer) -> None:
    found = candidates([Hit("address", "2401 Zebulon St", *HERE)])
    (one,) = vouched("2401 zebulon street", "en", found, city)
    assert (one.neighborhood, one.council_district, one.police_district) == ("Hampden", "14", None)


def test_any_text_is_compared_in_time(city: Gazetteer) -> None:
    found = candidates([Hit("address", "2401 Zebulon St", *HERE), Hit("landmark", "Stieff Silver", *HERE)])
    for text in ("\0", "𝔞" * 100_000, "a " * 500_000, "2401 " * 200_000):
        vouched(text, "en", found, city)
