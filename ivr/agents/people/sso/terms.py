"""What is agreed with the city's sign-on, and what it told of somebody."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Literal

Second = Literal["amr", "always", "never"]
"""When a sign-on counts as one with a second step: where `amr` says so · always: the city demands one · never."""


@dataclass(frozen=True, slots=True)
class Terms:
    """issuer: as it names itself, https. redirect: where answers come, as it was registered there.

    login: the claim that is a name for signing in here. group: whoever is in it is added as an agent, "": nobody is;
    groups: the claim that names groups.
    """

    issuer: str
    client: str
    secret: str = field(repr=False)
    redirect: str
    login: str = "preferred_username"
    groups: str = "groups"
    group: str = ""
    second: Second = "amr"


@dataclass(frozen=True, slots=True)
class Asked:
    """One way to the sign-on and back: what its answer must fit. Nobody but the browser that began knows it."""

    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Told:
    """Who somebody is, signed by the sign-on. subject: for ever theirs there. login: "" where none was told.

    member: of the group whose people are let in. strong: they showed a second thing.
    """

    issuer: str
    subject: str
    login: str
    name: str
    member: bool
    strong: bool


@dataclass(frozen=True, slots=True)
class Granted:
    """What a code was worth: the ID token, not looked at yet, and what more can be asked with; "": nothing."""

    token: str = field(repr=False)
    access: str = field(repr=False)


class SignOnAway(Exception):
    """The sign-on does not answer, or not as one does."""


class NotBelieved(Exception):
    """What came back is not what the sign-on would say to us, now, about this very asking. args[0]: why, a word."""


def asked() -> Asked:
    """A new one, of chance alone."""
    return Asked(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48))
