"""The worker's desk from the settings: Twilio, the place for recordings, the ears, the flows calls began with."""

from __future__ import annotations

from dataclasses import dataclass

import structlog
from sqlalchemy import Engine

from ivr import understanding
from ivr.agents.growing import Growing
from ivr.agents.people.cabinet import Cabinet
from ivr.calls import checking, folders
from ivr.calls.deadlines import Deadline
from ivr.calls.folders import Cache
from ivr.calls.library import Library
from ivr.calls.recordings import ears
from ivr.calls.recordings.desk import Desk
from ivr.calls.recordings.lending import Lender
from ivr.calls.shelf import PostgresShelf
from ivr.config import BadSetting, Settings
from ivr.db.secrets import Secrets
from ivr.flow.book import Book
from ivr.speech.ears import Ears
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
    _library: Library[None]
    _ear: Lender[Ears | None]
    _mind: Lender[Mind]

    def close(self) -> None:
        """Lets go of threads and connections."""
        self._library.close()
        self._ear.close()
        self._mind.close()


def desk(settings: Settings, engine: Engine, secrets: Secrets) -> Opened:
    """BadSetting: ONECALL_RECORDINGS names no place that can be used."""
    library = Library(
        PostgresShelf(engine),
        Cache(settings.data_dir / "flows"),
        Deadline(PATIENCE),
        load=checking.load,
        build=lambda book: None,
        disk=lambda: folders.read(settings.home),
        poll=5.0,
    )
    ear = ears.lender(settings, lambda: library.current().book)
    mind = Lender(
        "mind",
        of=lambda: library.current().book.version,
        make=lambda: understanding.listener(library.current().book, settings.cache_dir),
    )
    at_hand = Desk(
        engine=engine,
        secrets=secrets,
        storage=place(settings),
        twilio=account(settings),
        book=lambda version: _book(library, version),
        ear=ear.lend,
        mind=mind.lend,
        folder=settings.data_dir,
        told=Growing(Cabinet(engine, secrets)).told,
    )
    return Opened(at_hand, library, ear, mind)


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


def _book(library: Library[None], version: str) -> Book:
    current = library.current()  # begins to watch for newer ones at the first use
    return (library.get(version) if version else current).book
