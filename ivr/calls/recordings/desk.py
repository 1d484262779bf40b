"""What the worker has at hand for recordings, each made when it is first needed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import structlog
from sqlalchemy import Engine

from ivr.calls.errors import CallsError
from ivr.calls.recordings.recording import Recording
from ivr.db.secrets import Secrets
from ivr.flow.book import Book
from ivr.flow.model import HearingSettings
from ivr.speech.recognizer import Recognizer
from ivr.speech.storing import Storage
from ivr.telephony.rest import NotAllowed, Twilio
from ivr.understanding import Mind

log = structlog.get_logger(__name__)
Lent = Callable[[], AbstractContextManager[Recognizer | None]]


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Desk:
    """twilio: None where no account is set. book: the flows of a version, the current ones for "". ear, mind: lent for
    a `with`, of what is published now; the ear is None where there is none, and the mind hears danger. step: called
    with the name of each step just done; tests stop the process there. told: hears of which calls there are words now.
    ending: set when the worker is to end, so that an hour of sound does not keep it."""

    engine: Engine
    secrets: Secrets
    storage: Storage
    twilio: Twilio | None
    book: Callable[[str], Book]
    ear: Lent
    mind: Callable[[], AbstractContextManager[Mind]]
    folder: Path
    now: Callable[[], datetime] = _now
    step: Callable[[str], None] = lambda name: None
    told: Callable[[Collection[str]], None] = lambda calls: None
    ending: threading.Event = field(default_factory=threading.Event)

    @property
    def account(self) -> Twilio:
        """Twilio. NotAllowed: no account is set."""
        if self.twilio is None:
            raise NotAllowed("set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN")
        return self.twilio

    @property
    def hearing(self) -> HearingSettings:
        """How the city wants recordings kept, and whom it wants told; CallsError: no flows are to be had now."""
        found = getattr(self.book("").city, "hearing", None)
        return found if isinstance(found, HearingSettings) else HearingSettings()

    def book_of(self, recording: Recording) -> Book:
        """What the call of a recording was answered with; the current flows where that is no more."""
        try:
            return self.book(recording.version)
        except CallsError:
            return self.book("")
