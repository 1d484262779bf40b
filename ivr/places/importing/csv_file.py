"""A CSV, plain or gzipped: its shape is in columns, as WKT, as a point or as the ends of a line."""

from __future__ import annotations

import csv
import gzip
import zlib
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TextIO

from ivr.places.importing import columns, geometry
from ivr.places.importing.records import BadShape, Form, Record, Shape, Table
from ivr.places.problems import BadFile

WIDEST = 50_000_000
"""Characters of a cell: a WKT polygon of a whole county is a few million."""
_CODINGS = ("utf-8-sig", "cp1252", "latin-1")
_PIECE = 1 << 20


def read(path: Path, given: Mapping[str, str]) -> Table:
    """The table. BadFile: it is no CSV with a first line of names."""
    coding = _coding(path)
    with _lines(path, coding) as lines:
        try:
            names = next(csv.reader(lines, strict=False), [])
        except csv.Error as problem:
            raise BadFile(path, f"is not a CSV: {problem}", 1) from None
    names = [name.strip() for name in names]
    if len(names) < 2:
        raise BadFile(path, "has no line of column names", 1, "separate the columns by commas")
    if doubled := next((name for name in names if name and names.count(name) > 1), ""):
        raise BadFile(path, f"has two columns {doubled!r}", 1)
    roles = columns.found(names, given)
    return Table(path, tuple(names), _form(roles), partial(_records, path, coding, names, roles))


def _coding(path: Path) -> str:
    """The first coding that reads the whole file. BadFile: it cannot be read at all."""
    for coding in _CODINGS:
        try:
            with _lines(path, coding) as lines:
                while lines.read(_PIECE):
                    pass
            return coding
        except UnicodeDecodeError:
            continue
        except (OSError, EOFError, zlib.error) as problem:
            raise BadFile(path, f"cannot be read: {_said(problem)}", remedy="fetch it again") from None
    raise AssertionError("latin-1 reads every byte")


def _said(problem: Exception) -> str:
    return (problem.strerror if isinstance(problem, OSError) and problem.strerror else str(problem)).rstrip(".")


def _lines(path: Path, coding: str) -> TextIO:
    if path.name.lower().endswith(".gz"):
        return gzip.open(path, "rt", encoding=coding, newline="")
    return path.open(encoding=coding, newline="")


def _form(roles: Mapping[str, str]) -> Form | None:
    if {"lon0", "lat0", "lon1", "lat1"} <= roles.keys():
        return "line"
    return "point" if {"lon", "lat"} <= roles.keys() and "wkt" not in roles else None


def _records(path: Path, coding: str, names: list[str], roles: Mapping[str, str]) -> Iterator[Record]:
    csv.field_size_limit(WIDEST)
    with _lines(path, coding) as lines:
        rows = csv.reader(lines)
        next(rows, None)
        while True:
            try:
                cells = next(rows, None)
            except csv.Error as problem:
                raise BadFile(path, f"is not a CSV: {problem}", rows.line_num) from None
            if cells is None:
                return
            if not any(cells):
                continue
            values = dict(zip(names, cells, strict=False))  # a short row has fewer cells: they are missing, not wrong
            yield Record(rows.line_num, values, _shape(values, roles))


def _shape(values: Mapping[str, str], roles: Mapping[str, str]) -> Shape | None:
    """None: the row has no shape, or a wrong one; what needs it skips the row."""
    try:
        if "wkt" in roles and (written := values.get(roles["wkt"], "")).strip():
            return geometry.wkt(written)
        if "lon0" in roles:
            return _line(values, roles)
        if "lon" in roles and "lat" in roles:
            return geometry.shape("point", [[(float(values[roles["lon"]]), float(values[roles["lat"]]))]])
    except (BadShape, KeyError, ValueError):
        return None
    return None


def _line(values: Mapping[str, str], roles: Mapping[str, str]) -> Shape:
    points = []
    for at in "0m1":
        x, y = (values.get(roles.get(f"{axis}{at}", ""), "") for axis in ("lon", "lat"))
        if at != "m" or (x and y):
            points.append((float(x), float(y)))
    return geometry.shape("line", [points])
