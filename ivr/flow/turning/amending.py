"""At the review the place is put right in one sentence, “no, it's 2501”, “no, at 500 East Pratt”; a yes stays a yes."""

from __future__ import annotations

from msgspec.structs import replace

from ivr.flow.directives import Understand
from ivr.flow.meaning import Meaning, Want
from ivr.flow.model import Review
from ivr.flow.spoken import fold, words
from ivr.flow.state import State
from ivr.flow.turning import moving, placing
from ivr.flow.turning.question import Asked, parts_of
from ivr.flow.turning.scene import Scene
from ivr.flow.turning.walk import is_private

ARTICLES = frozenset({"the", "el", "la", "los", "las", "lo"})


def hear(scene: Scene, state: State, question: Asked, text: str) -> State | None:
    """Hears whether the words say more than a no: another place, or a yes after all. None: there is nothing more."""
    if len(words(text)) < 2 or not state.slots.get("place"):
        return None
    want = Want("yesno", links=question.want.links, inner=Want("place"))
    scene.out.append(Understand(text, state.language, want, is_private(question)))
    return replace(state, phase="amend", pending=state.phase)


def part_named(scene: Scene, state: State, review: Review, text: str) -> int | None:
    """Which part of the review is named: “the address is wrong”. None: no part is, or several are."""
    said = f" {fold(text)} "
    named = [
        n
        for n, part in enumerate(parts_of(scene, state, review))
        if any(f" {_bare(phrase)} " in said for phrase in (part.says or {}).get(state.language, ()))
    ]
    return named[0] if len(named) == 1 else None


def _bare(phrase: str) -> str:
    """Without the article: “the address” is “wrong address” too."""
    first, *rest = words(phrase)
    return " ".join(rest if rest and first in ARTICLES else (first, *rest))


def amended(scene: Scene, state: State, question: Asked, meaning: Meaning, text: str) -> State | None:
    """The place as it was put right; None: no other place was said. `state` is at the review."""
    return moving.another_house(scene, state, question, text) or elsewhere(scene, state, question, meaning, text)


def elsewhere(
    scene: Scene, state: State, question: Asked, meaning: Meaning, text: str, whole: bool = False
) -> State | None:
    """Another place that was said instead of the one that is known; None: none was. whole: one that is sure, only."""
    instead = meaning.correction
    if instead is None or instead.value in (None, "unknown", state.slots.get("place")):
        return None
    if not whole and (street := moving.another_street(scene, state, question, instead, text)):
        return street
    if instead.ask in placing.NOT_THERE or (whole and not placing.is_sure(scene, instead, instead.confidence, None)):
        return None
    if 100 * instead.confidence < scene.book.city.understanding.fair and not instead.ask:
        return None
    if not instead.ask and instead.slots.get("place_lat"):
        return moving.on_moved(scene, replace(state, phase="ask", pending=""), instead, None, "")
    named = instead.ask or instead.slots.get("place_kind") == "address"  # “no water at all” is no corner
    return moving.asked_there(scene, state, instead) if named else None
