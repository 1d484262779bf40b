"""The streets that run through a piece of the map, with their bends: for whoever draws it."""

from __future__ import annotations

from math import cos, radians

import numpy as np

from ivr.places.atlas.arrays import MICRO, Arrays
from ivr.places.atlas.earth import METRES
from ivr.places.gazetteer import Stretch


def around(a: Arrays, lat: float, long: float, metres: float) -> tuple[Stretch, ...]:
    """Those that may touch the square of twice so many metres a side around the point."""
    if not abs(lat) < 89 or not abs(long) <= 180:
        return ()
    high, wide = metres / METRES, metres / (METRES * cos(radians(lat)))
    south, north = (round((lat + by) * MICRO) for by in (-high, high))
    west, east = (round((long + by) * MICRO) for by in (-wide, wide))
    box = a["segment_box"]
    touched = (box[:, 0] <= north) & (box[:, 2] >= south) & (box[:, 1] <= east) & (box[:, 3] >= west)
    segments = np.flatnonzero(touched)
    streets = np.searchsorted(a["street_segment"], segments, side="right") - 1
    return tuple(
        _stretch(a, street, number) for street, number in zip(streets.tolist(), segments.tolist(), strict=True)
    )


def _stretch(a: Arrays, street: int, segment: int) -> Stretch:
    start, stop = a["segment_line"][segment : segment + 2].tolist()
    return Stretch(street, tuple((y / MICRO, x / MICRO) for y, x in a["line"][start:stop].tolist()))
