"""Names of streets a caller may say where a place is asked: those near what is known of it, then the city's longest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from ivr.places import locate
from ivr.places.gazetteer import Gazetteer, Street
from ivr.places.located import Located

EXPECTED = 200
"""Names a recogniser is told to expect: more make a document of many kilobytes, and each name weaker."""
CROSSING = 100
"""Of these, at most so many meet the street that is known."""


def expected(gazetteer: Gazetteer, near: str, language: str, most: int = EXPECTED) -> tuple[str, ...]:
    """At most `most` names, each once, the likeliest first. near: what is known of the place, as it was said."""
    return _expected(_Map(gazetteer), near, language, most)


class _Map:
    """A gazetteer by its version, so that what follows from it is worked out once."""

    __slots__ = ("gazetteer",)

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer

    def __hash__(self) -> int:
        return hash(self.gazetteer.about.version)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Map) and other.gazetteer.about.version == self.gazetteer.about.version


@lru_cache(maxsize=256)
def _expected(of: _Map, near: str, language: str, most: int) -> tuple[str, ...]:
    return tuple(islice(dict.fromkeys(_names(of, near, language)), most))


def _names(of: _Map, near: str, language: str) -> Iterator[str]:
    found = locate(near, language, of.gazetteer) if near else None
    for name in (found.street, found.cross) if found else ():
        for street in _by_name(of).get(name, ()):
            yield str(street)
            yield from _crossing(of.gazetteer, street, found)
    yield from _longest(of)


def _crossing(gazetteer: Gazetteer, street: Street, found: Located | None) -> Iterator[str]:
    """The streets that meet this one, the nearest to the place first where its point is known."""
    crossing = [gazetteer.streets[cross] for cross in gazetteer.crossing_streets(street.id)]
    if found is None or found.lat is None or found.long is None:
        crossing.sort(key=lambda cross: -cross.blocks)
    else:
        lat, long = found.lat, found.long
        crossing.sort(key=lambda cross: _away(gazetteer, street, cross, lat, long))
    yield from (str(cross) for cross in crossing[:CROSSING])


def _away(gazetteer: Gazetteer, street: Street, cross: Street, lat: float, long: float) -> float:
    """A measure of how far it is to that corner; nowhere near where none is known."""
    corners = gazetteer.crossings(street.id, cross.id)
    return min(((at.lat - lat) ** 2 + (at.long - long) ** 2 for at in corners), default=90.0)


@lru_cache(maxsize=2)
def _by_name(of: _Map) -> Mapping[str, Sequence[Street]]:
    """The street of a whole name; the streets of a name without its direction: “Charles Street” is North and South."""
    named: dict[str, list[Street]] = {}
    for street in of.gazetteer.streets:
        named.setdefault(str(street), []).append(street)
    whole = frozenset(named)
    for street in of.gazetteer.streets:
        short = str(replace(street.called, prefix="", tail=""))
        if short not in whole:
            named.setdefault(short, []).append(street)
    return {name: tuple(streets) for name, streets in named.items()}


@lru_cache(maxsize=2)
def _longest(of: _Map) -> Sequence[str]:
    spoken_of = [street for street in of.gazetteer.streets if street.kind in ("street", "highway")]
    return tuple(str(street) for street in sorted(spoken_of, key=lambda street: -street.blocks))
