"""A service request as it is read back: to the city in full, to the public without personal data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ivr.requests.filing import Kind, Place
from ivr.requests.status import CityStatus, Open311Status


class NoSuchRequest(LookupError):
    """There is no request with this number."""


class NumberTaken(Exception):
    """This number belongs to another request; lease a new one."""


@dataclass(frozen=True, slots=True)
class Filed:
    """What filing came to. number, due: those of the request that is there; fresh: this very call made it."""

    number: str
    due: datetime | None
    fresh: bool


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a request's history. by: `caller`, `agent:…`, `agency:…`, `system`."""

    at: datetime
    status: Open311Status
    city_status: CityStatus
    note: str
    by: str


@dataclass(frozen=True, slots=True)
class Request:
    """One request with everything but the contact. Times are aware, in UTC. `attributes`: in the order asked."""

    number: str
    kind: Kind
    service_code: str
    status: Open311Status
    city_status: CityStatus
    status_notes: str
    description: str = field(repr=False)
    agency: str
    requested: datetime
    updated: datetime
    expected: datetime | None
    closed: datetime | None
    place: Place = field(repr=False)
    media_url: str
    language: str
    channel: str
    call_sid: str
    filing_key: str
    recordings: tuple[str, ...]
    attributes: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class PublicRequest:
    """What everybody may see. Not the caller's words, not the answers, not a house number: see `public`."""

    number: str
    kind: Kind
    service_code: str
    status: Open311Status
    city_status: CityStatus
    status_notes: str
    agency: str
    requested: datetime
    updated: datetime
    expected: datetime | None
    closed: datetime | None
    place: Place
    media_url: str
    history: tuple[Change, ...]


def public(request: Request, history: tuple[Change, ...]) -> PublicRequest:
    """The request without anything that may tell of a person.

    An address becomes its block (2417 → 2400); of a place that was not understood, is outside the city, or is a
    landmark or neighborhood that was not found on the map, nothing is shown: a caller may have said anything. A voice
    message shows no place at all. Of who made a change only the kind is shown.
    """
    return PublicRequest(
        number=request.number,
        kind=request.kind,
        service_code=request.service_code,
        status=request.status,
        city_status=request.city_status,
        status_notes=request.status_notes,
        agency=request.agency,
        requested=request.requested,
        updated=request.updated,
        expected=request.expected,
        closed=request.closed,
        place=_public_place(request.place) if request.kind == "request" else Place(),
        media_url=request.media_url if request.kind == "request" else "",
        history=tuple(Change(c.at, c.status, c.city_status, c.note, c.by.partition(":")[0]) for c in history),
    )


def place_words(place: Place, language: str) -> str:
    """A public place in words: `2400 block of North Charles Street`, `North Charles and 25th Street`; "" for none."""
    spanish = language == "es"
    match place.kind:
        case "address" | "block" if place.number == "0":
            return f"{'primera cuadra de' if spanish else 'first block of'} {place.street}"
        case "address" | "block" if place.number:
            return f"cuadra {place.number} de {place.street}" if spanish else f"{place.number} block of {place.street}"
        case "intersection" if place.cross:
            return f"{place.street} {'y' if spanish else 'and'} {place.cross}"
        case "between" if place.cross:
            ends = place.cross.replace(" and ", " y ") if spanish else place.cross
            return f"{place.street}, entre {ends}" if spanish else f"{place.street} between {ends}"
        case "unknown" | "outside":
            return ""
        case _:
            return place.readback or place.street


def _public_place(place: Place) -> Place:
    match place.kind:
        case "address" | "block" if place.street:
            return Place(kind="address", number=_block(place.number), street=place.street)
        case "intersection" | "between" | "street" as kind if place.street:
            return Place(kind=kind, street=place.street, cross=place.cross)
        case "landmark" | "neighborhood" as kind if place.readback and place.lat is not None:
            return Place(kind=kind, readback=place.readback)
        case _:
            return Place()


def _block(number: str) -> str:
    digits = "".join(c for c in number.partition("-")[0] if c in "0123456789")
    return str(int(digits) // 100 * 100) if digits else ""
