"""What the worker has at hand for recordings, each made when it is first needed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import structlog
from sqlalchemy import Engine

from ivr.calls.errors import CallsError
from ivr.calls.library import Edition
from ivr.calls.recordings.recording import Recording
from ivr.db.secrets import Secrets
from ivr.flow.model import HearingSettings
from ivr.speech.recognizer import Recognizer
from ivr.speech.storing import Storage
from ivr.telephony.rest import NotAllowed, Twilio
from ivr.understanding import Mind

log = structlog.get_logger(__name__)
Editions = Callable[[str], Edition[Mind]]


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Desk:
    """twilio: None where no account is set. ear: the recogniser, None where there is none. edition: flows and mind of a
    version, the current ones for "". step: called with the name of each step just done; tests stop the process there.
    ending: set when the worker is to end, so that an hour of sound does not keep it."""

    engine: Engine
    secrets: Secrets
    storage: Storage
    twilio: Twilio | None
    ear: Callable[[], Recognizer | None]
    edition: Editions
    folder: Path
    now: Callable[[], datetime] = _now
    step: Callable[[str], None] = lambda name: None
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
        found = getattr(self.edition("").book.city, "hearing", None)
        return found if isinstance(found, HearingSettings) else HearingSettings()

    def edition_of(self, recording: Recording) -> Edition[Mind]:
        """What the call of a recording was answered with; the current edition where that is no more."""
        try:
            return self.edition(recording.version)
        except CallsError:
            return self.edition("")
