"""The streets around a place, drawn from the city's own map: vectors, no tiles, nothing asked of anybody outside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import cos, hypot, radians
from threading import Lock

from ivr.agents.screens import Nearby, Spot
from ivr.places.gazetteer import Gazetteer, Kind, Landmark
from ivr.web.agent.console.lettering import Name, Run, lettered

WIDE, HIGH = 460.0, 320.0
"""The picture, in its own units."""
METRES = 430.0
"""From its left to its right."""
LANDMARKS = 3
APART = 22.0
"""Two marks that are nearer are drawn side by side."""
KEPT = 64
SPOT, SCALE = (WIDE / 2, HIGH / 2 - 24, 18.0, 26.0), (70.0, HIGH - 20, 62.0, 16.0)
"""What the place itself and the scale take of the picture: their middles, and half of it each way."""
_DEGREE = 111_320.0
XY = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Mark:
    """A place with a name of its own."""

    text: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Pin:
    """A request. nth: as the list beside it counts."""

    nth: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Streets:
    """What is drawn. alleys, streets, highways: paths, as SVG has them; "" where the map has none here."""

    alleys: str = ""
    streets: str = ""
    highways: str = ""
    names: tuple[Name, ...] = ()
    marks: tuple[Mark, ...] = ()


@dataclass
class Sketcher:
    """Streets around places of the map in force; the last ones are kept, as a screen asks for the same again and again.

    gazetteer: the map as it is now; when another one is imported, everything is drawn anew.
    """

    gazetteer: Callable[[], Gazetteer]
    _of: str = ""
    _kept: dict[tuple[XY, tuple[Pin, ...]], Streets] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def streets(self, spot: Spot, pins: tuple[Pin, ...] = ()) -> Streets | None:
        """None: nobody knows where the place is. pins: what no name is written upon."""
        if spot.lat is None or spot.long is None:
            return None
        at, chart = ((spot.lat, spot.long), pins), self.gazetteer()
        with self._lock:
            if self._of != chart.about.version:
                self._of, self._kept = chart.about.version, {}
            if (kept := self._kept.get(at)) is None:
                kept = self._kept[at] = drawn(chart, *at[0], pins)
                while len(self._kept) > KEPT:
                    del self._kept[next(iter(self._kept))]
        return kept


def pins(spot: Spot, near: Sequence[Nearby]) -> tuple[Pin, ...]:
    """Those of the requests that lie in the picture; none hides another, nor the place itself."""
    if spot.lat is None or spot.long is None:
        return ()
    found: list[Pin] = []
    taken: list[XY] = [(WIDE / 2, HIGH / 2 - 24)]
    for nth, one in enumerate(near, start=1):
        if one.lat is not None and one.long is not None:
            x, y = _beside(_at(one.lat, one.long, spot.lat, spot.long), taken)
            if 12 <= x <= WIDE - 12 and 12 <= y <= HIGH - 12:
                taken.append((x, y))
                found.append(Pin(nth, round(x, 1), round(y, 1)))
    return tuple(found)


def drawn(chart: Gazetteer, lat: float, long: float, pins: Sequence[Pin] = ()) -> Streets:
    """The picture around this point. Pure."""
    paths, runs = defaultdict[Kind, list[str]](list), defaultdict[str, list[Run]](list)
    for stretch in chart.around(lat, long, METRES / 2):
        street = chart.streets[stretch.street]
        line = [_at(north, east, lat, long) for north, east in stretch.points]
        paths[street.kind].append("M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in line))
        if street.kind in ("street", "highway"):
            runs[str(street)] += [(*a, *b) for a, b in pairwise(line)]
    marks = tuple(_marks(chart.landmarks, lat, long))
    named = ((mark.x, mark.y + 10, len(mark.text) * 3.2, 16.0) for mark in marks)
    taken = [SPOT, SCALE, *named, *((pin.x, pin.y, 12.0, 12.0) for pin in pins)]
    return Streets(
        "".join((*paths["alley"], *paths["ramp"])),
        "".join(paths["street"]),
        "".join(paths["highway"]),
        tuple(lettered(runs, taken, WIDE, HIGH)),
        marks,
    )


def _marks(landmarks: Sequence[Landmark], lat: float, long: float) -> Iterator[Mark]:
    """The nearest landmarks in the picture, none upon another."""
    at = sorted(((_at(one.lat, one.long, lat, long), one) for one in landmarks), key=lambda pair: _far(pair[0]))
    taken: list[XY] = [(WIDE / 2, HIGH / 2)]
    for (x, y), one in at:
        inside = 70 <= x <= WIDE - 70 and 14 <= y <= HIGH - 30
        if inside and all(abs(x - a) >= 120 or abs(y - b) >= 40 for a, b in taken) and len(taken) <= LANDMARKS:
            taken.append((x, y))
            yield Mark(one.name.get("en") or next(iter(one.name.values())), round(x, 1), round(y, 1))


def _far(at: XY) -> float:
    return hypot(at[0] - WIDE / 2, at[1] - HIGH / 2)


def _beside(at: XY, taken: Sequence[XY]) -> XY:
    """The same place, or the first free one to its right and below."""
    for right, down in ((0, 0), (1, 0), (0, 1), (-1, 0), (1, 1), (-1, 1), (2, 0), (0, 2)):
        x, y = at[0] + right * APART, at[1] + down * APART
        if all(hypot(x - a, y - b) >= APART for a, b in taken):
            return x, y
    return at


def _at(lat: float, long: float, at_lat: float, at_long: float) -> XY:
    scale = WIDE / METRES * _DEGREE
    return WIDE / 2 + (long - at_long) * cos(radians(at_lat)) * scale, HIGH / 2 - (lat - at_lat) * scale
