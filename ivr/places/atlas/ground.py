"""Which areas a point lies in: a grid that answers at once, and the polygons themselves where an edge is near."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ivr.places.atlas.arrays import MICRO, Array, Arrays, Ints, ints, rows
from ivr.places.atlas.earth import METRES, Floats

LAYERS = ("neighborhood", "council_district", "police_district", "city")
CELL = 50.0
"""Metres of a cell's side; of a big area more, so that there are at most MOST_CELLS."""
MOST_CELLS = 400_000
NONE, UNSURE = -1, -2

Ring = Sequence[tuple[float, float]]
"""Latitude, longitude; the last point need not repeat the first."""


@dataclass(frozen=True, slots=True)
class Area:
    """A named piece of a layer. Rings count by the even-odd rule: holes and islands come out right."""

    layer: int
    name: str
    rings: tuple[Ring, ...]


def arrays(areas: Sequence[Area], names: Sequence[int], across: float) -> dict[str, Array]:
    """The areas as arrays; names: their numbers among the texts; across: a degree of longitude over one of latitude."""
    flat = [[_micro(ring) for ring in area.rings] for area in areas]
    ring_at, points = [0], []
    for ring in (ring for each in flat for ring in each):
        points.append(ring)
        ring_at.append(ring_at[-1] + len(ring))
    area_at, _ = rows([range(len(each)) for each in flat])
    made: dict[str, Array] = {
        "area_layer": ints(area.layer for area in areas),
        "area_name": ints(names),
        "area_ring": area_at,
        "ring_at": ints(ring_at),
        "ring_point": np.concatenate(points) if points else np.zeros((0, 2), np.int32),
    }
    return made | _grid(made, across)


def _micro(ring: Ring) -> Ints:
    points = np.round(np.asarray(ring, dtype=np.float64) * MICRO).astype(np.int32)
    return points if (points[0] == points[-1]).all() else np.vstack((points, points[:1]))


