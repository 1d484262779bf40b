"""What was in doubt is settled: yes, no, one of a few, none of them, “no, the other one”, “no, a street light”."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace as with_
from typing import cast

from msgspec.structs import replace

from ivr.flow.directives import Note, Understand
from ivr.flow.meaning import Meaning, Want
from ivr.flow.model import Menu, Slot
from ivr.flow.state import State
from ivr.flow.turning.failing import fail
from ivr.flow.turning.needing import needs_in, on_need
from ivr.flow.turning.opening import confirm, is_place, offer
from ivr.flow.turning.placing import NOT_THERE, details, known, on_place
from ivr.flow.turning.policy import decide
from ivr.flow.turning.question import NONE, Asked, asked
from ivr.flow.turning.scene import Scene
from ivr.flow.turning.taking import fill, forget_place, take_need
from ivr.flow.turning.walk import assign, enter, is_private

SURE = 0.8
EXACT = 0.95


def opened(state: State) -> State:
    """The state with its question open again, whole."""
    return replace(state, phase="ask", pending="", offered=())


# ------------------------------------------------------------------ “is that right?”


def on_whether(scene: Scene, state: State, question: Asked, meaning: Meaning, heard: float | None, text: str) -> State:
    """An answer to a value read back."""
    if meaning.value == "yes" and meaning.confidence >= SURE:
        return confirmed(scene, state)
    if meaning.value != "yes" and meaning.correction is not None:
        return corrected(scene, state, meaning.correction, heard, text)
    if meaning.value == "no" and meaning.confidence >= SURE:
        return denied(scene, state)
    return fail(scene, state, question, "nomatch")


def confirmed(scene: Scene, state: State) -> State:
    """Yes: the value that waited is taken."""
    node, again = scene.book.node(state.at), opened(state)
    if isinstance(node, Menu):
        return take_need(scene, again, node, state.pending)
    question = asked(scene, again)
    return fill(scene, again, question.slot, state.pending, {}) if question and question.slot else enter(scene, again)


def denied(scene: Scene, state: State) -> State:
    """No, and no more: what else may be meant is offered, before the question is asked anew."""
    scene.out.append(Note("denied"))
    again = opened(state)
    question = asked(scene, again)
    if question is None:
        return enter(scene, again)
    if is_place(question.slot):
        again = forget_place(again)
    if state.offered:
        return offer(scene, again, state.offered)
    return fail(scene, again, question, "nomatch")


# ------------------------------------------------------------------ one of a few


def on_offer(scene: Scene, state: State, question: Asked, meaning: Meaning, text: str) -> State:
    """An answer to what is on offer; what names none of it is heard as an answer to the question itself."""
    if meaning.value is not None and (meaning.value != NONE or meaning.confidence >= EXACT):
        return picked(scene, state, meaning.value)
    open_question = asked(scene, opened(state))
    if open_question is None:
        return enter(scene, opened(state))
    scene.out.append(Understand(text, state.language, open_question.want, is_private(open_question)))
    return replace(state, phase="anew")


def picked(scene: Scene, state: State, value: str) -> State:
    """One of the offered answers was chosen, by its place among them; or none."""
    if value == NONE or not value.isdigit() or int(value) >= len(state.offered):
        return denied(scene, replace(state, offered=()))
    return taken(scene, opened(state), state.offered[int(value)], _without(state.offered, int(value)))


def _without(values: Sequence[str], nth: int) -> tuple[str, ...]:
    return (*values[:nth], *values[nth + 1 :])


def taken(scene: Scene, state: State, value: str, others: Sequence[str] = ()) -> State:
    """Takes what the caller chose; a place is looked up once more by its name, so that its point comes with it."""
    node = scene.book.node(state.at)
    if isinstance(node, Menu):
        scene.out.append(Note("named_in_passing"))
        return take_need(scene, state, node, value, (value, *others))
    question = asked(scene, state)
    if question is None or question.slot is None:
        return enter(scene, state)
    if not is_place(question.slot):
        return fill(scene, state, question.slot, value, {})
    scene.out.append(Understand(value, state.language, Want("place"), is_private(question)))
    return replace(state, phase="pick", pending=value)


def on_pick(scene: Scene, state: State, meaning: Meaning) -> State:
    """The offered place was looked up."""
    again = opened(state)
    question = asked(scene, again)
    if question is None or question.slot is None:
        return enter(scene, again)
    clear = replace(forget_place(again), part=None)
    return fill(scene, clear, question.slot, meaning.value or state.pending, details(meaning))


def on_anew(scene: Scene, state: State, meaning: Meaning, heard: float | None, text: str) -> State:
    """What was said to an offer, as an answer to the question: nearer to one on offer than anything else, or new."""
    offering, again = replace(state, phase="offer"), opened(state)
    question, node = asked(scene, again), scene.book.node(state.at)
    offers = asked(scene, offering)
    if question is None or offers is None:
        return enter(scene, again)
    if is_place(question.slot):
        lost = meaning.value is None or meaning.value == "unknown" or meaning.ask == "again"
        return (
            fail(scene, offering, offers, "nomatch") if lost else on_place(scene, again, question, meaning, heard, text)
        )
    if not isinstance(node, Menu):
        return fail(scene, offering, offers, "nomatch")
    ranked = needs_in(scene, node, meaning)
    if (nearest := next((need for need, _ in ranked if need in state.offered), None)) and ranked[0][0] == nearest:
        return taken(scene, again, nearest)
    if decide(scene.book.city.understanding, ranked, heard).act == "again":
        return fail(scene, offering, offers, "nomatch")
    return on_need(scene, again, question, node, meaning, heard)


# ------------------------------------------------------------------ “no, …”


def corrected(scene: Scene, state: State, said: Meaning, heard: float | None, text: str) -> State:
    """“No, …”: the runner-up, another value, or the same one after all. `state` holds what was denied."""
    scene.out.append(Note("corrected"))
    again, denied_value = opened(state), state.pending
    question, node = asked(scene, again), scene.book.node(state.at)
    if question is None:
        return enter(scene, again)
    if is_other_one(said):
        return taken(scene, again, state.offered[0], state.offered[1:]) if state.offered else denied(scene, state)
    if isinstance(node, Menu):
        return _another_need(scene, state, question, node, said, heard)
    if question.slot is None or said.value == denied_value:
        return confirmed(scene, state)
    if is_place(question.slot):
        return on_place(scene, forget_place(again), question, said, heard, text)
    fits = not question.want.options or any(option.value == said.value for option in question.want.options)
    if said.value is None or not fits:
        return denied(scene, state)
    return (
        confirm(scene, again, said.value)
        if said.confidence < SURE
        else fill(scene, again, question.slot, said.value, said.slots)
    )


def is_other_one(said: Meaning) -> bool:
    """“The other one”: nothing is named, and what was not taken at first is meant."""
    return said.ask is None and said.value in (None, "other") and not said.slots


def _another_need(scene: Scene, state: State, question: Asked, menu: Menu, said: Meaning, heard: float | None) -> State:
    again, code = opened(state), state.pending.rpartition("|")[2]
    if code and said.value == code:
        return confirmed(scene, state)
    if said.value is None and said.slots.get("place_said"):  # the place was wrong, and not what is the matter there
        anew = assign(forget_place(assign(again, {"place": "", "place_heard": ""})), known(scene, said, heard))
        return take_need(scene, anew, menu, state.pending, (state.pending, *state.offered))
    rest = tuple(one for one in said.alternatives if one[0] != code)
    if not needs_in(scene, menu, with_(said, alternatives=rest)):
        return denied(scene, state)
    return on_need(scene, again, question, menu, with_(said, alternatives=rest), heard)


def may_take_back(state: State, question: Asked) -> bool:
    """Whether the words may take back what was named in passing: where a “no” is no answer to the open question.

    A place of the first sentence is read back right after the need was named: a “no” is about it, “no, rats” is not.
    """
    open_menu = isinstance(question.node, Menu) and bool(question.node.hear or question.node.choose)
    asks = isinstance(question.node, Slot) and question.node.type not in ("yesno", "speech")
    reads_back = state.phase == "confirm" and isinstance(question.node, Slot) and is_place(question.node)
    return bool(state.passing) and (reads_back or (state.phase == "ask" and (open_menu or asks)))


def takes_back(scene: Scene, state: State, question: Asked, meaning: Meaning) -> bool:
    """Whether these words, heard as a yes or no, take back what was named in passing.

    Only with a denial: a place is described by many words that are the name of some other need.
    """
    said = meaning.correction
    if meaning.value != "no" or meaning.link:
        return False
    if said is None:
        plain = meaning.confidence >= SURE and not state.pending
        return plain and question.want.kind == "place" and cast(Slot, question.node).required
    if is_other_one(said):
        return not state.pending
    if said.value is None:
        return not state.pending and bool(said.slots.get("place_said"))
    other = said.value != state.passing[0].rpartition("|")[2]
    known = said.value in scene.book.services or said.value in scene.book.topics
    return other and (known or "|" not in state.passing[0]) and 100 * said.confidence >= scene.book.city.understanding.fair


def place_passed(state: State, question: Asked) -> bool:
    """Whether a place was named in passing together with a need, and may be what a “no” is about."""
    return bool(state.slots.get("place")) and "|" in state.passing[0] and not is_place(question.slot)


def is_elsewhere(state: State, meaning: Meaning) -> bool:
    """Whether these words say another place than the one that was named in passing."""
    said = meaning.correction
    if meaning.value != "no" or said is None or said.value in (None, "unknown") or said.ask in NOT_THERE:
        return False
    located = bool(said.slots.get("place_lat")) or said.ask is not None
    return located and said.value != state.slots.get("place")


def as_beside(said: Meaning) -> Meaning:
    """A place as if it had been said beside a need."""
    slots = {**said.slots, "place": said.value or "", "place_confidence": f"{said.confidence:.2f}"}
    return with_(said, value=None, intent=None, slots=slots, alternatives=())
