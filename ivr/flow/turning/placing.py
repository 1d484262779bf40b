"""Where is it? A place that is sure is named in passing, a likely one read back; of several one is chosen, and what is
missing is asked for by itself. Never invents: what is not found is said to be so."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from ivr.flow.directives import Note, Prompt, Understand
from ivr.flow.meaning import Meaning, Want
from ivr.flow.model import Slot
from ivr.flow.state import State
from ivr.flow.turning.failing import fail, give_up, optional, skip
from ivr.flow.turning.house import house_number
from ivr.flow.turning.opening import LONGEST, ask_part, confirm, offer
from ivr.flow.turning.policy import badly_heard
from ivr.flow.turning.question import Asked
from ivr.flow.turning.scene import Scene
from ivr.flow.turning.speaking import said
from ivr.flow.turning.taking import DETAILS, fill, forget_place
from ivr.flow.turning.walk import assign, is_private

NOT_THERE = ("outside", "again")
"""What is asked when nothing of the city was understood: taking it as it was said would send a crew nowhere."""

NEARBY = "nearby"
"""What is asked of a place that no map knows: a street or a corner near it. The words are kept as a landmark."""

TO_THE_SPOT = ("address", "street", "intersection")
"""Services (their `place:`) that go to a spot: a neighborhood alone tells no crew where."""


def known(scene: Scene, meaning: Meaning, heard: float | None) -> dict[str, str]:
    """What was said beyond an open question, as slots.

    A place is `place` when it is sure, `place_heard` when it is to be confirmed; `place_ask` is what is missing.
    """
    place = meaning.slots.get("place", "")
    slots = {name: value for name, value in meaning.slots.items() if name not in ("place", "place_confidence")}
    missing = meaning.ask if slots.get("place_said") else None
    if missing and missing != "again":
        return slots | {"place_ask": missing}
    if not place or missing:
        return {name: value for name, value in slots.items() if name not in DETAILS}
    sure = is_sure(scene, meaning, _confidence(meaning), heard)
    return slots | {"place" if sure else "place_heard": place}


def _confidence(meaning: Meaning) -> float:
    """How sure the place beside a need is; one that lies on the map and says nothing of it is sure."""
    try:
        return float(meaning.slots.get("place_confidence", "1"))
    except ValueError:
        return 0.0


def is_sure(scene: Scene, meaning: Meaning, confidence: float, heard: float | None) -> bool:
    """Whether a place need not be asked back: it lies on the map, nothing of it is missing, and it was heard well."""
    rules = scene.book.city.understanding
    there = bool(meaning.slots.get("place_lat")) and not meaning.ask
    return there and 100 * confidence >= rules.sure and not badly_heard(rules, heard)


def on_place(scene: Scene, state: State, question: Asked, meaning: Meaning, heard: float | None, text: str) -> State:
    """The answer to “where is it?”, whole or in part."""
    assert question.slot is not None
    if meaning.value == "unknown":
        return _unknown(scene, state, question)
    others = [value for value, _ in meaning.alternatives if value != meaning.value]
    if meaning.ask:
        return _incomplete(scene, state, question, meaning, others, text)
    if meaning.value is None or 100 * meaning.confidence < scene.book.city.understanding.least:
        number = house_number(text, state.language)
        street_wanted = fail(scene, state, question, "nomatch", _street_wanted(scene, state)) if not number else None
        return street_wanted or ask_part(scene, state, "street", number or "", number or "")
    if is_vague(scene, state, meaning.slots.get("place_kind", "")):
        return _in_area(scene, state, question, meaning, text)
    if is_nowhere(meaning) and state.part is None:
        return ask_part(scene, assign(state, {"landmark": meaning.value}), NEARBY, meaning.value, meaning.value)
    return _whole(scene, state, question.slot, meaning, heard, others)


def is_nowhere(meaning: Meaning) -> bool:
    """Whether these are words for a place that no map knows, and no address: “the purple house with the dog”."""
    return meaning.slots.get("place_kind") == "landmark" and not meaning.slots.get("place_lat")


def said_before(state: State) -> str:
    """What the words add to, where a part of a place is asked for: the street of a house number; "" for nothing."""
    return state.part.said if state.part and state.part.ask != NEARBY else ""


def _unknown(scene: Scene, state: State, question: Asked) -> State:
    """The caller does not know: unknown, no more than the neighborhood it is in, or as it was said and not found."""
    assert question.slot is not None
    if state.part and state.part.ask == NEARBY:
        scene.out += said(scene.book, state, "place_kept", {"value": state.part.said})
        kept = {"landmark": "", "place_kind": "landmark", "place_said": state.part.said}
        return fill(scene, assign(replace(state, part=None), kept), question.slot, state.part.said, {})
    if state.part is None or state.part.ask != "area":
        return fill(scene, replace(forget_place(state), part=None), question.slot, "unknown", {})
    scene.out.append(Understand(state.part.said, state.language, Want("place"), is_private(question)))
    return replace(state, phase="pick", pending=state.part.said)


def _street_wanted(scene: Scene, state: State) -> list[Prompt]:
    """What is asked again while a house number waits for its street; nothing where none does."""
    waits = state.part is not None and state.part.ask == "street"
    return said(scene.book, state, "place_ask_street", {"value": state.part.said}) if waits and state.part else []


def is_vague(scene: Scene, state: State, kind: str) -> bool:
    """Whether a place of this kind is too wide for the service that was asked for."""
    service = scene.book.services.get(state.slots.get("service", ""))
    return kind == "neighborhood" and service is not None and service.place in TO_THE_SPOT


def _in_area(scene: Scene, state: State, question: Asked, meaning: Meaning, text: str) -> State:
    """A neighborhood: which spot of it? Asked often enough, it is read back, and taken."""
    if state.part and state.part.times >= scene.book.city.understanding.follow_ups:
        return _as_said(scene, state, question, meaning, text)
    area = meaning.value or text
    return ask_part(scene, state, "area", area, area)


def _whole(
    scene: Scene, state: State, slot: Slot, meaning: Meaning, heard: float | None, others: Sequence[str]
) -> State:
    value = meaning.value or ""
    whole = assign(replace(state, part=None), details(meaning))
    sure = is_sure(scene, meaning, meaning.confidence, heard)
    match slot.confirm or "when_unsure":
        case "none":
            return fill(scene, whole, slot, value, {})
        case "explicit":
            return confirm(scene, whole, value, others)
        case "when_unsure" if not sure:
            return confirm(scene, whole, value, others)
    scene.out.append(Note("named_in_passing"))
    scene.out += said(scene.book, state, "place_named", {"place": value})
    return fill(scene, whole, slot, value, {}, (value, *others))


def details(meaning: Meaning) -> dict[str, str]:
    """What else is known of a place, as slots."""
    return {name: value for name, value in meaning.slots.items() if name != "place_confidence"}


def _incomplete(
    scene: Scene, state: State, question: Asked, meaning: Meaning, others: Sequence[str], text: str
) -> State:
    """A part is missing, or several places fit: offered, or asked for; not for ever."""
    code = meaning.ask or "again"
    times = state.part.times if state.part else 0
    if code not in NOT_THERE and others and meaning.value:
        return offer(scene, state, (meaning.value, *others))
    if times >= scene.book.city.understanding.follow_ups:
        return _as_said(scene, state, question, meaning, text)
    if code == "again":
        lead = _street_wanted(scene, state) or said(scene.book, state, "place_ask_again")
        return fail(scene, state, question, "nomatch", lead)
    before = said_before(state)
    heard = "" if code == "outside" else (meaning.value if before and meaning.value else f"{before} {text}".strip())
    return ask_part(scene, state, code, heard, meaning.slots.get("place_street") or meaning.value or text)


def _as_said(scene: Scene, state: State, question: Asked, meaning: Meaning, text: str) -> State:
    """Asked often enough: what is known of the place is read back; one that is not in the city gets a person."""
    whole = replace(state, part=None)
    if meaning.ask in NOT_THERE or not (meaning.value or text):
        return skip(scene, whole, question) if optional(whole, question) else give_up(scene, whole)
    return confirm(scene, assign(whole, details(meaning)), (meaning.value or text)[:LONGEST])
