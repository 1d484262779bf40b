"""The library: the version of the line that new calls begin with, and the versions older calls still speak."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

import structlog

from ivr.calls.bookcase import Bookcase, Shelf
from ivr.calls.deadlines import Deadline
from ivr.calls.errors import FlowNotPublished, NoAnswer, VersionUnknown
from ivr.calls.folders import Cache, Files
from ivr.calls.publish import Load, Published, Refused, examine
from ivr.calls.shelf import KEPT
from ivr.flow.book import Book

log = structlog.get_logger(__name__)
M = TypeVar("M")

POLL = 0.5  # seconds until a version published elsewhere is noticed here
HELD = 8  # editions in memory; a call lasts at most four hours, and few cities publish eight times in four hours
FIRST = 3.0  # seconds the database has to say what is published, when a process starts


@dataclass(frozen=True, slots=True)
class Edition(Generic[M]):
    """A version ready to answer calls: the book, and what understands its callers."""

    book: Book
    mind: M


class Library(Generic[M]):
    """`current` and `get` answer from memory; a thread looks every POLL seconds for what was published elsewhere.

    A new version is loaded and its mind built before the first call sees it. A version that is not in memory (the
    process is younger than the call) is read from this machine's cache, else from the database within the deadline.
    """

    def __init__(
        self,
        shelf: Shelf,
        cache: Cache,
        deadline: Deadline,
        *,
        load: Load,
        build: Callable[[Book], M],
        disk: Callable[[], Files],
        poll: float = POLL,
    ) -> None:
        self._books, self._cache = Bookcase(shelf, cache, deadline, load), cache
        self._load, self._build, self._disk = load, build, disk
        self._poll = poll
        self._editions: dict[str, Edition[M]] = {}
        self._loading = threading.RLock()
        self._current = ""
        self._stop = threading.Event()
        self._pid = 0

    def start(self) -> Edition[M]:
        """Finds the current version (published, else last seen here, else on disk) and begins to watch for newer ones.

        FlowNotPublished: there is none, or none without mistakes; the message is one line with the remedy.
        """
        edition = self._found()
        self._watch()
        return edition

    def glance(self) -> Edition[M]:
        """As `start`, for a process that ends soon: a thread that still learned would end it badly."""
        self._pid = os.getpid()
        return self._found()

    def current(self) -> Edition[M]:
        """What a new call begins with."""
        if self._pid != os.getpid():
            if not self._current:
                return self.start()
            self._watch()
        return self._editions[self._current]

    def get(self, version: str) -> Edition[M]:
        """The edition a call began with. VersionUnknown: it cannot be had now."""
        held = self._editions.get(version)
        return held if held is not None else self._fetch(version)

    def publish(self, files: Files, who: str, at: datetime) -> Published | Refused:
        """Publishes files for the calls that begin from now on; calls under way keep theirs.

        Refused: there are errors, and nothing has changed. Raises what the database raises when it is away.
        """
        match examine(self._load, files):
            case Refused() as refused:
                return refused
            case book, problems:
                self._hold(book)
                fresh = self._books.publish(book, files, who, at)
                self._set_current(book.version)
                return Published(book.version, problems, fresh)

    def versions(self) -> tuple[str, ...]:
        """The versions in memory, the current one first."""
        return (self._current, *(v for v in self._editions if v != self._current))

    def close(self) -> None:
        """Stops watching."""
        self._stop.set()

    def _found(self) -> Edition[M]:
        edition = self._from_database() or self._from_cache() or self._from_disk()
        self._set_current(edition.book.version)
        return edition

    def _from_database(self) -> Edition[M] | None:
        try:
            version = self._books.current(FIRST)
            return self._fetch(version, FIRST) if version else None
        except (NoAnswer, VersionUnknown):
            log.warning("flows_not_read_from_database", remedy="check DATABASE_URL; this machine's own copy is used")
            return None

    def _from_cache(self) -> Edition[M] | None:
        version = self._cache.current()
        try:
            return self._fetch(version) if version else None
        except VersionUnknown:
            return None

    def _from_disk(self) -> Edition[M]:
        files = self._disk()
        match examine(self._load, files):
            case Refused() as refused:
                raise FlowNotPublished(refused.line)
            case book, _:
                return self._hold(book)

    def _fetch(self, version: str, seconds: float | None = None) -> Edition[M]:
        with self._loading:
            if version in self._editions:
                return self._editions[version]
            return self._hold(self._books.find(version, seconds))

    def _hold(self, book: Book) -> Edition[M]:
        with self._loading:
            edition = self._editions.get(book.version) or Edition(book, self._build(book))
            self._books.keep(book)
            spare = [v for v in self._editions if v != self._current]
            editions = {v: e for v, e in self._editions.items() if v not in spare[: max(0, len(spare) - HELD + 2)]}
            self._editions = {**editions, book.version: edition}  # replaced whole: readers take no lock
            return edition

    def _set_current(self, version: str) -> None:
        if version != self._current:
            self._current = version
            self._cache.set_current(version)

    def _watch(self) -> None:
        with self._loading:
            if self._pid != os.getpid():
                self._pid = os.getpid()
                self._stop = threading.Event()
                threading.Thread(target=self._look, args=(self._stop,), name="library", daemon=True).start()

    def _look(self, stop: threading.Event) -> None:
        """The watching thread: first the versions that calls under way may speak, then whatever is published."""
        warmed = False
        while not stop.is_set():
            try:
                if version := self._books.current(FIRST):
                    self._fetch(version, FIRST)
                    self._set_current(version)
                warmed = warmed or self._warm()
            except Exception as problem:
                log.warning("flows_not_looked_up", error=type(problem).__name__)
            stop.wait(self._poll)

    def _warm(self) -> bool:
        self._cache.prune(time.time() - KEPT.total_seconds())
        for version in self._books.recent()[: HELD - 1]:
            self._fetch(version, FIRST)
            time.sleep(0)  # loading is work in Python: let a waiting call go first
        return True
