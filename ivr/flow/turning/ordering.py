"""“The second one”, “both”: said right after several problems were named, or offered, they tell which comes first."""

from __future__ import annotations

from msgspec.structs import replace

from ivr.flow.directives import Note, Understand
from ivr.flow.meaning import Meaning, Option, Want
from ivr.flow.model import Menu
from ivr.flow.spoken import words
from ivr.flow.state import State
from ivr.flow.turning import several, waiting
from ivr.flow.turning.dividing import Part
from ivr.flow.turning.following import before_this
from ivr.flow.turning.needing import need_of
from ivr.flow.turning.options import words_in
from ivr.flow.turning.question import Asked
from ivr.flow.turning.scene import Scene
from ivr.flow.turning.settling import opened
from ivr.flow.turning.speaking import in_language, said
from ivr.flow.turning.walk import ask, assign, enter, is_private
from ivr.flow.turning.wholly import says_only

EXACT = 0.95
LONGEST = 6
"""Words in which one of several is chosen; more are an answer to the question."""


def hear(scene: Scene, state: State, question: Asked, text: str) -> State | None:
    """Hears whether the words say which of the named problems comes first; None: nothing was named."""
    if state.phase == "offer":
        return _all_offered(scene, state) if _says_all(scene, state, text) else None
    if not _just_named(state) or state.phase != "ask" or question.offers or len(words(text)) > LONGEST:
        return None
    if _says_all(scene, state, text):
        return ask(scene, state, said(scene.book, state, "one_by_one"))
    want = Want("options", tuple(Option(str(n), names) for n, names in enumerate(_names(scene, state))))
    scene.out.append(Understand(text, state.language, want, is_private(question)))
    return replace(state, phase="order")


def on_order(scene: Scene, state: State, meaning: Meaning) -> State | None:
    """One of the named problems was chosen; None: the words are an answer to the question."""
    named = (meaning.value or "").isdecimal() and meaning.confidence >= EXACT
    if not named or meaning.emergency != "none" or meaning.crisis:
        return None
    asking, nth = replace(state, phase="ask"), int(meaning.value or "0")
    if not nth:
        return ask(scene, asking)
    before = before_this(scene, asking)
    return _first(scene, asking, before, nth) if before else None


def _first(scene: Scene, state: State, before: State, nth: int) -> State:
    """The nth of those that were named comes first; the one in hand waits, with what was said of its place."""
    waits = list(waiting.of(state))
    code = state.slots.get("service", "")
    where = state.slots.get("place_said", "")
    chosen = waits.pop(nth - 1)
    name = several.called(scene, code, state.language)
    queue = [chosen, (code, f"{name}, {where}" if where else name), *waits]
    scene.out.append(Note("corrected"))
    return enter(scene, assign(before, {**waiting.slots_of(queue), "service": "", "group": "", "go_on": "yes"}))


def _just_named(state: State) -> bool:
    return bool(state.passing) and "|" in state.passing[0] and bool(state.slots.get("next_service"))


def _names(scene: Scene, state: State) -> list[tuple[str, ...]]:
    """How each of them is called, the one in hand first: “rats or rodents”, and as it was just named, “rats”."""
    codes = [state.slots.get("service", ""), *(code for code, _ in waiting.of(state))]
    services = [service for code in codes if (service := scene.book.services.get(code))]
    return [tuple(in_language(name, state.language) for name in (one.name, one.menu or one.name)) for one in services]


def _says_all(scene: Scene, state: State, text: str) -> bool:
    return says_only(text, words_in(scene.book.city.understanding.both, state.language))


def _all_offered(scene: Scene, state: State) -> State | None:
    """All that is on offer, one after the other, where these are services; None: they are not."""
    menu, services = scene.book.node(state.at), scene.book.services
    codes = [need.rpartition("|")[2] for need in state.offered]
    if not isinstance(menu, Menu) or menu.hear != "intents" or not all(code in services for code in codes):
        return None
    parts = [Part(need_of(scene, code), several.called(scene, code, state.language)) for code in codes]
    scene.out += several.named(scene, state, menu, [part.need for part in parts])
    return several.in_turn(scene, opened(state), menu, parts)
