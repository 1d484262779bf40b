"""Where an agent's words are on the city's map: one place, several to choose from, or what is to be asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ivr.places.located import SURE, Candidate, Located
from ivr.requests.filing import Place

Find = Callable[[str, str], Located]
"""Of words in a language (calls.placing.Finder.find)."""
AS_WRITTEN = "-"
"""Chosen instead of a candidate: the map does not know better than the caller."""


@dataclass(frozen=True, slots=True)
class Unsure:
    """problem: a key of words; candidates: as they are read back."""

    problem: str
    candidates: tuple[str, ...] = field(default=(), repr=False)


def look_up(words: str, chosen: str, language: str, find: Find) -> Place | Unsure:
    """The place. chosen: one of the candidates as it was read back, AS_WRITTEN, or "" for none yet."""
    if chosen == AS_WRITTEN:
        return Place(said=words, readback=words)
    found = find(words, language)
    for one in found.candidates:
        if one.readback == chosen and one.lat is not None:
            return _place(words, one)
    if found.ask is None and found.lat is not None and (found.confidence >= SURE or len(found.candidates) == 1):
        return _place(words, found)
    several = tuple(dict.fromkeys(one.readback for one in found.candidates if one.lat is not None and one.readback))
    if found.ask in (None, "direction", "suffix", "which", "cross", "apart") and several:
        return Unsure("place_which", several)
    return Unsure({"number": "place_number", "house": "place_house"}.get(found.ask or "", "place_unknown"), several)


def _place(words: str, one: Located | Candidate) -> Place:
    return Place(
        words,
        one.kind,
        one.number,
        one.street,
        one.cross,
        one.readback,
        one.lat,
        one.long,
        one.neighborhood or "",
        one.council_district or "",
        one.police_district or "",
    )
