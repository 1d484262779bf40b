"""The names of a gazetteer, by how they are written and by how they sound. Made once for each gazetteer."""
# ruff: noqa: E501  (tables are read and edited as text)

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz.distance import JaroWinkler, Levenshtein

from ivr.flow.spoken import fold
from ivr.places.gazetteer import Gazetteer, Landmark, Neighborhood, Street, StreetName
from ivr.places.sound import skeleton, sound

KEPT = 4
"""Gazetteers whose names are kept indexed at a time."""
ALIKE = 0.74
"""Two names less alike than this are not each other misheard."""
_MOST_ALIKE = 8
_WHOLE = {
    "st": "saint", "mt": "mount", "ft": "fort", "junior": "jr", "centre": "center", "theatre": "theater", "first": "1st", "second": "2nd", "third": "3rd",
    "fourth": "4th", "fifth": "5th", "sixth": "6th", "seventh": "7th", "eighth": "8th", "ninth": "9th", "tenth": "10th", "eleventh": "11th",
    "twelfth": "12th",
}  # fmt: skip
"""Words a name is written with in more than one way."""
_JOINED = ("street", "avenue", "road", "lane", "drive", "boulevard", "court", "place", "parkway", "highway", "terrace")
_SPLIT = frozenset([("park", "way"), ("high", "way"), ("boule", "vard"), ("drive", "way"), ("express", "way")])
_HEADS = {
    "park": "parque", "market": "mercado", "hospital": "hospital", "library": "biblioteca", "station": "estacion", "stadium": "estadio", "museum": "museo",
    "school": "escuela", "church": "iglesia", "theater": "teatro", "university": "universidad", "cemetery": "cementerio", "square": "plaza", "bridge": "puente",
    "college": "colegio", "center": "centro", "playground": "parque", "pool": "piscina", "lake": "lago", "tower": "torre",
}  # fmt: skip
"""What a landmark is, in English and in Spanish: it stands last in one, and first in the other."""
_PARTS = re.compile(r"\s*[-/]\s*")


@dataclass(frozen=True, slots=True)
class Alike:
    """A street name, and how like it what was said is: 1.0 is the same letters."""

    name: str
    likeness: float


@dataclass(frozen=True, slots=True)
class Area:
    """A landmark, a neighborhood or a town outside, by one of its names."""

    name: str
    what: Landmark | Neighborhood | None
    words: int
    part: bool = False
    likeness: float = 1.0


@dataclass(frozen=True)
class Index:
    """`streets`: what goes by a name, with the full name it goes by. `named`: names by their letters run together."""

    streets: Mapping[str, tuple[tuple[StreetName, Street], ...]]
    named: Mapping[str, str]
    heard: Mapping[str, tuple[str, str]]
    skeletons: Mapping[str, tuple[str, ...]]
    areas: Mapping[str, tuple[Area, ...]]
    area_sounds: Mapping[str, tuple[str, ...]]
    outside: frozenset[str]
    longest_area: int
    _memory: dict[str, tuple[Alike, ...]] = field(default_factory=dict)
    _meets: dict[int, frozenset[int]] = field(default_factory=dict)

    def meeting(self, gazetteer: Gazetteer, street: int) -> frozenset[int]:
        """The streets that meet this one."""
        if (known := self._meets.get(street)) is None:
            known = self._meets[street] = frozenset(gazetteer.crossing_streets(street))
        return known

    def alike(self, said: str) -> tuple[Alike, ...]:
        """The street names `said` (letters run together) may be, the likest first; at most eight."""
        if (known := self._memory.get(said)) is None:
            if len(self._memory) > 20_000:
                self._memory.clear()
            known = self._memory[said] = self._alike(said)
        return known

    def unjoined(self, words: Sequence[str]) -> Iterator[str]:
        """The words, “harfordroad” as two and “park way” as one; what everybody shortens, in full."""
        rest = iter(zip(words, (*words[1:], ""), strict=False))
        for word, following in rest:
            if (word, following) in _SPLIT:
                next(rest, None)
                yield word + following
                continue
            kind = next((k for k in _JOINED if len(word) > len(k) + 3 and word.endswith(k)), "")
            if kind and word not in self.named and word[: -len(kind)] in self.named:
                yield from (word[: -len(kind)], kind)
            elif word == "interstate":
                yield "i"
            elif word == "mlk":
                yield from ("martin", "luther", "king")
            else:
                yield word

    def area(self, said: str, words: int) -> tuple[Area, ...]:
        """The areas with this name; failing that, those that sound the same, when it is long enough to tell."""
        if found := self.areas.get(said):
            return found
        if len(said) < 6 or not said.isalpha() or words > self.longest_area:
            return ()
        same = [a for key in self.area_sounds.get(sound(said), ()) for a in self.areas[key] if not a.part]
        close = [(likeness(said, "", letters(fold(a.name).split()), ""), a) for a in same]
        return tuple(replace(a, likeness=like) for like, a in close if like > 0.88)

    def _alike(self, said: str) -> tuple[Alike, ...]:
        hears = sound(said)
        near = {name for key in _around(skeleton(hears)) for name in self.skeletons.get(key, ())}
        if same := self.named.get(said):
            near.add(same)
        found = [Alike(name, likeness(said, hears, *self.heard[name])) for name in near]
        found = [one for one in found if one.likeness >= ALIKE]
        return tuple(sorted(found, key=lambda one: (-one.likeness, one.name))[:_MOST_ALIKE])


