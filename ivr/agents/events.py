"""What happens to a hand-off: the only things the machine is ever told.

A leg's event carries its tie (`Offer.id`, `Leg.id`, `Handoff.dial`; CALLER for the caller) and its CallSid, so that
what comes late is known for what it is. The number, the note and all other words of people stay in the store.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from ivr.agents.handoff import ClockKind, Kind, Mode

CALLER = "caller"
"""The tie of the caller's own leg in the words of a room (Twilio's ParticipantLabel)."""

Gone = Literal["hung_up", "no_answer", "busy", "failed", "lost"]
"""How a leg ended: after it was picked up, or instead; lost: it broke off and nobody hung it up."""


# ------------------------------------------------------------------ the caller


@dataclass(frozen=True, slots=True)
class Asked:
    """A caller is to be given to a person. leg: "" for somebody who is to be called: a draft of a call cut off.

    priority: see matching.py; cut_off: an earlier call of theirs to a person was; since: the place they had, None: they
    have none yet. Repeated, it changes nothing.
    """

    call_sid: str
    nth: int
    queue: str
    reason: str
    priority: int
    language: str
    leg: str
    skills: frozenset[str] = frozenset()
    cut_off: bool = False
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class CallerFetched:
    """Twilio asks for the caller's next document (the queue's, the room's, what follows the room): answer place.caller.

    So the caller is on the line, in no room, and next where the answer leads.
    """

    leg: str


@dataclass(frozen=True, slots=True)
class CallerHungUp:
    leg: str


@dataclass(frozen=True, slots=True)
class CallerChose:
    """By key, in the queue. at: when to be called, None: as soon as it is their turn; it may be chosen afterwards.
    wait: who is to be called back would rather wait after all, in another asking that has their place."""

    leg: str
    choice: Literal["call_back", "message", "go_on", "wait"]
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class QueueClosed:
    """The queue's hours are over, or nobody is left who could take it. Call-backs wait for the next day."""


# ------------------------------------------------------------------ telephones


@dataclass(frozen=True, slots=True)
class Matched:
    """This agent is to be asked. Their presence was taken (`busy`) in the same transaction; it is given back if not."""

    agent: str


@dataclass(frozen=True, slots=True)
class Rang:
    """Twilio took the order to ring, and named the leg; or the leg itself told that it rings."""

    tie: str
    leg: str


@dataclass(frozen=True, slots=True)
class RingFailed:
    """Twilio will not ring. why: the number is at fault, or Twilio is."""

    tie: str
    why: Literal["number", "twilio"]


@dataclass(frozen=True, slots=True)
class PickedUp:
    """Somebody or something picked up; Twilio asks for the document: answer place.leg."""

    tie: str
    leg: str


@dataclass(frozen=True, slots=True)
class Voicemail:
    """A machine picked up."""

    tie: str
    leg: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """A key in answer to the whisper: 1 takes it, 2 declines. Answer place.leg."""

    tie: str
    leg: str
    key: Literal["1", "2"]


@dataclass(frozen=True, slots=True)
class NoKey:
    """The whisper ran out."""

    tie: str
    leg: str


@dataclass(frozen=True, slots=True)
class LegEnded:
    tie: str
    leg: str
    how: Gone


@dataclass(frozen=True, slots=True)
class Answered:
    """The called-back caller's telephone was answered. Answer place.dialled."""

    tie: str
    leg: str
    by: Literal["person", "machine"]


# ------------------------------------------------------------------ the room


@dataclass(frozen=True, slots=True)
class Entered:
    """Twilio saw this leg enter. room: Handoff.room of that time; seq: the room's number of this word, 0: unknown."""

    room: str
    tie: str
    leg: str
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Left:
    """lost: it broke off (a browser's line without a hang-up), and nobody meant to leave."""

    room: str
    tie: str
    leg: str
    seq: int = 0
    lost: bool = False


@dataclass(frozen=True, slots=True)
class MoveFailed:
    """The caller could not be moved. gone: the call is over; twilio: it would not, after all tries."""

    leg: str
    why: Literal["gone", "twilio"]


# ------------------------------------------------------------------ the agent


@dataclass(frozen=True, slots=True)
class AgentGone:
    """Signed out, or the console was closed. A talk goes on: its telephones tell when it ends."""

    agent: str


@dataclass(frozen=True, slots=True)
class AgentLeft:
    """The agent hung up in the console."""

    agent: str


@dataclass(frozen=True, slots=True)
class Finished:
    """The reason is chosen and the note written; while still talking it means leaving, too."""

    agent: str


@dataclass(frozen=True, slots=True)
class Held:
    """Off brings together whoever is in the room: it is also how a consulted party is merged."""

    agent: str
    on: bool


@dataclass(frozen=True, slots=True)
class Muted:
    agent: str
    on: bool


@dataclass(frozen=True, slots=True)
class CalledIn:
    """Somebody is to come into the room. hold: the caller waits meanwhile (a consultation).

    A colleague's presence was taken in the same transaction, and is given back if they are not needed.
    """

    agent: str
    kind: Kind
    who: str
    hold: bool = True


@dataclass(frozen=True, slots=True)
class Dropped:
    """`who` is let go from the room, by the agent or by themselves."""

    who: str


@dataclass(frozen=True, slots=True)
class HandedOn:
    """The agent gives the caller away. Warm: to `who`, who is in the room. Cold: to a desk or the police line by the
    flow's own transfer, or to another queue, whose name `who` is.
    """

    agent: str
    to: Literal["person", "desk", "queue"]
    who: str
    warm: bool = True


@dataclass(frozen=True, slots=True)
class SupervisorCame:
    """A supervisor listens, whispers or joins; repeated, the mode changes. Presence as in CalledIn."""

    who: str
    mode: Mode


@dataclass(frozen=True, slots=True)
class OfferWithdrawn:
    """A supervisor takes this offer back: the next agent is asked."""

    tie: str


# ------------------------------------------------------------------ clocks and truth


@dataclass(frozen=True, slots=True)
class TimeUp:
    """A deadline's job: true only while the hand-off still has this very clock."""

    kind: ClockKind
    at: datetime
    who: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What Twilio says is true. version: Handoff.version before it was asked; changed since, it is not heard.

    live: CallSids in progress or ringing, of those the hand-off names and of `legs`. rooms: CallSid → room (its tie).
    legs: (tie, CallSid) of calls that were made for this hand-off, known to it or not.
    """

    version: int
    live: frozenset[str]
    rooms: Mapping[str, str] = field(default_factory=dict)
    legs: tuple[tuple[str, str], ...] = ()


OfLeg = Rang | RingFailed | PickedUp | Voicemail | Pressed | NoKey | LegEnded | Answered
OfRoom = Entered | Left
OfCaller = Asked | CallerFetched | CallerHungUp | CallerChose | QueueClosed | MoveFailed
OfAgent = AgentGone | AgentLeft | Finished | Held | Muted | CalledIn | Dropped | HandedOn | SupervisorCame
Event = OfLeg | OfRoom | OfCaller | OfAgent | Matched | OfferWithdrawn | TimeUp | Found
