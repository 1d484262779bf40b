"""A place inside a longer sentence: “there's a pothole at twenty four hundred north charles” → where, and the rest."""

# ruff: noqa: SIM905  (lists of words are read and edited as text)

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ivr.flow.numerals import numbers
from ivr.flow.spoken import Token, tokens
from ivr.understanding import words
from ivr.understanding.saying import bare, said_words

LONGEST = 12
"""Words of a place."""
_CORNERS = {("at",), ("on",), ("by",), ("near",), ("en",), ("por",), ("around",), ("over", "on"), ("down", "on")}
_COUNTED = frozenset(
    """
    days weeks months years hours minutes times am pm oclock people feet foot inches percent dollars bucks cars bags
    tires cans calls kids houses blocks pounds gallons degrees hundred thousand and dias semanas meses anos horas
    minutos veces personas pies dolares pesos carros bolsas llantas botes casas cuadras litros grados
    """.split()
)
"""What a number counts: it is no house number before these."""
_EVERYDAY = frozenset(
    """
    home work school church night day morning evening noon midnight dawn weekends christmas thanksgiving first last once
    times trash recycling garbage water noche dia manana tarde casa trabajo escuela iglesia navidad
    """.split()
)
"""Words that name no street, though they stand where one might."""
_BETWEEN = frozenset({"between", "entre"})


@dataclass(frozen=True, slots=True)
class Mention:
    """The place as said, and the sentence without it."""

    place: str
    rest: str

    def says_more(self, language: str) -> bool:
        """Whether the sentence says anything beside the place in it."""
        return any(word not in words.of(language).stop for word in bare(said_words(self.rest)))

    def is_address(self, language: str) -> bool:
        """Whether it is a house number and a street's name, and no more: “1200 light street” tells of no light."""
        plain = [token.word for token in tokens(self.place)]
        house = next(iter(numbers(plain, language)), None)
        if house is None or house.start or len(house.digits) < 2 or house.end >= len(plain) - 1:
            return False
        return plain[-1] in words.of(language).street - {"alley", "callejon"}  # “a dirty alley” is a need


def find(text: str, language: str) -> Mention | None:
    """The first place that is likely one: a house number before a name, a street word, or a corner. Else None.

    By words alone, without a map: whoever has one looks whether there is such a place, and drops it when there is none.
    """
    said = tokens(text)
    plain = [t.word for t in said]
    leads = _leads(plain, language)
    for start, lead in (*_numbered(plain, leads, language), *leads):
        end = _end(plain, start, language)
        if _is_place(plain[start:end], plain[lead:start], language):
            rest = f"{text[: said[lead].start]} {text[said[end - 1].end :]}"
            return Mention(_as_said(text, said[start:end]), " ".join(rest.split()))
    return None


def _numbered(plain: Sequence[str], leads: Iterable[tuple[int, int]], language: str) -> Iterator[tuple[int, int]]:
    """Where a house number of three digits and more stands before a word that it does not count, as in _leads."""
    before = dict(leads)
    for run in numbers(plain, language):
        after = plain[run.end] if run.end < len(plain) else ""
        name = after.isalpha() and len(after) > 2 and not _is_counted(after) and after not in words.of(language).stops
        if name and not run.ordinal and 3 <= len(run.digits) <= 5:
            yield run.start, before.get(run.start, run.start)


@lru_cache(maxsize=8)
def _near(language: str) -> Mapping[str, Sequence[tuple[str, ...]]]:
    """The prepositions by their first words, the longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted((tuple(p.split()) for p in words.of(language).near), key=len, reverse=True):
        found.setdefault(phrase[0], []).append(phrase)
    return found


def _leads(plain: Sequence[str], language: str) -> list[tuple[int, int]]:
    """(where a place may begin, where its preposition begins), from left to right; at the start, after none."""
    found: list[tuple[int, int]] = []
    first = next(iter(numbers(plain[:8], language)), None)
    if first and first.start == 0:
        found.append((0, 0))  # “2401 North Charles Street, there's a pothole”
    near, at = _near(language), 0
    while at < len(plain):
        width = next((len(p) for p in near.get(plain[at], ()) if tuple(plain[at : at + len(p)]) == p), 0)
        if width and at + width < len(plain):
            found.append((at + width, at))
        at += width or 1
    return found


def _end(plain: Sequence[str], start: int, language: str) -> int:
    """Where a place ends: before a word that begins something else."""
    stops = words.of(language).stops
    end = start
    while end < len(plain) and end - start < LONGEST:
        word = plain[end]
        if word in stops or (word in ("and", "y") and end + 1 < len(plain) and plain[end + 1] in stops):
            break
        end += 1
    while end > start + 1 and plain[end - 1] in ("and", "y", "the", "la", "el", "de", "please", "there"):
        end -= 1
    return end


def _is_place(place: Sequence[str], lead: Sequence[str], language: str) -> bool:
    if not place or place[0] in ("my", "our", "mi", "his", "her"):
        return False
    street = words.of(language).street
    corner = bool({"corner", "intersection", "esquina", "interseccion"} & {*lead, *place[:4]})
    joined = {"and", "y", "con", "at"} & set(place[1:])
    if (corner and joined) or (tuple(lead) in _CORNERS and _is_corner(place, language)):
        return True
    if joined and _BETWEEN & set(place[1:]) and place[0] not in words.of(language).stop:
        return True
    run = next(iter(numbers(place, language)), None)
    named = [w for w in place[run.end :] if w.isalpha()] if run else []
    if run and run.start <= 2 and 2 <= len(run.digits) <= 5 and not run.ordinal and named and not _is_counted(named[0]):
        return True
    return len(place) > 1 and any(_is_street(place, n, street) for n in range(len(place)))


def _is_street(place: Sequence[str], at: int, street: frozenset[str]) -> bool:
    """A street word with a name beside it: “park avenue”, not “the street”."""
    if place[at] not in street:
        return False
    beside = [w for n, w in enumerate(place) if n != at and w not in ("the", "la", "el", "de", "this", "a", "same")]
    return bool(beside) and not {"middle", "medio"} & set(place)


def _is_corner(place: Sequence[str], language: str) -> bool:
    """Two short names and a joint: “charles and north”, “light y randall”; no “home and work”."""
    joint = next((n for n, word in enumerate(place) if word in ("and", "y", "con") and n), 0)
    sides = place[:joint], place[joint + 1 :]
    stop = words.of(language).stop
    return all(1 <= len(side) <= 3 and not any(w in stop or w in _EVERYDAY for w in side) for side in sides)


def _is_counted(word: str) -> bool:
    return word in _COUNTED


def _as_said(text: str, said: Sequence[Token]) -> str:
    return text[said[0].start : said[-1].end]
