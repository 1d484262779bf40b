"""Landmarks, neighborhoods and towns around by every name they go by, in both languages; and how a name is spelt."""
# ruff: noqa: E501  (tables are read and edited as text)

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ivr.flow.spoken import fold
from ivr.places.gazetteer import Gazetteer, Landmark, Neighborhood
from ivr.places.sound import sound

_WHOLE = {
    "st": "saint", "mt": "mount", "ft": "fort", "junior": "jr", "centre": "center", "theatre": "theater", "first": "1st", "second": "2nd", "third": "3rd",
    "fourth": "4th", "fifth": "5th", "sixth": "6th", "seventh": "7th", "eighth": "8th", "ninth": "9th", "tenth": "10th", "eleventh": "11th",
    "twelfth": "12th",
}  # fmt: skip
"""Words a name is written with in more than one way."""
_HEADS = {
    "park": "parque", "market": "mercado", "hospital": "hospital", "library": "biblioteca", "station": "estacion", "stadium": "estadio", "museum": "museo",
    "school": "escuela", "church": "iglesia", "theater": "teatro", "university": "universidad", "cemetery": "cementerio", "square": "plaza", "bridge": "puente",
    "college": "colegio", "center": "centro", "playground": "parque", "pool": "piscina", "lake": "lago", "tower": "torre",
}  # fmt: skip
"""What a landmark is, in English and in Spanish: it stands last in one, and first in the other."""
_PARTS = re.compile(r"\s*[-/]\s*")


@dataclass(frozen=True, slots=True)
class Area:
    """A landmark, a neighborhood or a town outside, by one of its names."""

    name: str
    what: Landmark | Neighborhood | None
    words: int
    part: bool = False
    likeness: float = 1.0


def letters(words: Iterable[str]) -> str:
    """Folded words run together, each in its one spelling: ("st", "paul") → "saintpaul"."""
    return "".join(_WHOLE.get(word, word) for word in words)


def areas(gazetteer: Gazetteer, streets: Container[str]) -> Mapping[str, tuple[Area, ...]]:
    found: dict[str, list[Area]] = defaultdict(list)

    def add(name: str, what: Landmark | Neighborhood | None, part: bool = False) -> None:
        words = fold(name).split()
        if key := letters(words):
            found[key].append(Area(name, what, len(words), part))

    for landmark in gazetteer.landmarks:
        names = (*landmark.name.values(), *landmark.words)
        for name in dict.fromkeys((*names, *(way for each in names for way in _ways(fold(each).split())))):
            add(name, landmark)
    for hood in gazetteer.neighborhoods:
        for name in dict.fromkeys((hood.name, *hood.words)):
            add(name, hood)
        for part in _PARTS.split(hood.name):
            if part != hood.name and len(part) > 4 and fold(part) not in streets:
                add(part, hood, part=True)
    for town in gazetteer.outside:
        add(town, None)
    return {key: tuple(sorted(each, key=lambda a: a.part)) for key, each in found.items()}


def _ways(name: Sequence[str]) -> Iterator[str]:
    """What else “Broadway Market” is called: mercado Broadway, mercado de Broadway; “Hospital Sinai”: Sinai Hospital."""
    if name[:1] == ["the"]:
        name = name[1:]
    if len(name) < 2:
        return
    yield " ".join(name)
    if spanish := _HEADS.get(name[-1]):
        rest = " ".join(name[:-1])
        yield from (f"{spanish} {rest}", f"{name[-1]} {rest}")
        yield from (f"{spanish} {of} {rest}" for of in ("de", "del", "de la", "de los"))
        if name[-1] == "library":
            yield f"{rest} branch"
    english = next((e for e, s in _HEADS.items() if s == name[0]), "")
    if english:
        rest = " ".join(name[2:] if name[1] in ("de", "del") else name[1:])
        yield f"{rest} {english}"


def by_sound(areas: Mapping[str, tuple[Area, ...]]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for key in areas:
        found[sound(key)].append(key)
    return {heard: tuple(keys) for heard, keys in found.items() if heard}
