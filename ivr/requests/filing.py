"""What a call files: one request or one message, keyed so that it is filed once whatever is retried."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

import msgspec

Kind = Literal["request", "message"]
Channel = Literal["phone", "web", "app", "agent", "proactive"]


AREAS = ("neighborhood", "council_district", "police_district")


def clean(text: str) -> str:
    """The text as PostgreSQL can hold it: without NUL, and without halves of characters."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def _clean_fields(value: object, *names: str) -> None:
    for name in names:
        object.__setattr__(value, name, clean(getattr(value, name)))


@dataclass(frozen=True, slots=True)
class Place:
    """Where it is: as said, and what was understood of it.

    kind: address | block | intersection | between | landmark | neighborhood | street | outside | unknown.
    lat, long: WGS 84 degrees, when the place was found on the map; then the areas it lies in, as far as the map has
    them ("" where it does not).
    """

    said: str = ""
    kind: str = "unknown"
    number: str = ""
    street: str = ""
    cross: str = ""
    readback: str = ""
    lat: float | None = None
    long: float | None = None
    neighborhood: str = ""
    council_district: str = ""
    police_district: str = ""

    def __post_init__(self) -> None:
        _clean_fields(self, "said", "kind", "number", "street", "cross", "readback", *AREAS)


@dataclass(frozen=True, slots=True)
class Contact:
    """How the city may reach who called. An anonymous caller has no number here, whatever line was used."""

    phone: str = field(default="", repr=False)
    anonymous: bool = False
    wants_texts: bool = False
    name: str = field(default="", repr=False)
    email: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        _clean_fields(self, "phone", "name", "email")
        if self.anonymous:
            for name in ("phone", "name", "email"):
                object.__setattr__(self, name, "")
            object.__setattr__(self, "wants_texts", False)


@dataclass(frozen=True, slots=True)
class Filing:
    """key: `CallSid/nth`, nth = State.filed before this filing. received_at: aware.

    attributes: answers by Open311 attribute code; private: those of them that are personal data, kept encrypted and
    apart. details: the caller's own words. recordings: Twilio's recording ids. media_url: a picture, when there is one.
    """

    key: str
    service_code: str
    language: str
    received_at: datetime
    call_sid: str = ""
    place: Place = field(default_factory=Place, repr=False)
    details: str = field(default="", repr=False)
    attributes: Mapping[str, str] = field(default_factory=dict, repr=False)
    private: Mapping[str, str] = field(default_factory=dict, repr=False)
    contact: Contact = field(default_factory=Contact)
    channel: Channel = "phone"
    kind: Kind = "request"
    recordings: tuple[str, ...] = ()
    media_url: str = ""

    def __post_init__(self) -> None:
        if self.received_at.tzinfo is None:
            raise ValueError("Filing.received_at needs a time zone")
        if not self.key:
            raise ValueError("Filing.key must not be empty: it is what files once")
        _clean_fields(self, "key", "service_code", "language", "call_sid", "details", "media_url")
        for name in ("attributes", "private"):
            kept = {clean(code): clean(value) for code, value in getattr(self, name).items()}
            object.__setattr__(self, name, kept)

    @property
    def nth(self) -> int:
        """How many the call had filed before this one; 0 where the key does not say."""
        tail = self.key.rpartition("/")[2]
        return int(tail) if tail.isdecimal() else 0


def encode(filing: Filing) -> bytes:
    """The filing as JSON bytes, to be sealed and kept; `decode` gives an equal one."""
    return msgspec.json.encode(filing)


def decode(data: bytes) -> Filing:
    """The filing of `encode`. msgspec.ValidationError: it is not one. Unknown fields of a newer program are ignored."""
    return msgspec.json.decode(data, type=Filing)
