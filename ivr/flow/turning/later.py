"""A time to come is proposed as it was understood, or the next one at which somebody is there."""

from __future__ import annotations

from datetime import timedelta

from ivr.flow.hours import next_open
from ivr.flow.model import Slot
from ivr.flow.state import State
from ivr.flow.turning import keeping
from ivr.flow.turning.failing import fail
from ivr.flow.turning.opening import confirm
from ivr.flow.turning.question import of_slot
from ivr.flow.turning.scene import Scene
from ivr.flow.turning.speaking import said

FARTHEST = timedelta(days=14)


def proposed(scene: Scene, state: State, slot: Slot, value: str) -> State:
    """Asks whether this time was meant; instead of one at which nobody is there the next one, and says so."""
    wanted = keeping.moment(scene, value)
    found = next_open(scene.book.city, keeping.line(scene, state), wanted) if wanted else None
    if found is None or found - scene.moment.now > FARTHEST:
        return fail(scene, state, of_slot(scene, state, slot), "nomatch")
    if found != wanted:
        scene.out += said(scene.book, state, "time_closed")
    return confirm(scene, state, found.replace(tzinfo=None).isoformat(timespec="minutes"))
