"""The reconciler's truth: what Twilio says is there, against what the hand-off believes; the difference is repaired."""

from __future__ import annotations

from dataclasses import replace

from ivr.agents.events import CALLER, Entered, Found, Left, LegEnded, Rang
from ivr.agents.handoff import TOGETHER, Handoff
from ivr.agents.stepping.calling import on_dial
from ivr.agents.stepping.legs import drop, on_leg
from ivr.agents.stepping.offering import on_offer
from ivr.agents.stepping.parting import caller_out
from ivr.agents.stepping.room import left_alone, on_room, stray
from ivr.agents.stepping.scene import Scene, stop
from ivr.agents.stepping.waiting import bring_back


def on_found(scene: Scene, handoff: Handoff, truth: Found) -> Handoff:
    """Heard only while nothing has happened since Twilio was asked: what is found is then older than what is known."""
    if truth.version != handoff.version:
        return handoff
    for found in (_unknown, _caller_call, _caller_room, _agent, _others):
        handoff = found(scene, handoff, truth)
    return handoff


def _unknown(scene: Scene, handoff: Handoff, truth: Found) -> Handoff:
    """Telephones that ring for us and are in no word we had: taken up where one is missed, hung up otherwise."""
    for tie, sid in truth.legs:
        known = {handoff.caller_leg, handoff.offer.leg if handoff.offer else "", *(leg.sid for leg in handoff.legs)}
        if sid in known or sid not in truth.live:
            continue
        leg = handoff.leg(tie)
        if handoff.offer and tie == handoff.offer.id and not handoff.offer.leg:
            handoff = on_offer(scene, handoff, handoff.offer, Rang(tie, sid))
        elif leg and not leg.sid:
            handoff = on_leg(scene, handoff, leg, Rang(tie, sid))
        elif tie == handoff.dial and handoff.phase == "calling" and not handoff.caller_leg:
            handoff = on_dial(scene, handoff, Rang(tie, sid))
        else:
            scene.hang_up(sid)
    return handoff


def _caller_call(scene: Scene, handoff: Handoff, truth: Found) -> Handoff:
    if not handoff.caller_leg or handoff.caller_leg in truth.live:
        return handoff
    if handoff.caller == "calling":
        return on_dial(scene, handoff, LegEnded(handoff.dial, handoff.caller_leg, "no_answer"))
    return caller_out(scene, handoff) if handoff.caller in ("line", "door", "room") else handoff


def _caller_room(scene: Scene, handoff: Handoff, truth: Found) -> Handoff:
    if handoff.caller not in ("line", "door", "room"):
        return handoff
    leg, room = handoff.caller_leg, truth.rooms.get(handoff.caller_leg, "")
    if room and room != handoff.room:
        handoff = stray(scene, handoff, room)
        return handoff if handoff.phase in TOGETHER else bring_back(scene, handoff)
    if room and handoff.caller != "room":
        return on_room(scene, handoff, Entered(room, CALLER, leg))
    if not room and handoff.caller == "room" and handoff.phase == "joined":
        return on_room(scene, handoff, Left(handoff.room, CALLER, leg))
    if not room and not handoff.room:
        return stop(replace(handoff, caller="line"), ("back",))
    return handoff


def _agent(scene: Scene, handoff: Handoff, truth: Found) -> Handoff:
    offer = handoff.offer
    if offer is None or not offer.leg:
        return handoff
    if offer.leg not in truth.live:
        return on_offer(scene, handoff, offer, LegEnded(offer.id, offer.leg, "lost"))
    inside = bool(handoff.room) and truth.rooms.get(offer.leg) == handoff.room
    if inside and not offer.inside:
        return on_room(scene, handoff, Entered(handoff.room, offer.id, offer.leg))
    if offer.inside and not inside:
        return on_room(scene, handoff, Left(handoff.room, offer.id, offer.leg, lost=True))
    return handoff


def _others(scene: Scene, handoff: Handoff, truth: Found) -> Handoff:
    for tie in [leg.id for leg in handoff.legs]:
        leg = handoff.leg(tie)  # None: gone with one before it
        if leg and leg.sid and leg.sid not in truth.live:
            handoff = left_alone(scene, drop(scene, handoff, leg, why="lost", over=True))
        elif leg and leg.sid and not leg.inside and handoff.room and truth.rooms.get(leg.sid) == handoff.room:
            handoff = on_room(scene, handoff, Entered(handoff.room, leg.id, leg.sid))
    return handoff
