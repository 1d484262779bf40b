"""Coordinates in metres or feet, as a .prj file describes them, turned into degrees: Lambert's cone, Mercator.

The formulas are Snyder's ("Map Projections: A Working Manual", 1987), the ellipsoid's own. NAD 83 and WGS 84 are taken
for one: they differ by a metre or two.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from ivr.places.importing.geometry import Turn, degrees
from ivr.places.importing.records import Spot

_NAME = re.compile(r'PROJECTION\["([^"]+)"', re.IGNORECASE)
_PARAMETER = re.compile(r'PARAMETER\["([^"]+)",\s*([-+.\deE]+)', re.IGNORECASE)
_SPHEROID = re.compile(r'(?:SPHEROID|ELLIPSOID)\["[^"]*",\s*([\d.]+),\s*([\d.]+)', re.IGNORECASE)
_UNIT = re.compile(r'UNIT\["[^"]*",\s*([\d.eE+-]+)', re.IGNORECASE)
_MERCATORS = frozenset(["EPSG:3857", "EPSG:900913", "EPSG:102100"])
_DEGREES = frozenset(["EPSG:4326", "EPSG:4269", "CRS84", "OGC:CRS84"])


class UnknownProjection(ValueError):
    """Coordinates in a projection that is not read here; save the file again in WGS 84 (EPSG:4326)"""


def by_prj(written: str) -> Turn:
    """From a .prj file's text. UnknownProjection: it is none of those read here."""
    if "1927" in written:
        raise UnknownProjection  # an older measure of the earth, 10 to 100 m beside
    if not written.strip() or re.match(r"\s*GEOG", written, re.IGNORECASE):
        return degrees
    name = _NAME.search(written)
    if name is None:
        raise UnknownProjection
    values = {each.lower(): float(number) for each, number in _PARAMETER.findall(written)}
    ellipsoid = _SPHEROID.search(written)
    units = _UNIT.findall(written)
    frame = _Frame.of(values, ellipsoid.groups() if ellipsoid else ("6378137", "298.257222101"), units)
    match name[1].lower():
        case "mercator_auxiliary_sphere" | "popular_visualisation_pseudo_mercator":
            return _mercator
        case "lambert_conformal_conic" | "lambert_conformal_conic_2sp" | "lambert_conformal_conic_1sp":
            return _lambert(frame, values)
        case "transverse_mercator" | "gauss_kruger":
            return _transverse(frame, values)
    raise UnknownProjection


def by_name(name: str) -> Turn:
    """From the name in a GeoJSON's `crs`: "urn:ogc:def:crs:EPSG::3857"."""
    short = ":".join(part for part in name.upper().split(":")[-3:] if part)
    if not name or any(short.endswith(each) for each in _DEGREES):
        return degrees
    if any(short.endswith(each) for each in _MERCATORS):
        return _mercator
    raise UnknownProjection


@dataclass(frozen=True, slots=True)
class _Frame:
    """Ellipsoid (half axis in metres, eccentricity squared), the unit in metres, and where the projection begins."""

    a: float
    e2: float
    unit: float
    east: float
    north: float
    lat: float
    long: float

    @classmethod
    def of(cls, values: Mapping[str, float], ellipsoid: tuple[str, ...], units: list[str]) -> _Frame:
        a, inverse = float(ellipsoid[0]), float(ellipsoid[1])
        flat = 1 / inverse if inverse else 0.0
        return cls(
            a=a,
            e2=flat * (2 - flat),
            unit=float(units[-1]) if len(units) > 1 else 1.0,
            east=values.get("false_easting", 0.0),
            north=values.get("false_northing", 0.0),
            lat=math.radians(values.get("latitude_of_origin", values.get("latitude_of_center", 0.0))),
            long=math.radians(values.get("central_meridian", values.get("longitude_of_center", 0.0))),
        )

    def metres(self, x: float, y: float) -> Spot:
        return (x - self.east) * self.unit, (y - self.north) * self.unit


def _mercator(x: float, y: float) -> Spot:
    radius = 6378137.0
    return degrees(math.degrees(x / radius), math.degrees(2 * math.atan(math.exp(y / radius)) - math.pi / 2))


