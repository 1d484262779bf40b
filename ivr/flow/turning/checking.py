"""A request's number whose check digit is wrong: what was probably meant is asked about, never taken unasked."""

from __future__ import annotations

from ivr.flow.meaning import Meaning
from ivr.flow.model import Slot
from ivr.flow.reference import CHECK
from ivr.flow.state import State
from ivr.flow.turning.failing import fail, optional
from ivr.flow.turning.opening import offer
from ivr.flow.turning.question import Asked
from ivr.flow.turning.scene import Scene
from ivr.flow.turning.speaking import said


def is_reference(slot: Slot | None) -> bool:
    """Whether the answer is a request's number."""
    return slot is not None and slot.type == "reference"


def is_wrong(slot: Slot | None, meaning: Meaning) -> bool:
    """Whether a request's number was understood whose check digit is wrong."""
    return is_reference(slot) and meaning.ask == CHECK


def on_check(scene: Scene, state: State, question: Asked, meaning: Meaning) -> State:
    """Says that the number cannot be right; asks whether it is the one that may be meant, or offers a few."""
    meant = [number for number, _ in meaning.alternatives][: scene.book.city.understanding.offers]
    if not meant:
        return again(scene, state, question)
    scene.out += said(scene.book, state, "reference_wrong")
    return offer(scene, state, meant)


def again(scene: Scene, state: State, question: Asked) -> State:
    """Asks for the number anew, in words that help to say it right."""
    prompts = ("reference_again", "skip_hint") if optional(state, question) else ("reference_again",)
    return fail(scene, state, question, "nomatch", said(scene.book, state, prompts))
