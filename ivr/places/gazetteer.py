"""What a city's map must be able to tell: its streets, houses, corners, landmarks, areas. Values, and one protocol."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

Kind = Literal["street", "alley", "ramp", "highway"]


@dataclass(frozen=True, slots=True)
class Point:
    """A place in WGS84 degrees. Not exact: near it (the number's own range is missing, or the map is a rough one)."""

    lat: float
    long: float
    exact: bool = True


@dataclass(frozen=True, slots=True)
class StreetName:
    """A street's name in whole words, as a person says it: North · Charles · Street · (nothing).

    `prefix` and `tail` are directions ("North", "Southeast") or empty; `suffix` is the kind of street ("Avenue") or
    empty; `name` is never empty.
    """

    prefix: str
    name: str
    suffix: str = ""
    tail: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (self.prefix, self.name, self.suffix, self.tail) if part)


@dataclass(frozen=True, slots=True)
class Street:
    """One street with one full name: North Charles Street and South Charles Street are two.

    `id` counts from 0 and is this gazetteer's own: another version numbers otherwise. `blocks` is how many segments it
    has, a measure of how likely somebody speaks of it.
    """

    id: int
    called: StreetName
    also: tuple[StreetName, ...] = ()
    kind: Kind = "street"
    blocks: int = 0

    @property
    def prefix(self) -> str:
        return self.called.prefix

    @property
    def name(self) -> str:
        return self.called.name

    @property
    def suffix(self) -> str:
        return self.called.suffix

    @property
    def tail(self) -> str:
        return self.called.tail

    def __str__(self) -> str:
        return str(self.called)


@dataclass(frozen=True, slots=True)
class Range:
    """House numbers of one side, from the segment's start to its end: `first` may be the greater one."""

    first: int
    last: int
    parity: Literal["odd", "even", "both"]


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a street between two corners. Left and right as seen from start to end; None: no houses there."""

    id: int
    street: int
    start: Point
    end: Point
    left: Range | None = None
    right: Range | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a street as it lies: its id, and the points it runs through, as latitude and longitude."""

    street: int
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Landmark:
    """A place with a name of its own. `name` by language; `words`: what else it is called, in any language."""

    id: int
    name: Mapping[str, str]
    lat: float
    long: float
    kind: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Neighborhood:
    """A neighbourhood with a point inside it."""

    name: str
    lat: float
    long: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Areas:
    """The areas a point lies in; empty: none, or not known."""

    neighborhood: str = ""
    council_district: str = ""
    police_district: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """Which gazetteer this is.

    Not `complete`: a starter. A street it does not know may well exist, and must be accepted as said. `version` is a
    hash of the contents. `source` names what it was made from, a file each.
    """

    city: str
    complete: bool
    version: str
    source: tuple[str, ...] = field(default=())


class Gazetteer(Protocol):
    """A city's map in this process: every answer is the same each time, and none waits for anything."""

    @property
    def about(self) -> About: ...

    @property
    def complete(self) -> bool:
        """False: a starter; streets it does not know must be accepted as said."""
        ...

    @property
    def city(self) -> str: ...

    @property
    def streets(self) -> Sequence[Street]:
        """Every street, at the place of its id. Made when asked for: keep what you need often."""
        ...

    @property
    def names(self) -> Sequence[str]:
        """Each `name` of the streets and of their other names, folded (`ivr.flow.spoken.fold`), once, sorted."""
        ...

    def named(self, name: str) -> tuple[Street, ...]:
        """The streets with this name, or this other name, however it is written; () when there is none."""
        ...

    def segments(self, street: int) -> tuple[Segment, ...]: ...

    def span(self, street: int) -> tuple[int, int] | None:
        """The lowest and the highest house number; None: the street has no numbers."""
        ...

    def at(self, street: int, number: int) -> Point | None:
        """Where that house stands, on its own side of the street.

        Not exact: the number is in nobody's range, or in that of the other side alone, and the point is the nearest one
        of the same hundred. None: the street has no such block.
        """
        ...

    def block(self, street: int, number: int) -> Point | None:
        """The middle of the hundred block the number is in: 2400 and 2450 are one; None: there is no such block."""
        ...

    def crossings(self, street: int, cross: int) -> tuple[Point, ...]:
        """Where the two meet, each place once (both roadways of a divided street are one place).

        Not exact: they come within 60 m of each other without meeting. (): neither.
        """
        ...

    def crossing_streets(self, street: int) -> tuple[int, ...]:
        """The ids of the streets that meet this one, in order of id."""
        ...

    def around(self, lat: float, long: float, metres: float) -> tuple[Stretch, ...]:
        """The streets that may touch the square of twice so many metres a side around this point."""
        ...

    @property
    def landmarks(self) -> Sequence[Landmark]: ...

    @property
    def neighborhoods(self) -> Sequence[Neighborhood]: ...

    def areas(self, lat: float, long: float) -> Areas: ...

    def contains(self, lat: float, long: float) -> bool:
        """Whether the point is in the city."""
        ...

    @property
    def outside(self) -> Sequence[str]:
        """Names of towns and counties around that are not this city."""
        ...
