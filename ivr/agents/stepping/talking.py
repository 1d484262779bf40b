"""What agent and supervisor do while the agent talks to the caller. An order by somebody else is void."""

from __future__ import annotations

from dataclasses import replace

from ivr.agents.actions import Coach, Dial, Hold, Mute, Release
from ivr.agents.events import CalledIn, Dropped, HandedOn, Held, Muted, SupervisorCame
from ivr.agents.handoff import Handoff, Kind, Leg, Mode, Tried
from ivr.agents.stepping.legs import PEOPLE, drop, put
from ivr.agents.stepping.offering import has
from ivr.agents.stepping.parting import close, hand_over, take_back
from ivr.agents.stepping.room import left_alone
from ivr.agents.stepping.scene import Scene, tie, wind
from ivr.agents.stepping.waiting import requeue


def talks(handoff: Handoff, agent: str) -> bool:
    """True while this agent and the caller are joined."""
    return handoff.phase == "joined" and handoff.offer is not None and handoff.offer.agent == agent


def on_held(scene: Scene, handoff: Handoff, event: Held) -> Handoff:
    """Off: whoever is in the room talks to the caller from now on."""
    if not talks(handoff, event.agent):
        return handoff
    if event.on:
        return _hold(scene, handoff)
    return _introduce(take_back(scene, handoff))


def _hold(scene: Scene, handoff: Handoff) -> Handoff:
    if not handoff.held:
        scene.do(Hold(handoff.caller_leg, handoff.room, True, handoff.version))
    return replace(handoff, held=True)


def _introduce(handoff: Handoff) -> Handoff:
    return replace(handoff, legs=tuple(replace(leg, met=leg.met or leg.inside) for leg in handoff.legs))


def on_muted(scene: Scene, handoff: Handoff, event: Muted) -> Handoff:
    """The caller no longer hears the agent, or does again."""
    offer = handoff.offer
    if offer is None or not talks(handoff, event.agent) or offer.muted == event.on:
        return handoff
    scene.do(Mute(offer.leg, handoff.room, event.on, handoff.version))
    return replace(handoff, offer=replace(offer, muted=event.on))


def on_called_in(scene: Scene, handoff: Handoff, event: CalledIn) -> Handoff:
    """Somebody else is rung; meanwhile the caller hears music, where the agent wants to speak of them first."""
    full = len(handoff.legs) >= scene.rules.company
    if not talks(handoff, event.agent) or has(handoff, event.who) or full:
        return _not_needed(scene, handoff, event.who, event.kind)
    handoff = _dial(scene, handoff, event.kind, event.who)
    return _hold(scene, handoff) if event.hold else handoff


def _dial(scene: Scene, handoff: Handoff, kind: Kind, who: str, mode: Mode = "talk") -> Handoff:
    handoff, name = tie(handoff)
    scene.do(Dial(name, kind, who, handoff.room))
    handoff = replace(handoff, legs=(*handoff.legs, Leg(name, kind, who, mode=mode)))
    return wind(scene, handoff, "leg", scene.now + scene.rules.leg, name)


def _not_needed(scene: Scene, handoff: Handoff, who: str, kind: Kind) -> Handoff:
    if kind in PEOPLE and not has(handoff, who):
        scene.do(Release(who, "free", "not needed"))
    return handoff


def on_dropped(scene: Scene, handoff: Handoff, event: Dropped) -> Handoff:
    """Let go; a caller whom nobody else keeps goes on with the line."""
    leg = handoff.leg_of(event.who)
    return left_alone(scene, drop(scene, handoff, leg)) if leg else handoff


def on_supervisor(scene: Scene, handoff: Handoff, event: SupervisorCame) -> Handoff:
    """Listens, whispers or joins; one who is there already changes between these."""
    leg = handoff.leg_of(event.who)
    if leg is not None and leg.kind == "supervisor":
        return _coach(scene, handoff, leg, event.mode)
    full = len(handoff.legs) >= scene.rules.company
    if handoff.phase != "joined" or handoff.offer is None or has(handoff, event.who) or full:
        return _not_needed(scene, handoff, event.who, "supervisor")
    return _dial(scene, handoff, "supervisor", event.who, event.mode)


def _coach(scene: Scene, handoff: Handoff, leg: Leg, mode: Mode) -> Handoff:
    if leg.mode == mode:
        return handoff
    if leg.inside and handoff.offer is not None:
        scene.do(Coach(leg.sid, handoff.room, mode, handoff.offer.leg, handoff.version))
    return left_alone(scene, put(handoff, replace(leg, mode=mode)))


def on_handed_on(scene: Scene, handoff: Handoff, event: HandedOn) -> Handoff:
    """The agent gives the caller away, and writes. A warm hand-on to somebody who is not in does nothing."""
    if not talks(handoff, event.agent):
        return handoff
    if event.to == "queue":
        return _to_queue(scene, handoff, event.who)
    if event.to == "desk" and not event.warm:
        return close(scene, handoff, f"desk:{event.who}")
    leg = handoff.leg_of(event.who)
    if leg is None or not leg.inside or leg.kind == "interpreter" or leg.mode != "talk":
        return handoff
    met = replace(leg, met=True, accepted=True)
    return hand_over(scene, put(handoff, met), met)


def _to_queue(scene: Scene, handoff: Handoff, queue: str) -> Handoff:
    """Cold: the caller waits for somebody else, in front of those who came later than they did."""
    after = close(scene, handoff, "queue")
    tried = (*after.tried, *(Tried(agent, scene.now) for agent in after.writing))
    until = max(handoff.until, scene.now + scene.rules.again)
    return requeue(scene, wind(scene, replace(after, queue=queue, until=until, tried=tried), "wait", until))
