"""The place is moved: “no, it's 2410” is another house on the same street, “no, I said Charles” another street."""

from __future__ import annotations

from msgspec.structs import replace

from ivr.flow.directives import Note, Understand
from ivr.flow.meaning import Meaning, Want
from ivr.flow.numerals import numbers
from ivr.flow.spoken import MURMURS, words
from ivr.flow.state import State
from ivr.flow.turning.failing import fail
from ivr.flow.turning.opening import is_place
from ivr.flow.turning.placing import details, on_place
from ivr.flow.turning.question import Asked, asked
from ivr.flow.turning.scene import Scene
from ivr.flow.turning.speaking import said
from ivr.flow.turning.taking import forget_place
from ivr.flow.turning.walk import ask, assign, enter, is_private

_EN = "no nope not wait sorry actually it its is was thats that the a number house i said meant mean at make please sir"
_ES = "no perdon espere es era el la numero casa dije digo quise decir en mas bien por favor senor senora"
_AROUND = {"en": frozenset(_EN.split()) | MURMURS, "es": frozenset(_ES.split()) | MURMURS}
FEWEST, MOST = 2, 5
"""Digits of a house number; a single one is more often a key that was said."""


def house_number(text: str, language: str) -> str | None:
    """The number, where a house number is all that was said: “no, it's 2410”. A number that a “not” denies is none."""
    said_words = words(text)
    runs = [run for run in numbers(said_words, language) if not run.ordinal]
    if len(runs) != 1 or not FEWEST <= len(runs[0].digits) <= MOST:
        return None
    rest = (*said_words[: runs[0].start], *said_words[runs[0].end :])
    denied = runs[0].start > 0 and said_words[runs[0].start - 1] == "not"
    return runs[0].digits if not denied and _AROUND.get(language, _AROUND["en"]).issuperset(rest) else None


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
    before = words(state.part.said if state.part else state.slots.get("place_said", ""))
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
