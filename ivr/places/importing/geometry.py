"""Shapes as GeoJSON and as Well-Known Text write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ivr.places.importing.records import BadShape, Form, Shape, Spot

Turn = Callable[[float, float], Spot]
"""(x, y) of a file → latitude, longitude."""
_FORMS: dict[str, tuple[Form, int]] = {
    "point": ("point", 0),
    "multipoint": ("point", 1),
    "linestring": ("line", 1),
    "multilinestring": ("line", 2),
    "polygon": ("area", 2),
    "multipolygon": ("area", 3),
}
"""Kind of geometry → what it is, and how deep its points lie."""
_WKT = re.compile(r"\s*(?:SRID=\d+;)?\s*([A-Z]+)\s*(?:Z|M|ZM)?\s*(\(.*\))\s*", re.IGNORECASE | re.DOTALL)
_RING = re.compile(r"\(([^()]*)\)")


def degrees(x: float, y: float) -> Spot:
    """Longitude, latitude as most files have them. BadShape: no such place on earth."""
    if not (-180 <= x <= 180 and -90 <= y <= 90):
        raise BadShape("is not in degrees")
    return y, x


def geojson(geometry: Any, turn: Turn = degrees) -> Shape | None:
    """The shape of a GeoJSON geometry; None: there is none. BadShape: it is wrong."""
    if geometry is None:
        return None
    try:
        form, depth = _FORMS[str(geometry["type"]).lower()]
        return shape(form, _parts(geometry["coordinates"], depth), turn)
    except (KeyError, TypeError, IndexError):
        raise BadShape("is no point, line or polygon") from None


def _parts(coordinates: Any, depth: int) -> list[Any]:
    """Lists of points, however deep they lie."""
    if depth == 0:
        return [[coordinates]]
    if depth == 1:
        return [coordinates]
    return [part for inner in coordinates for part in _parts(inner, depth - 1)]


def wkt(written: str, turn: Turn = degrees) -> Shape | None:
    """The shape of "LINESTRING (-76.6 39.3, …)"; None: nothing is written. BadShape: it is wrong."""
    if not written.strip():
        return None
    found = _WKT.fullmatch(written)
    if not found or found[1].lower() not in _FORMS:
        raise BadShape("is no point, line or polygon")
    form, _ = _FORMS[found[1].lower()]
    try:
        rings = [[[float(n) for n in each.split()] for each in ring.split(",")] for ring in _RING.findall(found[2])]
    except ValueError:
        raise BadShape("has a coordinate that is no number") from None
    return shape(form, rings, turn)


def shape(form: Form, parts: Iterable[Sequence[Sequence[float]]], turn: Turn = degrees) -> Shape:
    """A shape of points (x, y, …). BadShape: too few points, or none on earth."""
    turned = tuple(tuple(turn(float(point[0]), float(point[1])) for point in part) for part in parts)
    least = {"point": 1, "line": 2, "area": 3}[form]
    kept = tuple(part for part in turned if len(part) >= least)
    if not kept:
        raise BadShape("has no points")
    return Shape(form, kept)
