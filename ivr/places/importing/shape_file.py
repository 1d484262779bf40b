"""A shapefile: its .shp with the .dbf beside it, or a zip that holds both."""

from __future__ import annotations

import codecs
import struct
import warnings
import zipfile
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from pathlib import Path

import shapefile

from ivr.places.importing import geometry, projection
from ivr.places.importing.geometry import Turn
from ivr.places.importing.records import BadShape, Form, Record, Shape, Table, text
from ivr.places.problems import BadFile

_FORMS: dict[str, Form] = {"POINT": "point", "POLYLINE": "line", "POLYGON": "area"}
"""Kind of shape, without the Z or M at its end."""
_WRONG = (
    OSError,
    shapefile.ShapefileException,
    struct.error,
    ValueError,
    EOFError,
    KeyError,
    IndexError,
    Warning,
)
_LARGEST = 2 << 30
"""Bytes of a file in a zip."""


def read(path: Path) -> Table:
    """The table. BadFile: it is no shapefile, a part of it is missing, or its projection is not read."""
    parts = _zipped(path) if path.suffix.lower() == ".zip" else _beside(path)
    reader = _reader(path, parts)
    form = _FORMS.get(reader.shapeTypeName.removesuffix("Z").removesuffix("M"))
    if form is None:
        raise BadFile(
            path,
            f"holds shapes of the kind {reader.shapeTypeName.lower()}",
            remedy="points, lines or polygons are read",
        )
    try:
        turn = projection.by_prj(parts.get(".prj", b"").decode("utf-8", "replace"))
    except projection.UnknownProjection as problem:
        raise BadFile(path, "has its coordinates in a projection of its own", remedy=f"{problem.__doc__}") from None
    except (ValueError, ZeroDivisionError, OverflowError):
        raise BadFile(path, "has a .prj that cannot be understood", remedy="save it in WGS 84 (EPSG:4326)") from None
    names = tuple(field[0] for field in reader.fields if field[0] != "DeletionFlag")
    table = Table(path, names, form, partial(_records, path, parts, form, turn), len(reader))
    if len(reader) and not any(record.shape for record, _ in zip(table.records(), range(100), strict=False)):
        raise BadFile(path, "has no shape in degrees", remedy="its .prj is missing, or save it in WGS 84 (EPSG:4326)")
    return table


def _zipped(path: Path) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(path) as archive:
            inside = [each for each in archive.infolist() if not each.filename.startswith("__MACOSX")]
            shapes = [each.filename for each in inside if each.filename.lower().endswith(".shp")]
            if len(shapes) != 1:
                raise BadFile(
                    path, f"holds {len(shapes) or 'no'} shapefiles", remedy="give one a zip, or the .shp itself"
                )
            stem = shapes[0][:-4].lower()
            wanted = [each for each in inside if each.filename.lower()[:-4] == stem and each.file_size < _LARGEST]
            return {each.filename[-4:].lower(): archive.read(each) for each in wanted}
    except (OSError, zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError) as problem:
        raise BadFile(path, f"cannot be read: {problem}", remedy="fetch it again") from None


def _beside(path: Path) -> dict[str, bytes]:
    try:
        same = [each for each in path.parent.iterdir() if each.stem == path.stem]
        wanted = (".shp", ".dbf", ".shx", ".prj", ".cpg")
        return {each.suffix.lower(): each.read_bytes() for each in same if each.suffix.lower() in wanted}
    except OSError as problem:
        raise BadFile(path, f"cannot be read: {problem}") from None


def _reader(path: Path, parts: dict[str, bytes]) -> shapefile.Reader:
    for needed in (".shp", ".dbf"):
        if needed not in parts:
            raise BadFile(
                path, f"has no {needed} beside it", remedy="a shapefile is several files of one name, or a zip"
            )
    coding = parts.get(".cpg", b"").decode("ascii", "replace").strip().lower() or "utf-8"
    for each in (coding, "cp1252"):
        try:
            return _open(parts, each)
        except LookupError:
            continue
        except _WRONG as problem:
            raise BadFile(path, f"is not a whole shapefile: {problem}", remedy="fetch it again") from None
    raise BadFile(path, f"is written in the coding {coding!r}, which is not known", remedy="save it in UTF-8")


def _open(parts: dict[str, bytes], coding: str) -> shapefile.Reader:
    codecs.lookup(coding)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a file cut short is read as far as it goes, with a warning: half a city
        shp, dbf = BytesIO(parts[".shp"]), BytesIO(parts[".dbf"])
        return shapefile.Reader(shp=shp, dbf=dbf, encoding=coding, encodingErrors="replace")


def _records(path: Path, parts: dict[str, bytes], form: Form, turn: Turn) -> Iterator[Record]:
    reader = _reader(path, parts)
    row = 0
    try:
        for row, each in enumerate(reader.iterShapeRecords(), 1):
            values = {name: text(value) for name, value in each.record.as_dict().items()}
            yield Record(row, values, _shape(each.shape, form, turn))
        if row != reader.numRecords:
            raise BadFile(path, f"has {row} shapes and {reader.numRecords} rows", remedy="fetch it again")
    except _WRONG as problem:
        raise BadFile(path, f"is cut short: {problem}", row + 1, "fetch it again") from None


def _shape(found: shapefile.Shape, form: Form, turn: Turn) -> Shape | None:
    try:
        starts = list(getattr(found, "parts", ())) or [0]
        ends = [*starts[1:], len(found.points)]
        return geometry.shape(form, [found.points[a:b] for a, b in zip(starts, ends, strict=True)], turn)
    except (BadShape, ValueError, OverflowError):
        return None
