"""What was said beside the need: a place before it, a place or a request's number instead of a yes to it."""

from __future__ import annotations

from msgspec.structs import replace

from ivr.flow.directives import Understand
from ivr.flow.meaning import Meaning, Want
from ivr.flow.model import Menu
from ivr.flow.state import State
from ivr.flow.turning import placing
from ivr.flow.turning.checking import is_reference, is_wrong, on_check
from ivr.flow.turning.failing import fail
from ivr.flow.turning.needing import needs_in
from ivr.flow.turning.policy import decide
from ivr.flow.turning.question import Asked, asked
from ivr.flow.turning.recalling import as_beside
from ivr.flow.turning.scene import Scene
from ivr.flow.turning.settling import confirmed, opened
from ivr.flow.turning.speaking import said
from ivr.flow.turning.taking import forget_place
from ivr.flow.turning.walk import ask, assign, enter, is_private

FOUND = ("place", "place_heard", "place_ask")
"""Where a place that was said before the need waits: sure, to be confirmed, or to be completed."""


def unsettled(state: State, meaning: Meaning) -> State:
    """The state without a place that was neither sure nor whole, where another one is said now."""
    if not meaning.slots.get("place_said") or state.slots.get("place"):
        return state
    return forget_place(assign(state, {"place_heard": "", "place_ask": ""}))


def place_first(scene: Scene, state: State, menu: Menu, meaning: Meaning, heard: float | None) -> State | None:
    """A place and no need: the place is kept, and what the problem is there is asked. None: it is something else."""
    if menu.hear == "topics" or any(state.slots.get(name) for name in FOUND):
        return None
    found = placing.known(scene, meaning, heard)
    if not any(found.get(name) for name in FOUND) or meaning.slots.get("language", state.language) != state.language:
        return None
    if decide(scene.book.city.understanding, needs_in(scene, menu, meaning), heard).act != "again":
        return None
    return ask(scene, assign(state, found), said(scene.book, state, "need_at_place"), again=False)


def instead_of_yes(scene: Scene, state: State, question: Asked, text: str) -> State:
    """No answer to “is it about …?”: heard once more, as where it is, or as the number of the request it is about."""
    kind = "reference" if state.pending.startswith("status|") else "place"
    scene.out.append(Understand(text, state.language, Want(kind), is_private(question)))
    return replace(state, phase="beside")


def on_beside(scene: Scene, state: State, meaning: Meaning, heard: float | None, text: str) -> State:
    """A place or a number goes on with the need, as a yes does; anything else is heard as a need of its own."""
    asking = replace(state, phase="confirm")
    question = asked(scene, asking)
    if question is None:
        return enter(scene, asking)
    if state.pending.startswith("status|"):
        return _numbered(scene, asking, question, meaning, text)
    sure = 100 * meaning.confidence >= scene.book.city.understanding.fair
    there = meaning.value not in (None, "unknown") and meaning.ask not in placing.NOT_THERE
    if not (
        there and (sure or meaning.ask) and meaning.slots.get("place_street", "") + meaning.slots.get("place_lat", "")
    ):
        return _another_need(scene, asking, question, text)
    found = placing.known(scene, as_beside(meaning), heard)
    service = scene.book.services.get(state.pending.rpartition("|")[2])
    if service is not None and service.place == "none":  # “about staff?” – “2400 North Charles”: it is about that place
        kept = assign(opened(asking), found)
        return ask(scene, kept, said(scene.book, kept, "need_at_place"), again=False)
    street = {"place_said": meaning.value or ""} if meaning.ask else {}  # what is missing is added to what was found
    return confirmed(scene, assign(asking, {**found, **street}))


def _another_need(scene: Scene, state: State, question: Asked, text: str) -> State:
    """“The trash!” is no answer to “is it about a request you made?”, and says what it is about."""
    open_question = asked(scene, opened(state))
    if open_question is None:
        return fail(scene, state, question, "nomatch")
    scene.out.append(Understand(text, state.language, open_question.want, is_private(open_question)))
    return replace(state, phase="anew")


def _numbered(scene: Scene, state: State, question: Asked, meaning: Meaning, text: str) -> State:
    if meaning.value is not None:
        return confirmed(scene, assign(state, {"reference": meaning.value}))
    if not meaning.ask:
        return _another_need(scene, state, question, text)
    before = len(scene.out)
    there = confirmed(scene, state)
    number = asked(scene, there)
    if number is None or not is_reference(number.slot) or not is_wrong(number.slot, meaning):
        return there
    del scene.out[before:]  # the number is not asked for: it was said, and one digit of it is wrong
    return on_check(scene, there, number, meaning)
