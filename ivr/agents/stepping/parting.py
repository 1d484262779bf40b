"""When somebody goes: the agent, who never takes the caller along; the caller, who sets everybody free."""

from __future__ import annotations

from dataclasses import replace

from ivr.agents.actions import Coach, Hold, Release, SaveDraft
from ivr.agents.handoff import OFFERING, CallBack, Handoff, Leg, Offer, keeper
from ivr.agents.stepping.legs import PEOPLE, drop_all
from ivr.agents.stepping.scene import Scene, stage, stop, wind
from ivr.agents.stepping.waiting import drop_offer, end, owe, requeue, turn_comes


def agent_out(scene: Scene, handoff: Handoff, *, lost: bool, over: bool) -> Handoff:
    """The agent is out of the room, or out before it was reached; the caller stays.

    lost: the line broke; over: the leg has ended. Somebody else who is in keeps the caller. Else the caller goes on
    with the line, or, when nobody meant to leave, to the front of the queue.
    """
    successor = keeper(handoff)
    if successor is not None:
        return hand_over(scene, handoff, successor, lost=lost, over=over)
    if handoff.met and not lost:
        return close(scene, handoff, "completed", over=over)
    why = "line lost" if lost else "hung up"
    handoff = drop_offer(scene, handoff, "away" if lost else "free", why, refused=not handoff.met, over=over)
    return requeue(scene, handoff, front=True)


def hand_over(scene: Scene, handoff: Handoff, to: Leg, *, lost: bool = False, over: bool = False) -> Handoff:
    """The caller is `to`'s from now on; the agent before writes."""
    handoff = take_back(scene, handoff)
    handoff = drop_offer(scene, handoff, "away", "line lost", over=over) if lost else _let_write(scene, handoff, over)
    if to.kind not in PEOPLE:
        return _go_on(scene, handoff)
    legs = tuple(leg for leg in handoff.legs if leg.id != to.id)
    offer = Offer(to.id, to.who, to.sid, to.inside, False, to.seq)
    handoff = replace(stop(handoff, ("leg",), to.id), offer=offer, legs=legs)
    for leg in legs:
        if leg.mode == "whisper" and leg.inside:
            scene.do(Coach(leg.sid, handoff.room, "whisper", to.sid, handoff.version))
    return _go_on(scene, handoff)


def _go_on(scene: Scene, handoff: Handoff) -> Handoff:
    """The clock of the agent before has stopped; the talk, or the caller's way back into it, has one again."""
    if handoff.phase == "joined":
        return stage(scene, handoff, "talk", scene.rules.talk)
    return stage(scene, handoff, "join", scene.rules.join)


def take_back(scene: Scene, handoff: Handoff) -> Handoff:
    """The caller is not on hold any more."""
    if handoff.held and handoff.caller == "room":
        scene.do(Hold(handoff.caller_leg, handoff.room, False, handoff.version))
    return replace(handoff, held=False)


def close(scene: Scene, handoff: Handoff, why: str, *, over: bool = False) -> Handoff:
    """The talk is over: the agent writes, everybody else is free, the caller goes on with the line or has gone."""
    handoff = drop_all(scene, _let_write(scene, handoff, over))
    return end(scene, handoff, "called_back" if handoff.call_back else "done", why)


def written(scene: Scene, handoff: Handoff, agent: str, why: str) -> Handoff:
    """This agent writes no longer."""
    scene.do(Release(agent, "away" if why == "gone" else "free", why))
    left = tuple(other for other in handoff.writing if other != agent)
    handoff = replace(stop(handoff, ("write",), agent), writing=left)
    return replace(handoff, phase=handoff.end) if handoff.phase == "wrap_up" and not left else handoff


def _let_write(scene: Scene, handoff: Handoff, over: bool) -> Handoff:
    if handoff.offer is None:
        return handoff
    agent = handoff.offer.agent
    handoff = drop_offer(scene, handoff, "wrap_up", "after the call", over=over)
    handoff = replace(handoff, writing=(*(other for other in handoff.writing if other != agent), agent))
    return wind(scene, handoff, "write", scene.now + scene.rules.write, agent)


def caller_out(scene: Scene, handoff: Handoff) -> Handoff:
    """The caller has hung up. Whoever rings for them stops ringing in this very step."""
    handoff = replace(stop(handoff, ("back",)), caller="gone")
    if handoff.over:
        return handoff
    if handoff.met:
        return close(scene, handoff, "caller_left")
    if handoff.call_back is not None:
        return missed_again(scene, handoff, "hung_up", over=True)
    handoff = drop_all(scene, drop_offer(scene, handoff, "free", "caller gone"))
    scene.do(SaveDraft())
    return end(scene, replace(handoff, room=""), "abandoned", "hung_up")


def missed_again(scene: Scene, handoff: Handoff, why: str, *, over: bool = False) -> Handoff:
    """A try of a call-back came to nothing: the agent is free, the caller is tried later, at most so often."""
    if handoff.caller == "calling" and handoff.caller_leg and not over:
        scene.hang_up(handoff.caller_leg)
    owed = handoff.call_back or CallBack(scene.now, handoff.until)
    tried = handoff.phase not in ("waiting", *OFFERING)
    handoff = drop_all(scene, drop_offer(scene, handoff, "free", "not reached"))
    handoff = replace(handoff, phase="waiting", room="", call_back=replace(owed, tries=owed.tries + tried))
    handoff = owe(scene, handoff, scene.now + scene.rules.pause)
    if handoff.call_back and handoff.call_back.tries >= scene.rules.tries:
        scene.do(SaveDraft())
        return end(scene, handoff, "failed", "not_reached")
    if scene.now >= handoff.until:
        scene.do(SaveDraft())
        return end(scene, handoff, "failed", "too_long")
    return turn_comes(scene, handoff)
