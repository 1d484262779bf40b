"""The grid says what the polygons say: holes, islands, edges, overlaps."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.places.atlas import ground
from ivr.places.atlas.ground import NONE, UNSURE, Area, Ground, inside_point

from ..town import box


def test_a_hole_is_outside_and_an_island_in_it_inside() -> None:
    land = made(
        Area(0, "", (box(39, -77, 39.3, -76.7), box(39.1, -76.9, 39.2, -76.8), box(39.14, -76.86, 39.16, -76.84)))
    )
    assert land.area(0, 39.05, -76.95) == 0
    assert land.area(0, 39.12, -76.88) == NONE
    assert land.area(0, 39.15, -76.85) == 0


def test_of_areas_that_overlap_the_first_has_the_point() -> None:
    land = made(Area(0, "a", (box(39, -77, 39.2, -76.8),)), Area(0, "b", (box(39.1, -76.9, 39.3, -76.7),)))
    assert [land.area(0, 39.15, -76.85), land.area(0, 39.25, -76.75)] == [0, 1]


def test_layers_do_not_mix() -> None:
    land = made(Area(0, "a", (box(39, -77, 39.1, -76.9),)), Area(2, "b", (box(39, -77, 39.1, -76.9),)))
    assert [land.area(layer, 39.05, -76.95) for layer in range(4)] == [0, NONE, 1, NONE]


def test_most_of_an_area_is_answered_without_its_polygon() -> None:
    grid = ground.arrays([Area(0, "a", (box(39, -77, 39.05, -76.95),))], [0], math.cos(math.radians(39)))["grid"]
    assert (grid[0] == 0).mean() > 0.9
    assert (grid[0] == UNSURE).any()


Spot = tuple[float, float]
corner = st.tuples(st.floats(39.0, 39.02), st.floats(-76.62, -76.6))


@settings(max_examples=60, deadline=None)
@given(st.lists(corner, min_size=3, max_size=9, unique=True), st.lists(corner, min_size=20, max_size=20))
def test_the_grid_agrees_with_the_polygon_however_it_is_bent(
    ring: list[tuple[float, float]], points: list[tuple[float, float]]
) -> None:
    land = made(Area(0, "", (ring,)))
    rounded = np.round(np.array(ring) * 1e6)
    for lat, long in points:
        assert (land.area(0, lat, long) == 0) == odd(rounded, round(lat * 1e6), round(long * 1e6))


@settings(deadline=None)
@given(st.lists(corner, min_size=3, max_size=9, unique=True))
def test_a_point_inside_is_found_for_any_ring(ring: list[Spot]) -> None:
    lat, long = inside_point([ring])
    assert 39.0 <= lat <= 39.02
    assert -76.62 <= long <= -76.6


def made(*areas: Area) -> Ground:
    return Ground(ground.arrays(areas, [0] * len(areas), math.cos(math.radians(39))))


def odd(ring: np.ndarray[tuple[int, ...], np.dtype[np.float64]], y: float, x: float) -> bool:
    """The even-odd rule, edge by edge, in plain arithmetic."""
    inside = False
    for (ay, ax), (by, bx) in zip(ring.tolist(), [*ring.tolist()[1:], ring.tolist()[0]], strict=True):
        if (ay <= y) != (by <= y) and ax + (y - ay) * (bx - ax) / (by - ay) > x:
            inside = not inside
    return inside
