"""A vehicle in a few words, as it is read back: “silver 2009 Honda Civic”, “Honda Civic gris 2009”."""

from __future__ import annotations

from ivr.flow.meaning import Meaning
from ivr.flow.spoken import fold
from ivr.understanding import vehicle
from ivr.understanding.vehicle import Vehicle

KNOWN, FREE = 0.8, 0.45
"""How sure a vehicle is that was recognised, and the caller's own words where none was: never enough to correct one."""
_SHORT = frozenset({"suv", "rv"})


def hear(text: str, language: str) -> Meaning:
    """The vehicle in a few words of the call's language, and all that was said of it as slot `vehicle_said`.

    Where neither make, model nor kind is named the value is what was said, and nothing is kept beside it.
    """
    found = vehicle.read(text, language)
    if found is None or not (found.make or found.kind):
        return Meaning(value=text, confidence=FREE, slots={"vehicle_said": ""})
    return Meaning(value=in_words(found, language), confidence=KNOWN, slots={"vehicle_said": text})


def in_words(found: Vehicle, language: str) -> str:
    """Colour and kind in the caller's own words. The kind is left out where the model tells it."""
    name = " ".join(filter(None, (found.make, found.model)))
    kind = "" if found.model else _kind(found)
    year = str(found.year) if found.year else ""
    color = found.color_said or ""
    match language:
        case "es":
            parts = (kind, name, color, year)
        case _:
            parts = (color, year, name, kind)
    return " ".join(filter(None, parts))


def _kind(found: Vehicle) -> str:
    if found.kind in _SHORT and fold(found.kind_said or "").replace(" ", "") in _SHORT:
        return found.kind.upper()
    said = found.kind_said or ""
    return "" if found.make and fold(said) == fold(found.make) else said
