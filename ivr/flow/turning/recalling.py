"""Was something taken back? What was named in passing may be wrong, and the next words say so: “no, not a pothole”."""

from __future__ import annotations

from dataclasses import replace as with_
from typing import cast

from ivr.flow.meaning import Meaning, Want
from ivr.flow.model import Menu, Slot
from ivr.flow.spoken import words
from ivr.flow.state import State
from ivr.flow.turning.opening import is_place
from ivr.flow.turning.placing import NOT_THERE
from ivr.flow.turning.question import Asked
from ivr.flow.turning.scene import Scene
from ivr.flow.turning.settling import SURE, beside, is_other_one

OTHER = frozenset({"other", "otra", "otro"})
SIDE = frozenset({"side", "end", "lado"})
"""“It's on the other side” is the same place still."""


def may_take_back(state: State, question: Asked) -> bool:
    """Whether the words may take back what was named in passing: where a “no” is no answer to the open question.

    A place of the first sentence is read back right after the need was named: a “no” is about it, “no, rats” is not.
    """
    open_menu = isinstance(question.node, Menu) and bool(question.node.hear or question.node.choose)
    asks = isinstance(question.node, Slot) and question.node.type not in ("yesno", "speech", "vehicle")
    reads_back = state.phase == "confirm" and isinstance(question.node, Slot) and is_place(question.node)
    return bool(state.passing) and (reads_back or (state.phase == "ask" and (open_menu or asks)))


def own_first(question: Asked) -> bool:
    """Whether the words are first heard as an answer to the open question: “no water at all” is one, “no” and all.

    Only where a few answers are offered: nearly anything is an answer to other questions.
    """
    return isinstance(question.node, Slot) and bool(question.want.options)


def takes_back(scene: Scene, state: State, question: Asked, meaning: Meaning) -> bool:
    """Whether these words, heard as a yes or no, take back what was named in passing.

    Only with a denial: a place is described by many words that are the name of some other need.
    """
    said = meaning.correction
    if meaning.value != "no" or meaning.link or _says_where(scene, state, question, meaning):
        return False
    if said is None:
        plain = meaning.confidence >= SURE and not state.pending and state.part is None
        return plain and question.want.kind == "place" and cast(Slot, question.node).required
    if is_other_one(said):
        return not state.pending
    if said.value is None:
        found = said.ask not in NOT_THERE or not own_first(question)
        return not state.pending and bool(said.slots.get("place_said")) and found
    taken_value = state.passing[0].rpartition("|")[2]
    if "|" in state.passing[0] and not _alike(scene, taken_value, said.value):
        return False
    rules = scene.book.city.understanding
    if own_first(question):
        return said.value != taken_value and 100 * said.confidence >= rules.sure
    other = said.value != taken_value or beside(scene, said) is not None
    return other and 100 * said.confidence >= rules.fair


def _says_where(scene: Scene, state: State, question: Asked, meaning: Meaning) -> bool:
    """“No, I said Charles, not Charleston”, where a need was named and it is asked where: that is the answer."""
    if question.want.kind != "place" or place_passed(state, question):
        return False
    said = meaning.correction
    if said is None or is_other_one(said):
        return bool(meaning.slots.get("instead"))
    doubtful = said.value is None or 100 * said.confidence < scene.book.city.understanding.sure
    return doubtful and bool(said.slots.get("place_said"))


def _alike(scene: Scene, code: str, other: str) -> bool:
    """Whether both are services, or both topics: “no number, across from the library” asks nothing about libraries."""
    services, topics = scene.book.services, scene.book.topics
    return (code in services and other in services) or (code in topics and other in topics)


def place_passed(state: State, question: Asked) -> bool:
    """Whether a place was named in passing together with a need, and may be what a “no” is about."""
    known = state.part is not None if is_place(question.slot) else bool(state.slots.get("place"))
    return known and "|" in state.passing[0]


def denies_place(state: State, question: Asked, meaning: Meaning) -> bool:
    """“No, the other one”, just after a place was named together with a need: the last that was named is meant."""
    said = meaning.correction
    return meaning.value == "no" and said is not None and is_other_one(said) and place_passed(state, question)


def says_other(text: str) -> bool:
    """Whether the words may ask for the other place of a name: “the other one”, “la otra Charles”."""
    heard = frozenset(words(text))
    return bool(heard & OTHER) and not heard & SIDE


def the_place(state: State, text: str) -> Want:
    """A place that is said instead of the one that is known; “the other one” is heard beside that."""
    known = state.pending or state.slots.get("place", "")
    return Want("place", context=known if says_other(text) else "")


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
