"""Calling back: the agent is there first, then the caller is dialled; a machine is told once, a person joins."""

from __future__ import annotations

from dataclasses import replace

from ivr.agents.events import Answered, LegEnded, NoKey, OfLeg, PickedUp, Pressed, RingFailed, Voicemail
from ivr.agents.handoff import Handoff
from ivr.agents.stepping.parting import caller_out, missed_again
from ivr.agents.stepping.scene import Scene, stage, wind
from ivr.agents.stepping.waiting import turn_comes


def on_dial(scene: Scene, handoff: Handoff, event: OfLeg) -> Handoff:
    """A word about the newest try to reach the caller."""
    if isinstance(event, RingFailed):
        rings = handoff.phase != "calling" or handoff.caller_leg  # by an earlier run of the same job
        return handoff if rings else _unreached(scene, handoff, "not rung")
    if handoff.caller_leg not in ("", event.leg):
        return _second(scene, handoff, event)
    match event:
        case LegEnded(_, leg, how):
            return _over(scene, handoff, leg, how)
        case Answered(_, leg, by):
            return _answered(scene, handoff, leg, by)
        case PickedUp() | Pressed() | NoKey() | Voicemail():
            return handoff
    if handoff.phase == "calling":
        return replace(handoff, caller_leg=event.leg)
    if handoff.caller in ("none", "gone"):  # it rings for nobody: the agent was lost, or all is over
        scene.hang_up(event.leg)
    return handoff


def _answered(scene: Scene, handoff: Handoff, leg: str, by: str) -> Handoff:
    owed = handoff.call_back
    if by == "machine":
        if handoff.phase != "calling" or owed is None:
            return handoff
        heard = replace(handoff, caller_leg=leg, call_back=replace(owed, message=owed.message or handoff.dial))
        return missed_again(scene, heard, "machine", over=True)
    if handoff.phase == "calling":
        joining = replace(handoff, phase="joining", caller="door", caller_leg=leg)
        return stage(scene, joining, "join", scene.rules.join)
    if handoff.phase == "waiting" and handoff.caller in ("none", "calling"):
        # The agent was lost while it rang. Somebody has picked up: they are on the line, and the very next.
        here = replace(handoff, caller="line", caller_leg=leg, cut_off=True, until=scene.now + scene.rules.wait)
        return turn_comes(scene, wind(scene, here, "wait", here.until))
    if handoff.ended and handoff.caller == "gone":
        scene.hang_up(leg)
    return handoff


def _over(scene: Scene, handoff: Handoff, leg: str, how: str) -> Handoff:
    """The caller's telephone rang in vain, was refused, or was hung up after all."""
    if handoff.phase == "calling":
        return _unreached(scene, replace(handoff, caller_leg=leg), how)
    if handoff.caller in ("line", "door", "room"):
        return caller_out(scene, handoff)
    return replace(handoff, caller="none") if handoff.caller == "calling" else handoff


def _unreached(scene: Scene, handoff: Handoff, how: str) -> Handoff:
    return missed_again(scene, handoff, how, over=True)


def _second(scene: Scene, handoff: Handoff, event: OfLeg) -> Handoff:
    """The caller was dialled twice. The call that is answered first is the one; another that rings on is hung up."""
    if isinstance(event, Answered) and event.by == "person" and handoff.phase == "calling":
        scene.hang_up(handoff.caller_leg)
        return on_dial(scene, replace(handoff, caller_leg=event.leg), event)
    if not isinstance(event, LegEnded | RingFailed):
        scene.hang_up(event.leg)
    return handoff
