"""Where each telephone belongs now: what a door answers when Twilio asks, made of the state of that very moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ivr.agents.actions import Asking, CallCaller, Coach, Dial, HangUp, Hold, MoveBack, MoveIntoRoom, Mute, Ring
from ivr.agents.handoff import OFFERING, TOGETHER, Handoff


@dataclass(frozen=True, slots=True)
class Place:
    """where: queue (our document) | room | flow (the line goes on, with `why` as its outcome)."""

    where: Literal["queue", "room", "flow"]
    room: str = ""
    why: str = ""


def caller(handoff: Handoff, leg: str | None = None) -> Place:
    """What the caller hears next. Asked after CallerFetched has been taken in.

    leg: the call that asks; one that is not the caller's any more, because they were called back on another, is told
    so, and meets nobody. why: completed | too_long | closed | message | go_on | call_back | desk:<line> …
    """
    if leg is not None and handoff.call_back and leg != handoff.caller_leg:
        return Place("flow", why="call_back")
    if handoff.phase in TOGETHER:
        return Place("room", handoff.room)
    if handoff.call_back and handoff.caller == "none":
        return Place("flow", why="call_back")
    if handoff.phase in ("waiting", "calling", *OFFERING):
        return Place("queue")
    return Place("flow", why=handoff.why)


def leg(handoff: Handoff, tie: str, sid: str) -> Literal["brief", "room", "over"]:
    """What an agent's, a colleague's, a supervisor's telephone hears: the whisper, the room, or that it is over.

    Over is every telephone that is not awaited: nobody is told of a caller who has gone.
    """
    offer = handoff.offer
    if offer and (tie, sid) == (offer.id, offer.leg):
        return "brief" if handoff.phase in OFFERING else "room"
    other = handoff.leg(tie)
    if other and other.sid == sid and handoff.room:
        asks = other.kind in ("colleague", "supervisor") and not other.accepted
        return "brief" if asks else "room"
    return "over"


def dialled(handoff: Handoff, tie: str, sid: str, by: Literal["person", "machine"]) -> Literal[
    "room", "queue", "message", "over"
]:  # fmt: skip
    """What a called-back telephone hears once it was answered (after Answered): a person, or the message, once."""
    ours = tie == handoff.dial and sid == handoff.caller_leg
    if by == "machine":
        return "message" if ours and handoff.call_back and handoff.call_back.message == tie else "over"
    if not ours or handoff.ended or handoff.caller not in ("line", "door", "room"):
        return "over"
    return "room" if handoff.phase in TOGETHER else "queue"


def wanted(handoff: Handoff, action: Asking) -> bool:
    """Is this still to be asked of Twilio? A job looks right before it does; no means it is done with."""
    match action:
        case Ring(tie):
            return handoff.phase == "offered" and handoff.offer is not None and handoff.offer.id == tie
        case HangUp():
            return True
        case MoveIntoRoom(sid, room):
            return handoff.phase == "joining" and (sid, room) == (handoff.caller_leg, handoff.room)
        case MoveBack(sid):
            return sid == handoff.caller_leg and handoff.caller in ("door", "room") and not handoff.room
        case Hold(_, room, on):
            return handoff.phase == "joined" and room == handoff.room and handoff.held == on
        case Mute(sid, room, on):
            return handoff.offer is not None and (sid, room, on) == (
                handoff.offer.leg,
                handoff.room,
                handoff.offer.muted,
            )
        case Coach(sid, room, mode):
            return room == handoff.room and any((one.sid, one.mode) == (sid, mode) for one in handoff.legs)
        case Dial(tie):
            other = handoff.leg(tie)
            return other is not None and not other.sid
        case CallCaller(tie):
            return handoff.phase == "calling" and handoff.dial == tie and not handoff.caller_leg