def _grid(made: Arrays, across: float) -> dict[str, Array]:
    """Cells that no edge comes near hold their area or NONE; the others UNSURE."""
    points = made["ring_point"]
    if not len(points):
        return {"grid": np.full((len(LAYERS), 0, 0), NONE, np.int16), "grid_origin": np.zeros(4, np.int32)}
    low, high = points.min(axis=0), points.max(axis=0)
    step = np.array([CELL / METRES * MICRO, CELL / METRES / across * MICRO])
    step *= max(1.0, float(np.sqrt(np.prod((high - low) / step) / MOST_CELLS)))
    step = np.ceil(step).astype(np.int64)
    count = ((high - low) // step + 1).astype(int)
    grid = np.full((len(LAYERS), *count), NONE, np.int16)
    ground = Ground({**made, "grid": grid[:, :0, :0], "grid_origin": np.zeros(4, np.int32)})
    middles = [low[axis] + step[axis] * np.arange(count[axis]) + step[axis] // 2 for axis in (0, 1)]
    for area in range(len(made["area_layer"])):
        _paint(grid[int(made["area_layer"][area])], area, ground, middles)
    for area in range(len(made["area_layer"])):
        for ring in ground.rings(area):
            _unsure(grid[int(made["area_layer"][area])], (ring - low) / step)
    return {"grid": grid, "grid_origin": np.array([*low, *step], np.int32)}


def _paint(layer: npt.NDArray[np.int16], area: int, ground: Ground, middles: Sequence[Array]) -> None:
    """The cells whose middle lies in the area, row by row; of areas that overlap the first keeps the cell."""
    rings = list(ground.rings(area))
    a = np.concatenate([ring[:-1] for ring in rings]).astype(np.float64)
    b = np.concatenate([ring[1:] for ring in rings]).astype(np.float64)
    top, bottom = np.searchsorted(middles[0], (a[:, 0].min(), a[:, 0].max())).tolist()
    for row in range(top, bottom):
        cuts = np.sort(_cuts(a, b, float(middles[0][row])))
        part = layer[row]
        part[(np.searchsorted(cuts, middles[1]) % 2 == 1) & (part == NONE)] = area


def _cuts(a: Floats, b: Floats, y: float) -> Floats:
    """Where the edges from a to b cross this latitude."""
    over = (a[:, 0] <= y) != (b[:, 0] <= y)
    a, b = a[over], b[over]
    cuts: Floats = a[:, 1] + (y - a[:, 0]) * (b[:, 1] - a[:, 1]) / (b[:, 0] - a[:, 0])
    return cuts


def _unsure(layer: npt.NDArray[np.int16], ring: Floats) -> None:
    """The cells an edge passes through, and those beside them."""
    a, reach = ring[:-1], np.diff(ring, axis=0)
    steps = np.maximum(np.ceil(np.abs(reach).max(axis=1) * 2).astype(int), 1)
    edge = np.repeat(np.arange(len(a)), steps + 1)
    share = (np.arange(len(edge)) - np.repeat(np.cumsum(steps + 1) - steps - 1, steps + 1)) / steps[edge]
    on = np.floor(a[edge] + reach[edge] * share[:, None]).astype(int)
    for down in (-1, 0, 1):
        for right in (-1, 0, 1):
            at = np.clip(on + np.array((down, right)), 0, np.array(layer.shape) - 1)
            layer[at[:, 0], at[:, 1]] = UNSURE


class Ground:
    """The areas of a finished map."""

    def __init__(self, arrays: Arrays) -> None:
        self._layer, self._area_ring = arrays["area_layer"], arrays["area_ring"]
        self._ring_at, self._points = arrays["ring_at"], arrays["ring_point"]
        self._grid = arrays["grid"]
        self._south, self._west, self._up, self._along = (int(each) for each in arrays["grid_origin"])
        self._of_layer = [np.flatnonzero(self._layer == number).tolist() for number in range(len(LAYERS))]
        self._box = [self._bounds(area) for area in range(len(self._layer))]

    def has(self, layer: int) -> bool:
        """Whether the map has areas of this kind at all."""
        return bool(self._of_layer[layer])

    def area(self, layer: int, lat: float, long: float) -> int:
        """The first area of the layer that the point lies in; NONE: in none."""
        if not (abs(lat) <= 90 and abs(long) <= 180):  # also what is no number
            return NONE
        y, x = round(lat * MICRO), round(long * MICRO)
        if self._grid.size:
            row, column = (y - self._south) // self._up, (x - self._west) // self._along
            if not (0 <= row < self._grid.shape[1] and 0 <= column < self._grid.shape[2]):
                return NONE
            known = int(self._grid[layer, row, column])
            if known != UNSURE:
                return known
        return next((area for area in self._of_layer[layer] if self._holds(area, y, x)), NONE)

    def rings(self, area: int) -> Iterator[Array]:
        for ring in range(int(self._area_ring[area]), int(self._area_ring[area + 1])):
            yield self._points[self._ring_at[ring] : self._ring_at[ring + 1]]

    def _bounds(self, area: int) -> tuple[int, int, int, int]:
        points = np.concatenate(list(self.rings(area)))
        (south, west), (north, east) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
        return south, west, north, east

    def _holds(self, area: int, y: int, x: int) -> bool:
        south, west, north, east = self._box[area]
        if not (south <= y <= north and west <= x <= east):
            return False
        west_of = sum(np.count_nonzero(_cuts(_floats(r[:-1]), _floats(r[1:]), y) > x) for r in self.rings(area))
        return bool(west_of % 2)


def _floats(points: Array) -> Floats:
    return points.astype(np.float64)


def inside_point(rings: Sequence[Ring]) -> tuple[float, float]:
    """Latitude, longitude of the area's middle, or where that lies outside, of the middle of its widest part."""
    ring = np.asarray(max(rings, key=len), dtype=np.float64)
    a, b = ring, np.roll(ring, -1, axis=0)
    y, x = _centroid(a, b)
    if np.count_nonzero(_cuts(a, b, y) > x) % 2:
        return y, x
    best = (-1.0, y, x)
    for level in np.linspace(a[:, 0].min(), a[:, 0].max(), 16)[1:-1].tolist():
        cuts = np.sort(_cuts(a, b, level)).tolist()
        widest = max(
            ((east - west, level, (west + east) / 2) for west, east in zip(cuts[::2], cuts[1::2], strict=False)),
            default=best,
        )
        best = max(best, widest)
    return best[1], best[2]


def _centroid(a: Floats, b: Floats) -> tuple[float, float]:
    middle = a.mean(axis=0)
    a, b = a - middle, b - middle
    twice = a[:, 0] * b[:, 1] - b[:, 0] * a[:, 1]
    if abs(whole := float(twice.sum())) < 1e-15:
        return float(middle[0]), float(middle[1])
    y, x = (((a + b) * twice[:, None]).sum(axis=0) / (3 * whole) + middle).tolist()
    return y, x
