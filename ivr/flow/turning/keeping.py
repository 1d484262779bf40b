"""A place that is kept for a call-back: which one it is, and when the caller would be called."""

from __future__ import annotations

from datetime import datetime

from ivr.flow.directives import Leave
from ivr.flow.state import State
from ivr.flow.turning.scene import Scene

WAITED = "waited"
"""The slot that knows what was waited for when a call-back was chosen: `queue/turn`, of the Seek."""
AT = "call_back_at"
"""The slot of the time that was chosen: ISO, of the city's clock."""


def kept(queue: str, turn: int) -> dict[str, str]:
    """The slots that remember the place that is kept, and no time yet."""
    return {WAITED: f"{queue}/{turn}", AT: ""}


def told_again(scene: Scene, state: State) -> Leave | None:
    """The kept place with its time; None: nothing is kept, or the time is none to come."""
    turn, at = state.slots.get(WAITED, "").partition("/")[2], moment(scene, state.slots.get(AT, ""))
    return Leave(int(turn), "call_back", at) if turn.isdecimal() and at else None


def line(scene: Scene, state: State) -> str:
    """The line whose hours the queue has in which the place is kept; "" where there is none."""
    queue = scene.book.city.queues.get(state.slots.get(WAITED, "").partition("/")[0])
    return queue.line if queue else ""


def moment(scene: Scene, value: str) -> datetime | None:
    """The time, aware; None for what is none, or is over."""
    now = scene.moment.now
    try:
        found = datetime.fromisoformat(value).replace(tzinfo=now.tzinfo)
    except ValueError:
        return None
    return found if found > now else None
