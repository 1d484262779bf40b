"""The starter map is a true one: rough, small, and nothing of it where it is not."""

from __future__ import annotations

import csv
import gzip
import json
import math
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from ivr.places.gazetteer import Gazetteer
from ivr.places.importing import starter

ROOT = Path(__file__).parents[2]
FILES = [ROOT / "gazetteer" / name for name in ("streets.yaml", "landmarks.yaml")]
DATA = ROOT.parent / "shared" / "data"
SEGMENTS = DATA / "baltimore_street_segments.csv.gz"
NEAR = 150.0  # metres
ROUGHLY = 300.0
DIRECTIONS = {"North": "N", "South": "S", "East": "E", "West": "W"}
KINDS = {"Street": "ST", "Avenue": "AVE", "Road": "ROAD", "Lane": "LANE", "Place": "PL", "Boulevard": "BLVD"}
KINDS |= {"Parkway": "PKWY", "Highway": "HWY"}


@cache
def known() -> Gazetteer:
    return starter.build(FILES)


@cache
def entries() -> starter.Starter:
    return starter.read(FILES[0])


def metres(lat: float, long: float, lat2: float, long2: float) -> float:
    return math.hypot((lat - lat2) * 111_200, (long - long2) * 111_200 * math.cos(math.radians(lat)))


def test_it_says_of_itself_that_it_is_a_starter() -> None:
    assert not known().complete
    assert known().city == "Baltimore"
    assert "not complete" in FILES[0].read_text(encoding="utf-8")


def test_what_the_demo_names_is_on_it() -> None:
    for street in ("North Charles Street", "Greenmount Avenue", "Eutaw Place", "Guilford Avenue", "Barclay Street"):
        assert any(str(found) == street for found in known().streets), street
    pratt, light = (
        next(s for s in known().streets if str(s) == name) for name in ("East Pratt Street", "Light Street")
    )
    (corner,) = known().crossings(pratt.id, light.id)
    assert metres(corner.lat, corner.long, 39.2866, -76.6137) < NEAR


def test_every_corner_names_streets_of_the_map_and_lies_where_both_pass() -> None:
    names = {street.name for street in entries().streets}
    for corner in entries().crossings:
        assert set(corner.streets) <= names, corner.streets


def test_every_landmark_has_a_name_in_both_languages_and_lies_in_the_city() -> None:
    for landmark in known().landmarks:
        assert {"en", "es"} <= landmark.name.keys(), landmark.name
        assert known().contains(landmark.lat, landmark.long), landmark.name


def test_no_two_places_share_a_name() -> None:
    names = [
        *(w for m in known().landmarks for w in {*m.name.values(), *m.words}),
        *(n.name for n in known().neighborhoods),
    ]
    assert len({name.lower() for name in names}) == len(names)


# ------------------------------------------------------------------ against the city's own data


needs_data = pytest.mark.skipif(not SEGMENTS.exists(), reason="the city's open data is not here")


@cache
def truth() -> dict[str, list[dict[str, str]]]:
    """Segments by name, as the city writes it: `N CHARLES ST`."""
    found: dict[str, list[dict[str, str]]] = {}
    with gzip.open(SEGMENTS, "rt") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["fullname"].strip(), []).append(row)
    return found


def segments_of(name: str) -> list[dict[str, str]]:
    words = name.split()
    head = [DIRECTIONS[words[0]]] if words[0] in DIRECTIONS else []
    middle = words[len(head) : -1] if words[-1] in KINDS else words[len(head) :]
    tail = KINDS.get(words[-1], "")
    for kind in {tail, {"ROAD": "RD", "LANE": "LN"}.get(tail, tail)}:
        if rows := truth().get(" ".join([*head, *middle, kind]).upper().strip()):
            return rows
    raise AssertionError(f"the city has no {name}")


