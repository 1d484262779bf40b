"""Streets as mentioned, laid on the map: houses, blocks, corners and stretches that are really there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ivr.places.fit import Fit
from ivr.places.gazetteer import Gazetteer, Point, StreetName
from ivr.places.index import Index
from ivr.places.located import Kind
from ivr.places.scale import apart

_BESIDE = 200
"""House numbers a block may be away that is named in place of a number nobody has."""
MISTAKEN = 0.5
"""How well such a block fits: enough to be read back, never to be taken."""
_GAP = 450.0
"""Metres between two blocks with one between them that has no numbers."""


@dataclass(frozen=True, slots=True)
class Found:
    """A place that fits what was said. `fit` 0..1; `words`: how many it explains; `exact`: no name was guessed."""

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


def houses(
    gazetteer: Gazetteer, number: int, digits: str, block: bool, streets: Sequence[Fit], words: int
) -> Iterator[Found]:
    """Where that number stands, on every street that has it; or between its neighbours, when its own block has none."""
    for one in streets:
        point = gazetteer.block(one.street.id, number) if block else gazetteer.at(one.street.id, number)
        fit = 1.0
        if point is None:
            point, fit = _between_blocks(gazetteer, one.street.id, number), 0.7
        elif not point.exact and not block:
            fit = 0.72 if number % 100 else 0.9
        if point:
            yield Found(
                "block" if block else "address", one.fit * fit, words, point, digits, one.called, exact=one.exact
            )


def neighbours(gazetteer: Gazetteer, number: int, streets: Sequence[Fit], words: int) -> Iterator[Found]:
    """The block nearest to a house number that a street does not have: misheard or misremembered by a little."""
    for one in streets:
        if not one.exact:
            continue
        known = ((hundred, gazetteer.block(one.street.id, hundred)) for hundred in _beside(number))
        hundred, point = next(((h, p) for h, p in known if p), (0, None))
        if point:
            yield Found("block", one.fit * MISTAKEN, words, point, str(hundred), one.called, exact=True)


def _beside(number: int) -> list[int]:
    """The hundreds around a number, the nearest first."""
    here = number // 100 * 100
    near = ((number - below - 99, below) for below in (here - 100, here - 200) if below > 0)
    far = ((above - number, above) for above in (here + 100, here + 200))
    return [hundred for away, hundred in sorted((*near, *far)) if away <= _BESIDE]


def _between_blocks(gazetteer: Gazetteer, street: int, number: int) -> Point | None:
    """The middle between the blocks before and after, where the map left one without numbers and they are close."""
    before, after = gazetteer.block(street, number - 100), gazetteer.block(street, number + 100)
    if number < 100 or before is None or after is None or apart(before, after) > _GAP:
        return None
    return Point((before.lat + after.lat) / 2, (before.long + after.long) / 2, False)


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
