"""Every landmark of the starter map is found by each of its names, and none of them takes a street's place."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from ivr.places.gazetteer import Gazetteer
from ivr.places.importing import starter
from ivr.places.importing.starter import LandmarkEntry
from ivr.places.locate import locate
from ivr.places.located import SURE

ROOT = Path(__file__).parents[2]
STREETS, LANDMARKS = (ROOT / "gazetteer" / name for name in ("streets.yaml", "landmarks.yaml"))
ENTRIES = starter.read(LANDMARKS).landmarks
ON_STREETS = ("address", "block", "intersection", "between")


@cache
def known() -> Gazetteer:
    return starter.build([STREETS, LANDMARKS])


@cache
def without_landmarks() -> Gazetteer:
    return starter.build([STREETS])


def names(landmark: LandmarkEntry) -> Iterator[tuple[str, str]]:
    """(language, name): each language's own, and the words in both, for they are of either."""
    for language in ("en", "es"):
        for name in dict.fromkeys((landmark.name[language], *landmark.words)):
            yield language, name


@pytest.mark.parametrize("landmark", ENTRIES, ids=[each.name["en"] for each in ENTRIES])
def test_a_landmark_is_found_by_each_of_its_names(landmark: LandmarkEntry) -> None:
    for language, name in names(landmark):
        found = locate(name, language, known())
        assert (found.kind, found.readback, found.ask) == ("landmark", landmark.name[language], None), name
        assert (found.lat, found.long) == pytest.approx(landmark.at), name
        assert found.confidence >= SURE, name


@pytest.mark.parametrize(
    ("language", "said", "readback"),
    [
        ("en", "there are needles by the playground at riverside park", "Riverside Park"),
        ("en", "somebody dumped tires behind the herring run library", "Herring Run Library"),
        ("en", "the light is out in front of poly", "Baltimore Polytechnic Institute"),
        ("en", "it's right outside the lexington market subway", "Lexington Market Metro Station"),
        ("es", "hay basura enfrente de la biblioteca de highlandtown", "Biblioteca Southeast Anchor"),
        ("es", "un perro suelto cerca del hospital bayview", "Centro Médico Johns Hopkins Bayview"),
    ],
)
def test_within_a_sentence_the_longest_name_is_meant(language: str, said: str, readback: str) -> None:
    found = locate(said, language, known())
    assert (found.kind, found.readback) == ("landmark", readback)


def test_no_name_is_that_of_a_street_on_the_map() -> None:
    for street in known().streets:
        for said in (str(street), street.name):
            found = locate(said, "en", known())
            assert found.kind != "landmark" or found.lat is None, said  # without a point: taken down as said


def test_what_callers_say_of_streets_is_where_it_was_without_landmarks() -> None:
    heard = 0
    for said in _said_in_calls():
        for language in ("en", "es"):
            street = locate(said, language, without_landmarks())
            if street.kind in ON_STREETS and street.lat is not None:
                with_landmarks = locate(said, language, known())
                assert (with_landmarks.kind, with_landmarks.readback) == (street.kind, street.readback), said
                heard += 1
    assert heard > 20


def _said_in_calls() -> Iterator[str]:
    for path in sorted((ROOT / "flows" / "calls").glob("*.yaml")):
        call: dict[str, Any] = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        yield from (str(step["say"]) for step in call["talk"] if "say" in step)
