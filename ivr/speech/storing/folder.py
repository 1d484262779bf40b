"""Recordings in a folder: for its owner's eyes only, each file there whole or not at all."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from ivr.speech.storing.storage import NotStored, StorageAway, checked

PIECE = 64 * 1024
STALE = 24 * 3600.0
"""Seconds after which a file that is not whole is nobody's work any more."""
SHARDS = 2
"""Hexadecimal digits of the folder a file stands in: 256 folders, so that none holds too many for a file system."""


class Folder:
    """Files 0600 in folders 0700 below `root`, which may be a network's, shared by several machines."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def __repr__(self) -> str:
        return f"Folder({self._root})"

    def put(self, key: str, chunks: Iterable[bytes], media_type: str = "audio/wav") -> int:
        """Keeps all of it or nothing, and on the disk when this returns."""
        path = self._path(key)
        half = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
        try:
            with self._reached():
                self._make(path.parent)
                _tidy(path.parent)
                file = os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
            with file:
                size = sum(self._written(file, chunk) for chunk in chunks)
                with self._reached():
                    file.flush()
                    os.fsync(file.fileno())
            with self._reached():
                half.replace(path)
                _sync(path.parent)
            return size
        finally:
            with suppress(OSError):
                half.unlink(missing_ok=True)

    def get(self, key: str) -> bytes:
        """All of it. NotStored."""
        with self._reached():
            return self._path(key).read_bytes()

    def open(self, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes from start to end, in pieces. NotStored is raised at once."""
        with self._reached():
            file = self._path(key).open("rb")
        return self._pieces(file, start, end)

    def size(self, key: str) -> int:
        """How many bytes. NotStored."""
        with self._reached():
            return self._path(key).stat().st_size

    def exists(self, key: str) -> bool:
        """Whether something is kept under the key."""
        try:
            return self.size(key) >= 0
        except NotStored:
            return False

    def delete(self, key: str) -> bool:
        """Forgets it; False: there was nothing."""
        try:
            with self._reached():
                self._path(key).unlink()
        except NotStored:
            return False
        return True

    def _pieces(self, file: IO[bytes], start: int, end: int | None) -> Iterator[bytes]:
        with file, self._reached():
            file.seek(start)
            left = None if end is None else end - start
            while left is None or left > 0:
                piece = file.read(PIECE if left is None else min(PIECE, left))
                if not piece:
                    return
                left = None if left is None else left - len(piece)
                yield piece

    def _written(self, file: IO[bytes], chunk: bytes) -> int:
        with self._reached():
            return file.write(chunk)

    def _path(self, key: str) -> Path:
        name = checked(key)
        return self._root / hashlib.sha256(name.encode()).hexdigest()[:SHARDS] / name

    def _make(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for each in (self._root, folder):  # parents are made with the process's own mode
            if each.stat().st_mode & 0o077:
                each.chmod(0o700)

    @contextmanager
    def _reached(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError:
            raise NotStored("nothing is kept under this key") from None
        except OSError as problem:
            raise StorageAway(
                f"{self._root} cannot be used ({problem.strerror}); make it writable, or make room"
            ) from None


def _tidy(folder: Path) -> None:
    """Drops halves that killed processes left."""
    for half in folder.glob(".*"):
        with suppress(OSError):
            if time.time() - half.stat().st_mtime > STALE:
                half.unlink()


def _sync(folder: Path) -> None:
    """The folder's own entry, without which a file may be gone after a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
