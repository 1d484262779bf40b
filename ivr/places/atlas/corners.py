"""Where streets meet: ends of segments that lie within a few metres are one corner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

SNAP = 5.0
"""Metres: ends this near are one corner; tables round their coordinates, and lines are drawn by hand."""
Spot = tuple[float, float]


class Corners:
    """Points in metres, gathered: a point within SNAP of one that is there already is that one."""

    def __init__(self, snap: float = SNAP) -> None:
        self._snap = snap
        self._cells: dict[tuple[int, int], list[int]] = defaultdict(list)
        self.points: list[Spot] = []
        self.streets: list[set[int]] = []

    def near(self, x: float, y: float, within: float) -> list[int]:
        """The corners within so many metres, the nearest first."""
        reach = int(within // self._snap) + 1
        column, row = int(x // self._snap), int(y // self._snap)
        found = [
            corner
            for c in range(column - reach, column + reach + 1)
            for r in range(row - reach, row + reach + 1)
            for corner in self._cells.get((c, r), ())
        ]
        gaps = ((self._gap(corner, x, y), corner) for corner in found)
        return [corner for gap, corner in sorted(gaps) if gap <= within * within]

    def _gap(self, corner: int, x: float, y: float) -> float:
        px, py = self.points[corner]
        return (px - x) ** 2 + (py - y) ** 2

    def put(self, spot: Spot, street: int) -> int:
        """The corner at this point, with the street among those that meet there."""
        near = self.near(*spot, self._snap)
        corner = near[0] if near else self._new(*spot)
        self.streets[corner].add(street)
        return corner

    def _new(self, x: float, y: float) -> int:
        self._cells[int(x // self._snap), int(y // self._snap)].append(len(self.points))
        self.points.append((x, y))
        self.streets.append(set())
        return len(self.points) - 1


def merged(points: Sequence[Spot], within: float) -> list[Spot]:
    """Points that are one place to whoever stands there: both roadways of a divided street. Their middles, in order."""
    groups: list[list[Spot]] = []
    for point in points:
        near = next((group for group in groups if any(_within(point, each, within) for each in group)), None)
        if near is None:
            groups.append([point])
        else:
            near.append(point)
    return [_middle(group) for group in groups]


def _within(one: Spot, other: Spot, metres: float) -> bool:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2 <= metres * metres


def _middle(group: Iterable[Spot]) -> Spot:
    xs, ys = zip(*group, strict=True)
    return sum(xs) / len(xs), sum(ys) / len(ys)
