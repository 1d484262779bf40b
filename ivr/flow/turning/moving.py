"""The place is moved: “no, it's 2410” is another house on the same street, “no, I said Charles” another street."""

from __future__ import annotations

from msgspec.structs import replace

from ivr.flow.directives import Note, Understand
from ivr.flow.meaning import Meaning, Want
from ivr.flow.numerals import numbers
from ivr.flow.spoken import words
from ivr.flow.state import State
from ivr.flow.turning.failing import fail
from ivr.flow.turning.house import house_number
from ivr.flow.turning.opening import is_place
from ivr.flow.turning.placing import details, on_place, said_before
from ivr.flow.turning.question import Asked, asked
from ivr.flow.turning.scene import Scene
from ivr.flow.turning.speaking import said
from ivr.flow.turning.taking import forget_place
from ivr.flow.turning.walk import ask, assign, enter, is_private


def another_house(scene: Scene, state: State, question: Asked, text: str) -> State | None:
    """Looks for another house on the street that is known; None: no such number was said, or no street."""
    number, street = house_number(text, state.language), state.slots.get("place_street", "")
    return look(scene, state, question, f"{number} {street}") if number and street else None


def look(scene: Scene, state: State, question: Asked, place: str) -> State:
    """Looks this place up instead of the one that is known."""
    scene.out.append(Understand(place, state.language, Want("place"), is_private(question)))
    return replace(state, phase="moved", pending="", offered=())


def number_before(state: State) -> str:
    """The house number of the place that was said, when it came with one."""
    before = words(said_before(state) if state.part else state.slots.get("place_said", ""))
    first = next((run for run in numbers(before, state.language) if run.start == 0 and not run.ordinal), None)
    return state.slots.get("place_number") or (first.digits if first else "")


def on_moved(scene: Scene, state: State, meaning: Meaning, heard: float | None, text: str) -> State:
    """The other place was looked up: it is named, and the open question stands; where a place is asked, it answers."""
    again = replace(state, phase="ask")
    question = asked(scene, again)
    if question is None:
        return enter(scene, again)
    if is_place(question.slot):
        return on_place(scene, replace(forget_place(again), part=None), question, meaning, heard, text)
    if not meaning.value or meaning.ask or not meaning.slots.get("place_lat"):
        return fail(scene, again, question, "nomatch")
    scene.out.append(Note("corrected"))
    scene.out += said(scene.book, again, "place_named", {"place": meaning.value})
    return ask(scene, assign(forget_place(again), {**details(meaning), "place": meaning.value}))
