"""Why a caller is handed to a person: noted where the way to one begins, told when one is sought."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from msgspec.structs import replace

from ivr.flow.book import Book
from ivr.flow.directives import Note
from ivr.flow.meaning import Meaning
from ivr.flow.model import Priority, Queue, Reason
from ivr.flow.state import State
from ivr.flow.turning import links
from ivr.flow.turning.scene import Scene

HANDOVER = "handover"
"""The slot that knows why the caller is on the way to a person; conditions of a flow may ask for it."""
VULNERABLE = "vulnerable"
"""The slot that knows that the caller should have a person first: `yes`."""
CARE = "care"
"""The slot that knows what a flow made of that (`offered`); until it is filled, nobody asks such a caller again."""
REASONS: tuple[Reason, ...] = get_args(Reason)
_URGENT: Mapping[Reason, Priority] = {
    "emergency_follow_up": "emergency_follow_up",
    "vulnerable": "urgent",
    "urgent_after_hours": "urgent",
}
_ORDER: tuple[Priority, ...] = get_args(Priority)


def because(book: Book, state: State, target: str, reason: Reason) -> State:
    """The state with its reason, where `target` leads to a person. From where danger is spoken of there is only one."""
    if not _leads_to_person(book, target, state.at.partition(".")[0]):
        return state
    told = "emergency_follow_up" if links.in_danger(book, state.at) else reason
    return replace(state, slots={**state.slots, HANDOVER: told})


def forgotten(state: State) -> State:
    """The state without a reason: the way to a person is over, or a new one begins that the flow itself takes."""
    if HANDOVER not in state.slots:
        return state
    return replace(state, slots={name: value for name, value in state.slots.items() if name != HANDOVER})


def noticed(scene: Scene, state: State, meaning: Meaning) -> State:
    """The state that knows, from the first such words on, that this caller should have a person first."""
    if not meaning.vulnerable or VULNERABLE in state.slots:
        return state
    scene.out.append(Note("vulnerable_heard"))
    return replace(state, slots={**state.slots, VULNERABLE: "yes"})


def reason(state: State, node: Queue) -> Reason:
    """Why the caller waits at this node."""
    noted = state.slots.get(HANDOVER, "")
    why = node.reason or (noted if noted in REASONS else "flow")
    return "vulnerable" if state.slots.get(VULNERABLE) and why not in _URGENT else why


def priority(queues: Priority, why: Reason) -> Priority:
    """How urgent the caller is: as the queue says, or more so for the reason."""
    return min(queues, _URGENT.get(why, queues), key=_ORDER.index)


def _leads_to_person(book: Book, target: str, flow: str) -> bool:
    """Whether it is where the operator's link leads, or within that flow; main is no such flow: calls begin there."""
    operator, goal = links.operator(book) or "", links.absolute(target, flow)
    persons = operator.partition(".")[0]
    return goal == operator or (persons not in ("", links.ROOT, flow) and goal.partition(".")[0] == persons)