def _lambert(frame: _Frame, values: Mapping[str, float]) -> Turn:
    """Snyder, page 107: Lambert's conformal cone, with one standard parallel or two."""
    e = math.sqrt(frame.e2)
    first = math.radians(values.get("standard_parallel_1", math.degrees(frame.lat)))
    second = math.radians(values.get("standard_parallel_2", math.degrees(first)))
    m1, m2, t1, t2 = _m(first, frame.e2), _m(second, frame.e2), _t(first, e), _t(second, e)
    n = math.log(m1 / m2) / math.log(t1 / t2) if first != second else math.sin(first)
    scale = frame.a * values.get("scale_factor", 1.0) * m1 / (n * t1**n)
    begin = scale * _t(frame.lat, e) ** n

    def turn(x: float, y: float) -> Spot:
        east, north = frame.metres(x, y)
        down = begin - north
        far = math.copysign(math.hypot(east, down), n)
        angle = math.atan2(math.copysign(1, n) * east, math.copysign(1, n) * down)
        lat = _latitude((far / scale) ** (1 / n), e)
        return degrees(math.degrees(angle / n + frame.long), math.degrees(lat))

    return turn


def _m(lat: float, e2: float) -> float:
    return math.cos(lat) / math.sqrt(1 - e2 * math.sin(lat) ** 2)


def _t(lat: float, e: float) -> float:
    s = e * math.sin(lat)
    return math.tan(math.pi / 4 - lat / 2) / math.pow((1 - s) / (1 + s), e / 2)


def _latitude(t: float, e: float) -> float:
    """Snyder (7-9), until it stands still."""
    lat = math.pi / 2 - 2 * math.atan(t)
    for _ in range(15):
        s = e * math.sin(lat)
        closer = math.pi / 2 - 2 * math.atan(t * ((1 - s) / (1 + s)) ** (e / 2))
        if abs(closer - lat) < 1e-12:
            break
        lat = closer
    return lat


def _transverse(frame: _Frame, values: Mapping[str, float]) -> Turn:
    """Snyder, page 63: the transverse Mercator of the state planes and of UTM."""
    a, e2, k = frame.a, frame.e2, values.get("scale_factor", 1.0)
    past = e2 / (1 - e2)
    e1 = (1 - math.sqrt(1 - e2)) / (1 + math.sqrt(1 - e2))
    begin = _meridian(frame.lat, a, e2)
    whole = a * (1 - e2 / 4 - 3 * e2**2 / 64 - 5 * e2**3 / 256)

    def turn(x: float, y: float) -> Spot:
        east, north = frame.metres(x, y)
        mu = (begin + north / k) / whole
        foot = (
            mu
            + (3 * e1 / 2 - 27 * e1**3 / 32) * math.sin(2 * mu)
            + (21 * e1**2 / 16 - 55 * e1**4 / 32) * math.sin(4 * mu)
            + (151 * e1**3 / 96) * math.sin(6 * mu)
        )
        sin, cos, tan = math.sin(foot), math.cos(foot), math.tan(foot)
        c, t = past * cos**2, tan**2
        n = a / math.sqrt(1 - e2 * sin**2)
        r = a * (1 - e2) / (1 - e2 * sin**2) ** 1.5
        d = east / (n * k)
        lat = foot - (n * tan / r) * (
            d**2 / 2
            - (5 + 3 * t + 10 * c - 4 * c**2 - 9 * past) * d**4 / 24
            + (61 + 90 * t + 298 * c + 45 * t**2 - 252 * past - 3 * c**2) * d**6 / 720
        )
        long = (
            d - (1 + 2 * t + c) * d**3 / 6 + (5 - 2 * c + 28 * t - 3 * c**2 + 8 * past + 24 * t**2) * d**5 / 120
        ) / cos
        return degrees(math.degrees(frame.long + long), math.degrees(lat))

    return turn


def _meridian(lat: float, a: float, e2: float) -> float:
    """Metres from the equator along a meridian, Snyder (3-21)."""
    return a * (
        (1 - e2 / 4 - 3 * e2**2 / 64 - 5 * e2**3 / 256) * lat
        - (3 * e2 / 8 + 3 * e2**2 / 32 + 45 * e2**3 / 1024) * math.sin(2 * lat)
        + (15 * e2**2 / 256 + 45 * e2**3 / 1024) * math.sin(4 * lat)
        - (35 * e2**3 / 3072) * math.sin(6 * lat)
    )
