"""The place is moved: “no, it's 2410” is another house on the same street, “no, I said Charles” another street."""

from __future__ import annotations

from collections.abc import Collection

from msgspec.structs import replace

from ivr.flow.directives import Note, Understand
from ivr.flow.meaning import Meaning, Want
from ivr.flow.model import Review
from ivr.flow.numerals import numbers
from ivr.flow.spoken import words
from ivr.flow.state import State
from ivr.flow.turning import links
from ivr.flow.turning.failing import fail
from ivr.flow.turning.house import house_number
from ivr.flow.turning.opening import is_place
from ivr.flow.turning.placing import NOT_THERE, details, known, on_place, said_before
from ivr.flow.turning.question import Asked, asked
from ivr.flow.turning.recalling import as_beside
from ivr.flow.turning.scene import Scene
from ivr.flow.turning.speaking import said
from ivr.flow.turning.taking import forget_place
from ivr.flow.turning.walk import ask, assign, call, enter, is_private


def another_house(scene: Scene, state: State, question: Asked, text: str) -> State | None:
    """Looks for another house on the street that is known; None: no such number was said, or no street."""
    number, street = house_number(text, state.language), state.slots.get("place_street", "")
    return look(scene, state, question, f"{number} {street}") if number and street else None


def another_street(scene: Scene, state: State, question: Asked, instead: Meaning, text: str) -> State | None:
    """“No, it's on Charles, not Saint Paul”: the number stays, or the street of the corner that was not denied.

    None: more than a street was said, or nothing of the place that is known can stay.
    """
    street = instead.slots.get("place_said") or instead.value or ""
    named = denies(text, words(state.slots.get("place", ""))) or not ON.isdisjoint(words(text))
    alone = instead.slots.get("place_kind") == "landmark" and not instead.slots.get("place_lat") and named
    if not street or instead.slots.get("place_number") or not (alone or instead.ask in ("number", "direction")):
        return None
    kept, number = _other_street(state, text), number_before(state)
    place = f"{kept} and {street}" if kept else f"{number} {street}" if number else ""
    known_street = street if instead.ask else ""  # “it's huge” may be a name too: then no number is asked for
    return replace(look(scene, state, question, place), pending=known_street) if place else None


def _other_street(state: State, text: str) -> str:
    """The street of a corner that stays, where the other one is denied by its name; "" for none."""
    streets = [state.slots.get("place_street", ""), state.slots.get("place_cross", "")]
    own = [frozenset(words(one)) for one in streets]
    denied = [denies(text, named - other) for named, other in zip(own, reversed(own), strict=True)]
    return streets[denied.index(False)] if all(streets) and sum(denied) == 1 else ""


def denies(text: str, named: Collection[str]) -> bool:
    """Whether one of these words is denied: “…, not Saint Paul”."""
    heard = words(text)
    return any(word in _NOT and not {*named}.isdisjoint(heard[n + 1 : n + 4]) for n, word in enumerate(heard))


_NOT = frozenset({"not", "no"})
ON = frozenset({"on", "en", "street", "avenue", "road", "calle", "avenida"})
"""A name that no map knows by itself, “Charles”, may be a street's where one of these is said."""


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
    again = replace(state, phase="ask", pending="")
    question = asked(scene, again)
    if question is None:
        return enter(scene, again)
    if is_place(question.slot):
        return on_place(scene, replace(forget_place(again), part=None), question, meaning, heard, text)
    doubtful = bool(meaning.ask) or 100 * meaning.confidence < scene.book.city.understanding.fair
    named = meaning.value and meaning.ask not in NOT_THERE and (meaning.ask or meaning.slots.get("place_lat"))
    if named and doubtful and (there := asked_there(scene, again, meaning)):
        return there
    if not meaning.value or meaning.ask or not meaning.slots.get("place_lat"):
        street = Meaning(ask="number", slots={"place_said": state.pending, "place_street": state.pending})
        return (asked_there(scene, again, street) if state.pending else None) or fail(scene, again, question, "nomatch")
    scene.out.append(Note("corrected"))
    scene.out += said(scene.book, again, "place_named", {"place": meaning.value})
    return ask(scene, assign(forget_place(again), {**details(meaning), "place": meaning.value}))


def asked_there(scene: Scene, state: State, place: Meaning) -> State | None:
    """Goes where places are asked for, with what is known of this one, and comes back; None: the flow has no such part.

    It is the part of the review that asks for the place anew, of a flow that this call is in.
    """
    flows = dict.fromkeys([state.at.partition(".")[0], *(f.at.partition(".")[0] for f in reversed(state.frames))])
    found = ((flow, node) for flow in flows for node in scene.book.flows[flow].nodes.values())
    parts = ((flow, part) for flow, node in found if isinstance(node, Review) for part in node.parts)
    flow, part = next(((flow, part) for flow, part in parts if "place" in part.clear), ("", None))
    if part is None:
        return None
    cleared = assign(forget_place(state), dict.fromkeys(part.clear, ""))
    there = replace(assign(cleared, known(scene, as_beside(place), None)), phase="ask", pending="")
    return call(scene, there, links.absolute(part.subdialog, flow))
