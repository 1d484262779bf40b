"""Areas: neighbourhoods, districts, and the city's own edge."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from ivr.places.atlas import ground
from ivr.places.atlas.builder import Builder
from ivr.places.atlas.earth import METRES
from ivr.places.atlas.ground import LAYERS, NONE, Area, Ring
from ivr.places.importing.records import Record, Spot, Table
from ivr.places.importing.report import Ledger
from ivr.places.importing.streets import Inside
from ivr.places.problems import BadFile

NEAR = 60.0
"""Metres outside the edge that still count: streets run along it, and it is drawn with few points."""


def add(table: Table, roles: Mapping[str, str], kind: str, builder: Builder, ledger: Ledger) -> int:
    """The areas of a file into the map; how many. BadFile: there is none."""
    count = 0
    for record in table.records():
        name = record.values.get(roles.get("area", ""), "").strip()
        if not name:
            ledger.skip(table.path, record.row, "an area without a name")
        elif (rings := _rings(record)) is None:
            ledger.skip(table.path, record.row, "no polygon", name)
        else:
            builder.area(kind, name, rings)
            count += 1
    if not count:
        raise BadFile(table.path, "holds no area with a name and a polygon")
    return count


def boundary(table: Table, roles: Mapping[str, str], ledger: Ledger) -> tuple[list[Ring], str]:
    """(rings of every area of the file together, its name when it has one alone). BadFile: there is none."""
    rings: list[Ring] = []
    names = []
    for record in table.records():
        if (found := _rings(record)) is None:
            ledger.skip(table.path, record.row, "no polygon")
            continue
        rings += found
        names.append(record.values.get(roles.get("area", ""), "").strip())
    if not rings:
        raise BadFile(table.path, "holds no polygon")
    return rings, names[0] if len(names) == 1 else ""


def _rings(record: Record) -> list[Ring] | None:
    if record.shape is None or record.shape.form != "area":
        return None
    return list(record.shape.parts)


def within(rings: Sequence[Ring]) -> Inside:
    """Whether a point lies in these rings, or NEAR."""
    across = math.cos(math.radians(rings[0][0][0]))
    city = LAYERS.index("city")
    land = ground.Ground(ground.arrays([Area(city, "", tuple(rings))], [0], across))
    up, right = NEAR / METRES, NEAR / METRES / across
    steps = [(0.0, 0.0), *((a * up, b * right) for a in (-1, 0, 1) for b in (-1, 0, 1) if a or b)]

    def inside(spot: Spot) -> bool:
        return any(land.area(city, spot[0] + a, spot[1] + b) != NONE for a, b in steps)

    return inside
