"""What a place for recordings can do, and what can go wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Protocol

KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{2,79}(\.[a-z0-9]{1,5})?\Z")


class StorageError(Exception):
    """Something is wrong with where recordings are kept; the message is one line with the remedy."""


class BadStorage(StorageError):
    """ONECALL_RECORDINGS names no place that can be used."""


class StorageAway(StorageError):
    """The place cannot be reached, or takes nothing now: a later time may do."""


class NotStored(StorageError):
    """Nothing is kept under this key."""


class Storage(Protocol):
    """Keeps files under keys: letters, digits, - and _, with an ending (`RE0123.wav`); any other is a ValueError.

    Safe for threads and processes. Every method: StorageAway; what is done again changes nothing.
    """

    def put(self, key: str, chunks: Iterable[bytes], media_type: str = "audio/wav") -> int:
        """Keeps all of it or nothing, in place of what was there; how many bytes. Raises what `chunks` raises."""
        ...

    def get(self, key: str) -> bytes:
        """All of it. NotStored."""
        ...

    def open(self, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes from start to end (exclusive; None: to the last), in pieces. NotStored is raised at once."""
        ...

    def size(self, key: str) -> int:
        """How many bytes. NotStored."""
        ...

    def exists(self, key: str) -> bool:
        """Whether something is kept under the key."""
        ...

    def delete(self, key: str) -> bool:
        """Forgets it; False: there was nothing."""
        ...


def checked(key: str) -> str:
    """The key, if it is one: no path leads out of the place through it. ValueError."""
    if not KEY.match(key):
        raise ValueError("a key is made of letters, digits, - and _, with one ending")
    return key
