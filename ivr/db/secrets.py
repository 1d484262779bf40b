"""What is kept of people: sealed so that only a holder of SECRET_KEYS reads it, hashed so that it can be found."""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ivr.db.errors import CellarError, Unreadable

_NONCE = 12
_ID = 4


@dataclass(frozen=True)
class _Key:
    """Everything derived from one of SECRET_KEYS. id: tells which key sealed a value, and tells nothing of the key."""

    id: bytes
    cipher: AESGCM
    hashing: bytes

    @classmethod
    def of(cls, secret: str) -> _Key:
        derived = HKDF(SHA256(), length=68, salt=None, info=b"onecall fields 1").derive(secret.encode())
        return cls(derived[64:], AESGCM(derived[:32]), derived[32:64])


class Secrets:
    """Sealing and hashing with SECRET_KEYS, the newest first: that one seals, all of them open and find.

    Safe to share between threads and across a fork.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys:
            raise CellarError("SECRET_KEYS is empty; make a key with: openssl rand -hex 32")
        self._keys = tuple(_Key.of(key) for key in dict.fromkeys(keys))

    def __repr__(self) -> str:
        return f"Secrets({len(self._keys)} keys)"

    def seal(self, plain: bytes, context: str) -> bytes:
        """Encrypts and authenticates (AES-256-GCM). `context` names what it belongs to: it opens for no other."""
        key, nonce = self._keys[0], os.urandom(_NONCE)
        return key.id + nonce + key.cipher.encrypt(nonce, plain, context.encode())

    def open(self, sealed: bytes, context: str) -> bytes:
        """What was sealed with this context by any key in force. Unreadable: by none of them, changed, or foreign."""
        known, nonce, body = sealed[:_ID], sealed[_ID : _ID + _NONCE], sealed[_ID + _NONCE :]
        for key in self._keys:
            if hmac.compare_digest(key.id, known):
                try:
                    return key.cipher.decrypt(nonce, body, context.encode())
                except (InvalidTag, ValueError):
                    break
        raise Unreadable(Unreadable.__doc__)

    @property
    def mark(self) -> bytes:
        """The first 4 bytes of all that the newest key seals.

        What begins otherwise must be sealed anew before the older keys are taken out of SECRET_KEYS.
        """
        return self._keys[0].id

    def phone_hash(self, number: str) -> str:
        """What a telephone number (E.164) is stored as, to be found again: HMAC-SHA256, 64 hex digits; "" for ""."""
        return self._hash(self._keys[0], number) if number else ""

    def phone_hashes(self, number: str) -> tuple[str, ...]:
        """Under what this number may be stored: one hash for each key in force, the newest first; () for ""."""
        return tuple(self._hash(key, number) for key in self._keys) if number else ()

    @staticmethod
    def _hash(key: _Key, number: str) -> str:
        return hmac.new(key.hashing, number.encode(), hashlib.sha256).hexdigest()


def own_key(data_dir: Path) -> str:
    """This machine's key, made at first use: for trying the program out where SECRET_KEYS is not set.

    Several processes at once get the same one. The file `secret.key` is for its owner's eyes only (0600).
    """
    path = data_dir / "secret.key"
    data_dir.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"secret.key.{os.getpid()}.{os.urandom(4).hex()}")
    try:
        if not path.exists():
            # Written under another name and linked: nobody ever reads half a key.
            with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(os.urandom(32).hex())
                file.flush()
                os.fsync(file.fileno())
            os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink(missing_ok=True)
    return path.read_text().strip()
