"""A finished map, asked: the gazetteer over arrays, wherever they lie."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import overload

from ivr.flow.spoken import fold
from ivr.places.atlas import houses, meetings, window
from ivr.places.atlas.arrays import Shelf
from ivr.places.atlas.drawing import KINDS
from ivr.places.atlas.earth import METRES, Plane
from ivr.places.atlas.ground import LAYERS, NONE, Ground
from ivr.places.atlas.sheet import Sheet
from ivr.places.gazetteer import About, Areas, Landmark, Neighborhood, Point, Segment, Street, StreetName, Stretch

NEAR = 40.0
"""Metres: a point this near an area, and in no other, counts to it; areas are drawn apart from streets."""
AROUND = tuple((up, right) for up in (-1, 0, 1) for right in (-1, 0, 1) if up or right)
CITY = LAYERS.index("city")


class Atlas:
    """The gazetteer of a sheet. Immutable, and shared by threads without a lock."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._a = sheet.arrays
        self._plane = Plane(sheet.legend.lat)
        self._texts = Shelf(self._a)
        self._ground = Ground(self._a)
        self._streets = _Streets(self)

    @property
    def about(self) -> About:
        legend = self.sheet.legend
        return About(legend.city, legend.complete, legend.version, legend.source)

    @property
    def complete(self) -> bool:
        return self.sheet.legend.complete

    @property
    def city(self) -> str:
        return self.sheet.legend.city

    @property
    def streets(self) -> Sequence[Street]:
        return self._streets

    @cached_property
    def names(self) -> Sequence[str]:
        return tuple(self._texts[number] for number in self._a["name_text"].tolist())

    @cached_property
    def _name_number(self) -> dict[str, int]:
        return {name: number for number, name in enumerate(self.names)}

    def named(self, name: str) -> tuple[Street, ...]:
        number = self._name_number.get(fold(name))
        if number is None:
            return ()
        start, stop = self._a["name_at"][number : number + 2].tolist()
        return tuple(self._streets[street] for street in self._a["name_street"][start:stop].tolist())

    def segments(self, street: int) -> tuple[Segment, ...]:
        return tuple(houses.segment(self._a, street, each) for each in range(*self._stretch(street)))

    def span(self, street: int) -> tuple[int, int] | None:
        return houses.span(self._a, *self._stretch(street))

    def at(self, street: int, number: int) -> Point | None:
        return houses.at(self._a, self._plane, *self._stretch(street), number)

    def block(self, street: int, number: int) -> Point | None:
        return houses.block(self._a, self._plane, *self._stretch(street), number)

    def crossings(self, street: int, cross: int) -> tuple[Point, ...]:
        return meetings.crossings(self._a, self._plane, street, cross)

    def crossing_streets(self, street: int) -> tuple[int, ...]:
        return meetings.crossing_streets(self._a, street)

    def around(self, lat: float, long: float, metres: float) -> tuple[Stretch, ...]:
        return window.around(self._a, lat, long, metres)

    @property
    def landmarks(self) -> Sequence[Landmark]:
        return self.sheet.legend.landmarks

    @property
    def neighborhoods(self) -> Sequence[Neighborhood]:
        return self.sheet.legend.neighborhoods

    @property
    def outside(self) -> Sequence[str]:
        return self.sheet.legend.outside

    def areas(self, lat: float, long: float) -> Areas:
        return Areas(*(self._area_name(layer, lat, long) for layer in range(3)))

    def contains(self, lat: float, long: float) -> bool:
        layers = [CITY] if self._ground.has(CITY) else [layer for layer in range(3) if self._ground.has(layer)]
        if layers:
            return any(self._area(layer, lat, long) != NONE for layer in layers)
        south, west, north, east = self.sheet.legend.bounds
        return south <= lat <= north and west <= long <= east

    def _area_name(self, layer: int, lat: float, long: float) -> str:
        area = self._area(layer, lat, long)
        return "" if area == NONE else self._texts[int(self._a["area_name"][area])]

    def _area(self, layer: int, lat: float, long: float) -> int:
        """The area the point lies in, else one that is NEAR."""
        found = self._ground.area(layer, lat, long)
        if found != NONE or not self._ground.has(layer):
            return found
        up, right = NEAR / METRES, NEAR / self._plane.across
        near = (self._ground.area(layer, lat + a * up, long + b * right) for a, b in AROUND)
        return next((area for area in near if area != NONE), NONE)

    def _stretch(self, street: int) -> tuple[int, int]:
        """The segments of a street: first, and one past the last. IndexError: there is no such street."""
        if not 0 <= street < len(self._a["street_kind"]):
            raise IndexError(street)
        start, stop = self._a["street_segment"][street : street + 2].tolist()
        return start, stop

    def _street(self, number: int) -> Street:
        start, stop = self._stretch(number)
        first, last = self._a["street_also"][number : number + 2].tolist()
        return Street(
            id=number,
            called=self._called(self._a["street_name"][number].tolist()),
            also=tuple(self._called(each) for each in self._a["also_name"][first:last].tolist()),
            kind=KINDS[int(self._a["street_kind"][number])],
            blocks=stop - start,
        )

    def _called(self, parts: Sequence[int]) -> StreetName:
        prefix, name, suffix, tail = (self._texts[part] for part in parts)
        return StreetName(prefix, name, suffix, tail)


class _Streets(Sequence[Street]):
    """The streets, each made when it is asked for."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas

    def __len__(self) -> int:
        return len(self._atlas.sheet.arrays["street_kind"])

    @overload
    def __getitem__(self, at: int) -> Street: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Street]: ...
    def __getitem__(self, at: int | slice) -> Street | Sequence[Street]:
        if isinstance(at, slice):
            return [self._atlas._street(number) for number in range(*at.indices(len(self)))]
        return self._atlas._street(at + len(self) if at < 0 else at)
