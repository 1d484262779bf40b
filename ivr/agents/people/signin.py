"""A sign-in: somebody came in with a browser, at a time, from an address; it stands until it ends."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime

from ivr.agents.people.person import Person

_BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("CrOS", "ChromeOS"),
    ("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody who is in. id: of the sign-in. second: they showed a second thing besides the password."""

    id: int
    person: Person
    at: datetime
    seen_at: datetime
    ends_at: datetime
    second: bool


@dataclass(frozen=True, slots=True)
class SignIn:
    """One line of the list a person sees of their own. device: like `Firefox, Windows`. ended: None while it stands."""

    id: int
    at: datetime
    seen_at: datetime
    ended: datetime | None
    address: str
    device: str


def token() -> str:
    """256 random bits, for a browser or a link; only the hash of it is kept here."""
    return secrets.token_urlsafe(32)


def hashed(shown: str) -> bytes:
    """What is kept of a token: it leads to no browser."""
    return hashlib.sha256(shown.encode()).digest()


def device(agent: str) -> str:
    """Of a browser's own words about itself no more than a person needs to know it again."""
    browser = next((name for mark, name in _BROWSERS if mark in agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return ", ".join(filter(None, (browser, system))) or re.sub(r"[^A-Za-z].*", "", agent[:40], flags=re.S)
