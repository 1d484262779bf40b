"""A map in the making: streets, corners, areas and landmarks are put in; `build` makes it ready to ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import get_args

from ivr.flow.spoken import fold
from ivr.places.atlas import ground, naming
from ivr.places.atlas.atlas import Atlas
from ivr.places.atlas.drawing import Draft, Stretch, drawn
from ivr.places.atlas.ground import LAYERS, Area, Ring
from ivr.places.gazetteer import Kind, Landmark, Neighborhood, Range, StreetName

Spot = tuple[float, float]
"""Latitude, longitude."""
Numbers = Range | tuple[int, int] | None


@dataclass(slots=True)
class _Road:
    called: StreetName
    also: dict[tuple[str, ...], StreetName] = field(default_factory=dict)
    kinds: Counter[Kind] = field(default_factory=Counter)
    stretches: list[Stretch] = field(default_factory=list)


class Builder:
    """A street is known by its name, written in any way: "N Charles St" and "North Charles Street" are one.

    NoName: a name with no letter or digit in it.
    """

    def __init__(self, city: str = "", *, complete: bool = True) -> None:
        self._city, self._complete = city, complete
        self._roads: dict[tuple[str, ...], _Road] = {}
        self._crossings: list[tuple[tuple[tuple[str, ...], ...], Spot]] = []
        self._areas: list[Area] = []
        self._landmarks: list[Landmark] = []
        self._neighborhoods: dict[str, Neighborhood] = {}
        self._outside: dict[str, str] = {}
        self._source: list[str] = []

    def source(self, name: str) -> None:
        self._source.append(name)

    def called(self, city: str) -> None:
        """The city's name, where it has none yet."""
        self._city = self._city or city

    def street(self, name: str | StreetName, also: Iterable[str | StreetName] = (), kind: Kind = "street") -> _Road:
        """The street of this name; it is made when it is new."""
        called = _name(name)
        road = self._roads.setdefault(naming.key(called), _Road(called))
        road.kinds[kind] += 1
        for other in map(_name, also):
            if naming.key(other) != naming.key(called):
                road.also.setdefault(naming.key(other), other)
        return road

    def known_as(self, street: str, also: Iterable[str]) -> int:
        """Other names for each street of this name, whatever its direction; how many there are, 0: it is not made."""
        called = naming.key(_name(street))[1:3]
        roads = [road for road in self._roads.values() if naming.key(road.called)[1:3] == called]
        for each in also:
            other = _name(each)
            name = each if each.isupper() else other.name  # “JFX” is read out letter by letter
            for road in roads:
                there = replace(other, name=name, prefix=road.called.prefix, tail=road.called.tail)
                road.also.setdefault(naming.key(there), there)
        return len(roads)

    def segment(
        self,
        street: str | StreetName,
        line: Sequence[Spot],
        left: Numbers = None,
        right: Numbers = None,
        *,
        also: Iterable[str | StreetName] = (),
        kind: Kind = "street",
        rough: bool = False,
    ) -> None:
        """A stretch along a line of two points or more. Rough: its points are near, but no house's own."""
        road = self.street(street, also, kind)
        road.stretches.append(Stretch(tuple(line), _range(left), _range(right), rough))

    def anchored(
        self, street: str, anchors: Sequence[tuple[int, float, float]], also: Iterable[str | StreetName] = ()
    ) -> None:
        """A street by a few of its houses: (number, latitude, longitude) each; straight between them, and rough."""
        road = self.street(street, also)
        known = sorted({number: (lat, long) for number, lat, long in anchors}.items())
        for (number, here), (further, there) in pairwise(known):
            houses = Range(number, further, "both")
            road.stretches.append(Stretch((here, there), houses, None, True))
        for number, here in known[-1:]:
            road.stretches.append(Stretch((here, here), Range(number, number // 100 * 100 + 99, "both"), None, True))

    def crossing(self, streets: Sequence[str | StreetName], at: Spot) -> None:
        """A corner of streets that are put in as well; a street nobody puts in is left out of it."""
        self._crossings.append((tuple(naming.key(_name(each)) for each in streets), at))

    def area(self, kind: str, name: str, rings: Sequence[Ring]) -> None:
        """A polygon of "neighborhood", "council_district", "police_district" or "city"."""
        self._areas.append(Area(LAYERS.index(kind), name, tuple(ring for ring in rings if len(ring) >= 3)))
        if kind == "neighborhood":
            known = self._neighborhoods.get(fold(name))
            words = known.words if known else ()
            self._neighborhoods[fold(name)] = Neighborhood(name, *_rounded(ground.inside_point(rings)), words)

    def boundary(self, rings: Sequence[Ring]) -> None:
        self.area("city", self._city, rings)

    def landmark(self, name: str | Mapping[str, str], at: Spot, kind: str = "", words: Iterable[str] = ()) -> None:
        names = {"en": name} if isinstance(name, str) else dict(name)
        self._landmarks.append(Landmark(len(self._landmarks), names, *_rounded(at), kind, tuple(words)))

    def neighborhood(self, name: str, at: Spot, words: Iterable[str] = ()) -> None:
        """A neighbourhood by a point; one with a polygon keeps the polygon's point, and gains the words."""
        known = self._neighborhoods.get(fold(name)) or Neighborhood(name, *_rounded(at))
        self._neighborhoods[fold(name)] = replace(known, words=tuple(dict.fromkeys((*known.words, *words))))

    def outside(self, names: Iterable[str]) -> None:
        for name in names:
            self._outside.setdefault(fold(name), name)

    @property
    def streets(self) -> tuple[StreetName, ...]:
        """The streets put in so far."""
        return tuple(road.called for road in self._roads.values())

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """South, west, north, east of the streets put in so far; all 0.0: there are none."""
        spots = [spot for road in self._roads.values() for stretch in road.stretches for spot in stretch.line]
        lats, longs = [lat for lat, _ in spots], [long for _, long in spots]
        return (min(lats), min(longs), max(lats), max(longs)) if spots else (0.0, 0.0, 0.0, 0.0)

    def areas(self, kind: str) -> tuple[str, ...]:
        """The names of the areas of this kind put in so far."""
        return tuple(area.name for area in self._areas if area.layer == LAYERS.index(kind))

    def build(self) -> Atlas:
        """The map. The same things put in give the same map, byte for byte."""
        return Atlas(drawn(self._draft()))

    def _draft(self) -> Draft:
        return Draft(
            city=self._city,
            complete=self._complete,
            source=tuple(self._source),
            roads=tuple(
                (road.called, tuple(road.also.values()), _kind(road.kinds), tuple(road.stretches))
                for _, road in sorted(self._roads.items())
            ),
            crossings=tuple(self._numbered()),
            areas=tuple(self._areas),
            landmarks=tuple(self._landmarks),
            neighborhoods=tuple(each for _, each in sorted(self._neighborhoods.items())),
            outside=tuple(name for _, name in sorted(self._outside.items())),
        )

    def _numbered(self) -> Iterable[tuple[tuple[int, ...], Spot]]:
        number = {key: at for at, key in enumerate(sorted(self._roads))}
        for keys, at in self._crossings:
            known = tuple(number[key] for key in keys if key in number)
            if len(known) > 1:
                yield known, at


class NoName(ValueError):
    """A street's name has no letter and no digit in it."""


def _name(name: str | StreetName) -> StreetName:
    called = naming.parsed(name) if isinstance(name, str) else name
    if called is None or not fold(called.name):
        raise NoName(f"{name!r} is not the name of a street")
    return called


def _range(numbers: Numbers) -> Range | None:
    if numbers is None or isinstance(numbers, Range):
        return numbers
    first, last = numbers
    return Range(first, last, "both" if (first - last) % 2 else "odd" if first % 2 else "even")


def _rounded(spot: Spot) -> Spot:
    return round(spot[0], 6), round(spot[1], 6)


def _kind(kinds: Counter[Kind]) -> Kind:
    order = get_args(Kind)
    return max(kinds, key=lambda kind: (kinds[kind], -order.index(kind)), default="street")