_indexes: dict[tuple[str, int], Index] = {}


def index(gazetteer: Gazetteer) -> Index:
    """This gazetteer's index, made at the first call; the contents' hash tells one gazetteer from another."""
    key = (gazetteer.about.version, len(gazetteer.names))
    if (found := _indexes.get(key)) is None:
        if len(_indexes) >= KEPT:
            _indexes.pop(next(iter(_indexes)), None)
        found = _indexes[key] = _build(gazetteer)
    return found


def letters(words: Iterable[str]) -> str:
    """Folded words run together, each in its one spelling: ("st", "paul") → "saintpaul"."""
    return "".join(_WHOLE.get(word, word) for word in words)


def likeness(said: str, hears: str, name: str, sounds: str) -> float:
    """0..1: how like two names are, by their letters and by their sounds; 1.0 for the same letters alone."""
    if said == name:
        return 1.0
    spelt = JaroWinkler.similarity(said, name)
    edits = Levenshtein.normalized_similarity(said, name)
    heard = Levenshtein.normalized_similarity(hears, sounds)
    first = 0.0 if hears[:1] == sounds[:1] else 0.06
    return min(0.99, 0.25 * spelt + 0.25 * edits + 0.5 * heard - first)


def _build(gazetteer: Gazetteer) -> Index:
    streets: dict[str, list[tuple[StreetName, Street]]] = defaultdict(list)
    for street in gazetteer.streets:
        if street.kind in ("alley", "ramp") and "-" in street.name:
            continue  # an alley the city's draughtsmen named by what it lies between; nobody says it
        for called in (street.called, *street.also):
            streets[fold(called.name)].append((called, street))
    named = {letters(name.split()): name for name in sorted(streets, reverse=True)}
    for name in sorted(streets):
        if name.endswith(" jr"):
            named.setdefault(letters(name.split()[:-1]), name)
    heard = {name: (letters(name.split()), sound(letters(name.split()))) for name in streets if name}
    areas = _areas(gazetteer, streets)
    return Index(
        {name: tuple(found) for name, found in streets.items()},
        named,
        heard,
        _skeletons(heard),
        areas,
        _by_sound(areas),
        frozenset(letters(fold(name).split()) for name in gazetteer.outside),
        max((area.words for found in areas.values() for area in found), default=0),
    )


def _skeletons(heard: Mapping[str, tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for name, (_, sounds) in heard.items():
        if not name[:1].isdigit():  # 33rd is said as a number
            for key in _around(skeleton(sounds)):
                found[key].add(name)
    return {key: tuple(sorted(names)) for key, names in found.items()}


def _around(bones: str) -> Sequence[str]:
    """A skeleton and what is left of it with one sound fewer: two that share one of these differ by a sound or two."""
    if len(bones) < 3:
        return (bones,)
    return tuple({bones, *(bones[:at] + bones[at + 1 :] for at in range(len(bones)))})


def _areas(gazetteer: Gazetteer, streets: Container[str]) -> Mapping[str, tuple[Area, ...]]:
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
        yield from (f"{spanish} {rest}", f"{spanish} de {rest}", f"{name[-1]} {rest}")
        if name[-1] == "library":
            yield f"{rest} branch"
    english = next((e for e, s in _HEADS.items() if s == name[0]), "")
    if english:
        rest = " ".join(name[2:] if name[1] in ("de", "del") else name[1:])
        yield f"{rest} {english}"


def _by_sound(areas: Mapping[str, tuple[Area, ...]]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for key in areas:
        found[sound(key)].append(key)
    return {heard: tuple(keys) for heard, keys in found.items() if heard}
