"""Boxes and arrows laid out in layers, from top to bottom, so that arrows cross little and labels never overlap.

Sugiyama's method: turn circles, give each box a layer, let long arrows pass through every layer, order the layers by
the middle of their neighbours, then move the boxes towards them. A label is a box of its own between two layers.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

GAP_X, GAP_Y, SWEEPS = 18.0, 15.0, 12
Vertex = Hashable
Point = tuple[float, float]
Size = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Arrow:
    """From box to box; `label` is the size of its label, (0, 0) for none."""

    source: str
    target: str
    label: Size = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Placed:
    """centres: the middle of each box. routes: each arrow's points from source to target. labels: their middles."""

    width: float
    height: float
    centres: Mapping[str, Point]
    routes: tuple[tuple[Point, ...], ...]
    labels: tuple[Point, ...]


@dataclass
class _Plan:
    """Work in progress: `sizes` and `layer` of every vertex, boxes, labels and passing points alike."""

    sizes: dict[Vertex, Size]
    layer: dict[Vertex, int]
    chains: list[list[Vertex]] = field(default_factory=list)
    rows: list[list[Vertex]] = field(default_factory=list)
    above: dict[Vertex, list[Vertex]] = field(default_factory=dict)
    below: dict[Vertex, list[Vertex]] = field(default_factory=dict)


def arrange(boxes: Mapping[str, Size], arrows: Sequence[Arrow]) -> Placed:
    """Positions for boxes (name → width, height) and arrows; what does not hang together stands side by side.

    The order of the boxes decides who stands first; the same boxes and arrows give the same picture.
    """
    centres: dict[str, Point] = {}
    routes: list[tuple[Point, ...]] = [()] * len(arrows)
    labels: list[Point] = [(0.0, 0.0)] * len(arrows)
    left = height = 0.0
    for group in _groups(boxes, arrows):
        numbers = [n for n, arrow in enumerate(arrows) if arrow.source in group]
        part = _arranged({box: boxes[box] for box in group}, [arrows[n] for n in numbers])
        centres |= {box: (x + left, y) for box, (x, y) in part.centres.items()}
        for n, route, label in zip(numbers, part.routes, part.labels, strict=True):
            routes[n] = tuple((x + left, y) for x, y in route)
            labels[n] = (label[0] + left, label[1])
        left, height = left + part.width + 2 * GAP_X, max(height, part.height)
    return Placed(max(left - 2 * GAP_X, 0.0), height, centres, tuple(routes), tuple(labels))


def _groups(boxes: Mapping[str, Size], arrows: Sequence[Arrow]) -> list[list[str]]:
    """Boxes that hang together, in the order of their first boxes."""
    near: dict[str, list[str]] = {box: [] for box in boxes}
    for arrow in arrows:
        near[arrow.source].append(arrow.target)
        near[arrow.target].append(arrow.source)
    groups, seen = [], set[str]()
    for box in boxes:
        queue, group = [box], set[str]()
        while queue and box not in seen:
            one = queue.pop()
            if one not in group:
                group.add(one)
                queue += near[one]
        if group:
            groups.append([b for b in boxes if b in group])
            seen |= group
    return groups


def _arranged(boxes: Mapping[str, Size], arrows: Sequence[Arrow]) -> Placed:
    turned = _turned(list(boxes), arrows)
    sizes: dict[Vertex, Size] = dict(boxes.items())
    plan = _Plan(sizes, _layers(list(boxes), arrows, turned))
    _stretch(plan, arrows)
    _order(plan)
    across, down = _across(plan), _down(plan)
    width = max(across[v] + plan.sizes[v][0] / 2 for v in across)
    height = max(down[v] + plan.sizes[v][1] / 2 for v in down)
    routes = tuple(tuple((across[v], down[v]) for v in chain) for chain in plan.chains)
    labels = tuple(route[1] if len(route) > 2 else route[0] for route in routes)
    return Placed(width, height, {b: (across[b], down[b]) for b in boxes}, routes, labels)


def _turned(boxes: list[str], arrows: Sequence[Arrow]) -> set[int]:
    """Numbers of the arrows that close a circle: they are laid out backwards."""
    leaving: dict[str, list[int]] = {box: [] for box in boxes}
    for number, arrow in enumerate(arrows):
        leaving[arrow.source].append(number)
    open_, done, turned = set[str](), set[str](), set[int]()
    for root in boxes:
        stack: list[tuple[str, int]] = [(root, 0)] if root not in done else []
        open_ |= {root} if stack else set()
        while stack:
            box, nth = stack.pop()
            if nth == len(leaving[box]):
                open_.discard(box)
                done.add(box)
                continue
            stack.append((box, nth + 1))
            target = arrows[leaving[box][nth]].target
            if target in open_:
                turned.add(leaving[box][nth])
            elif target not in done:
                open_.add(target)
                stack.append((target, 0))
    return turned


