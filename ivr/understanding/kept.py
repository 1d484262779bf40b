"""Arrays that are kept: computed once, then mapped by every process from a folder they share.

A folder is named for what went into it, written beside its place and moved there whole, and checked when it is opened:
what is damaged, cannot be read or cannot be written is computed again, and the line goes on without a cache.
"""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[np.generic]]
MANIFEST = "manifest"


def kept(cache: Path | None, family: str, digest: str, make: Callable[[], Arrays], most: int = 12) -> Arrays:
    """What `make` makes, from the folder `family-digest` when it is there.

    digest: names everything that the arrays depend on. most: folders of a family that stay, the latest used ones.
    """
    if cache is None:
        return make()
    folder = cache / f"{family}-{digest}"
    if (found := opened(folder)) is not None:
        return found
    with _alone(folder):
        if (found := opened(folder)) is not None:
            return found
        made = make()
        try:
            _write(folder, made)
            _prune(cache, family, most)
        except OSError:
            return made
    return opened(folder) or made


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """While others wait: what takes seconds to make is made by one process, and by all where they cannot wait."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        lock = (folder.parent / f".{folder.name}.lock").open("w")
    except OSError:
        yield
        return
    with lock:
        with suppress(OSError):
            fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield
        finally:
            Path(lock.name).unlink(missing_ok=True)


def opened(folder: Path, *, used: bool = True) -> Arrays | None:
    """The arrays of a folder, mapped; None where they are not, or not as they were written.

    used: it counts as used now, and stays while others go.
    """
    try:
        if (folder / MANIFEST).read_text(encoding="ascii") != _manifest(folder):
            return None
        if used:
            (folder / MANIFEST).touch()
        # As plain arrays: a memmap's own indexing takes 60 µs, and there are a dozen a sentence.
        return {path.stem: np.asarray(np.load(path, mmap_mode="r")) for path in sorted(folder.glob("*.npy"))}
    except (OSError, ValueError):
        return None


def family(cache: Path | None, name: str) -> Iterator[Path]:
    """The folders of a family, the latest used first."""
    if cache is not None and cache.is_dir():
        yield from sorted(cache.glob(f"{name}-*"), key=_used, reverse=True)


def _used(folder: Path) -> float:
    try:
        return (folder / MANIFEST).stat().st_mtime
    except OSError:
        return 0.0


def _write(folder: Path, arrays: Arrays) -> None:
    """OSError: it cannot be written. What another process put there meanwhile is as good."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".") as name:
        fresh = Path(name) / folder.name
        fresh.mkdir()
        for key, array in arrays.items():
            np.save(fresh / f"{key}.npy", array)
        (fresh / MANIFEST).write_text(_manifest(fresh), encoding="ascii")
        if folder.exists() and opened(folder) is None:
            shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            fresh.rename(folder)


def _prune(cache: Path, name: str, most: int) -> None:
    """Who still maps a folder keeps its memory; the files go when the last process ends."""
    for folder in list(family(cache, name))[most:]:
        shutil.rmtree(folder, ignore_errors=True)


def _manifest(folder: Path) -> str:
    """A line a file: its SHA-256 and its name."""
    return "".join(f"{_digest(path)} {path.name}\n" for path in sorted(folder.glob("*.npy")))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
