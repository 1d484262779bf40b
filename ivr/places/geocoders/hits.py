"""What another map answers, as candidates: taken apart by the same grammar as a caller's words, and never sure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from ivr.places.located import MOST_CANDIDATES, Candidate
from ivr.places.parse import parse

BELIEVED = 0.7
"""So sure at most is a place that only another map knows: below located.SURE, so that it is always read back."""
Kind = Literal["address", "intersection", "landmark"]


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer. name: as that map writes it, “2401 N CHARLES ST”. score: 0..1, how well it says it fits."""

    kind: Kind
    name: str
    lat: float
    long: float
    score: float = 1.0


def candidates(hits: Iterable[Hit]) -> tuple[Candidate, ...]:
    """Hits as candidates, best first, each place once, without addresses and corners that cannot be taken apart."""
    found = [one for hit in hits if _is_on_earth(hit) and (one := _candidate(hit))]
    unique: dict[str, Candidate] = {}
    for one in sorted(found, key=lambda each: -each.confidence):
        unique.setdefault(one.readback, one)
    return tuple(unique.values())[: 2 * MOST_CANDIDATES]


def _candidate(hit: Hit) -> Candidate | None:
    name = " ".join(hit.name.split())
    found = Candidate(hit.kind, name, lat=hit.lat, long=hit.long, confidence=BELIEVED * min(1.0, max(0.0, hit.score)))
    if hit.kind == "landmark":
        return found if name else None
    place = parse(name, "en")
    if place.kind != hit.kind:
        return None
    return replace(found, readback=place.readback, number=place.number, street=place.street, cross=place.cross)


def _is_on_earth(hit: Hit) -> bool:
    return math.isfinite(hit.lat) and math.isfinite(hit.long) and abs(hit.lat) <= 90 and abs(hit.long) <= 180


def objects(value: Any) -> list[Mapping[str, Any]]:
    """The JSON objects of a list; nothing of anything else."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def text(value: Any) -> str:
    """A JSON string, or a number as one; "" for anything else."""
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def number(value: Any) -> float:
    """A JSON number, also one in a string; not a number (nan) for anything else."""
    try:
        return float(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else math.nan
    except ValueError:
        return math.nan
