"""The call's state as a token in the next URL: packed, encrypted, and bound to its call.

A token is base64url without padding over one byte naming the key and the ciphertext of AES-SIV, which is deterministic:
a retried webhook is answered with the same bytes. The call's CallSid is authenticated with it, so that a token cannot
be used in another call.
"""

from __future__ import annotations

from base64 import b64encode, urlsafe_b64decode
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from msgspec.structs import replace

from ivr.flow.state import State
from ivr.telephony.packing import Unpackable, pack, unpack

LONGEST = 1_900
"""Characters of the longest token: with address, path and query it leaves a URL of 2,048 for a usual city's name."""
REFUSED = 4_096
MAX_AGE = 4 * 3600
_ROOM = LONGEST * 3 // 4 - 1 - 16
_ELLIPSIS = "…"


class SealRefused(Exception):
    """The token does not open."""


class SealBroken(SealRefused):
    """The token was forged or damaged, belongs to another call, or was sealed with a key no longer in force."""


class SealTooOld(SealRefused):
    """The call began more than four hours ago."""


class SealTooLarge(SealRefused):
    """The token is longer than any this line makes, or the state cannot be made to fit one."""


@dataclass(frozen=True, slots=True)
class _Key:
    id: int
    cipher: AESSIV


class Sealer:
    """Seals and opens with keys derived from `secrets`, the newest first: it seals, and each of them opens.

    ValueError: no secret was given. Safe to share between threads.
    """

    def __init__(self, secrets: Sequence[str]) -> None:
        if not secrets:
            raise ValueError("sealing needs at least one secret")
        self._keys = tuple(_derive(secret) for secret in secrets)

    def seal(self, state: State, call_sid: str) -> str:
        """The token: URL-safe, at most LONGEST characters, the same for the same state and call.

        A state too long for that loses words: its longest text (a slot, or the value waiting for its yes) is cut, with
        "…" at the end, again until it fits; then the oldest steps of "go back" are forgotten. SealTooLarge: it does
        not fit even so.
        """
        key = self._keys[0]
        sealed = key.cipher.encrypt(_fitting(state), [call_sid.encode()])
        return b64encode(bytes((key.id,)) + sealed, b"-_").rstrip(b"=").decode("ascii")

    def open(self, token: str, call_sid: str, now: float) -> State:
        """The state sealed for this call; `now` in seconds since 1970 (UTC).

        SealTooLarge: longer than REFUSED characters, looked at no further. SealBroken: not made here for this call.
        SealTooOld: the call began more than MAX_AGE before `now`.
        """
        if len(token) > REFUSED:
            raise SealTooLarge
        try:
            state = unpack(self._decrypt(token, call_sid.encode()))
        except Unpackable as error:
            raise SealBroken from error
        if now - state.started > MAX_AGE:
            raise SealTooOld
        return state

    def _decrypt(self, token: str, call_sid: bytes) -> bytes:
        try:
            raw = urlsafe_b64decode(token + "=" * (-len(token) % 4))
        except ValueError as error:
            raise SealBroken from error
        # The decoder skips characters that are not base64; only the one spelling of a token is a token.
        if len(raw) < 18 or b64encode(raw, b"-_").rstrip(b"=") != token.encode():
            raise SealBroken
        for key in self._keys:
            if key.id == raw[0]:
                try:
                    return key.cipher.decrypt(raw[1:], [call_sid])
                except InvalidTag:
                    continue
        raise SealBroken


def _derive(secret: str) -> _Key:
    """A key and its one-byte name. Two secrets may share a name (1 in 256): opening then tries both."""
    raw = HKDF(SHA256(), 65, salt=b"OneCall", info=b"call state, AES-SIV, 1").derive(secret.encode())
    return _Key(raw[64], AESSIV(raw[:64]))


def _fitting(state: State) -> bytes:
    """The state packed into at most _ROOM bytes, shortened where it must be (see Sealer.seal)."""
    packed = pack(state)
    while len(packed) > _ROOM:
        state = _shorter(state, len(packed) - _ROOM)
        packed = pack(state)
    return packed


def _shorter(state: State, excess: int) -> State:
    """The state with its longest text cut by about `excess` bytes, or with half of its history."""
    name, text = max(state.slots.items(), key=lambda item: len(item[1]), default=("", ""))
    pending = len(state.pending) >= len(text)
    text = state.pending if pending else text
    if len(text) > 24:
        # A character takes at most its own bytes, compressed: so much may go without cutting more than is needed.
        gone = max(4, excess * len(text) // len(text.encode()))
        cut = text[: max(16, len(text) - 1 - gone)].rstrip().rstrip(_ELLIPSIS) + _ELLIPSIS
        return replace(state, pending=cut) if pending else replace(state, slots={**state.slots, name: cut})
    if state.history:
        return replace(state, history=state.history[len(state.history) // 2 + 1 :])
    raise SealTooLarge
