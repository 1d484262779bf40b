"""How far two points are apart."""

from __future__ import annotations

import math

from ivr.places.gazetteer import Point

_DEGREE = 111_195.0
"""Metres of a degree of latitude."""


def apart(a: Point | None, b: Point | None) -> float:
    """Metres, on a plane: right to a metre within a city; infinite when one of them is not known."""
    if a is None or b is None:
        return math.inf
    east = (a.long - b.long) * math.cos(math.radians((a.lat + b.lat) / 2))
    return math.hypot(a.lat - b.lat, east) * _DEGREE
