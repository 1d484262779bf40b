"""A map as data: what is told about it, and its arrays. What is in a gazetteer's file, and nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import msgspec
import numpy as np

from ivr.places.atlas.arrays import Array, Arrays
from ivr.places.gazetteer import Landmark, Neighborhood

FORMAT = 1
"""Of the arrays; a reader of another format refuses the file."""


@dataclass(frozen=True, slots=True)
class Legend:
    """What stands beside the map. `lat`: where its plane touches the earth. `bounds`: south, west, north, east."""

    city: str
    complete: bool
    lat: float
    bounds: tuple[float, float, float, float]
    source: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    landmarks: tuple[Landmark, ...] = ()
    neighborhoods: tuple[Neighborhood, ...] = ()
    version: str = ""
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class Sheet:
    legend: Legend
    arrays: Arrays = field(repr=False)


def sealed(legend: Legend, arrays: Mapping[str, Array]) -> Sheet:
    """The sheet with its version: a hash of everything else in it, so that equal maps have equal versions."""
    digest = hashlib.sha256(msgspec.json.encode(replace(legend, version=""), order="deterministic"))
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        digest.update(f"{name} {array.dtype.str} {array.shape}".encode())
        digest.update(array.tobytes())
    return Sheet(replace(legend, version=digest.hexdigest()[:16]), dict(sorted(arrays.items())))
