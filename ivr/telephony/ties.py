"""Which telephone of which hand-off a webhook is about: its tie, signed, as it stands in the addresses Twilio is given.

Twilio signs what it sends; this signature of our own says that we gave the address away, for this telephone.
"""

from __future__ import annotations

import hmac
import re
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from hashlib import sha256

_TIE = re.compile(r"[A-Za-z0-9]{1,40}\.[0-9]{1,9}")
_LENGTH = 16


class NoTie(Exception):
    """The address was not made here."""


class Ties:
    """Signs with the newest of `secrets`, and takes what any of them signed."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._keys = tuple(hmac.digest(secret.encode(), b"OneCall: ties, 1", sha256) for secret in secrets)

    def sign(self, tie: str) -> str:
        """The tie as it stands in an address; needs no quoting."""
        return f"{tie}~{_mark(self._keys[0], tie)}"

    def read(self, token: str) -> str:
        """The tie. NoTie."""
        tie, _, mark = token[:100].partition("~")
        if _TIE.fullmatch(tie) and any(hmac.compare_digest(_mark(key, tie), mark) for key in self._keys):
            return tie
        raise NoTie


def _mark(key: bytes, tie: str) -> str:
    return urlsafe_b64encode(hmac.digest(key, tie.encode(), sha256)[:_LENGTH]).rstrip(b"=").decode("ascii")
