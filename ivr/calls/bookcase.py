"""The bookcase: finds the book of a version, on this machine or, in time, in the database."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from ivr.calls.binding import bind, unbind
from ivr.calls.deadlines import Deadline
from ivr.calls.errors import NoAnswer, VersionUnknown
from ivr.calls.folders import Cache, Files, is_version, pack, unpack
from ivr.calls.publish import Load
from ivr.flow.book import Book


class Shelf(Protocol):
    """Where versions are published (shelf.PostgresShelf). Every method may raise when the database is away."""

    def current(self) -> str | None: ...
    def fetch(self, version: str) -> bytes | None: ...
    def recent(self) -> list[str]: ...
    def publish(self, version: str, packed: bytes, who: str, at: datetime) -> bool: ...


class Bookcase:
    """Books come from this machine's cache in some 20 ms, from the published files in a second more."""

    def __init__(self, shelf: Shelf, cache: Cache, deadline: Deadline, load: Load) -> None:
        self._shelf, self._cache, self._deadline, self._load = shelf, cache, deadline, load

    def find(self, version: str, seconds: float | None = None) -> Book:
        """The book. seconds: how long the database may take, by default the deadline. VersionUnknown: none is found."""
        if not is_version(version):
            raise VersionUnknown
        return self._kept(version) or self._shelved(version, seconds)

    def keep(self, book: Book) -> None:
        """Keeps a copy on this machine."""
        self._cache.keep(book.version, bind(book))

    def current(self, seconds: float) -> str | None:
        """The version that is published; None before the first. NoAnswer: the database does not say in time."""
        return self._deadline.run(self._shelf.current, seconds)

    def publish(self, book: Book, files: Files, who: str, at: datetime) -> bool:
        """Makes it the version new calls begin with. False: it had been published before. Raises: database away."""
        return self._shelf.publish(book.version, pack(files), who, at)

    def recent(self) -> list[str]:
        """Versions that calls under way may speak. Raises: database away."""
        return self._shelf.recent()

    def _kept(self, version: str) -> Book | None:
        """This machine's own copy. One that is no good is dropped."""
        bound = self._cache.fetch(version)
        if bound is None:
            return None
        try:
            book = unbind(bound)
        except ValueError:
            book = None
        if book is None or book.version != version:
            self._cache.drop(version)
            return None
        return book

    def _shelved(self, version: str, seconds: float | None) -> Book:
        try:
            packed = self._deadline.run(lambda: self._shelf.fetch(version), seconds)
            book = self._load(unpack(packed)).book if packed else None
        except (NoAnswer, ValueError):
            raise VersionUnknown(version) from None
        if book is None or book.version != version:
            raise VersionUnknown(version)
        return book
