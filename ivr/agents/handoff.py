"""A hand-off: one caller's way to a person, as one value. What may happen to it is in machine.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Phase = Literal[
    "waiting",
    "offered",
    "ringing",
    "briefing",
    "calling",
    "joining",
    "joined",
    "wrap_up",
    "done",
    "abandoned",
    "withdrawn",
    "called_back",
    "failed",
]
"""waiting: for its turn, a call-back also for its time · offered: an agent is chosen, their telephone is being rung ·
ringing · briefing: somebody picked up and hears the whisper · calling: the agent is there, the caller of a call-back is
being dialled · joining: the agent took it, both are on their way into the room · joined: both are in · wrap_up: the
talk is over, the agent writes. Ended: done · abandoned (hung up before a person) · withdrawn (message, machine, nobody
in time) · called_back · failed (not reached, or not called back in time)."""

ENDED: frozenset[Phase] = frozenset({"done", "abandoned", "withdrawn", "called_back", "failed"})
OFFERING: frozenset[Phase] = frozenset({"offered", "ringing", "briefing"})
"""An agent is asked and has not said yes."""
TOGETHER: frozenset[Phase] = frozenset({"joining", "joined"})

Caller = Literal["line", "door", "room", "gone", "none", "calling"]
"""Where the caller was seen last. line: in one of our documents · door: sent into the room, not seen in it yet · room ·
gone: hung up · none: of a call-back, on no telephone · calling: of a call-back, being dialled."""

Kind = Literal["colleague", "desk", "police", "interpreter", "supervisor"]
Mode = Literal["talk", "listen", "whisper"]
"""listen: hears, is not heard · whisper: is heard by the agent alone."""

ClockKind = Literal["wait", "due", "offer", "pick_up", "key", "join", "dial", "talk", "write", "leg", "back"]


@dataclass(frozen=True, slots=True)
class Clock:
    """The moment by which something must have come. who: whose, where a hand-off has several of a kind.

    wait: a person · due: a call-back's turn · offer: the telephone rings · pick_up · key · join: both are in the room ·
    dial: the called-back caller answers · talk: the end of the talk · write: the note of `who` · leg: the leg `who` is
    in · back: the caller is back in one of our documents. asked: it ran out once, and Twilio was asked then whether
    it only has not told.
    """

    kind: ClockKind
    at: datetime
    who: str = ""
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """The agent who is asked for this hand-off, or has it. id: a tie (see Handoff.serial).

    leg: CallSid of their telephone, "" until Twilio told it. inside: seen in the room. seq: of the newest word about it
    from the room.
    """

    id: str
    agent: str
    leg: str = ""
    inside: bool = False
    muted: bool = False
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Leg:
    """Another telephone in the room, or on its way there. id: a tie; who: a person's id, or a line of city.yaml.

    accepted: a person pressed 1 (a colleague, a supervisor), so that no voicemail is ever left with a caller. met:
    the agent has brought caller and `who` together. given: the mode in which the answer to the key lets them in.
    """

    id: str
    kind: Kind
    who: str
    sid: str = ""
    inside: bool = False
    accepted: bool = False
    met: bool = False
    mode: Mode = "talk"
    given: Mode = "talk"
    seq: int = 0


@dataclass(frozen=True, slots=True)
class CallBack:
    """The caller wants to be called, not before `due`, and not after `until`.

    soon: `due` is only when they have surely hung up, and comes at once when they have. tries: dialled and not reached
    so often. message: the tie of the try at which a machine was told, "" while none was.
    """

    due: datetime
    until: datetime
    tries: int = 0
    message: str = ""
    soon: bool = False


@dataclass(frozen=True, slots=True)
class Tried:
    """An agent who was asked and did not take it, and when. fault: their telephone never rang, and that was ours."""

    agent: str
    at: datetime
    fault: bool = False


@dataclass(frozen=True, slots=True)
class Handoff:
    """A row of the store, but for what is personal: the caller's number, name and words are the store's alone.

    id, call_sid, nth: which; one hand-off a call and turn that asked. priority: 0 goes first (matching.py). since: the
    place in the queue. until: nobody is kept waiting longer. cut_off: was lost once, goes in front. room: "" when there
    is none, else the tie it was opened with; its name at Twilio is the store's. caller_leg: the caller's CallSid, which
    of a call-back is not the one that asked. met: a person and the caller have talked. writing: agents in after-call
    work. dial: the tie of the newest try of a call-back. end: of a hand-off in wrap_up, the phase it will end in.
    why: the reason of its end, which is where the caller goes next.
    serial: how many ties were given out; a tie names an offer, a leg, a try, for good. version: changes so far.
    """

    id: str
    call_sid: str
    nth: int
    queue: str
    reason: str
    priority: int
    language: str
    skills: frozenset[str]
    since: datetime
    until: datetime
    phase: Phase = "waiting"
    caller: Caller = "line"
    caller_leg: str = ""
    caller_seq: int = 0
    offer: Offer | None = None
    legs: tuple[Leg, ...] = ()
    room: str = ""
    held: bool = False
    met: bool = False
    cut_off: bool = False
    tried: tuple[Tried, ...] = ()
    writing: tuple[str, ...] = ()
    call_back: CallBack | None = None
    dial: str = ""
    clocks: tuple[Clock, ...] = ()
    backs: int = 0
    end: Phase = "done"
    why: str = ""
    serial: int = 0
    version: int = 0

    @property
    def ended(self) -> bool:
        """Nothing more becomes of it; what still comes is repaired, and changes no end."""
        return self.phase in ENDED

    @property
    def over(self) -> bool:
        """The caller's part of it is over; an agent may still write."""
        return self.phase == "wrap_up" or self.ended

    def leg(self, tie: str) -> Leg | None:
        """The other telephone of this tie."""
        return next((leg for leg in self.legs if leg.id == tie), None)

    def leg_of(self, who: str) -> Leg | None:
        """The other telephone of this person or line."""
        return next((leg for leg in self.legs if leg.who == who), None)


def keeper(handoff: Handoff) -> Leg | None:
    """Who may keep the caller when the agent goes: somebody who is in, has met the caller, and is no machine."""
    for leg in handoff.legs:
        proven = leg.accepted or leg.kind in ("desk", "police")
        if leg.inside and leg.met and proven and leg.mode == "talk" and leg.kind != "interpreter":
            return leg
    return None
