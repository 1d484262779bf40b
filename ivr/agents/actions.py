"""What the machine wants done. `Asking` is asked of Twilio by a durable job; the rest is done in the same transaction.

A job does its `Asking` any number of times and it is as if once: its key (orders.py) names it for good, in all
hand-offs, and before it asks Twilio a job looks whether it is still wanted (place.wanted). Twilio itself knows no such
keys: a leg that was rung twice is found out by the machine.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from ivr.agents.handoff import ClockKind, Kind, Mode

HANG_UP_AGAIN = 10
"""Seconds within which one order to hang up is as good as two."""

Presence = Literal["free", "wrap_up", "away"]
"""free: what they were before, or asked for meanwhile (a break): a person who took no calls is not made to."""


@dataclass(frozen=True, slots=True)
class Ring:
    """Ring the agent's own telephone for this offer. Answered by Rang or RingFailed."""

    tie: str
    agent: str


@dataclass(frozen=True, slots=True)
class HangUp:
    """End this call, in whatever state it is; one that is over already is no failure. who: the lane's, or "".

    at: when it was wanted, aware. What Twilio would not do then, it may a little later: that is another key.
    """

    leg: str
    who: str = ""
    at: datetime | None = field(default=None, compare=False)

    @property
    def moment(self) -> int:
        """The same for orders that are as good as one."""
        return int(self.at.timestamp()) // HANG_UP_AGAIN if self.at else 0


@dataclass(frozen=True, slots=True)
class MoveIntoRoom:
    """Give the caller's call the room's address. Failure: MoveFailed. version: tells one moving from the next."""

    leg: str
    room: str
    version: int


@dataclass(frozen=True, slots=True)
class MoveBack:
    """Give the caller's call the address of place.caller again. Failure: MoveFailed. handoff: its id."""

    leg: str
    handoff: str
    version: int


@dataclass(frozen=True, slots=True)
class Hold:
    """The caller hears music, and is not heard (or is taken back). version: tells one holding from the next."""

    leg: str
    room: str
    on: bool
    version: int


@dataclass(frozen=True, slots=True)
class Mute:
    leg: str
    room: str
    on: bool
    version: int


@dataclass(frozen=True, slots=True)
class Coach:
    """What this leg hears and who hears it. agent: the CallSid of the one who is whispered to."""

    leg: str
    room: str
    mode: Mode
    agent: str
    version: int


@dataclass(frozen=True, slots=True)
class Dial:
    """Call somebody else in: a colleague or supervisor by whisper and key, a desk straight into the room."""

    tie: str
    kind: Kind
    who: str
    room: str


@dataclass(frozen=True, slots=True)
class CallCaller:
    """Dial the caller of a call-back, a machine recognised as one. Answered by Rang or RingFailed, then Answered."""

    tie: str
    n: int


# ------------------------------------------------------------------ in the same transaction


@dataclass(frozen=True, slots=True)
class Release:
    """The agent is no longer this hand-off's. why: for the screen and the journal, never words of people."""

    agent: str
    presence: Presence
    why: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """A job for this moment, which brings TimeUp of the same kind, at and who."""

    kind: ClockKind
    at: datetime
    who: str = ""


@dataclass(frozen=True, slots=True)
class Show:
    """A line in floor_events: the hand-off changed, and is in this phase now."""

    phase: str


@dataclass(frozen=True, slots=True)
class SaveDraft:
    """What is known of the caller's matter is kept for a person: nobody may be there to ask for it again."""


@dataclass(frozen=True, slots=True)
class Match:
    """It waits for an agent now: have the matcher look, beside this transaction."""


@dataclass(frozen=True, slots=True)
class Look:
    """What Twilio tells does not fit: have the reconciler ask about this hand-off now."""


Asking = Ring | HangUp | MoveIntoRoom | MoveBack | Hold | Mute | Coach | Dial | CallCaller
Action = Asking | Release | Deadline | Show | SaveDraft | Match | Look
