"""What a media stream is let in with: which answer it carries and what is expected, sealed for its call.

A stream's address can carry no query, and its parameters at most 500 characters: a ticket is small. It is base64url
over one byte naming the key and the ciphertext of AES-SIV, so that the same question gets the same ticket.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from msgspec.structs import replace

LONGEST = 480
"""Characters of the longest ticket."""
MAX_AGE = 600
"""Seconds for which a stream is let in with it."""
_NEAR = 80


class TicketRefused(Exception):
    """This is no ticket for this call, or no longer one."""


class Ticket(msgspec.Struct, frozen=True, array_like=True):
    """turn: of the state that waits. made: seconds since 1970. pause: seconds of silence that end the answer.

    version, at, index, phase, group, service, offered: the question as a State has it. locale: BCP-47. near: what is
    known of the place that is asked for. closed: what is expected is all there is to answer. phone: E.164, for a call
    back.
    """

    turn: int
    made: int
    version: str = ""
    at: str = ""
    index: int = 0
    phase: str = "ask"
    locale: str = "en-US"
    pause: int = 2
    closed: bool = False
    near: str = ""
    group: str = ""
    service: str = ""
    offered: tuple[str, ...] = ()
    phone: str = ""


_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(Ticket).decode


@dataclass(frozen=True, slots=True)
class _Key:
    id: int
    cipher: AESSIV


class Tickets:
    """Made with the newest of `secrets`, and taken with any. Safe to share between threads."""

    def __init__(self, secrets: Sequence[str]) -> None:
        if not secrets:
            raise ValueError("a ticket needs at least one secret")
        self._keys = tuple(_derive(secret) for secret in secrets)

    def seal(self, ticket: Ticket, call_sid: str) -> str:
        """The ticket as at most LONGEST URL-safe characters; what does not fit is left out: it only helps to hear."""
        ticket = replace(ticket, near=ticket.near[:_NEAR])
        bare = Ticket(ticket.turn, ticket.made, ticket.version, phone=ticket.phone)
        for less in (ticket, replace(ticket, near="", offered=()), bare):
            sealed = self._keys[0].cipher.encrypt(_pack(less), [call_sid.encode()])
            token = urlsafe_b64encode(bytes((self._keys[0].id,)) + sealed).rstrip(b"=").decode("ascii")
            if len(token) <= LONGEST:
                return token
        raise AssertionError("a turn, a time and a version fit")

    def open(self, token: str, call_sid: str, now: float) -> Ticket:
        """The ticket. TicketRefused: it was not made for this call, or over MAX_AGE seconds before `now`."""
        try:
            raw = urlsafe_b64decode(token[: LONGEST + 1] + "=" * (-len(token[: LONGEST + 1]) % 4))
            ticket = _unpack(self._decrypt(raw, call_sid.encode()))
        except (ValueError, msgspec.DecodeError):
            raise TicketRefused from None
        if not -60 <= now - ticket.made <= MAX_AGE:
            raise TicketRefused
        return ticket

    def _decrypt(self, raw: bytes, call_sid: bytes) -> bytes:
        for key in self._keys:
            if raw[:1] == bytes((key.id,)) and len(raw) > 17:
                try:
                    return key.cipher.decrypt(raw[1:], [call_sid])
                except InvalidTag:
                    continue
        raise TicketRefused


def _derive(secret: str) -> _Key:
    raw = HKDF(SHA256(), 65, salt=b"OneCall", info=b"media stream, AES-SIV, 1").derive(secret.encode())
    return _Key(raw[64], AESSIV(raw[:64]))
