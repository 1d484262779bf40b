"""Coordinates in metres and feet come out where PROJ puts them, to 20 cm; the expected ones were made with pyproj."""

from __future__ import annotations

import pytest

from ivr.places.importing.projection import UnknownProjection, by_name, by_prj
from ivr.places.importing.records import BadShape

NAD83 = (
    'GEOGCS["GCS_North_American_1983",DATUM["D_North_American_1983",SPHEROID["GRS_1980",6378137.0,298.257222101]],'
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
)
FOOT = 'UNIT["US survey foot",0.304800609601219]'


def prj(projection: str, unit: str = FOOT, **parameters: float) -> str:
    told = ",".join(f'PARAMETER["{name}",{value}]' for name, value in parameters.items())
    return f'PROJCS["x",{NAD83},PROJECTION["{projection}"],{told},{unit}]'


MARYLAND = prj(
    "Lambert_Conformal_Conic", False_Easting=1312333.333, False_Northing=0.0, Central_Meridian=-77.0,
    Standard_Parallel_1=39.45, Standard_Parallel_2=38.3, Latitude_Of_Origin=37.6666666666667,
)  # fmt: skip
LONG_ISLAND = prj(
    "Lambert_Conformal_Conic", False_Easting=984250.0, False_Northing=0.0, Central_Meridian=-74.0,
    Standard_Parallel_1=41.0333333333333, Standard_Parallel_2=40.6666666666667, Latitude_Of_Origin=40.1666666666667,
)  # fmt: skip
ILLINOIS_EAST = prj(
    "Transverse_Mercator", False_Easting=984250.0, False_Northing=0.0, Central_Meridian=-88.3333333333333,
    Scale_Factor=0.999975, Latitude_Of_Origin=36.6666666666667,
)  # fmt: skip
UTM_18 = prj(
    "Transverse_Mercator", 'UNIT["Meter",1.0]', False_Easting=500000.0, False_Northing=0.0, Central_Meridian=-75.0,
    Scale_Factor=0.9996, Latitude_Of_Origin=0.0,
)  # fmt: skip
MERCATOR = prj("Mercator_Auxiliary_Sphere", 'UNIT["Meter",1.0]')


@pytest.mark.parametrize(
    ("written", "xy", "latlong"),
    [
        (MARYLAND, (1422517.740225689, 591733.394983479), (39.2908, -76.6107)),
        (MARYLAND, (1445528.518778383, 558769.4306805121), (39.2, -76.53)),
        (LONG_ISLAND, (989791.457348593, 212522.5192392543), (40.75, -73.98)),
        (ILLINOIS_EAST, (1175784.2560284273, 1899646.788255619), (41.88, -87.63)),
        (UTM_18, (361095.7099394718, 4350284.354668941), (39.2908, -76.6107)),
        (MERCATOR, (-8528264.113316244, 4763412.192490119), (39.2908, -76.6107)),
        (NAD83, (-76.6107, 39.2908), (39.2908, -76.6107)),
        ("", (-76.6107, 39.2908), (39.2908, -76.6107)),
    ],
)
def test_where_a_point_lies(written: str, xy: tuple[float, float], latlong: tuple[float, float]) -> None:
    assert by_prj(written)(*xy) == pytest.approx(latlong, abs=2e-6)


@pytest.mark.parametrize(
    "written", [prj("Albers"), "PROJCS[]", NAD83.replace("1983", "1927"), MARYLAND.replace("1983", "1927")]
)
def test_what_is_not_read_is_refused_and_not_guessed(written: str) -> None:
    with pytest.raises(UnknownProjection):
        by_prj(written)


@pytest.mark.parametrize("name", ["", "urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4269"])
def test_degrees_by_any_name(name: str) -> None:
    assert by_name(name)(-76.6, 39.3) == (39.3, -76.6)


def test_another_name_is_refused() -> None:
    with pytest.raises(UnknownProjection):
        by_name("urn:ogc:def:crs:EPSG::2248")


@pytest.mark.parametrize("xy", [(1422517.0, 591733.0), (float("nan"), 1.0), (0.0, float("inf"))])
def test_degrees_beyond_the_earth_are_none(xy: tuple[float, float]) -> None:
    with pytest.raises(BadShape):
        by_prj("")(*xy)
