"""Is it what the caller said? Another map always has an answer; it is taken only where the words bear it out.

A wrong place is worse than a question: number, direction and name must be the caller's, and the point in the city.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from ivr.flow.numerals import numbers
from ivr.flow.spoken import words
from ivr.places.gazetteer import Gazetteer
from ivr.places.located import Candidate
from ivr.places.names import DIRECTIONS, KINDS

LIKE = 84.0
"""Of 100: how like the caller's words a name must be: “Culvert” may be Calvert (86), “eight” is not Light (80)."""
OPPOSITE = {"North": "South", "South": "North", "East": "West", "West": "East"}


def vouched(said: str, language: str, found: Iterable[Candidate], gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """Those of the candidates that lie in the city and that the words bear out, with the areas they lie in."""
    heard = words(said)
    return tuple(
        _in_its_areas(one, gazetteer) for one in found if _is_here(one, gazetteer) and _is_said(one, heard, language)
    )


def _is_here(one: Candidate, gazetteer: Gazetteer) -> bool:
    return one.lat is not None and one.long is not None and gazetteer.contains(one.lat, one.long)


def _in_its_areas(one: Candidate, gazetteer: Gazetteer) -> Candidate:
    areas = gazetteer.areas(one.lat or 0.0, one.long or 0.0)
    return replace(
        one,
        neighborhood=areas.neighborhood or None,
        council_district=areas.council_district or None,
        police_district=areas.police_district or None,
    )


def _is_said(one: Candidate, heard: Sequence[str], language: str) -> bool:
    match one.kind:
        case "address":
            return _number_is_said(one.number, heard, language) and _street_is_said(one.street, heard)
        case "intersection":
            return _street_is_said(one.street, heard) and _street_is_said(one.cross, heard)
        case _:
            return _name_is_said(words(one.readback), heard)


def _number_is_said(number: str, heard: Sequence[str], language: str) -> bool:
    said = {run.digits.lstrip("0") for run in numbers(heard, language) if not run.ordinal}
    return number.partition(" ")[0] in said


def _street_is_said(street: str, heard: Sequence[str]) -> bool:
    """The name is heard, no other direction is, and no other kind of street."""
    parts = words(street)
    own = {DIRECTIONS[part] for part in parts if part in DIRECTIONS}
    told = {DIRECTIONS[word] for word in heard if word in DIRECTIONS}
    if any(OPPOSITE.get(each) in told and each not in told for each in own):
        return False
    return _name_is_said([part for part in parts if part not in DIRECTIONS and part not in KINDS] or parts, heard)


def _name_is_said(name: Sequence[str], heard: Sequence[str]) -> bool:
    """Whether some run of as many words sounds like the name as it is written."""
    whole, width = " ".join(name), len(name)
    runs = (" ".join(heard[at : at + width]) for at in range(max(1, len(heard) - width + 1)))
    return any(fuzz.ratio(whole, run) >= LIKE for run in runs)