def _layers(boxes: list[str], arrows: Sequence[Arrow], turned: set[int]) -> dict[Vertex, int]:
    """Boxes stand in even layers, each below everything that leads to it; odd layers are for labels."""
    into: dict[str, list[str]] = {box: [] for box in boxes}
    for number, arrow in enumerate(arrows):
        source, target = (arrow.target, arrow.source) if number in turned else (arrow.source, arrow.target)
        if source != target:
            into[target].append(source)
    layer: dict[Vertex, int] = {}

    def depth(box: str) -> int:
        if box not in layer:
            layer[box] = 0
            layer[box] = max((depth(source) + 2 for source in into[box]), default=0)
        return layer[box]

    for box in boxes:
        depth(box)
    return layer


def _stretch(plan: _Plan, arrows: Sequence[Arrow]) -> None:
    """A chain of vertices for every arrow: source, label, passing points, target."""
    for number, arrow in enumerate(arrows):
        first, last = plan.layer[arrow.source], plan.layer[arrow.target]
        step = 1 if last >= first else -1
        middle: list[Vertex] = []
        for layer in range(first + step, last, step):
            vertex = (number, layer)
            plan.layer[vertex] = layer
            plan.sizes[vertex] = arrow.label if layer == first + step else (8.0, 0.0)
            middle.append(vertex)
        plan.chains.append([arrow.source, *middle, arrow.target])
    depth = max(plan.layer.values(), default=0)
    plan.rows = [[v for v in plan.layer if plan.layer[v] == n] for n in range(depth + 1)]
    plan.above, plan.below = {v: [] for v in plan.layer}, {v: [] for v in plan.layer}
    for chain in plan.chains:
        for one, other in pairwise(chain):
            high, low = sorted((one, other), key=lambda v: plan.layer[v])
            if plan.layer[high] != plan.layer[low]:
                plan.below[high].append(low)
                plan.above[low].append(high)


def _order(plan: _Plan) -> None:
    """Orders each row by the middle of its neighbours, down and up in turn; keeps the one with the fewest crossings."""
    best, fewest = [list(row) for row in plan.rows], _crossings(plan)
    for sweep in range(SWEEPS):
        downwards = sweep % 2 == 0
        near = plan.above if downwards else plan.below
        for row in plan.rows if downwards else reversed(plan.rows):
            at = {v: n for other in plan.rows for n, v in enumerate(other)}
            keys = {v: median([at[u] for u in near[v]]) if near[v] else at[v] for v in row}
            row.sort(key=lambda v: keys[v])
        if (now := _crossings(plan)) < fewest:
            best, fewest = [list(row) for row in plan.rows], now
    plan.rows = best


def _crossings(plan: _Plan) -> int:
    at = {v: n for row in plan.rows for n, v in enumerate(row)}
    total = 0
    for row in plan.rows:
        ends = [at[u] for v in row for u in sorted(plan.below[v], key=lambda u: at[u])]
        total += sum(1 for n, a in enumerate(ends) for b in ends[n + 1 :] if a > b)
    return total


def _across(plan: _Plan) -> dict[Vertex, float]:
    """The middle of every vertex from left to right, pulled towards its neighbours without touching those beside it."""
    x: dict[Vertex, float] = {}
    for row in plan.rows:
        left = 0.0
        for v in row:
            x[v] = left + plan.sizes[v][0] / 2
            left += plan.sizes[v][0] + GAP_X
    for sweep in range(24):
        downwards = sweep % 2 == 0
        for row in plan.rows if downwards else reversed(plan.rows):
            near = plan.above if downwards else plan.below
            wish = [sum(x[u] for u in near[v]) / len(near[v]) if near[v] else x[v] for v in row]
            for v, at in zip(row, _apart(row, wish, plan.sizes), strict=True):
                x[v] = at
    edge = min((x[v] - plan.sizes[v][0] / 2 for v in x), default=0.0)
    return {v: at - edge for v, at in x.items()}


def _apart(row: list[Vertex], wish: list[float], sizes: Mapping[Vertex, Size]) -> list[float]:
    """The positions nearest to `wish` (least squares) that keep the order and the gaps; who is in the way is pushed."""
    offsets, total = [0.0], 0.0
    for one, other in pairwise(row):
        total += (sizes[one][0] + sizes[other][0]) / 2 + GAP_X
        offsets.append(total)
    blocks: list[tuple[float, int]] = []
    for at, offset in zip(wish, offsets, strict=True):
        mean, count = at - offset, 1
        while blocks and blocks[-1][0] > mean:
            other_mean, other_count = blocks.pop()
            mean = (mean * count + other_mean * other_count) / (count + other_count)
            count += other_count
        blocks.append((mean, count))
    starts = [mean for mean, count in blocks for _ in range(count)]
    return [start + offset for start, offset in zip(starts, offsets, strict=True)]


def _down(plan: _Plan) -> dict[Vertex, float]:
    y: dict[Vertex, float] = {}
    top = 0.0
    for row in plan.rows:
        tall = max((plan.sizes[v][1] for v in row), default=0.0)
        for v in row:
            y[v] = top + tall / 2
        top += tall + GAP_Y
    return y
