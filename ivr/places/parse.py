"""A spoken place, taken apart: “twenty four hundred block of north charles” → 2400, North Charles. Never invents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from ivr.flow.numerals import numbers
from ivr.flow.spoken import MURMURS, clean, tokens, words
from ivr.places.corner import corner
from ivr.places.house import house
from ivr.places.names import ENGLISH_FRAMES, NO_PLACE, NOT_KNOWING, SPANISH_FRAMES, TAILS, UNKNOWN
from ivr.places.street import street

Kind = Literal["address", "intersection", "landmark", "unknown"]


@dataclass(frozen=True, slots=True)
class Place:
    """said: as said. number: the house number, “2400” or “2400-2410”. street, cross: as read, “North Charles Street”.

    cross: the other street of an intersection; both others of a stretch. readback: what is said to the caller.
    """

    said: str
    kind: Kind
    number: str = ""
    street: str = ""
    cross: str = ""
    readback: str = ""


def parse(text: str, language: str) -> Place:
    """What place these words name. Where that is not sure: kind landmark, and the read-back is what was said."""
    said = clean(text)
    plain = words(said)
    bare = _bare(plain, language)
    if _unknown(plain, bare, language):
        return Place(said, "unknown", readback=said)
    for read in (bare, tuple(plain)):
        if found := corner(read, language):
            return _spelt(Place(said, "intersection", "", found.street, found.cross, _begin(found.readback)))
        if at := house(read, language):
            return _spelt(Place(said, "address", at.number, at.street, "", _begin(at.readback)))
    named = street(bare, language)
    if named and named.sure:
        whole = _begin(named.spoken) if named.end == len(bare) else said
        return _spelt(Place(said, "landmark", street=named.name, readback=whole))
    return Place(said, "landmark", readback=said)


def _begin(spoken: str) -> str:
    return spoken[:1].upper() + spoken[1:]


def _spelt(place: Place) -> Place:
    """Names with an apostrophe or an accent, as the caller's words had them: O'Donnell, Peña."""
    for token in tokens(place.said):
        written = place.said[token.start : token.end]
        if (written.lower() != token.word and not written.isascii()) or "'" in written:
            plain = token.word.capitalize()
            own = (
                "'".join(part[:1].upper() + part[1:] for part in written.split("'"))
                if written[1:2] == "'"
                else written[:1].upper() + written[1:]
            )
            place = replace(
                place,
                street=place.street.replace(plain, own),
                cross=place.cross.replace(plain, own),
                readback=place.readback.replace(plain, own),
            )
    return place


def _unknown(plain: Sequence[str], bare: Sequence[str], language: str) -> bool:
    """Who does not know says so; a murmur, a yes, or a number without a street names no place either."""
    if all(word in NO_PLACE for word in plain) or all(word in NO_PLACE for word in bare):
        return True
    joined = " ".join(w for w in plain if w not in MURMURS and w not in ("well", "pues", "sorry", "perdon"))
    if joined in UNKNOWN.get(language, UNKNOWN["en"]) or len(joined) < 2:
        return True
    if NOT_KNOWING.get(language, NOT_KNOWING["en"]).fullmatch(joined):
        return True
    return _only_counted(plain, bare, language)


def _only_counted(plain: Sequence[str], bare: Sequence[str], language: str) -> bool:
    """Whether a house number is all that was said: “2401”, not “33rd”, “la 33”."""
    said = [word for word in bare if word not in NO_PLACE]
    counted = [run for run in numbers(said, language) if not run.ordinal]
    street = bool(said) and plain[max(0, plain.index(said[0]) - 1)] == "la"
    return bool(said) and not street and sum(run.end - run.start for run in counted) == len(said)


def _bare(plain: Sequence[str], language: str) -> tuple[str, ...]:
    """Without what stands around a place: “it's at …”, “… in Baltimore, please”, a postcode at the end."""
    bare = _without_frames(tuple(plain), _longest_first(SPANISH_FRAMES if language == "es" else ENGLISH_FRAMES))
    tails = _longest_first(TAILS.get(language, TAILS["en"]))
    while True:
        if len(bare) > 2 and len(bare[-1]) == 5 and bare[-1].isdecimal():
            bare = bare[:-1]
        tail = next((t for t in tails if len(bare) > len(t) and bare[-len(t) :] == t), None)
        if tail is None:
            return bare
        bare = bare[: -len(tail)]


@lru_cache(maxsize=8)
def _longest_first(phrases: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """The phrases as words."""
    return tuple(sorted((tuple(phrase.split()) for phrase in phrases), key=len, reverse=True))


def _without_frames(plain: tuple[str, ...], leads: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    while lead := next((f for f in leads if len(plain) > len(f) and plain[: len(f)] == f), None):
        plain = plain[len(lead) :]
    return plain