def house(name: str, number: int) -> tuple[float, float, int]:
    """Where the house stands, and by how many numbers the nearest range misses it."""
    found = min(_ends(name), key=lambda end: (_miss(number, *end[:2]), end[0] % 2 != number % 2))
    first, last, row = found
    share = 0.5 if first == last else min(1.0, max(0.0, (number - first) / (last - first)))
    lat, long = (float(row[f"{c}0"]) + share * (float(row[f"{c}1"]) - float(row[f"{c}0"])) for c in ("lat", "lon"))
    return lat, long, _miss(number, first, last)


def _ends(name: str) -> Iterator[tuple[int, int, dict[str, str]]]:
    for row in segments_of(name):
        for a, b in (("fraddl", "toaddl"), ("fraddr", "toaddr")):
            first, last = int(float(row[a] or 0)), int(float(row[b] or 0))
            if first or last:
                yield first, last, row


def _miss(number: int, first: int, last: int) -> int:
    low, high = sorted((first, last))
    return 0 if low <= number <= high else min(abs(number - low), abs(number - high))


@needs_data
@pytest.mark.parametrize("street", entries().streets, ids=lambda street: street.name)
def test_every_house_on_it_is_within_150_metres_of_the_truth(street: starter.StreetEntry) -> None:
    for number, lat, long in street.anchors:
        true = house(street.name, number)
        assert metres(lat, long, true[0], true[1]) <= NEAR, f"{number} {street.name}"
        assert true[2] < 100, f"there is no {number} {street.name}"


@needs_data
@pytest.mark.parametrize("street", entries().streets, ids=lambda street: street.name)
def test_between_two_houses_it_goes_astray_by_no_more_than_two_blocks(street: starter.StreetEntry) -> None:
    (found,) = (each for each in known().streets if str(each) == street.name)
    first, last = street.anchors[0].number, street.anchors[-1].number
    for number in range(first // 100 * 100 + 100, last, 100):
        point, (lat, long, miss) = known().at(found.id, number), house(street.name, number)
        assert point is not None, number
        assert miss > 50 or metres(point.lat, point.long, lat, long) <= ROUGHLY, f"{number} {street.name}"


@needs_data
def test_every_corner_is_within_150_metres_of_the_truth() -> None:
    with (DATA / "baltimore_named_intersections.csv").open() as file:
        truths = list(csv.DictReader(file))
    for corner in entries().crossings:
        cores = [
            " ".join(w for w in name.split() if w not in DIRECTIONS and w not in KINDS).upper()
            for name in corner.streets
        ]
        near = [
            metres(corner.at.lat, corner.at.long, float(row["lat"]), float(row["lon"]))
            for row in truths
            if all(re.search(rf"\b{core}\b", row["name"]) for core in cores)
        ]
        assert near, corner.streets
        assert min(near) <= NEAR, corner.streets


@needs_data
def test_every_neighborhood_lies_in_the_area_of_its_name() -> None:
    features = json.loads((DATA / "neighborhoods_2020.geojson").read_text(encoding="utf-8"))["features"]
    areas = {each["properties"]["name"]: each["geometry"] for each in features}
    for one in starter.read(FILES[1]).neighborhoods:
        name = next(area for area in areas if area.startswith(one.name))
        assert _holds(areas[name], one.at.long, one.at.lat), one.name


def _holds(shape: dict[str, list[list[list[list[float]]]]], x: float, y: float) -> bool:
    """Whether the outer ring of any of the polygons goes round the point (even-odd)."""
    polygons = shape["coordinates"] if str(shape["type"]) == "MultiPolygon" else [shape["coordinates"]]
    return any(_inside(polygon[0], x, y) for polygon in polygons)  # type: ignore[arg-type]


def _inside(ring: list[list[float]], x: float, y: float) -> bool:
    sides = zip(ring, [*ring[1:], ring[0]], strict=True)
    return sum((b > y) != (d > y) and x < (c - a) * (y - b) / (d - b) + a for (a, b), (c, d) in sides) % 2 == 1
