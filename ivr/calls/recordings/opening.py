"""The worker's desk from the settings: Twilio, the place for recordings, the ears, the flows calls began with."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import structlog
from sqlalchemy import Engine

from ivr import understanding
from ivr.calls import checking, folders
from ivr.calls.deadlines import Deadline
from ivr.calls.folders import Cache
from ivr.calls.library import Edition, Library
from ivr.calls.recordings.desk import Desk
from ivr.calls.shelf import PostgresShelf
from ivr.config import BadSetting, Settings
from ivr.db.secrets import Secrets
from ivr.flow.book import Book
from ivr.places import keeping
from ivr.places.gazetteer import Gazetteer
from ivr.places.importing import starter
from ivr.places.problems import PlacesError
from ivr.speech.recognizer import Recognizer
from ivr.speech.storing import BadStorage, Storage, open_storage
from ivr.telephony.rest import Twilio
from ivr.understanding import Mind

log = structlog.get_logger(__name__)

PATIENCE = 3.0
"""Seconds for a version of the flows to come from the database: nobody on a line waits for it here."""


@dataclass(frozen=True)
class Opened:
    """A desk, and what it was made of. Nothing of it is made before its first use, or before a fork."""

    desk: Desk
    _library: Library[Mind]
    _ear: _Ear

    def close(self) -> None:
        """Lets go of threads and connections."""
        self._library.close()
        self._ear.close()


def desk(settings: Settings, engine: Engine, secrets: Secrets) -> Opened:
    """BadSetting: ONECALL_RECORDINGS names no place that can be used."""
    library = Library(
        PostgresShelf(engine),
        Cache(settings.data_dir / "flows"),
        Deadline(PATIENCE),
        load=checking.load,
        build=lambda book: understanding.build(book, settings.cache_dir),
        disk=lambda: folders.read(settings.home),
        poll=5.0,
    )
    ear = _Ear(settings, lambda: library.current().book)
    at_hand = Desk(
        engine=engine,
        secrets=secrets,
        storage=place(settings),
        twilio=account(settings),
        ear=ear.get,
        edition=lambda version: _edition(library, version),
        folder=settings.data_dir,
    )
    return Opened(at_hand, library, ear)


def place(settings: Settings) -> Storage:
    """Where recordings are kept. BadSetting: ONECALL_RECORDINGS names no place that can be used."""
    try:
        return open_storage(settings.recordings, settings.data_dir)
    except BadStorage as problem:
        raise BadSetting(str(problem)) from None


def account(settings: Settings) -> Twilio | None:
    """The Twilio account of the settings; None: there is none."""
    sid, token = settings.twilio_account_sid, settings.twilio_auth_token
    return Twilio(sid, token, settings.twilio_api) if sid and token else None


def _edition(library: Library[Mind], version: str) -> Edition[Mind]:
    current = library.current()  # begins to watch for newer ones at the first use
    return library.get(version) if version else current


class _Ear:
    """The recogniser, made once, in the process and at the time it is needed; None where the settings name none."""

    def __init__(self, settings: Settings, book: Callable[[], Book]) -> None:
        self._settings, self._book, self._lock = settings, book, threading.Lock()
        self._made: Recognizer | None = None

    def get(self) -> Recognizer | None:
        with self._lock:
            if self._made is None:
                from ivr.speech.ears import open_ears

                book = self._book()
                models = book.city.hearing.models if book.city.hearing else {}
                self._made = open_ears(self._settings, _offline(self._settings, book), models)
            return self._made

    def close(self) -> None:
        with self._lock:
            if self._made is not None:
                self._made.close()


def _offline(settings: Settings, book: Book) -> Path | None:
    """What the offline ear learned of this city: from the cache, or made there; None where it is not asked."""
    if "offline" not in settings.heard_by:
        return None
    from ivr.calls.hearing_words import words_of
    from ivr.speech import offline

    try:
        return offline.build(*words_of(book, _gazetteer(settings)), settings.cache_dir)
    except OSError as problem:
        log.error("offline_ear_left_out", error=type(problem).__name__, remedy="make ONECALL_CACHE writable")
        return None


def _gazetteer(settings: Settings) -> Gazetteer | None:
    try:
        known = settings.gazetteer.exists()
        return keeping.load(settings.gazetteer) if known else starter.build(settings.starter_map)
    except (PlacesError, OSError):
        return None
