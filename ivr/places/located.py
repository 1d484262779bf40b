"""Where a caller is: what `locate` answers. A place with a point, its rivals, and what to ask when it is not sure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "address", "block", "intersection", "between", "landmark", "neighborhood", "street", "outside", "unknown"
]
Ask = Literal["number", "house", "direction", "suffix", "which", "cross", "apart", "outside", "again"]

MOST_CANDIDATES = 4
"""Candidates of an answer: as many as a caller can hold in mind."""
SURE = 0.8
"""From this confidence on a place is taken without a question; bench/places measures that it may be."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place that fits what was said.

    readback: as the line says it, “2401 North Charles Street”; in Spanish the frame is Spanish, the names stay.
    number: a house number (“2400”, “2400-2410”, “2400 1/2”) or a block's hundred. street: as the city writes it, read
    out in full. cross: the other street of a corner; both ends of a stretch (“25th Street and 26th Street”).
    lat, long: WGS84 degrees; None when the place was accepted as said and nobody knows where it is.
    """

    kind: Kind
    readback: str = ""
    number: str = ""
    street: str = ""
    cross: str = ""
    lat: float | None = None
    long: float | None = None
    neighborhood: str | None = None
    council_district: str | None = None
    police_district: str | None = None
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Located:
    """The best candidate, laid open, and what is still to be asked.

    said: as said. confidence: 0..1, the chance that this is the place meant (within 150 m); SURE and above needs no
    question. ask: what is missing: number (street known), house (the street has no such number), direction (north or
    south?), suffix (avenue or street?), which (several fit: the candidates), cross (second street not understood),
    apart (the two streets do not meet), outside (not in this city), again (nothing understood); None: nothing.
    candidates: best first, at most MOST_CANDIDATES, the answer itself included.
    """

    said: str
    kind: Kind = "unknown"
    number: str = ""
    street: str = ""
    cross: str = ""
    lat: float | None = None
    long: float | None = None
    neighborhood: str | None = None
    council_district: str | None = None
    police_district: str | None = None
    confidence: float = 0.0
    ask: Ask | None = None
    candidates: tuple[Candidate, ...] = ()
    readback: str = ""
