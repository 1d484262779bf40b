"""What a file is for, found out from its shapes, its columns and its name; what is told beats what is found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Literal

from ivr.places.importing import columns, csv_file, geojson_file, shape_file
from ivr.places.importing.records import Table
from ivr.places.problems import BadFile

Role = Literal[
    "streets", "intersections", "neighborhood", "council_district", "police_district", "boundary", "landmarks"
]
AREAS: tuple[Role, ...] = ("neighborhood", "council_district", "police_district")
HINTS: tuple[tuple[str, Role], ...] = (
    ("neighborhood", "neighborhood"),
    ("neighbourhood", "neighborhood"),
    ("nbhd", "neighborhood"),
    ("nbr", "neighborhood"),
    ("council", "council_district"),
    ("ward", "council_district"),
    ("police", "police_district"),
    ("precinct", "police_district"),
    ("boundary", "boundary"),
    ("limits", "boundary"),
    ("corporate", "boundary"),
    ("city", "boundary"),
)
"""A part of an area file's name, or of its columns' → what its areas are; the first that fits."""
_FORMATS = ".csv, .csv.gz, .geojson, .json, .zip, .shp or .yaml"


@dataclass(frozen=True, slots=True)
class Source:
    """A file and what it is for. Landmarks have no table."""

    path: Path
    role: Role
    table: Table | None = None
    columns: Mapping[str, str] = field(default_factory=dict)


def opened(path: Path, told: Role | None, given: Mapping[str, str]) -> Source:
    """The file, opened far enough to know what it is for. BadFile: it cannot be known, or it is not what was told."""
    if not path.is_file():
        raise BadFile(path, "is not there" if not path.exists() else "is a folder", remedy="name a file")
    if told == "landmarks" or path.suffix.lower() in (".yaml", ".yml"):
        if told not in (None, "landmarks"):
            raise BadFile(path, f"is no table of {told}", remedy=f"give {_FORMATS.removesuffix(' or .yaml')}")
        return Source(path, "landmarks")
    table = _table(path, given)
    roles = columns.found(table.columns, given)
    role = told or _found(table, roles)
    _fits(table, role, roles)
    return Source(path, role, table, roles)


def _table(path: Path, given: Mapping[str, str]) -> Table:
    name = path.name.lower().removesuffix(".gz")
    if name.endswith((".geojson", ".json")):
        return geojson_file.read(path)
    if name.endswith((".csv", ".txt")):
        return csv_file.read(path, given)
    if name.endswith((".shp", ".zip")):
        return shape_file.read(path)
    raise BadFile(path, "has an ending that is not known", remedy=f"give {_FORMATS}")


def _found(table: Table, roles: Mapping[str, str]) -> Role:
    if _ranges(roles):
        return "streets"
    form = table.form or next((record.shape.form for record in islice(table.records(), 100) if record.shape), None)
    if form == "line" and _named(roles):
        return "streets"
    if form == "point" and _named(roles):
        return "intersections"
    if form == "area":
        for words in (table.path.name.lower(), " ".join(table.columns).lower()):
            for hint, role in HINTS:
                if hint in words:
                    return role
        raise BadFile(
            table.path, "holds areas nobody can tell the kind of", remedy="say --areas KIND=FILE, or --boundary FILE"
        )
    raise BadFile(
        table.path, "is neither streets, corners nor areas", remedy="say --streets FILE, and --columns name=COLUMN,…"
    )


def _ranges(roles: Mapping[str, str]) -> bool:
    return any({f"{side}_from", f"{side}_to"} <= roles.keys() for side in ("left", "right"))


def _named(roles: Mapping[str, str]) -> bool:
    return "name" in roles or "full" in roles


def _fits(table: Table, role: Role, roles: Mapping[str, str]) -> None:
    """BadFile: a column or a shape that the role needs is not there."""
    has = ", ".join(table.columns[:12]) + (", …" if len(table.columns) > 12 else "")
    if role in ("streets", "intersections") and not _named(roles):
        raise BadFile(
            table.path, f"has no column with the street's name (it has {has})", remedy="say --columns name=COLUMN"
        )
    if role in AREAS and "area" not in roles:
        raise BadFile(
            table.path, f"has no column with the area's name (it has {has})", remedy="say --columns area=COLUMN"
        )
    needed = {"streets": "line", "intersections": "point"}.get(role, "area")
    if table.form not in (None, needed):
        raise BadFile(table.path, f"holds {table.form}s, and {role} need {needed}s")
