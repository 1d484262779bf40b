"""Where a house stands: its number between the numbers of a segment's ends, on its own side of the street."""

from __future__ import annotations

from typing import Literal

import numpy as np

from ivr.places.atlas.arrays import MICRO, Array, Arrays
from ivr.places.atlas.earth import Floats, Plane, along
from ivr.places.gazetteer import Point, Range, Segment

ASIDE = 8.0
"""Metres from the middle of the street to the house."""
EDGE = 0.03
"""Share of a segment's length at either end that is the corner, not a house."""
_SIDES = (ASIDE, -ASIDE)


def segment(a: Arrays, street: int, number: int) -> Segment:
    start, stop = a["segment_line"][number : number + 2].tolist()
    ends = [Point(lat / MICRO, long / MICRO) for lat, long in a["line"][[start, stop - 1]].tolist()]
    left, right = (_range(a, number, side) for side in (0, 1))
    return Segment(number, street, ends[0], ends[1], left, right)


def _range(a: Arrays, number: int, side: int) -> Range | None:
    parity: dict[int, Literal["odd", "even", "both"]] = {1: "odd", 2: "even", 3: "both"}
    first, last = a["segment_range"][number, side].tolist()
    kind = parity.get(int(a["segment_parity"][number, side]))
    return Range(first, last, kind) if kind else None


def span(a: Arrays, start: int, stop: int) -> tuple[int, int] | None:
    """The lowest and highest number of these segments."""
    numbers = a["segment_range"][start:stop][a["segment_parity"][start:stop] > 0]
    return (int(numbers.min()), int(numbers.max())) if numbers.size else None


def at(a: Arrays, plane: Plane, start: int, stop: int, number: int) -> Point | None:
    """The house's point; not exact where it is only near; None: these segments have no such block."""
    ranges, parity = a["segment_range"][start:stop], a["segment_parity"][start:stop]
    if not len(ranges) or not 0 < number < 1_000_000:
        return None
    low, high = ranges.min(axis=2), ranges.max(axis=2)
    gap = np.maximum(np.maximum(low - number, number - high), 0)
    own = (parity & (1 if number % 2 else 2)) > 0
    hundred = number // 100
    same = (parity > 0) & ((low // 100 == hundred) | (high // 100 == hundred) | (gap == 0))
    if not same.any():
        return None
    # the own side before the other, the nearest before the further, a narrow range before a wide one
    rank = np.where(
        same, gap * 4_000_000 + ~own * 2_000_000 + np.minimum(high - low, 1_999_999), np.iinfo(np.int64).max
    )
    best, side = divmod(int(rank.argmin()), 2)
    exact = gap[best, side] == 0 and bool(own[best, side]) and not a["segment_rough"][start + best]
    lat, long = _place(a, plane, start + best, side, number)
    return Point(lat, long, bool(exact))


def _place(a: Arrays, plane: Plane, number: int, side: int, house: float) -> tuple[float, float]:
    first, last = a["segment_range"][number, side].tolist()
    share = (house - first) / (last - first) if last != first else 0.5
    rough = bool(a["segment_rough"][number])
    edge = 0.0 if rough else EDGE
    return plane.round(*along(line(a, plane, number), min(max(share, edge), 1 - edge), 0.0 if rough else _SIDES[side]))


def line(a: Arrays, plane: Plane, number: int) -> Floats:
    """A segment's line in metres."""
    start, stop = a["segment_line"][number : number + 2].tolist()
    return plane.flat(a["line"][start:stop])


def block(a: Arrays, plane: Plane, start: int, stop: int, number: int) -> Point | None:
    """The middle of what the segments have of this hundred; None: nothing."""
    low = number // 100 * 100
    high = low + 99
    if not 0 < number < 1_000_000:
        return None
    ranges, parity = a["segment_range"][start:stop], a["segment_parity"][start:stop]
    first, last = np.maximum(ranges.min(axis=2), low), np.minimum(ranges.max(axis=2), high)
    held = (parity > 0) & (first <= last)
    if not held.any():
        return None
    found = np.argwhere(held)
    return _middle(a, plane, start, found, first[held], last[held])


def _middle(a: Arrays, plane: Plane, start: int, found: Array, first: Array, last: Array) -> Point:
    """Each piece weighs as much as it has numbers."""
    spots, weights, exact = [], [], True
    for (segment, _side), low, high in zip(found.tolist(), first.tolist(), last.tolist(), strict=True):
        from_, to = a["segment_range"][start + segment, _side].tolist()
        share = ((low + high) / 2 - from_) / (to - from_) if to != from_ else 0.5
        spots.append(along(line(a, plane, start + segment), share, 0.0))
        weights.append(high - low + 1)
        exact = exact and not a["segment_rough"][start + segment]
    x, y = np.average(np.array(spots), axis=0, weights=weights).tolist()
    lat, long = plane.round(x, y)
    return Point(lat, long, exact)
