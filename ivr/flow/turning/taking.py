"""The answer is taken: kept in its slot, or followed to where it leads; what was named in passing is marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from ivr.flow.model import Form, Menu, Slot
from ivr.flow.state import State
from ivr.flow.turning import trail
from ivr.flow.turning.foretold import foretold
from ivr.flow.turning.reasons import because
from ivr.flow.turning.scene import Scene
from ivr.flow.turning.walk import assign, go, lost, next_field

LONGEST = 120
"""Characters of a value that may be offered or taken back: the state is small."""


def fill(
    scene: Scene, state: State, slot: Slot, value: str, extra: Mapping[str, str], passing: Sequence[str] = ()
) -> State:
    """Keeps the answer to a form's question, and asks the next. passing: see named."""
    if slot.type == "place" and value in ("", "unknown"):
        state = forget_place(state)
    marked = assign(trail.mark(state), extra)
    filled = replace(marked, slots={**marked.slots, slot.slot: value}, passing=short(passing))
    form = scene.book.node(state.at)
    assert isinstance(form, Form)
    return next_field(scene, replace(filled, index=state.index + 1, phase="ask"), form)


DETAILS = frozenset(
    "place_said place_kind place_number place_street place_cross place_lat place_long place_neighborhood"  # noqa: SIM905
    " place_council_district place_police_district".split()
)
"""What is known of a place besides its name."""


def forget_place(state: State) -> State:
    """The state without what was known of a place that was not meant."""
    return assign(state, dict.fromkeys(DETAILS & state.slots.keys(), ""))


def choose(scene: Scene, state: State, menu: Menu, value: str) -> State:
    """Goes where the chosen answer of a menu leads."""
    marked = trail.mark(state)
    if menu.choose:
        chosen = assign(marked, {menu.slot: value} if menu.slot else {})
        return go(scene, chosen, menu.goto) if menu.goto else lost(scene, state)
    choice = menu.choices[int(value)]
    return go(scene, because(scene.book, assign(marked, choice.set or {}), choice.goto, "asked"), choice.goto)


def take_need(scene: Scene, state: State, menu: Menu, need: str, passing: Sequence[str] = ()) -> State:
    """Goes where a need (`intent|code`) leads from an open menu. passing: see named."""
    intent, _, code = need.partition("|")
    state = assign(replace(trail.mark(state), passing=short(passing)), _slot_for(scene, code))
    state = _answered_already(scene, state, code)
    if menu.choose and menu.slot and code and code not in scene.book.services:
        state = assign(state, {menu.slot: code})
    choice = next((c for c in menu.choices if c.intent == intent), None)
    if choice is not None:
        chosen = because(scene.book, assign(state, choice.set or {}), choice.goto, "asked")
        return go(scene, chosen, choice.goto)
    return go(scene, state, menu.goto) if menu.goto else lost(scene, state)


def _answered_already(scene: Scene, state: State, code: str) -> State:
    """What the sentence said beside the need answers questions of the service; they are not asked again."""
    service, told = scene.book.services.get(code), state.told
    if service is None or not told:
        return replace(state, told="")
    found = foretold(scene.book, service, told, state.slots.get("place_said", ""), state.language)
    return replace(assign(state, found), told="")


def _slot_for(scene: Scene, code: str) -> dict[str, str]:
    if code in scene.book.services:
        return {"service": code}
    return {"topic": code} if code in scene.book.topics else {}


def short(values: Sequence[str]) -> tuple[str, ...]:
    """Values short enough to be carried along: the first, which is taken, is cut; long rivals are left out."""
    return (*(value[:LONGEST] for value in values[:1]), *(value for value in values[1:5] if len(value) <= LONGEST))
