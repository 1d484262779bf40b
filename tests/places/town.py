"""A small town for tests of the map: two avenues, three streets, a highway over one of them, two neighbourhoods."""

from __future__ import annotations

from ivr.places.atlas.atlas import Atlas
from ivr.places.atlas.builder import Builder

METRE = 1 / 111_320
"""Degrees of latitude in a metre."""
WEST, EAST, SOUTH, NORTH = -76.62, -76.60, 39.30, 39.32


def builder() -> Builder:
    """Main Street runs south to north at -76.61, from 1 to 399; First to Third Avenue cross it every 200 m or so."""
    town = Builder("Littleton")
    for block in range(4):
        south, north = SOUTH + block * 0.002, SOUTH + (block + 1) * 0.002
        base = block * 100
        town.segment("N Main St", [(south, -76.61), (north, -76.61)], (base + 2, base + 98), (base + 1, base + 99))
    for number, avenue in enumerate(("1ST AVE", "2ND AVE", "3RD AVE")):
        lat = SOUTH + (number + 1) * 0.002
        town.segment(avenue, [(lat, -76.612), (lat, -76.61)], (198, 102), (199, 101))
        town.segment(avenue, [(lat, -76.61), (lat, -76.608)], (2, 98), (1, 99))
    town.segment("I-9", [(39.307, -76.62), (39.307, -76.60)], kind="highway")
    town.segment("Lonely Ln", [(39.318, -76.619), (39.319, -76.619)], also=["Sad Lane"])
    half = 39.304
    town.area("neighborhood", "Southside", [box(SOUTH, WEST, half, EAST)])
    town.area("neighborhood", "Northside", [box(half, WEST, NORTH, EAST)])
    town.area("council_district", "District 1", [box(SOUTH, WEST, NORTH, -76.61)])
    town.area("police_district", "Central", [box(SOUTH, WEST, NORTH, EAST)])
    town.boundary([box(SOUTH, WEST, NORTH, EAST)])
    town.landmark({"en": "Town Hall", "es": "Ayuntamiento"}, (39.3041, -76.6105), "government", ["the hall"])
    town.outside(["Bigville", "Other County"])
    return town


def build() -> Atlas:
    return builder().build()


def box(south: float, west: float, north: float, east: float) -> list[tuple[float, float]]:
    return [(south, west), (south, east), (north, east), (north, west)]
