"""Who comes into the room and who leaves it, as Twilio tells it: late, twice, or in the wrong order."""

from __future__ import annotations

from dataclasses import replace

from ivr.agents.actions import Coach, Look, MoveIntoRoom
from ivr.agents.events import CALLER, Entered, Left, MoveFailed, OfRoom
from ivr.agents.handoff import TOGETHER, Handoff, keeper
from ivr.agents.stepping.legs import drop, put
from ivr.agents.stepping.offering import out
from ivr.agents.stepping.parting import caller_out, close
from ivr.agents.stepping.scene import Scene, stage, stop
from ivr.agents.stepping.waiting import drop_offer, requeue


def on_room(scene: Scene, handoff: Handoff, event: OfRoom) -> Handoff:
    """Somebody came or went. A word of another room is of a time that is over; who is in there now does not belong."""
    if not handoff.room or event.room != handoff.room:
        return _elsewhere(scene, handoff, event)
    if event.tie == CALLER:
        return _caller(scene, handoff, event)
    if handoff.offer and event.tie == handoff.offer.id:
        return _agent(scene, handoff, event)
    return _other(scene, handoff, event)


def _elsewhere(scene: Scene, handoff: Handoff, event: OfRoom) -> Handoff:
    if isinstance(event, Left):
        return handoff
    if event.tie != CALLER:
        scene.hang_up(event.leg)
    elif event.leg == handoff.caller_leg and handoff.caller != "gone":
        scene.do(Look())  # moving them on this word alone could take them out of the place they are in by now
    return handoff


def _caller(scene: Scene, handoff: Handoff, event: OfRoom) -> Handoff:
    late = 0 < event.seq <= handoff.caller_seq
    if event.leg != handoff.caller_leg or late or handoff.phase not in TOGETHER or handoff.caller == "gone":
        return handoff
    handoff = replace(handoff, caller_seq=max(event.seq, handoff.caller_seq))
    if isinstance(event, Entered):
        return together(scene, replace(handoff, caller="room"))
    # Hung up, most likely: that is told by its own event. Or Twilio lost them: then they ask for a document.
    return stage(scene, replace(handoff, caller="line", phase="joining"), "join", scene.rules.join)


def _agent(scene: Scene, handoff: Handoff, event: OfRoom) -> Handoff:
    offer = handoff.offer
    if offer is None or offer.leg not in ("", event.leg) or 0 < event.seq <= offer.seq:
        return handoff
    came = isinstance(event, Entered)
    offer = replace(offer, leg=event.leg, inside=came, seq=max(event.seq, offer.seq))
    handoff = replace(handoff, offer=offer)
    return together(scene, handoff) if came else out(scene, handoff, lost=isinstance(event, Left) and event.lost)


def _other(scene: Scene, handoff: Handoff, event: OfRoom) -> Handoff:
    leg = handoff.leg(event.tie)
    if leg is None or leg.sid not in ("", event.leg):
        if isinstance(event, Entered):
            scene.hang_up(event.leg)
        return handoff
    if 0 < event.seq <= leg.seq:
        return handoff
    if isinstance(event, Left):
        return left_alone(scene, drop(scene, handoff, leg, why="left"))
    met = leg.met or not handoff.held
    entered = replace(leg, sid=event.leg, inside=True, met=met, seq=max(event.seq, leg.seq))
    if leg.kind == "supervisor" and leg.mode != leg.given and not leg.inside and handoff.offer is not None:
        scene.do(Coach(event.leg, handoff.room, leg.mode, handoff.offer.leg, handoff.version))
    return stop(put(handoff, entered), ("leg",), leg.id)


def together(scene: Scene, handoff: Handoff) -> Handoff:
    """Joined, once the caller and a person are both in."""
    agent = handoff.offer is not None and handoff.offer.inside
    if handoff.phase not in TOGETHER or handoff.caller != "room" or not (agent or keeper(handoff)):
        return handoff
    if handoff.phase == "joined":
        return handoff
    joined = replace(stop(handoff, ("wait", "due", "back")), phase="joined", met=True, backs=0)
    return stage(scene, joined, "talk", scene.rules.talk)


def left_alone(scene: Scene, handoff: Handoff) -> Handoff:
    """After the last person who kept the caller has gone, the caller goes on with the line."""
    if handoff.phase in TOGETHER and handoff.offer is None and keeper(handoff) is None:
        return close(scene, handoff, "completed")
    return handoff


def not_joined(scene: Scene, handoff: Handoff, *, excused: bool = False) -> Handoff:
    """Too long for both to be in. A caller who had been in has gone; else they wait again, in front.

    excused: it is not the agent's doing that they are not in.
    """
    if handoff.met:
        return close(scene, handoff, "completed")
    missing = not excused and handoff.offer is not None and not handoff.offer.inside
    why = "not in the room" if missing else "caller not in the room"
    handoff = drop_offer(scene, handoff, "away" if missing else "free", why, refused=missing)
    return requeue(scene, handoff, front=True)


def on_move_failed(scene: Scene, handoff: Handoff, event: MoveFailed) -> Handoff:
    """The caller could not be moved: they have hung up, or Twilio is in trouble."""
    if event.leg != handoff.caller_leg or handoff.caller in ("gone", "none", "calling"):
        return handoff
    if event.why == "gone":
        return caller_out(scene, handoff)
    return not_joined(scene, handoff, excused=True) if handoff.phase == "joining" else handoff


def on_fetched(scene: Scene, handoff: Handoff, leg: str) -> Handoff:
    """The caller is on the line and asks where to go: into the room when there is one, else as the phase has it."""
    if leg != handoff.caller_leg or handoff.caller in ("gone", "none", "calling"):
        return handoff
    if handoff.phase == "joined":  # they fell out of the room
        handoff = stage(scene, replace(handoff, phase="joining"), "join", scene.rules.join)
    if handoff.phase == "joining":
        return replace(handoff, caller="door")
    return stop(replace(handoff, caller="line"), ("back",))


def stray(scene: Scene, handoff: Handoff, room: str) -> Handoff:
    """The caller is in a room where nobody is for them: to the right one, or (waiting.bring_back) out of it."""
    if handoff.phase == "joined":
        scene.do(MoveIntoRoom(handoff.caller_leg, handoff.room, handoff.version))
        return stage(scene, replace(handoff, caller="door", phase="joining"), "join", scene.rules.join)
    if handoff.phase == "joining":
        return handoff  # the order to move them is under way, and its clock runs
    return replace(handoff, caller="room", room=room)
