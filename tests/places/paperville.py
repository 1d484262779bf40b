"""A town of a few streets, half of them named as Baltimore's are, to ask where things are in."""

from __future__ import annotations

from functools import cache

from ivr.places.atlas.builder import Builder
from ivr.places.gazetteer import Gazetteer

LAT, LONG = 39.30, -76.60
"""Where Charles Street, or the zero of its numbers, meets North Avenue."""
BLOCK = 0.001
"""Degrees of a block: about 110 m north, 86 m east."""

# A street: its name, whether it runs north, where it stands (blocks east or north), from and to (blocks), first house.
_STREETS = (
    ("North Charles Street", True, 0, 0, 10, 2000),
    ("South Charles Street", True, 0, 0, -10, 100),
    ("Saint Paul Street", True, 1, 0, 10, 2000),
    ("Greenmount Avenue", True, 4, -5, 10, 1500),
    ("Charleston Street", True, 8, 0, 4, 100),
    ("North Linwood Avenue", True, 6, 0, 10, 100),
    ("South Linwood Avenue", True, 6, 0, -10, 100),
    ("North Bentalou Street", True, -6, 0, 10, 100),
    ("North Pulaski Street", True, -8, 0, 4, 100),
    ("Pulaski Highway", False, -9, 2, 10, 3000),
    ("Park Heights Avenue", True, -3, 0, 10, 4800),
    ("West North Avenue", False, 0, 0, -9, 1),
    ("East North Avenue", False, 0, 0, 9, 1),
    ("West Lafayette Avenue", False, 3, 0, -9, 1),
    ("East Lafayette Avenue", False, 3, 0, 9, 1),
    ("East 25th Street", False, 5, 0, 9, 1),
    ("East 26th Street", False, 6, 0, 9, 1),
    ("East 33rd Street", False, 8, 0, 9, 1),
    ("Harford Road", True, 9, 0, 10, 2000),
    ("Mill Road", True, 2, -10, 12, 100),
    ("Garden Avenue", True, 3, 0, 2, 100),
    ("Garden Street", True, -5, -8, -6, 100),
)


@cache
def paperville(complete: bool = True) -> Gazetteer:
    builder = Builder("Paperville", complete=complete)
    for name, north, stands, begin, end, first in _STREETS:
        step = 1 if end > begin else -1
        for n, at in enumerate(range(begin, end, step)):
            line = [_spot(stands, at, north), _spot(stands, at + step, north)]
            low = first // 100 * 100 + 100 * n
            builder.segment(name, line, (max(low, 1) | 1, low + 99), (max(low, 2), low + 98))
    builder.landmark({"en": "Paper Mill", "es": "Fábrica de Papel"}, _at(2, 2), "sight", ["the old mill"])
    builder.area("neighborhood", "Upton-Downton", [[_at(-10, -10), _at(-10, 10), _at(2, 10), _at(2, -10)]])
    builder.area("council_district", "1", [[_at(-10, -10), _at(-10, 10), _at(12, 10), _at(12, -10)]])
    builder.boundary([[_at(-10, -12), _at(-10, 12), _at(12, 12), _at(12, -12)]])
    builder.outside(["Towson", "Baltimore County"])
    return builder.build()


def _spot(stands: int, at: int, north: bool) -> tuple[float, float]:
    return _at(at, stands) if north else _at(stands, at)


def _at(north: float, east: float) -> tuple[float, float]:
    return round(LAT + north * BLOCK, 6), round(LONG + east * BLOCK, 6)
