"""Maps: the gazetteer this process answers with; replaced, without a restart, when another is imported or published."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import structlog

from ivr.places.gazetteer import Gazetteer

log = structlog.get_logger(__name__)

FIRST = 3.0  # seconds a published gazetteer has to come to a machine that has none, when a process starts
POLL = 2.0  # seconds until a gazetteer imported here, or published elsewhere, is noticed
Stamp = tuple[tuple[str, int, int, int], ...]


class Shelf(Protocol):
    """Where gazetteers are published (mapshelf.PostgresMaps). Every method may raise when the database is away."""

    def current(self) -> str | None: ...
    def fetch(self, digest: str) -> bytes | None: ...


class Maps:
    """`current` answers from memory; a thread looks every `poll` seconds for another gazetteer.

    file: this machine's copy, which `ivr places import` writes; one that is published in the database replaces it,
    once. starter: the files of the starter map, which answers while there is no other. load, build: make a gazetteer of
    the file, and of the starter's files; warm: what is worth doing before the first call is answered with it.
    """

    def __init__(
        self,
        file: Path,
        shelf: Shelf | None,
        *,
        starter: Callable[[], Sequence[Path]],
        load: Callable[[Path], Gazetteer],
        build: Callable[[Sequence[Path]], Gazetteer],
        warm: Callable[[Gazetteer], object] = lambda gazetteer: None,
        poll: float = POLL,
    ) -> None:
        self._file, self._shelf, self._starter, self._poll = file, shelf, starter, poll
        self._load, self._build, self._warm = load, build, warm
        self._current: Gazetteer | None = None
        self._seen: Stamp | None = None
        self._refused = ""
        self._away = False
        self._lock = threading.RLock()
        self._of_file = False  # an imported gazetteer answers: a damaged file must not bring the starter back
        self._looked = threading.Event()
        self._stop = threading.Event()
        self._pid = 0

    def start(self) -> Gazetteer:
        """Reads what is here, and begins to look for others. A map that is no good is told in the log, never raised."""
        self._read()
        self._watch()
        if not self._file.exists():
            self._looked.wait(FIRST)  # a machine that is new: the city's own map, if it comes soon
        return self.current()

    def current(self) -> Gazetteer:
        """The gazetteer to answer with now."""
        if self._pid != os.getpid():
            if self._current is None:
                self._read()
            self._watch()
        assert self._current is not None
        return self._current

    def close(self) -> None:
        """Stops looking."""
        self._stop.set()

    def _watch(self) -> None:
        with self._lock:
            if self._pid != os.getpid():
                self._pid, self._stop = os.getpid(), threading.Event()
                threading.Thread(target=self._look, args=(self._stop,), name="maps", daemon=True).start()

    def _look(self, stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                self._fetch()
                self._read()
            except Exception as problem:
                log.warning("map_not_looked_up", error=type(problem).__name__)
            self._looked.set()
            stop.wait(self._poll)

    # ------------------------------------------------------------------ this machine's copy

    def _read(self) -> None:
        """Takes what is on disk when it has changed; what cannot be read leaves things as they are."""
        with self._lock:
            seen = stamp([self._file, *self._starter()])
            if seen == self._seen and self._current is not None:
                return
            self._seen = seen
            found = self._imported()
            self._of_file = found is not None or (self._of_file and self._file.exists())
            if found is None and not self._of_file:
                found = self._started()
            if found is not None:
                self._warm(found)
                self._current = found
            self._current = self._current or self._build(())

    def _imported(self) -> Gazetteer | None:
        if not self._file.exists():
            return None
        try:
            return self._load(self._file)
        except Exception as problem:
            log.error("map_refused", error=type(problem).__name__, remedy="import it again: ivr places import")
            return None

    def _started(self) -> Gazetteer | None:
        try:
            return self._build(self._starter())
        except Exception as problem:
            log.error("starter_map_refused", error=type(problem).__name__, remedy="mend the files in gazetteer/")
            return None

    # ------------------------------------------------------------------ what is published

    def _fetch(self) -> None:
        """Takes what is published, unless it was taken before: then a newer import of this machine's own stands."""
        digest = self._published()
        if not digest or digest in (self._refused, taken(self._file)):
            return
        data = self._shelf.fetch(digest) if self._shelf else None
        if data is not None and not keep(self._file, data, digest, self._load):
            self._refused = digest
            log.error("published_map_refused", remedy="publish it again: ivr places publish")

    def _published(self) -> str | None:
        try:
            digest = self._shelf.current() if self._shelf else None
        except Exception as problem:
            if not self._away:
                log.warning("map_not_looked_up", error=type(problem).__name__)
            self._away = True
            return None
        self._away = False
        return digest


def stamp(paths: Sequence[Path]) -> Stamp:
    """Changes when one of the files is written, replaced, added or removed."""
    found = []
    for path in paths:
        try:
            about = path.stat()
        except OSError:
            continue
        found.append((str(path), about.st_ino, about.st_mtime_ns, about.st_size))
    return tuple(found)


def digest_of(data: bytes) -> str:
    """By which a published gazetteer is known: the SHA-256 of its file, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def taken(file: Path) -> str:
    """Which published gazetteer was last taken to this machine; "" for none."""
    try:
        return _mark(file).read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""


def mark(file: Path, digest: str) -> None:
    """Remembers which published gazetteer this machine has."""
    _replace(_mark(file), digest.encode())


def keep(file: Path, data: bytes, digest: str, load: Callable[[Path], Gazetteer]) -> bool:
    """Puts a published gazetteer in the place of `file`, whole. False: it is no good, and nothing has changed."""
    if digest_of(data) != digest:
        return False
    beside = file.with_name(f".{file.name}.{os.getpid()}.published")
    try:
        _write(beside, data)
        load(beside)
        os.replace(beside, file)
    except Exception:
        beside.unlink(missing_ok=True)
        return False
    mark(file, digest)
    return True


def _mark(file: Path) -> Path:
    return file.with_name(f"{file.name}.published")


def _replace(path: Path, data: bytes) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    _write(beside, data)
    os.replace(beside, path)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
