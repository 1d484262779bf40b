"""A question is opened in part or in doubt: a value read back, a few put on offer, a missing part asked for."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from ivr.flow.directives import Note
from ivr.flow.model import Slot
from ivr.flow.state import Part, State
from ivr.flow.turning.scene import Scene
from ivr.flow.turning.speaking import said
from ivr.flow.turning.taking import short
from ivr.flow.turning.walk import ask

LONGEST = 200


def confirm(scene: Scene, state: State, value: str, others: Sequence[str] = ()) -> State:
    """Asks whether `value` was meant; `others` are offered when it was not, or taken for “the other one”."""
    scene.out.append(Note("asked_whether"))
    kept = short(("", *others))[1:]
    return ask(scene, replace(state, phase="confirm", pending=value, offered=kept, passing=()))


def offer(scene: Scene, state: State, values: Sequence[str]) -> State:
    """Offers a few answers by key and by word; a single one is asked about."""
    kept = short(("", *dict.fromkeys(values)))[1:]
    if len(kept) < 2:
        return confirm(scene, state, kept[0]) if kept else ask(scene, state)
    scene.out.append(Note("offered"))
    return ask(scene, replace(state, phase="offer", pending="", offered=kept, passing=()))


def ask_part(scene: Scene, state: State, code: str, heard: str, told: str) -> State:
    """Asks for what is missing of an answer. heard: what was said; told: what of it is understood, as it is said."""
    times = state.part.times + 1 if state.part else 1
    part = Part(code, heard[-LONGEST:], times)
    scene.out.append(Note(f"asked_{code}"))
    lead = said(scene.book, state, f"place_ask_{code}", {"value": told[:LONGEST]})
    return ask(scene, replace(state, phase="ask", pending="", offered=(), passing=(), part=part), lead, again=not lead)


def is_place(slot: Slot | None) -> bool:
    """Whether the answer is a place."""
    return slot is not None and slot.type == "place"
