"""A recording and what was heard in it, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from ivr.calls.recordings.outcome import Outcome
from ivr.speech.transcript import Transcript

Kind = Literal["", "message", "answer", "stream"]

MARK = "recording:"
"""What stands before a recording's sid where its words will be: `recording:RE…`."""
GRAVITY = ("", "possible_crisis", "possible_danger", "crisis", "danger")
"""What danger may be found, the gravest last."""
OURS = "KS"
"""How the sid of sound begins that was kept here and never was at Twilio."""
LAST_WORDS = "said/"
"""How the source of an alert begins that no recording holds."""
ENGLISH = "en-US"


def mark(sid: str) -> str:
    """What stands in a request for words that are not known yet."""
    return f"{MARK}{sid}"


def last_words(kind: str) -> str:
    """The source of an alert that was found in what a caller said last; one for each kind, so that a graver is told."""
    return f"{LAST_WORDS}{kind}"


def tongue(language: str) -> str:
    """BCP-47 for a call's language: es → es-US; what is longer stays as it is."""
    return f"{language}-US" if len(language) == 2 else language or ENGLISH


@dataclass(frozen=True, slots=True)
class Recording:
    """One recording as the city keeps it; times are aware, in UTC. seconds: as Twilio told them.

    storage_key: where its sound is, "" where it is not (yet). version: the flows of its call.
    """

    sid: str
    call_sid: str
    status: str
    seconds: int
    arrived: datetime
    kind: Kind = ""
    turn: int | None = None
    language: str = ""
    version: str = ""
    media_type: str = ""
    size: int | None = None
    storage_key: str = ""
    outcome: Outcome = ""
    attempts: int = 0
    fetched: datetime | None = None
    transcribed: datetime | None = None
    joined: datetime | None = None
    searched: datetime | None = None
    deleted: datetime | None = None
    deleted_at_twilio: datetime | None = None
    deleted_by: str = ""

    @property
    def at_twilio(self) -> bool:
        """Whether Twilio may still have it."""
        return not self.sid.startswith(OURS) and self.deleted_at_twilio is None and self.status == "completed"

    @property
    def playable(self) -> bool:
        """Whether its sound is here."""
        return bool(self.storage_key) and self.deleted is None


@dataclass(frozen=True, slots=True)
class Alert:
    """Danger found after the fact. kind: danger | possible_danger | crisis | possible_crisis.

    source: a recording's sid, or what `last_words` makes: then the call's draft holds the words.
    """

    id: int
    call_sid: str
    source: str
    kind: str
    found: datetime
    tried: datetime | None = None
    told: datetime | None = None
    outcome: str = ""

    @property
    def recording(self) -> str:
        """The sid of what can be listened to; "" for last words."""
        return "" if self.source.startswith(LAST_WORDS) else self.source


@dataclass(frozen=True, slots=True)
class Opening:
    """Who opened a recording. what: link | page | sound | deleted; times: how often by the same link."""

    sid: str
    who: str
    what: str
    at: datetime
    last: datetime
    times: int = 1


@dataclass(frozen=True, slots=True)
class Heard:
    """A recording with its words, where there are any (None: not yet, or never; `recording.outcome` says why)."""

    recording: Recording
    transcript: Transcript | None = field(default=None, repr=False)
