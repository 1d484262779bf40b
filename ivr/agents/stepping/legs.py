"""The other telephones of a room: how they come in, and what becomes of them when they do not, or go."""

from __future__ import annotations

from dataclasses import replace

from ivr.agents.actions import Presence, Release
from ivr.agents.events import LegEnded, NoKey, OfLeg, PickedUp, Pressed, Rang, RingFailed, Voicemail
from ivr.agents.handoff import Handoff, Leg
from ivr.agents.stepping.scene import Scene, stop

PEOPLE = ("colleague", "supervisor")
"""Kinds whose `who` is a person with a presence, who is asked by whisper and key."""


def put(handoff: Handoff, leg: Leg) -> Handoff:
    """The hand-off with this leg as it is now."""
    return replace(handoff, legs=tuple(leg if leg.id == other.id else other for other in handoff.legs))


def drop(
    scene: Scene, handoff: Handoff, leg: Leg, presence: Presence = "free", why: str = "let go", *, over: bool = False
) -> Handoff:
    """Without this leg. over: it has ended by itself."""
    person = leg.who if leg.kind in PEOPLE else ""
    if leg.sid and not over:
        scene.hang_up(leg.sid, person)
    if person:
        scene.do(Release(person, presence, why))
    kept = tuple(other for other in handoff.legs if other.id != leg.id)
    return replace(stop(handoff, ("leg",), leg.id), legs=kept)


def drop_all(scene: Scene, handoff: Handoff) -> Handoff:
    """Everybody but caller and agent is let go."""
    for leg in handoff.legs:
        handoff = drop(scene, handoff, leg)
    return handoff


def on_leg(scene: Scene, handoff: Handoff, leg: Leg, event: OfLeg) -> Handoff:
    """A word about the telephone of this leg."""
    if not isinstance(event, RingFailed):
        if leg.sid not in ("", event.leg):
            return _second(scene, handoff, leg, event)
        leg = replace(leg, sid=event.leg)
    match event:
        case Pressed(key="1"):
            return put(handoff, replace(leg, accepted=True, met=leg.met or not handoff.held, given=leg.mode))
        case Pressed():
            return drop(scene, handoff, leg, why="declined")
        case NoKey() | Voicemail():
            return handoff if leg.accepted else drop(scene, handoff, leg, "away", "missed")
        case RingFailed(_, why) if not leg.sid:
            return drop(scene, handoff, leg, "away" if why == "number" else "free", "not rung")
        case LegEnded(_, _, how):
            missed = how != "hung_up" and not leg.accepted
            return drop(scene, handoff, leg, "away" if missed else "free", how, over=True)
        case _:
            return put(handoff, leg)


def _second(scene: Scene, handoff: Handoff, leg: Leg, event: OfLeg) -> Handoff:
    """It was rung twice, and this is the other call: it is not needed, and its end means nothing."""
    if isinstance(event, Rang | PickedUp | Pressed):
        scene.hang_up(event.leg, leg.who if leg.kind in PEOPLE else "")
    return handoff
