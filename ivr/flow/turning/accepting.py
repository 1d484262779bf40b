"""An answer is taken: read back where that is due, else kept, and the call goes on."""

from __future__ import annotations

from msgspec.structs import replace

from ivr.flow.meaning import Meaning
from ivr.flow.model import Menu, Review, Slot
from ivr.flow.state import State
from ivr.flow.turning import later, settling, trail
from ivr.flow.turning.confirming import read_back
from ivr.flow.turning.opening import confirm
from ivr.flow.turning.question import VEHICLE_SAID, Asked, parts_of
from ivr.flow.turning.scene import Scene
from ivr.flow.turning.speaking import said, value_in_words
from ivr.flow.turning.taking import choose, fill
from ivr.flow.turning.walk import ask, assign, call, go


def accept(
    scene: Scene, state: State, question: Asked, meaning: Meaning, heard: float | None, keyed: bool = False
) -> State:
    """A value was understood: read back where that is due, else kept."""
    value = meaning.value or ""
    match state.phase:
        case "confirm":
            return settling.confirmed(scene, state) if value == "yes" else settling.denied(scene, state)
        case "offer":
            return settling.picked(scene, state, value)
    match scene.book.node(state.at):
        case Menu() as menu:
            return choose(scene, state, menu, value)
        case Review() as review:
            return reviewed(scene, state, review, value)
        case _:
            assert question.slot is not None
            return _read_back(scene, state, question.slot, meaning, heard, keyed)


def _read_back(scene: Scene, state: State, slot: Slot, meaning: Meaning, heard: float | None, keyed: bool) -> State:
    value, extra = meaning.value or "", meaning.slots
    if slot.type == "time":
        return later.proposed(scene, state, slot, value)
    others = tuple(each for each, _ in meaning.alternatives)
    as_said = value == "unknown" or (slot.type == "vehicle" and not extra.get(VEHICLE_SAID))
    due = "no" if as_said else read_back(slot, heard, meaning.confidence, keyed)
    match due:
        case "ask":
            return confirm(scene, assign(state, extra), value, others)
        case "in_passing":
            words = value_in_words(scene.book, state, slot, value)
            scene.out += said(scene.book, state, "implicit_value", {"value": words})
            return fill(scene, state, slot, value, extra, (value, *others))
    return fill(scene, state, slot, value, extra)


def reviewed(scene: Scene, state: State, review: Review, value: str) -> State:
    """The review was answered: yes, no, or (phase "which") the number of the part that is wrong."""
    if state.phase == "which":
        part = parts_of(scene, state, review)[int(value)]
        cleared = assign(state, dict.fromkeys(part.clear, ""))
        return call(scene, replace(cleared, phase="ask"), part.subdialog)
    if value == "yes":
        return go(scene, trail.mark(state), review.goto)
    return ask(scene, replace(state, phase="which", silences=0, misses=0))
