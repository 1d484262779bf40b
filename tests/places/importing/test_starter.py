"""The starter gazetteer: a map by hand, and the one line that tells what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.places.gazetteer import Point
from ivr.places.importing import starter
from ivr.places.problems import BadFile

TOWN = """
city: Littleton
bounds: {south: 39.2, west: -76.7, north: 39.4, east: -76.5}
streets:
  - name: North Oak Street
    also: [Old Mill Road]
    anchors: [[1, 39.30, -76.61], [500, 39.31, -76.61]]
  - {name: East Elm Avenue, anchors: [[1, 39.305, -76.62], [300, 39.305, -76.60]]}
  - {name: Far Lane}
crossings:
  - {streets: [North Oak Street, Far Lane], at: [39.32, -76.61]}
landmarks:
  - {name: {en: Town Hall, es: Ayuntamiento}, at: [39.30, -76.61], kind: government, words: [the hall]}
  - {name: The Pond, at: [39.31, -76.62]}
neighborhoods:
  - {name: Southside, at: [39.3, -76.61], words: [the south end]}
outside: [Bigville]
"""


def test_streets_by_their_houses_corners_landmarks_and_what_lies_around(tmp_path: Path) -> None:
    town = starter.build([file(tmp_path, TOWN)])
    assert (town.city, town.complete, town.about.source) == ("Littleton", False, ("town.yaml",))
    (oak,) = town.named("old mill")
    (elm,) = town.named("elm")
    (far,) = town.named("far")
    assert town.at(oak.id, 250) == Point(39.30499, -76.61, exact=False)
    assert town.crossings(oak.id, elm.id) == (Point(39.305, -76.61, exact=False),)
    assert town.crossings(oak.id, far.id) == (Point(39.32, -76.61),)
    assert [dict(each.name) for each in town.landmarks] == [
        {"en": "Town Hall", "es": "Ayuntamiento"},
        {"en": "The Pond"},
    ]
    assert town.neighborhoods[0].words == ("the south end",)
    assert town.contains(39.3, -76.6)
    assert not town.contains(39.5, -76.6)


def test_a_map_in_several_files_is_one(tmp_path: Path) -> None:
    first = file(tmp_path, "city: Littleton\nstreets: [{name: Oak St, anchors: [[1, 39.3, -76.6], [99, 39.4, -76.6]]}]")
    second = file(tmp_path, "outside: [Bigville]", "more.yaml")
    town = starter.build([first, second])
    assert (len(town.streets), town.outside) == (1, ("Bigville",))


def test_no_files_make_an_empty_map_that_is_not_complete() -> None:
    assert not starter.build([]).complete


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("streets: [", "town.yaml:1: is not YAML"),
        ("street: []", "town.yaml:1: street: Extra inputs are not permitted"),
        (
            "city: x\nlandmarks:\n  - {name: Hall, at: [139.3, -76.6]}",
            "town.yaml:3: landmarks.0.at.0: Input should be",
        ),
        ("landmarks:\n  - name: Hall\n    at: [-76.6]\n", "town.yaml:3: landmarks.0.at"),
        ("streets:\n  - name: Oak\n    anchors: [[0, 39, -76]]\n", "town.yaml:3: streets.0.anchors.0"),
        (
            "bounds: {south: 40, west: -76, north: 39, east: -75}",
            "town.yaml:1: bounds: Value error, south must lie below",
        ),
        ("- a\n- b\n", "town.yaml: the file: Input should be"),
    ],
)
def test_a_mistake_is_one_line_with_its_place(tmp_path: Path, content: str, says: str) -> None:
    with pytest.raises(BadFile) as told:
        starter.read(file(tmp_path, content))
    assert says in str(told.value)
    assert "\n" not in str(told.value)


def file(folder: Path, content: str, name: str = "town.yaml") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path
