"""Back to the queue, and out of it: where a hand-off goes when an agent's part has come to nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from ivr.agents.actions import Match, MoveBack, Presence, Release, SaveDraft
from ivr.agents.handoff import CallBack, Handoff, Phase, Tried
from ivr.agents.stepping.legs import drop_all
from ivr.agents.stepping.scene import STAGES, Scene, stop, wind


def drop_offer(
    scene: Scene,
    handoff: Handoff,
    presence: Presence,
    why: str,
    *,
    refused: bool = False,
    over: bool = False,
    fault: bool = False,
) -> Handoff:
    """The agent is let go. refused: not to be asked again soon; over: their leg has ended by itself; fault: as
    Tried has it."""
    offer = handoff.offer
    if offer is None:
        return handoff
    if offer.leg and not over:
        scene.hang_up(offer.leg, offer.agent)
    scene.do(Release(offer.agent, presence, why))
    tried = tuple(other for other in handoff.tried if other.agent != offer.agent)
    tried = (*tried, Tried(offer.agent, scene.now, fault)) if refused else handoff.tried
    return replace(stop(handoff, STAGES), offer=None, tried=tried)


def requeue(scene: Scene, handoff: Handoff, *, front: bool = False) -> Handoff:
    """Waits again, the place kept. front: was cut off, goes before the others and is given a little more time."""
    handoff = stop(drop_all(scene, handoff), STAGES)
    until = _longer(scene, handoff) if front else handoff.until
    handoff = replace(
        handoff, phase="waiting", held=False, met=False, cut_off=handoff.cut_off or front, until=until, why=""
    )
    if scene.now >= until:
        return give_up(scene, handoff, "too_long")
    handoff = wind(scene, handoff, "wait", until) if front else handoff
    return turn_comes(scene, bring_back(scene, handoff))


def _longer(scene: Scene, handoff: Handoff) -> datetime:
    """How long a caller who was cut off is kept: not the days of the call-back, if they are on the line by one."""
    if handoff.call_back:
        return scene.now + scene.rules.wait
    return max(handoff.until, scene.now + scene.rules.again)


def turn_comes(scene: Scene, handoff: Handoff) -> Handoff:
    """Asks for an agent; of a call-back that is not due yet, at its time."""
    if called_later(handoff) and handoff.call_back and handoff.call_back.due > scene.now:
        return wind(scene, handoff, "due", handoff.call_back.due)
    scene.do(Match())
    return stop(handoff, ("due",))


def called_later(handoff: Handoff) -> bool:
    """True while the caller is to be dialled: not on the line, where they could be moved into a room."""
    return handoff.call_back is not None and handoff.caller in ("none", "calling", "gone")


def bring_back(scene: Scene, handoff: Handoff) -> Handoff:
    """The room is over: the caller leaves it for where the phase has them (place.caller). Asked for once a room."""
    inside = handoff.room and handoff.caller in ("door", "room")
    handoff = replace(handoff, room="")
    if not inside:
        return handoff
    scene.do(MoveBack(handoff.caller_leg, handoff.id, handoff.version))
    handoff = replace(handoff, backs=handoff.backs + 1)
    return wind(scene, handoff, "back", scene.now + scene.rules.back)


def owe(scene: Scene, handoff: Handoff, due: datetime, *, soon: bool = False) -> Handoff:
    """To be called, not before `due`; kept for the days of the rules from the first time on. soon: see CallBack."""
    owed = handoff.call_back or CallBack(due, due + scene.rules.owed)
    handoff = wind(scene, handoff, "wait", owed.until)
    return replace(handoff, caller="none", until=owed.until, call_back=replace(owed, due=due, soon=soon))


def give_up(scene: Scene, handoff: Handoff, why: str) -> Handoff:
    """Nobody in time: a kind way out for who is on the line; a call-back that is owed no longer stays as a draft."""
    scene.do(SaveDraft())
    later = called_later(handoff)
    if later and handoff.caller == "calling" and handoff.caller_leg:
        scene.hang_up(handoff.caller_leg)
    return end(scene, handoff, "failed" if later else "withdrawn", why)


def end(scene: Scene, handoff: Handoff, phase: Phase, why: str) -> Handoff:
    """Ends, once nobody writes any more. A caller who is still in the room is brought to what comes next."""
    caller = "gone" if handoff.caller in ("none", "calling") else handoff.caller
    kept = tuple(clock for clock in handoff.clocks if clock.kind in ("back", "write"))
    now: Phase = "wrap_up" if handoff.writing else phase
    ended = replace(handoff, phase=now, end=phase, why=why, caller=caller, clocks=kept, held=False)
    return bring_back(scene, ended) if ended.room else ended
