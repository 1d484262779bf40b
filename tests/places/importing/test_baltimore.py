"""The whole of Baltimore, from its open data: in time, with corners and blocks where the city itself has them."""

from __future__ import annotations

import csv
import gzip
import math
import random
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from ivr.places.atlas import naming
from ivr.places.gazetteer import Gazetteer
from ivr.places.importing.making import Made
from ivr.places.keeping import load, save

from .town import imported

DATA = Path(__file__).parents[4] / "shared" / "data"
FILES = (
    "baltimore_street_segments.csv.gz",
    "baltimore_named_intersections.csv",
    "neighborhoods_2020.geojson",
    "council_districts.geojson",
    "police_districts_2023.geojson",
    "baltimore_city.geojson",
)
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the city's open data is not beside the project")


class City(NamedTuple):
    made: Made
    seconds: float
    gazetteer: Gazetteer
    size: int


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    path = tmp_path_factory.mktemp("city") / "city.gazetteer"
    began = time.process_time()
    made = imported(*(DATA / name for name in FILES))
    save(made.atlas.sheet, path)
    return City(made, time.process_time() - began, load(path), path.stat().st_size)


def test_it_takes_under_thirty_seconds_and_ten_megabytes(city: City) -> None:
    assert city.seconds < 30
    assert city.size < 10_000_000


def test_every_file_is_known_for_what_it_is(city: City) -> None:
    assert sorted(source.role for source in city.made.sources) == [
        "boundary", "council_district", "intersections", "neighborhood", "police_district", "streets",
    ]  # fmt: skip


def test_next_to_nothing_that_has_a_name_is_left_out(city: City) -> None:
    left = {each.reason: each.count for each in city.made.ledger.skipped if "segments" in each.file}
    named = sum(count for reason, count in left.items() if reason != "no street name")
    assert named < 100
    assert len(city.gazetteer.streets) > 7_500
    assert len(city.gazetteer.neighborhoods) == 279


def test_the_city_s_own_corners_are_found_within_70_metres(city: City) -> None:
    known = {naming.key(each.called): each.id for each in city.gazetteer.streets}
    rows = list(csv.DictReader((DATA / FILES[1]).open(encoding="utf-8")))
    gaps = []
    for row in random.Random(311).sample(rows, 1000):
        names = [name for part in row["name"].split(" & ") if (name := naming.parsed(part))]
        ids = list(dict.fromkeys(known[key] for each in names if (key := naming.key(each)) in known))
        if len(ids) > 1:
            corners = city.gazetteer.crossings(ids[0], ids[1])
            assert corners, row["name"]
            gaps.append(min(metres(each.lat, each.long, row) for each in corners))
    gaps.sort()
    assert len(gaps) > 800
    assert gaps[len(gaps) // 2] < 5
    assert gaps[int(len(gaps) * 0.99)] < 70


def test_the_middle_of_a_block_is_where_the_city_has_it(city: City) -> None:
    known = {naming.key(each.called): each.id for each in city.gazetteer.streets}
    with gzip.open(DATA / FILES[0], "rt") as lines:
        rows = [row for row in csv.DictReader(lines) if int(row["fraddl"] or 0) and int(row["toaddl"] or 0)]
    gaps = []
    for row in random.Random(311).sample(rows, 2000):
        name = naming.named(row["dirpre"], row["feanme"], row["featype"], row["dirsuf"])
        first, last = int(row["fraddl"]), int(row["toaddl"])
        if name and naming.key(name) in known and (first - last) % 2 == 0:
            house = (first + last) // 2
            found = city.gazetteer.at(known[naming.key(name)], house - (house - first) % 2)
            if found:
                gaps.append(metres(found.lat, found.long, row, "m"))
    gaps.sort()
    assert len(gaps) > 1500
    assert gaps[int(len(gaps) * 0.99)] < 60


def test_a_look_up_takes_a_fraction_of_a_millisecond(city: City) -> None:
    map_, chance = city.gazetteer, random.Random(311)
    numbered = [(each.id, span) for each in map_.streets if (span := map_.span(each.id))]
    took = []
    for street, (low, high) in chance.choices(numbered, k=2000):
        began = time.thread_time()
        point = map_.at(street, chance.randint(low, high))
        if point:
            map_.areas(point.lat, point.long)
        took.append(time.thread_time() - began)
    took.sort()
    assert took[int(len(took) * 0.99)] < 0.05


def metres(lat: float, long: float, row: dict[str, str], which: str = "") -> float:
    across = math.cos(math.radians(lat))
    return 111_320 * math.hypot(lat - float(row[f"lat{which}"]), (long - float(row[f"lon{which}"])) * across)
