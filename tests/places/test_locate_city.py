"""Places in the whole of Baltimore, from its open data: found in time, and never surely wrong, as callers name them."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ivr.flow.spoken import fold
from ivr.places.gazetteer import Gazetteer, Point, Street
from ivr.places.importing.making import Job, make
from ivr.places.locate import locate
from ivr.places.located import SURE
from ivr.places.scale import apart
from ivr.places.scoring import row, score

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
FILES = ("baltimore_street_segments.csv.gz", "neighborhoods_2020.geojson", "baltimore_city.geojson")
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the city's open data is not beside the project")
SAMPLE = 150


@pytest.fixture(scope="module")
def city() -> Gazetteer:
    files = [DATA / name for name in FILES] + [ROOT / "gazetteer" / "landmarks.yaml"]
    return make(Job(tuple((path, None) for path in files))).atlas


@pytest.fixture(scope="module")
def houses(city: Gazetteer) -> list[tuple[Street, int, Point]]:
    """Some houses on streets of every length, each where its own number is; the same ones every time."""
    chance = random.Random(311)
    streets = [s for s in city.streets if s.kind == "street" and s.suffix and "-" not in s.name and city.span(s.id)]
    found = (_house(city, street, chance) for street in chance.choices(streets, [s.blocks for s in streets], k=SAMPLE))
    return [house for house in found if house]


def _house(city: Gazetteer, street: Street, chance: random.Random) -> tuple[Street, int, Point] | None:
    side = next((s for _ in range(9) if (s := chance.choice(city.segments(street.id)).left)), None)
    if side is None:
        return None
    number = min(side.first, side.last)
    point = city.at(street.id, number)
    return (street, number, point) if point and point.exact and number else None


def _said(street: Street, number: int) -> Iterator[tuple[str, str]]:
    whole, name = fold(str(street)), fold(street.name)
    yield "en", f"{number} {whole}"
    yield "en", f"somebody dumped a couch at {number} {whole} by the alley"
    yield "es", f"hay un bache enorme frente al {number} de {whole}"
    yield "en", f"{number} {name}"


def test_addresses_are_found_and_never_surely_wrong(city: Gazetteer, houses: list[tuple[Street, int, Point]]) -> None:
    near = sure_and_wrong = rows = 0
    for street, number, point in houses:
        for language, text in _said(street, number):
            found = locate(text, language, city)
            away = min((apart(Point(c.lat or 0, c.long or 0), point) for c in found.candidates), default=9e9)
            rows, near = rows + 1, near + (away <= 150)
            first = apart(Point(found.lat or 0, found.long or 0), point)
            sure_and_wrong += found.confidence >= SURE and found.ask is None and first > 150
    assert near / rows >= 0.98
    assert sure_and_wrong / rows <= 0.005


def test_a_look_up_takes_less_than_five_milliseconds(city: Gazetteer, houses: list[tuple[Street, int, Point]]) -> None:
    said = [each for street, number, _ in houses for each in _said(street, number)]
    locate("1 charles", "en", city)
    taken = []
    for language, text in said:
        began = time.thread_time()
        locate(text, language, city)
        taken.append(time.thread_time() - began)
    assert sorted(taken)[int(len(taken) * 0.99)] < 0.005


def test_the_tuning_set_is_found_as_promised(city: Gazetteer) -> None:
    path = ROOT / "bench" / "sets" / "tuning" / "places.jsonl"
    rows = [row(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]
    scores = score(rows, city)
    assert scores.places.share >= 0.95
    assert scores.all.wrong / scores.all.rows <= 0.005
    assert scores.asked.share == 1.0
