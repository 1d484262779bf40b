"""Where two streets meet, or nearly."""

from __future__ import annotations

import numpy as np

from ivr.places.atlas.arrays import MICRO, Array, Arrays
from ivr.places.atlas.corners import merged
from ivr.places.atlas.earth import METRES, Plane, closest, meeting
from ivr.places.atlas.houses import line
from ivr.places.gazetteer import Point

ONE_PLACE = 75.0
"""Metres: corners of the same two streets this near are one place."""
NEARLY = 60.0
"""Metres: streets that come this near without a common corner meet, but not exactly."""
MOST_PAIRS = 16
"""Pairs of segments that are measured; streets that run side by side have more, and do not cross."""


def crossings(a: Arrays, plane: Plane, street: int, cross: int) -> tuple[Point, ...]:
    """Each place once; () when they do not come near each other, or are one street."""
    if street == cross:
        return ()
    common = np.intersect1d(_of_street(a, street), _of_street(a, cross), assume_unique=True)
    if not len(common):
        near = _nearly(a, plane, street, cross)
        return (near,) if near else ()
    spots = [(x, y) for x, y in plane.flat(a["corner"][common]).tolist()]
    return tuple(Point(*plane.round(x, y)) for x, y in merged(spots, ONE_PLACE))


def _of_street(a: Arrays, street: int) -> Array:
    start, stop = a["street_corner_at"][street : street + 2].tolist()
    return a["street_corner"][start:stop]


def crossing_streets(a: Arrays, street: int) -> tuple[int, ...]:
    """The streets that share a corner with this one."""
    found: set[int] = set()
    for corner in _of_street(a, street).tolist():
        start, stop = a["corner_at"][corner : corner + 2].tolist()
        found.update(a["corner_street"][start:stop].tolist())
    return tuple(sorted(found - {street}))


def _nearly(a: Arrays, plane: Plane, street: int, cross: int) -> Point | None:
    up, right = NEARLY / METRES * MICRO, NEARLY / plane.across * MICRO
    (s, s_end), (c, c_end) = (a["street_segment"][each : each + 2].tolist() for each in (street, cross))
    mine, other = a["segment_box"][s:s_end, None], a["segment_box"][None, c:c_end]
    near = (
        (mine[..., 0] <= other[..., 2] + up)
        & (other[..., 0] <= mine[..., 2] + up)
        & (mine[..., 1] <= other[..., 3] + right)
        & (other[..., 1] <= mine[..., 3] + right)
    )
    best = (NEARLY, 0.0, 0.0)
    for one, two in np.argwhere(near)[:MOST_PAIRS].tolist():
        first, second = line(a, plane, s + one), line(a, plane, c + two)
        where = meeting(first, second)
        best = min(best, (0.0, *where) if where else closest(first, second))
    return Point(*plane.round(best[1], best[2]), False) if best[0] < NEARLY else None
