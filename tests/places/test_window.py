"""A piece of the map: the streets that run through it, with their bends, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.places.gazetteer import Gazetteer
from ivr.places.importing import starter

ROOT = Path(__file__).parents[2]
CHARLES = 39.3176, -76.6167


@pytest.fixture(scope="module")
def chart() -> Gazetteer:
    return starter.build([ROOT / "gazetteer" / name for name in ("streets.yaml", "landmarks.yaml")])


def test_streets_near_a_point_are_found_and_those_across_the_city_are_not(chart: Gazetteer) -> None:
    names = {str(chart.streets[one.street]) for one in chart.around(*CHARLES, 300)}
    assert "North Charles Street" in names
    assert "South Broadway" not in names


def test_each_is_a_piece_of_its_own_street(chart: Gazetteer) -> None:
    for one in chart.around(*CHARLES, 300):
        ends = {(s.start.lat, s.start.long, s.end.lat, s.end.long) for s in chart.segments(one.street)}
        assert (*one.points[0], *one.points[-1]) in ends


def test_a_wider_look_finds_no_less(chart: Gazetteer) -> None:
    assert set(chart.around(*CHARLES, 200)) <= set(chart.around(*CHARLES, 2000))


@pytest.mark.parametrize("at", [(0.0, 0.0), (95.0, 10.0), (float("nan"), 0.0), (39.3, 900.0)])
def test_where_there_is_no_city_there_is_nothing(chart: Gazetteer, at: tuple[float, float]) -> None:
    assert chart.around(*at, 300) == ()
