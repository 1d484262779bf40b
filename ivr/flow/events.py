"""What happens to a call: the only things the engine is ever told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from ivr.flow.meaning import Meaning

DialOutcome = Literal["completed", "answered", "busy", "no-answer", "failed", "canceled"]


@dataclass(frozen=True, slots=True)
class Answered:
    """The call begins. `language`: remembered for this caller, or None. `caller_known`: a number is shown."""

    language: str | None = None
    caller_known: bool = True


@dataclass(frozen=True, slots=True)
class Digits:
    """Keys were pressed; the finishing # is not among them."""

    digits: str


@dataclass(frozen=True, slots=True)
class Utterance:
    """The caller spoke. `confidence` is 0..1, or None where the recogniser gave none: unknown, neither good nor bad.

    `language`: BCP-47, where the ear tells which one it heard; empty: the call's. `doubtful`: heard by an ear that is
    good enough to go on with, not to be sure of: danger is then asked about, and never told.
    """

    text: str
    confidence: float | None = None
    language: str = ""
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Silence:
    """The caller neither spoke nor pressed a key."""


@dataclass(frozen=True, slots=True)
class Unheard:
    """The caller may have spoken, and no ear could make it out: it broke, or its words came too late.

    recording: whose words may still come, "" for none.
    """

    recording: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recording ended. `sid` names it, `seconds` is its length; digits is the key that ended it."""

    sid: str
    seconds: int
    digits: str = ""


@dataclass(frozen=True, slots=True)
class Dialed:
    """A transfer ended, or the caller left the room with a person in it, with Twilio's DialCallStatus."""

    outcome: DialOutcome
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class HungUp:
    """The caller has gone; nothing said now is heard."""


@dataclass(frozen=True, slots=True)
class Understood:
    """The answer to Understand. `heard`: the recogniser's confidence in the words (`text`), None where it gave none.
    `doubtful`: as of the Utterance."""

    meaning: Meaning
    heard: float | None = None
    text: str = ""
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Resolved:
    """The answer to a Work directive: an outcome of model.OUTCOMES, and slots it fills; to Seek: one of
    directives.SOUGHT; to Leave: left or failed."""

    outcome: str
    slots: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """The answer to Seek: the caller waits. position: 1 is next in line, 0: somebody is being called for them now, -1:
    kept, and not known at this moment.

    minutes: how long it will take, estimated honestly; None: nothing may be said of it.
    """

    position: int
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Room:
    """The answer to Seek: a person has taken the call. name: of the room; who: how the caller may call them, or
    empty."""

    name: str
    who: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """Work could not be done; `reason` is for the journal, never for the caller."""

    reason: str


Event = (
    Answered
    | Digits
    | Utterance
    | Silence
    | Unheard
    | Recorded
    | Dialed
    | HungUp
    | Understood
    | Resolved
    | Place
    | Room
    | Failed
)
