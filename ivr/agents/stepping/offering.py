"""An agent is asked: chosen, rung, told in one breath, answers by key. Anything but a 1 is the next agent's turn."""

from __future__ import annotations

from dataclasses import replace

from ivr.agents.actions import CallCaller, MoveIntoRoom, Presence, Release, Ring
from ivr.agents.events import LegEnded, NoKey, OfLeg, PickedUp, Pressed, Rang, RingFailed, Voicemail
from ivr.agents.handoff import OFFERING, Caller, Handoff, Offer
from ivr.agents.stepping.parting import agent_out
from ivr.agents.stepping.scene import Scene, stage, stop, tie
from ivr.agents.stepping.waiting import called_later, drop_offer, owe, requeue


def matched(scene: Scene, handoff: Handoff, agent: str) -> Handoff:
    """The agent's telephone is to ring; an agent who is not needed any more is given back."""
    if not needs_agent(scene, handoff) or agent in handoff.writing or handoff.leg_of(agent):
        if not has(handoff, agent):
            scene.do(Release(agent, "free", "not needed"))
        return handoff
    handoff, name = tie(handoff)
    scene.do(Ring(name, agent))
    handoff = replace(stop(handoff, ("due",)), phase="offered", offer=Offer(name, agent))
    return stage(scene, handoff, "offer", scene.rules.offer)


def needs_agent(scene: Scene, handoff: Handoff) -> bool:
    """It waits, and somebody may be asked for it now."""
    due = handoff.call_back is None or not called_later(handoff) or handoff.call_back.due <= scene.now
    return handoff.phase == "waiting" and due


def has(handoff: Handoff, agent: str) -> bool:
    """The agent is this hand-off's: asked, talking, called in or writing."""
    asked = handoff.offer is not None and handoff.offer.agent == agent
    return asked or agent in handoff.writing or handoff.leg_of(agent) is not None


def on_offer(scene: Scene, handoff: Handoff, offer: Offer, event: OfLeg) -> Handoff:
    """A word about the agent's telephone."""
    if not isinstance(event, RingFailed):
        if offer.leg not in ("", event.leg):
            return _second(scene, handoff, offer, event)
        offer = replace(offer, leg=event.leg)
        handoff = replace(handoff, offer=offer)
    if handoff.phase in OFFERING:
        return _asked(scene, handoff, event)
    if isinstance(event, LegEnded):
        return out(scene, handoff, lost=event.how != "hung_up", over=True)
    return handoff


def _asked(scene: Scene, handoff: Handoff, event: OfLeg) -> Handoff:
    match event:
        case Rang() if handoff.phase == "offered":
            return stage(scene, replace(handoff, phase="ringing"), "pick_up", scene.rules.pick_up)
        case PickedUp() if handoff.phase != "briefing":
            return stage(scene, replace(handoff, phase="briefing"), "key", scene.rules.key)
        case Pressed(key="1"):
            return _taken(scene, handoff)
        case Pressed():
            return refused(scene, handoff, "free", "declined")
        case NoKey() | Voicemail():
            return refused(scene, handoff, "away", "missed")
        case RingFailed(_, why) if not offer_rings(handoff):
            return refused(scene, handoff, "away", "not rung") if why == "number" else not_rung(scene, handoff)
        case LegEnded(_, _, how):
            return refused(scene, handoff, "free" if how == "hung_up" else "away", how, over=True)
        case _:
            return handoff


def offer_rings(handoff: Handoff) -> bool:
    """True once a leg is known: a job that was done again and failed has no say any more."""
    return handoff.offer is not None and handoff.offer.leg != ""


def refused(scene: Scene, handoff: Handoff, presence: Presence, why: str, *, over: bool = False) -> Handoff:
    """The next agent's turn; the caller has noticed nothing."""
    return requeue(scene, drop_offer(scene, handoff, presence, why, refused=True, over=over))


def not_rung(scene: Scene, handoff: Handoff) -> Handoff:
    """Twilio has not rung the agent, who has missed nothing: others first, and soon this one again."""
    return requeue(scene, drop_offer(scene, handoff, "free", "not rung", refused=True, fault=True))


def _taken(scene: Scene, handoff: Handoff) -> Handoff:
    """Key 1: a room of its own; the agent goes there by the answer to the key, the caller is moved or dialled."""
    if handoff.offer is None:
        return handoff
    handoff = replace(handoff, room=handoff.offer.id, caller_seq=0, backs=0)
    if called_later(handoff) and (call_back := handoff.call_back):
        handoff, name = tie(handoff)
        scene.do(CallCaller(name, call_back.tries + 1))
        handoff = replace(handoff, phase="calling", caller="calling", caller_leg="", dial=name)
        return stage(scene, handoff, "dial", scene.rules.dial)
    scene.do(MoveIntoRoom(handoff.caller_leg, handoff.room, handoff.version))
    caller: Caller = "line" if handoff.caller == "line" else "door"
    handoff = replace(stop(handoff, ("back",)), phase="joining", caller=caller)
    return stage(scene, handoff, "join", scene.rules.join)


def out(scene: Scene, handoff: Handoff, *, lost: bool, over: bool = False) -> Handoff:
    """The agent who took it is out; a caller who is only being dialled is not left ringing for nobody."""
    if handoff.phase != "calling":
        return agent_out(scene, handoff, lost=lost, over=over)
    if handoff.caller_leg:
        scene.hang_up(handoff.caller_leg)
    why = "line lost" if lost else "hung up"
    handoff = drop_offer(scene, handoff, "away" if lost else "free", why, refused=True, over=over)
    handoff = owe(scene, replace(handoff, room=""), scene.now + scene.rules.settle)
    return requeue(scene, handoff)


def _second(scene: Scene, handoff: Handoff, offer: Offer, event: OfLeg) -> Handoff:
    """It was rung twice: the call that is picked up first is the one; the other is hung up, its end means nothing."""
    if isinstance(event, PickedUp | Pressed) and handoff.phase in ("offered", "ringing"):
        scene.hang_up(offer.leg, offer.agent)
        return on_offer(scene, handoff, replace(offer, leg=event.leg), event)
    if isinstance(event, Rang | PickedUp | Pressed):
        scene.hang_up(event.leg, offer.agent)
    return handoff
