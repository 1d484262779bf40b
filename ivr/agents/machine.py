"""The machine: what becomes of a hand-off. Pure and total: (hand-off, event, now) → (hand-off, actions).

An event that is not true any more gives the same hand-off, and perhaps an action that repairs: a telephone that rings
for nobody is hung up. No event, in whatever phase, raises (tests/agents/test_machine_property.py plays them).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from ivr.agents import events as e
from ivr.agents.actions import SaveDraft, Show
from ivr.agents.handoff import OFFERING, CallBack, Handoff
from ivr.agents.rules import USUAL, Rules
from ivr.agents.stepping.calling import on_dial
from ivr.agents.stepping.choosing import on_chosen, on_closed, on_hung_up
from ivr.agents.stepping.clocks import on_time
from ivr.agents.stepping.finding import on_found
from ivr.agents.stepping.legs import drop, on_leg
from ivr.agents.stepping.offering import matched, on_offer, out, refused
from ivr.agents.stepping.parting import caller_out, written
from ivr.agents.stepping.room import left_alone, on_fetched, on_move_failed, on_room
from ivr.agents.stepping.scene import Scene, Step, wind
from ivr.agents.stepping.talking import on_called_in, on_dropped, on_handed_on, on_held, on_muted, on_supervisor
from ivr.agents.stepping.waiting import turn_comes


def begin(id: str, asked: e.Asked, now: datetime, rules: Rules = USUAL) -> Step:
    """A new hand-off. now: aware. The draft is saved before anybody waits; (call_sid, nth) is unique in the store."""
    scene = Scene(now, rules)
    called = not asked.leg
    until = now + (rules.owed if called else rules.wait)
    new = Handoff(
        id=id,
        call_sid=asked.call_sid,
        nth=asked.nth,
        queue=asked.queue,
        reason=asked.reason,
        priority=asked.priority,
        language=asked.language,
        skills=asked.skills,
        since=asked.since or now,
        until=until,
        caller="none" if called else "line",
        caller_leg=asked.leg,
        cut_off=asked.cut_off,
        call_back=CallBack(now, until) if called else None,
    )
    scene.do(SaveDraft())
    waits = turn_comes(scene, wind(scene, new, "wait", until))
    return Step(waits, (*scene.out, Show(waits.phase)))


def step(handoff: Handoff, event: e.Event, now: datetime, rules: Rules = USUAL) -> Step:
    """What becomes of it, and what is to be done. now: aware. The same hand-off, if the event says nothing new."""
    scene = Scene(now, rules)
    after = _on(scene, handoff, event)
    if after == handoff:
        return Step(handoff, tuple(scene.out))
    return Step(replace(after, version=handoff.version + 1), (*scene.out, Show(after.phase)))


def _on(scene: Scene, handoff: Handoff, event: e.Event) -> Handoff:
    match event:
        case e.TimeUp():
            return on_time(scene, handoff, event)
        case e.Found():
            return on_found(scene, handoff, event)
        case e.Matched(agent):
            return matched(scene, handoff, agent)
        case e.OfferWithdrawn(tie):
            asked = handoff.phase in OFFERING and handoff.offer is not None and handoff.offer.id == tie
            return refused(scene, handoff, "free", "withdrawn") if asked else handoff
        case e.Entered() | e.Left():
            return on_room(scene, handoff, event)
        case e.Asked() | e.CallerFetched() | e.CallerHungUp() | e.CallerChose() | e.QueueClosed() | e.MoveFailed():
            return _by_caller(scene, handoff, event)
        case e.Rang() | e.RingFailed() | e.PickedUp() | e.Voicemail() | e.Pressed() | e.NoKey():
            return _on_telephone(scene, handoff, event)
        case e.LegEnded() | e.Answered():
            return _on_telephone(scene, handoff, event)
        case _:
            return _by_agent(scene, handoff, event)


def _on_telephone(scene: Scene, handoff: Handoff, event: e.OfLeg) -> Handoff:
    if handoff.offer and event.tie == handoff.offer.id:
        return on_offer(scene, handoff, handoff.offer, event)
    leg = handoff.leg(event.tie)
    if leg is not None:
        return left_alone(scene, on_leg(scene, handoff, leg, event))
    if handoff.dial and event.tie == handoff.dial:
        return on_dial(scene, handoff, event)
    if not isinstance(event, e.RingFailed | e.LegEnded):
        scene.hang_up(event.leg)
    return handoff


def _by_caller(scene: Scene, handoff: Handoff, event: e.OfCaller) -> Handoff:
    match event:
        case e.CallerHungUp(leg) if leg == handoff.caller_leg and handoff.caller in ("line", "door", "room"):
            return caller_out(scene, handoff)
        case e.CallerHungUp(leg):
            return on_hung_up(scene, handoff, leg)
        case e.CallerFetched(leg):
            return on_fetched(scene, handoff, leg)
        case e.CallerChose():
            return on_chosen(scene, handoff, event)
        case e.QueueClosed():
            return on_closed(scene, handoff, "closed")
        case e.MoveFailed():
            return on_move_failed(scene, handoff, event)
        case _:
            return handoff


def _by_agent(scene: Scene, handoff: Handoff, event: e.OfAgent) -> Handoff:
    match event:
        case e.AgentGone(agent):
            return _agent_gone(scene, handoff, agent)
        case e.AgentLeft(agent):
            return _agent_left(scene, handoff, agent)
        case e.Finished(agent):
            left = _agent_left(scene, handoff, agent)
            return written(scene, left, agent, "finished") if agent in left.writing else left
        case e.Held():
            return on_held(scene, handoff, event)
        case e.Muted():
            return on_muted(scene, handoff, event)
        case e.CalledIn():
            return on_called_in(scene, handoff, event)
        case e.Dropped():
            return on_dropped(scene, handoff, event)
        case e.HandedOn():
            return on_handed_on(scene, handoff, event)
        case e.SupervisorCame():
            return on_supervisor(scene, handoff, event)


def _agent_left(scene: Scene, handoff: Handoff, agent: str) -> Handoff:
    if handoff.offer is None or handoff.offer.agent != agent:
        return handoff
    if handoff.phase in OFFERING:
        return refused(scene, handoff, "free", "declined")
    return out(scene, handoff, lost=False)


def _agent_gone(scene: Scene, handoff: Handoff, agent: str) -> Handoff:
    if agent in handoff.writing:
        return written(scene, handoff, agent, "gone")
    leg = handoff.leg_of(agent)
    if leg is not None and not leg.inside:
        return left_alone(scene, drop(scene, handoff, leg, "away", "gone"))
    if handoff.offer and handoff.offer.agent == agent and handoff.phase in OFFERING:
        return refused(scene, handoff, "away", "gone")
    return handoff
