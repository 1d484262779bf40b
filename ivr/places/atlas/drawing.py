"""From a draft, as somebody put it together, to a sheet: the same, as arrays that can be asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from ivr.flow.spoken import fold
from ivr.places.atlas import ground
from ivr.places.atlas.arrays import MICRO, Array, Texts, ints, rows
from ivr.places.atlas.corners import Corners
from ivr.places.atlas.earth import METRES, Plane
from ivr.places.atlas.ground import Area
from ivr.places.atlas.sheet import Legend, Sheet, sealed
from ivr.places.gazetteer import Kind, Landmark, Neighborhood, Range, StreetName

KINDS: tuple[Kind, ...] = ("street", "alley", "ramp", "highway")
PARITIES = {"odd": 1, "even": 2, "both": 3}
"""0: no houses on that side."""
NEAR_GIVEN = 25.0
"""Metres: a corner from a list of corners is the one the streets' own ends make, if there is one this near."""
Spot = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Stretch:
    line: tuple[Spot, ...]
    left: Range | None
    right: Range | None
    rough: bool


Road = tuple[StreetName, tuple[StreetName, ...], Kind, tuple[Stretch, ...]]


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything of a map; streets are numbered as `roads` has them, and crossings name them by number."""

    city: str
    complete: bool
    source: tuple[str, ...]
    roads: tuple[Road, ...]
    crossings: tuple[tuple[tuple[int, ...], Spot], ...]
    areas: tuple[Area, ...]
    landmarks: tuple[Landmark, ...]
    neighborhoods: tuple[Neighborhood, ...]
    outside: tuple[str, ...]


def drawn(draft: Draft) -> Sheet:
    """The sheet of a draft; an equal draft has an equal sheet."""
    lines = [np.round(np.array(s.line) * MICRO).astype(np.int32) for *_, road in draft.roads for s in road]
    bounds = _bounds(draft, lines)
    plane = Plane((bounds[0] + bounds[2]) / 2)
    texts = Texts()
    area_names = [texts.number(area.name) for area in draft.areas]
    arrays: dict[str, Array] = {
        **_streets(draft.roads, texts),
        **_segments(draft.roads, lines),
        **_corners(draft, lines, plane),
        **ground.arrays(draft.areas, area_names, plane.across / METRES),
    }
    legend = Legend(
        city=draft.city,
        complete=draft.complete,
        lat=plane.lat,
        bounds=bounds,
        source=draft.source,
        outside=draft.outside,
        landmarks=draft.landmarks,
        neighborhoods=draft.neighborhoods,
    )
    return sealed(legend, arrays | texts.arrays())


def _bounds(draft: Draft, lines: Sequence[Array]) -> tuple[float, float, float, float]:
    """South, west, north, east of everything that has a place."""
    named: list[Landmark | Neighborhood] = [*draft.landmarks, *draft.neighborhoods]
    spots = [np.array([(each.lat, each.long) for each in named]).reshape(-1, 2)]
    spots += [np.array(ring) for area in draft.areas for ring in area.rings]
    spots += [line / MICRO for line in lines]
    every = np.concatenate(spots)
    if not len(every):
        return 0.0, 0.0, 0.0, 0.0
    (south, west), (north, east) = every.min(axis=0).tolist(), every.max(axis=0).tolist()
    return round(south, 6), round(west, 6), round(north, 6), round(east, 6)


def _streets(roads: Sequence[Road], texts: Texts) -> dict[str, Array]:
    also_at, _ = rows([range(len(also)) for _, also, _, _ in roads])
    segment_at, _ = rows([range(len(stretches)) for *_, stretches in roads])
    words: dict[str, set[int]] = {}
    for number, (called, also, _, _) in enumerate(roads):
        for name in (called, *also):
            words.setdefault(fold(name.name), set()).add(number)
    name_at, name_street = rows([sorted(words[name]) for name in sorted(words)])
    return {
        "street_name": _names([called for called, *_ in roads], texts),
        "street_kind": ints(KINDS.index(kind) for _, _, kind, _ in roads),
        "street_segment": segment_at,
        "street_also": also_at,
        "also_name": _names(list(chain.from_iterable(also for _, also, _, _ in roads)), texts),
        "name_text": ints(texts.number(name) for name in sorted(words)),
        "name_at": name_at,
        "name_street": name_street,
    }


def _names(names: Sequence[StreetName], texts: Texts) -> Array:
    numbers = [texts.number(part) for name in names for part in (name.prefix, name.name, name.suffix, name.tail)]
    return ints(numbers).reshape(-1, 4)


def _segments(roads: Sequence[Road], lines: Sequence[Array]) -> dict[str, Array]:
    stretches = [stretch for *_, road in roads for stretch in road]
    sides = [side for stretch in stretches for side in (stretch.left, stretch.right)]
    line_at, _ = rows([range(len(line)) for line in lines])
    return {
        "segment_range": ints(n for side in sides for n in ((side.first, side.last) if side else (0, 0))).reshape(
            -1, 2, 2
        ),
        "segment_parity": ints(PARITIES[side.parity] if side else 0 for side in sides).reshape(-1, 2).astype(np.uint8),
        "segment_rough": np.array([stretch.rough for stretch in stretches], bool),
        "segment_box": np.array([(*line.min(axis=0), *line.max(axis=0)) for line in lines], np.int32).reshape(-1, 4),
        "segment_line": line_at,
        "line": np.concatenate(lines) if lines else np.zeros((0, 2), np.int32),
    }


def _corners(draft: Draft, lines: Sequence[Array], plane: Plane) -> dict[str, Array]:
    corners = Corners()
    at = 0
    for street, (*_, stretches) in enumerate(draft.roads):
        for _ in stretches:
            ends = plane.flat(lines[at][[0, -1]])
            for end in ends.tolist():
                corners.put((end[0], end[1]), street)
            at += 1
    for streets, (lat, long) in draft.crossings:
        x, y = plane.flat(np.array([(lat * MICRO, long * MICRO)]))[0].tolist()
        near = [corner for corner in corners.near(x, y, NEAR_GIVEN) if corners.streets[corner] & set(streets)]
        for street in streets:
            corners.put(corners.points[near[0]] if near else (x, y), street)
    met = [number for number, streets in enumerate(corners.streets) if len(streets) > 1]
    corner_at, corner_street = rows([sorted(corners.streets[number]) for number in met])
    of_street: list[list[int]] = [[] for _ in draft.roads]
    for corner, number in enumerate(met):
        for street in sorted(corners.streets[number]):
            of_street[street].append(corner)
    street_at, street_corner = rows(of_street)
    spots = [tuple(round(v * MICRO) for v in plane.round(*corners.points[number])) for number in met]
    return {
        "corner": np.array(spots, np.int32).reshape(-1, 2),
        "corner_at": corner_at,
        "corner_street": corner_street,
        "street_corner_at": street_at,
        "street_corner": street_corner,
    }
