"""The streets around a place, drawn from the city's own map: vectors, no tiles, nothing asked of anybody outside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, radians
from threading import Lock

from ivr.agents.screens import Nearby, Spot
from ivr.places.gazetteer import Gazetteer, Point

WIDE, HIGH = 640.0, 360.0
"""The picture, in its own units."""
METRES = 700.0
"""From its left to its right."""
NAMES = 9
KEPT = 64
_DEGREE = 111_320.0


@dataclass(frozen=True, slots=True)
class Name:
    """A street's name, written along it. turn: degrees."""

    text: str
    x: float
    y: float
    turn: float


@dataclass(frozen=True, slots=True)
class Pin:
    """A request. nth: as the list beside it counts."""

    nth: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Streets:
    """What is drawn. path: of all streets, as SVG has it; "" where the map has none here."""

    path: str
    names: tuple[Name, ...]


class Sketcher:
    """Streets around places of one map; the last ones are kept, as a screen asks for the same place again and again."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._map = gazetteer
        self._kept: dict[tuple[float, float], Streets] = {}
        self._lock = Lock()

    def streets(self, spot: Spot) -> Streets | None:
        """None: nobody knows where the place is."""
        if spot.lat is None or spot.long is None:
            return None
        at = (spot.lat, spot.long)
        with self._lock:
            if (kept := self._kept.get(at)) is None:
                kept = self._kept[at] = _drawn(self._map, *at)
                while len(self._kept) > KEPT:
                    del self._kept[next(iter(self._kept))]
        return kept


def pins(spot: Spot, near: Sequence[Nearby]) -> tuple[Pin, ...]:
    """Those of the requests that lie in the picture."""
    if spot.lat is None or spot.long is None:
        return ()
    found = []
    for nth, one in enumerate(near, start=1):
        if one.lat is not None and one.long is not None:
            x, y = _place(one.lat, one.long, spot.lat, spot.long)
            if 12 <= x <= WIDE - 12 and 12 <= y <= HIGH - 12:
                found.append(Pin(nth, round(x, 1), round(y, 1)))
    return tuple(found)


def _drawn(gazetteer: Gazetteer, lat: float, long: float) -> Streets:
    path, longest = [], dict[str, tuple[float, float, float, float, float]]()
    for street, start, end in _near(gazetteer, lat, long):
        x1, y1 = _place(start.lat, start.long, lat, long)
        x2, y2 = _place(end.lat, end.long, lat, long)
        path.append(f"M{x1:.0f} {y1:.0f}L{x2:.0f} {y2:.0f}")
        if (run := _inside(x1, y1, x2, y2)) and run[0] > longest.get(street, (60.0,))[0]:
            longest[street] = run
    return Streets("".join(path), tuple(_named(longest)))


def _near(gazetteer: Gazetteer, lat: float, long: float) -> Iterator[tuple[str, Point, Point]]:
    """The stretches that may touch the picture."""
    high, wide = METRES / _DEGREE, METRES / (_DEGREE * cos(radians(lat)))
    for nth, street in enumerate(gazetteer.streets):
        for one in gazetteer.segments(nth):
            a, b = one.start, one.end
            if min(a.lat, b.lat) - high <= lat <= max(a.lat, b.lat) + high and (
                min(a.long, b.long) - wide <= long <= max(a.long, b.long) + wide
            ):
                yield str(street), a, b


def _place(lat: float, long: float, at_lat: float, at_long: float) -> tuple[float, float]:
    scale = WIDE / METRES * _DEGREE
    return WIDE / 2 + (long - at_long) * cos(radians(at_lat)) * scale, HIGH / 2 - (lat - at_lat) * scale


def _inside(x1: float, y1: float, x2: float, y2: float) -> tuple[float, float, float, float, float] | None:
    """How much of a stretch is in the picture, its middle there, and what of it; None: nothing."""
    begin, end = 0.0, 1.0
    for start, run, most in ((x1, x2 - x1, WIDE), (y1, y2 - y1, HIGH)):
        if abs(run) < 1e-9:
            if not 0 <= start <= most:
                return None
            continue
        one, other = sorted((-start / run, (most - start) / run))
        begin, end = max(begin, one), min(end, other)
    if begin >= end:
        return None
    middle, share = (begin + end) / 2, end - begin
    dx, dy = x2 - x1, y2 - y1
    return share * hypot(dx, dy), x1 + dx * middle, y1 + dy * middle, dx * share, dy * share


def _named(longest: dict[str, tuple[float, float, float, float, float]]) -> Iterator[Name]:
    """The names of what is long enough to carry one, none upside down, none upon another or on the place itself."""
    taken = [(WIDE / 2, HIGH / 2 - 16)]
    for street, (length, x, y, dx, dy) in sorted(longest.items(), key=lambda one: -one[1][0]):
        half = 3.5 * len(street)
        for along in (0.0, -0.28, 0.28):
            at = (x + along * dx, y + along * dy)
            free = all(hypot(at[0] - a, at[1] - b) >= 48 for a, b in taken)
            seen = 16 <= at[0] <= WIDE - 16 and 16 <= at[1] <= HIGH - 16
            if free and seen and half <= length * (0.5 - abs(along)) + 8 and len(taken) <= NAMES:
                taken.append(at)
                turn = (degrees(atan2(dy, dx)) + 90) % 180 - 90
                yield Name(street, round(at[0], 1), round(at[1], 1), round(turn, 1))
                break
