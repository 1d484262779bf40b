"""A person is sought: what is asked for, and whether it can be asked at all."""

from __future__ import annotations

from msgspec.structs import replace

from ivr.flow.directives import Seek
from ivr.flow.model import Queue, WorkQueue
from ivr.flow.state import Sought, State
from ivr.flow.turning.lines import line_open
from ivr.flow.turning.reasons import priority, reason
from ivr.flow.turning.scene import Scene


def begun(scene: Scene, state: State) -> State:
    """The state in which a person is sought; who waits already keeps the turn that asked."""
    if state.sought is not None:
        return state
    now = int(scene.moment.now.timestamp())
    return replace(state, sought=Sought(state.turns, now), phase="ask", pending="")


def seek(scene: Scene, state: State, node: Queue) -> Seek | None:
    """What is asked for; None: the queue is closed. Who waits when it closes is not sent away by the flow."""
    rules, sought = scene.book.city.queues.get(node.queue), state.sought
    if rules is None or sought is None or not (sought.told or line_open(scene, state, rules.line)):
        return None
    why = reason(state, node)
    flows_over = rules.overflow if rules.overflow and line_open(scene, state, overflow_line(rules)) else None
    return Seek(
        queue=node.queue,
        turn=sought.turn,
        reason=why,
        priority=priority(rules.priority, why),
        language=state.language,
        skills=tuple(rules.skills),
        ring=rules.ring,
        patience=rules.patience * 60,
        overflow=flows_over.after * 60 if flows_over else None,
    )


def overflow_line(rules: WorkQueue) -> str:
    """The line that callers of this queue are connected to when it flows over."""
    return (rules.overflow.line if rules.overflow else None) or rules.line
