"""A place inside a longer sentence: “there's a pothole at twenty four hundred north charles” → where, and the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ivr.flow.numerals import numbers
from ivr.flow.spoken import Token, tokens
from ivr.understanding import words

LONGEST = 12
"""Words of a place."""


@dataclass(frozen=True, slots=True)
class Mention:
    """The place as said, and the sentence without it."""

    place: str
    rest: str


def find(text: str, language: str) -> Mention | None:
    """The first place that is surely one: a house number before a name, a street word, or a corner. Else None."""
    said = tokens(text)
    plain = [t.word for t in said]
    for start, lead in _leads(plain, language):
        end = _end(plain, start, language)
        if _is_place(plain[start:end], plain[lead:start], language):
            rest = f"{text[: said[lead].start]} {text[said[end - 1].end :]}"
            return Mention(_as_said(text, said[start:end]), " ".join(rest.split()))
    return None


@lru_cache(maxsize=8)
def _near(language: str) -> tuple[tuple[str, ...], ...]:
    return tuple(sorted((tuple(p.split()) for p in words.of(language).near), key=len, reverse=True))


def _leads(plain: Sequence[str], language: str) -> list[tuple[int, int]]:
    """(where a place may begin, where its preposition begins), from left to right; at the start, after none."""
    found: list[tuple[int, int]] = []
    first = next(iter(numbers(plain[:8], language)), None)
    if first and first.start == 0:
        found.append((0, 0))  # “2401 North Charles Street, there's a pothole”
    at = 0
    while at < len(plain):
        width = next((len(p) for p in _near(language) if tuple(plain[at : at + len(p)]) == p), 0)
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
    if corner and joined:
        return True
    run = next(iter(numbers(place, language)), None)
    named = [w for w in place[run.end :] if w.isalpha()] if run else []
    if run and run.start <= 2 and 2 <= len(run.digits) <= 5 and not run.ordinal and named and not _is_time(named[0]):
        return True
    return len(place) > 1 and any(_is_street(place, n, street) for n in range(len(place)))


def _is_street(place: Sequence[str], at: int, street: frozenset[str]) -> bool:
    """A street word with a name beside it: “park avenue”, not “the street”."""
    if place[at] not in street:
        return False
    beside = [w for n, w in enumerate(place) if n != at and w not in ("the", "la", "el", "de", "this", "a", "same")]
    return bool(beside) and not {"middle", "medio"} & set(place)


def _is_time(word: str) -> bool:
    return word in (
        "days",
        "weeks",
        "months",
        "am",
        "pm",
        "oclock",
        "dias",
        "semanas",
        "meses",
        "people",
        "feet",
        "percent",
    )


def _as_said(text: str, said: Sequence[Token]) -> str:
    return text[said[0].start : said[-1].end]
