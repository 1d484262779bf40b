"""A GeoJSON feature collection, plain or gzipped."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from ivr.places.importing import geometry, projection
from ivr.places.importing.geometry import Turn
from ivr.places.importing.records import BadShape, Record, Shape, Table, text
from ivr.places.problems import BadFile


class _Feature(msgspec.Struct):
    properties: dict[str, Any] | None = None
    geometry: dict[str, Any] | None = None


class _Collection(msgspec.Struct):
    features: list[_Feature]
    crs: dict[str, Any] | None = None


def read(path: Path) -> Table:
    """The table. BadFile: it is no feature collection, an empty one, or one in a projection that is not read."""
    collection = _collection(path)
    if not collection.features:
        raise BadFile(path, "has no features")
    try:
        turn = projection.by_name(_crs(collection))
    except projection.UnknownProjection as problem:
        raise BadFile(path, f"has its coordinates in {_crs(collection)}", remedy=f"{problem.__doc__}") from None
    columns = dict.fromkeys(name for feature in collection.features for name in feature.properties or ())
    records = partial(_records, collection.features, turn)
    form = next((record.shape.form for record in records() if record.shape), None)
    if form is None and any(feature.geometry for feature in collection.features):
        raise BadFile(path, "has no shape in degrees", remedy="save it again in WGS 84 (EPSG:4326)")
    return Table(path, tuple(columns), form, records, len(collection.features))


def _collection(path: Path) -> _Collection:
    try:
        data = path.read_bytes()
        if path.name.lower().endswith(".gz"):
            data = gzip.decompress(data)
        return msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=_Collection)
    except (OSError, EOFError, zlib.error) as problem:
        raise BadFile(path, f"cannot be read: {problem}", remedy="fetch it again") from None
    except (msgspec.ValidationError, UnicodeDecodeError) as problem:
        raise BadFile(path, f"is no GeoJSON feature collection: {problem}") from None
    except (msgspec.DecodeError, RecursionError) as problem:
        raise BadFile(path, f"is no JSON: {problem}", remedy="fetch it again") from None


def _crs(collection: _Collection) -> str:
    properties = (collection.crs or {}).get("properties")
    return str(properties.get("name") or "") if isinstance(properties, dict) else ""


def _records(features: list[_Feature], turn: Turn) -> Iterator[Record]:
    for row, feature in enumerate(features, 1):
        values = {name: text(value) for name, value in (feature.properties or {}).items()}
        yield Record(row, values, _shape(feature, turn))


def _shape(feature: _Feature, turn: Turn) -> Shape | None:
    try:
        return geometry.geojson(feature.geometry, turn)
    except (BadShape, ValueError, OverflowError):
        return None
