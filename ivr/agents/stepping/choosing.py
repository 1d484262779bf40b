"""The caller's own choice in the queue, and the queue's end: other ways than waiting."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from ivr.agents.events import CallerChose
from ivr.agents.handoff import OFFERING, Handoff
from ivr.agents.stepping.scene import Scene
from ivr.agents.stepping.waiting import called_later, drop_offer, end, give_up, owe, turn_comes


def on_chosen(scene: Scene, handoff: Handoff, event: CallerChose) -> Handoff:
    """A message, the machine, or to be called back. Who chose a moment before a person was there gets the person.

    Who is to be called back may choose another time, or to wait after all, as long as nobody has dialled.
    """
    if _is_owed(handoff, event.leg) and (event.choice == "wait" or (event.choice == "call_back" and event.at)):
        return _otherwise(scene, drop_offer(scene, handoff, "free", "caller chose otherwise"), event.at)
    if event.choice == "wait":
        return handoff
    here = event.leg == handoff.caller_leg and handoff.caller in ("line", "door", "room")
    if not here or handoff.phase not in ("waiting", *OFFERING):
        return handoff
    handoff = drop_offer(scene, handoff, "free", "caller chose otherwise")
    if event.choice != "call_back":
        return end(scene, handoff, "withdrawn", event.choice)
    waits = replace(handoff, phase="waiting", room="")
    if event.at:
        return turn_comes(scene, owe(scene, waits, max(event.at, scene.now + scene.rules.settle)))
    # They are still on the telephone, and perhaps say when: it would be busy.
    return turn_comes(scene, owe(scene, waits, scene.now + scene.rules.choose, soon=True))


def on_hung_up(scene: Scene, handoff: Handoff, leg: str) -> Handoff:
    """Who is to be called back has hung up: it is their turn as soon as the telephone has come to rest."""
    soonest, owed = scene.now + scene.rules.settle, handoff.call_back
    if owed is None or not owed.soon or not _is_owed(handoff, leg) or owed.due <= soonest:
        return handoff
    return turn_comes(scene, owe(scene, handoff, soonest))


def _otherwise(scene: Scene, handoff: Handoff, at: datetime | None) -> Handoff:
    """The call-back at that time instead; None: it is over, for another asking."""
    if at is None:
        return end(scene, handoff, "withdrawn", "call_back")
    due = max(at, scene.now + scene.rules.settle)
    return turn_comes(scene, owe(scene, replace(handoff, phase="waiting", call_back=None), due))


def _is_owed(handoff: Handoff, leg: str) -> bool:
    """Whether this caller is to be called, and was not yet."""
    asked = handoff.call_back is not None and handoff.call_back.tries == 0 and leg == handoff.call_sid
    return asked and handoff.caller == "none" and not handoff.dial and handoff.phase in ("waiting", *OFFERING)


def on_closed(scene: Scene, handoff: Handoff, why: str) -> Handoff:
    """No longer waiting on the line; but an agent who is being asked is let answer first (requeue looks at `until`)."""
    if handoff.phase == "waiting" and not called_later(handoff):
        return give_up(scene, handoff, why)
    if handoff.phase in OFFERING and not called_later(handoff):
        return replace(handoff, until=min(handoff.until, scene.now))
    return handoff
