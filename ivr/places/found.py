"""Streets as mentioned, laid on the map: houses, blocks, corners and stretches that are really there, and how well they fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ivr.places.gazetteer import Gazetteer, Point, Street, StreetName
from ivr.places.index import Index
from ivr.places.located import Kind
from ivr.places.mention import Mention
from ivr.places.scale import apart

MOST_STREETS = 24
"""Streets one mention may be, the best fitting first."""
_POSSIBLE = 0.12
_FAR = 0.12
"""A name this much less like what was said than the likest one is hardly meant, even where the number fits."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A street that a mention may be, under the name it was called by; `fit` 0..1."""

    street: Street
    called: StreetName
    fit: float
    exact: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A place that fits what was said. `fit` 0..1; `words`: how many of the words it explains; `exact`: no name was guessed."""

    kind: Kind
    fit: float
    words: int
    point: Point | None = None
    number: str = ""
    main: StreetName | None = None
    cross: StreetName | None = None
    end: StreetName | None = None
    name: str = ""
    exact: bool = True

    @property
    def weight(self) -> float:
        return self.fit + 0.05 * self.words


def fits(mention: Mention, index: Index, without: frozenset[str] = frozenset()) -> list[Fit]:
    """The streets a mention may be, the best first; `without`: names the caller said it is not."""
    found: dict[int, Fit] = {}
    for alike in mention.names:
        if alike.name in without:
            continue
        named = index.streets[alike.name]
        known = any(called.suffix == mention.suffix for called, _ in named)
        for called, street in named:
            fit = alike.likeness**1.5 * _dress(mention, called, known) * (0.97 if street.kind == "street" else 0.8)
            fit *= 1.0 - 0.06 / max(1, street.blocks)  # of a street of one block people seldom speak
            if mention.names[0].likeness - alike.likeness > _FAR:
                fit *= 0.6
            if fit >= _POSSIBLE and (street.id not in found or fit > found[street.id].fit):
                found[street.id] = Fit(street, called, fit, alike.likeness == 1.0)
    return sorted(found.values(), key=lambda one: (-one.fit, -one.street.blocks, one.street.id))[:MOST_STREETS]


def _dress(mention: Mention, called: StreetName, known: bool) -> float:
    """How well direction and kind fit: what was left out costs little, what was said wrong more.

    `known`: a street of that name and of the kind said exists; then another kind is hardly meant.
    """
    prefix = called.prefix or called.tail
    fit = 1.0
    if mention.prefix:
        other = 0.1 if mention.told else 0.75 if not prefix else 0.3
        fit *= 1.0 if mention.prefix in (called.prefix, called.tail) else other
    elif prefix:
        fit *= 0.98
    if mention.suffix and called.suffix != mention.suffix:
        fit *= 0.1 if mention.told else 0.95 if mention.loose else 0.6 if known else 0.85
    elif not mention.suffix and called.suffix:
        fit *= 0.99
    elif not called.suffix and not mention.suffix:
        fit *= 0.97
    return fit


def houses(
    gazetteer: Gazetteer, number: int, digits: str, block: bool, streets: Sequence[Fit], words: int
) -> Iterator[Found]:
    """Where that number stands, on every street that has it."""
    for one in streets:
        point = gazetteer.block(one.street.id, number) if block else gazetteer.at(one.street.id, number)
        if point is None:
            continue
        fit = one.fit * (1.0 if point.exact or block else 0.72 if number % 100 else 0.9)
        yield Found("block" if block else "address", fit, words, point, digits, one.called, exact=one.exact)


def corners(
    gazetteer: Gazetteer, index: Index, streets: Sequence[Fit], crosses: Sequence[Fit], words: int
) -> list[Found]:
    """Where two mentions meet; without any meeting, where the likeliest come near each other."""
    found = [
        Found("intersection", (a.fit * b.fit) ** 0.8, words, point, "", a.called, b.called, exact=a.exact and b.exact)
        for a in streets
        for b in crosses
        if _two(a, b) and b.street.id in index.meeting(gazetteer, a.street.id)
        for point in gazetteer.crossings(a.street.id, b.street.id)
    ]
    if found:
        return _at_one_point(found)
    near = [
        Found(
            "intersection",
            (a.fit * b.fit) ** 0.8 * 0.8,
            words,
            point,
            "",
            a.called,
            b.called,
            exact=a.exact and b.exact,
        )
        for a in streets[:4]
        for b in crosses[:4]
        if a.exact and b.exact and _two(a, b)
        for point in gazetteer.crossings(a.street.id, b.street.id)
    ]
    return _at_one_point(near)


def _two(a: Fit, b: Fit) -> bool:
    """North and South Linwood Avenue are one street to a caller, and no corner."""
    return (a.called.name, a.called.suffix) != (b.called.name, b.called.suffix)


def _at_one_point(found: Sequence[Found]) -> list[Found]:
    """West and East North Avenue meet Charles at one place: one corner, of North Avenue."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda f: -f.fit):
        same = next((n for n, k in enumerate(kept) if apart(k.point, one.point) < 40 and _only_direction(k, one)), None)
        if same is None:
            kept.append(one)
        elif kept[same].fit - one.fit < 0.05:
            kept[same] = replace(
                kept[same], main=_common(kept[same].main, one.main), cross=_common(kept[same].cross, one.cross)
            )
    return kept


def _only_direction(a: Found, b: Found) -> bool:
    return _plain(a.main) == _plain(b.main) and _plain(a.cross) == _plain(b.cross)


def _plain(name: StreetName | None) -> tuple[str, str] | None:
    return (name.name, name.suffix) if name else None


def _common(a: StreetName | None, b: StreetName | None) -> StreetName | None:
    if a is None or b is None or a.prefix == b.prefix:
        return a
    return replace(a, prefix="")


def stretches(
    gazetteer: Gazetteer, index: Index, main: Sequence[Fit], first: Sequence[Fit], second: Sequence[Fit], words: int
) -> Iterator[Found]:
    """The middle of a street between two that cross it; the nearest pair of crossings, where they cross it twice."""
    for street in main:
        meets = index.meeting(gazetteer, street.street.id)
        ends = [
            [(f, p) for f in side if f.street.id in meets for p in gazetteer.crossings(street.street.id, f.street.id)]
            for side in (first, second)
        ]
        pairs = [
            ((street.fit * a.fit * b.fit) ** 0.7, apart(p, q), p, q, a, b)
            for a, p in ends[0]
            for b, q in ends[1]
            if a.street.id != b.street.id
        ]
        if not pairs:
            continue
        fit, away, p, q, a, b = min(pairs, key=lambda pair: (-round(pair[0], 2), pair[1]))
        middle = Point((p.lat + q.lat) / 2, (p.long + q.long) / 2)
        exact = street.exact and a.exact and b.exact
        yield Found(
            "between",
            fit if away < 1500 else fit * 0.6,
            words,
            middle,
            "",
            street.called,
            a.called,
            b.called,
            exact=exact,
        )
