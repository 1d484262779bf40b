"""No answer came, or none that was understood: ever more helpful prompts, and then a person."""

from __future__ import annotations

from msgspec.structs import replace

from ivr.flow.directives import Note, Prompt
from ivr.flow.model import Retry, Slot
from ivr.flow.state import State
from ivr.flow.turning import links
from ivr.flow.turning.hearing import not_heard_here
from ivr.flow.turning.question import Asked, asked
from ivr.flow.turning.reasons import CARE, VULNERABLE, because
from ivr.flow.turning.scene import Scene
from ivr.flow.turning.speaking import said
from ivr.flow.turning.taking import fill
from ivr.flow.turning.walk import ask, call, enter, leave, lost


def optional(state: State, question: Asked) -> bool:
    """Whether the open question may be passed over."""
    return state.phase == "ask" and question.slot is not None and not question.slot.required


def on_silence(scene: Scene, state: State) -> State:
    """Nothing came."""
    question = asked(scene, state)
    if question is None:
        return enter(scene, state)
    if optional(state, question):
        return skip(scene, state, question)
    return fail(scene, state, question, "noinput")


def skip(scene: Scene, state: State, question: Asked) -> State:
    """An optional question is passed over, and not asked again."""
    assert question.slot is not None
    return fill(scene, state, question.slot, "", {})


def leave_open(scene: Scene, state: State, slot: Slot) -> State:
    """The caller does not know: that is an answer where the question offers it, else it is left open, and said so."""
    if "unknown" in (slot.values or {}):
        return fill(scene, state, slot, "unknown", {})
    scene.out += said(scene.book, state, "left_open")
    return fill(scene, state, slot, "", {})


def fail(scene: Scene, state: State, question: Asked, kind: str, lead: list[Prompt] | None = None) -> State:
    """noinput or nomatch: the next, more helpful prompt, and after the last of them a person.

    lead: said instead of that prompt, where more is known of what is missing; it stands for the question.
    """
    nth = state.silences if kind == "noinput" else state.misses
    if kind == "nomatch":
        scene.out.append(Note("not_understood"))
    if kind == "nomatch" and nth >= 1 and optional(state, question):
        return skip(scene, state, question)
    if kind == "nomatch" and (cared := _cared_for(scene, state)):
        return cared
    retry = _retry(scene, state, question, kind)
    if not_heard_here(state):
        scene.out += said(scene.book, state, "trouble_person")
        return give_up(scene, state, retry.then if isinstance(retry, Retry) else retry)
    counted = replace(
        state,
        silences=state.silences + (kind == "noinput"),
        misses=state.misses + (kind == "nomatch"),
    )
    if isinstance(retry, Retry) and nth < len(retry.prompts):
        if lead:
            return ask(scene, counted, lead, again=False)
        return ask(scene, counted, said(scene.book, state, retry.prompts[nth]), retry.reprompt)
    return give_up(scene, state, retry.then if isinstance(retry, Retry) else retry)


def _cared_for(scene: Scene, state: State) -> State | None:
    """Who should have a person first is not asked again before that was offered; None: goes on as for everybody."""
    link = links.for_intent(scene.book, state.at.partition(".")[0], "vulnerable")
    if link is None or not link.subdialog or VULNERABLE not in state.slots or state.slots.get(CARE):
        return None
    return call(scene, state, link.subdialog)


def give_up(scene: Scene, state: State, target: str | None = None) -> State:
    """Leaves the question for `target`, else for a person."""
    target = target or links.operator(scene.book)
    if not target:
        return lost(scene, state)
    return leave(scene, because(scene.book, state, target, "not_understood"), target)


def _retry(scene: Scene, state: State, question: Asked, kind: str) -> Retry | str | None:
    layers = (question.node, *links.defaults(scene.book, state.at.partition(".")[0]))
    if state.phase in ("confirm", "offer"):
        layers = layers[1:]  # the question's own words of help do not fit “is that right?”
    return next((retry for layer in layers if (retry := getattr(layer, kind))), None)
