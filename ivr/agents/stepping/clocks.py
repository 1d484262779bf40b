"""A clock has run out: what was waited for did not come, and the hand-off goes on without it."""

from __future__ import annotations

from dataclasses import replace

from ivr.agents.actions import Look, MoveBack
from ivr.agents.events import TimeUp
from ivr.agents.handoff import Clock, ClockKind, Handoff
from ivr.agents.stepping.legs import drop
from ivr.agents.stepping.offering import not_rung, refused
from ivr.agents.stepping.parting import close, missed_again, written
from ivr.agents.stepping.room import not_joined
from ivr.agents.stepping.scene import Scene, wind
from ivr.agents.stepping.waiting import give_up, turn_comes

ROOM: frozenset[ClockKind] = frozenset({"join", "leg"})
"""What is waited for is in the room, and Twilio knows."""


def on_time(scene: Scene, handoff: Handoff, event: TimeUp) -> Handoff:
    """Whoever set a clock and stopped it, or set it anew, is not disturbed by its job."""
    named = (one for one in handoff.clocks if (one.kind, one.at, one.who) == (event.kind, event.at, event.who))
    clock = next(named, None)
    if clock is None:
        return handoff
    handoff = replace(handoff, clocks=tuple(other for other in handoff.clocks if other != clock))
    if clock.kind in ROOM and not clock.asked:
        return _ask(scene, handoff, clock)
    match event.kind:
        case "offer":
            return not_rung(scene, handoff)
        case "pick_up" | "key":
            return refused(scene, handoff, "away", "missed")
        case "join":
            return not_joined(scene, handoff)
        case "dial":
            return missed_again(scene, handoff, "no_answer")
        case "talk":
            return close(scene, handoff, "too_long")
        case "write":
            return written(scene, handoff, event.who, "time is up")
        case "leg":
            return _late(scene, handoff, event.who)
        case "due":
            return turn_comes(scene, handoff)
        case "wait":
            return _waited(scene, handoff)
        case "back":
            return _again(scene, handoff)


def _ask(scene: Scene, handoff: Handoff, clock: Clock) -> Handoff:
    """A word of the room may have been lost, while they talk there: Twilio is asked before they are parted."""
    scene.do(Look())
    return wind(scene, handoff, clock.kind, scene.now + scene.rules.ask, clock.who, asked=True)


def _late(scene: Scene, handoff: Handoff, tie: str) -> Handoff:
    leg = handoff.leg(tie)
    return drop(scene, handoff, leg, "away", "missed") if leg and not leg.inside else handoff


def _waited(scene: Scene, handoff: Handoff) -> Handoff:
    if handoff.phase == "waiting":
        return give_up(scene, handoff, "too_long")
    return replace(handoff, until=min(handoff.until, scene.now))  # an agent who is asked is let answer first


def _again(scene: Scene, handoff: Handoff) -> Handoff:
    """Still not seen outside the room: asked once more, as often as the rules say; then the call is forgotten."""
    if handoff.caller not in ("door", "room") or handoff.room or handoff.backs >= scene.rules.backs:
        return handoff
    scene.do(MoveBack(handoff.caller_leg, handoff.id, handoff.version))
    return wind(scene, replace(handoff, backs=handoff.backs + 1), "back", scene.now + scene.rules.back)
