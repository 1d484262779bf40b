"""The files of the line on disk: reading flows/ and prompts/ into values, and keeping published versions by name."""

from __future__ import annotations

import contextlib
import json
import os
import re
import zlib
from collections.abc import Mapping
from pathlib import Path

from ivr.calls.errors import FlowsMissing

Files = Mapping[str, str]
MISNAMED = frozenset({".yml", ".YAML", ".YML", ".txt", ".doc", ".docx", ".rtf", ".odt"})
_VERSION = re.compile(r"[0-9a-f]{12}\Z")


def read(home: Path) -> dict[str, str]:
    """Every text of flows/ and prompts/ by its path as the administrator knows it, and "" for each recording, and for
    each document that was to be a text and is none by its name (`pigeons.yml`, `rats.yaml.txt`).

    What is no UTF-8 is U+FFFD. FlowsMissing: `home` has no flows, or one cannot be read. Files under flows/calls/ are
    tests of the line and no part of it.
    """
    if not (home / "flows").is_dir():
        raise FlowsMissing(f"{home.resolve()} has no flows/ folder; set ONECALL_HOME to the folder that has")
    found = [*_under(home / "flows", "*.yaml"), *_under(home / "prompts", "*.yaml")]
    files = {path.relative_to(home).as_posix(): _text(path) for path in found}
    named = [*_under(home / "prompts", "*.wav"), *_misnamed(home / "flows"), *_misnamed(home / "prompts")]
    files.update({path.relative_to(home).as_posix(): "" for path in named})
    return {name: files[name] for name in sorted(files) if not name.startswith("flows/calls/")}


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except OSError as problem:
        raise FlowsMissing(f"{path} cannot be read ({problem.strerror}); look at who may read it") from None


def _misnamed(folder: Path) -> list[Path]:
    """Files an administrator takes for flows or prompts, and the line does not."""
    return [path for path in _under(folder, "*") if path.suffix in MISNAMED]


def _under(folder: Path, pattern: str) -> list[Path]:
    """Files below a folder, without what editors and version control hide there."""
    inside = (path for path in folder.rglob(pattern) if path.is_file())
    return [path for path in inside if not any(part.startswith((".", "~")) for part in path.relative_to(folder).parts)]


def pack(files: Files) -> bytes:
    """Files as bytes: the same files give the same bytes."""
    return zlib.compress(json.dumps(dict(files), sort_keys=True, ensure_ascii=False).encode(), 9)


def unpack(packed: bytes) -> dict[str, str]:
    """What pack was given. ValueError: these are not its bytes."""
    try:
        files = json.loads(zlib.decompress(packed))
    except zlib.error as problem:
        raise ValueError(str(problem)) from problem
    return {str(name): str(text) for name, text in files.items()}


def is_version(text: str) -> bool:
    """Whether this could be a version: nothing else may become part of a path."""
    return _VERSION.match(text) is not None


class Cache:
    """Books of published versions in a folder of this machine: there at once, and when the database is not.

    Whatever goes wrong with the folder is only a missing copy: nothing here raises OSError.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, version: str, bound: bytes) -> None:
        """Keeps a version's book; one already kept is touched, so that prune counts from its last use."""
        path = self._path(version)
        try:
            if path.exists():
                os.utime(path)
            else:
                self._write(path, bound)
        except OSError:
            return

    def fetch(self, version: str) -> bytes | None:
        """The bound book of a version, or None."""
        try:
            return self._path(version).read_bytes()
        except OSError:
            return None

    def drop(self, version: str) -> None:
        """Forgets a copy that turned out to be no good."""
        with contextlib.suppress(OSError):
            self._path(version).unlink(missing_ok=True)

    def set_current(self, version: str) -> None:
        """Remembers which version new calls begin with."""
        try:
            self._write(self._folder / "current", version.encode())
        except OSError:
            return

    def current(self) -> str | None:
        """The version remembered last, when its files are here."""
        try:
            version = (self._folder / "current").read_text("ascii", "replace").strip()
        except OSError:
            return None
        return version if is_version(version) and self._path(version).exists() else None

    def prune(self, before: float) -> int:
        """Drops versions not kept since `before` (seconds since 1970); how many."""
        old = [p for p in self._folder.glob("*.book") if p.stat().st_mtime < before and p.stem != self.current()]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def _path(self, version: str) -> Path:
        if not is_version(version):
            raise ValueError("a version is twelve hexadecimal digits")
        return self._folder / f"{version}.book"

    def _write(self, path: Path, content: bytes) -> None:
        """Whole or not at all: readers in other processes never see half a file."""
        self._folder.mkdir(parents=True, exist_ok=True)
        half = path.with_name(f".{path.name}.{os.getpid()}")
        half.write_bytes(content)
        half.replace(path)
