"""The names of a gazetteer, by how they are written and by how they sound. Made once for each gazetteer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz.distance import JaroWinkler, Levenshtein

from ivr.flow.spoken import fold
from ivr.places.areas import Area, areas, by_sound, letters
from ivr.places.gazetteer import Gazetteer, Street, StreetName
from ivr.places.sound import skeleton, sound

KEPT = 4
"""Gazetteers whose names are kept indexed at a time."""
ALIKE = 0.74
"""Two names less alike than this are not each other misheard."""
_MOST_ALIKE = 8
_JOINED = ("street", "avenue", "road", "lane", "drive", "boulevard", "court", "place", "parkway", "highway", "terrace")
_SPLIT = frozenset([("park", "way"), ("high", "way"), ("boule", "vard"), ("drive", "way"), ("express", "way")])


@dataclass(frozen=True, slots=True)
class Alike:
    """A street name, and how like it what was said is: 1.0 is the same letters."""

    name: str
    likeness: float


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
    named_areas = areas(gazetteer, streets)
    return Index(
        {name: tuple(found) for name, found in streets.items()},
        named,
        heard,
        _skeletons(heard),
        named_areas,
        by_sound(named_areas),
        frozenset(letters(fold(name).split()) for name in gazetteer.outside),
        max((area.words for found in named_areas.values() for area in found), default=0),
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
