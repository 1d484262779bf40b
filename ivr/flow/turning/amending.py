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
from ivr.flow.turning.recalling import as_beside
from ivr.flow.turning.scene import Scene
from ivr.flow.turning.taking import forget_place
from ivr.flow.turning.walk import assign, call, is_private

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


def amended(scene: Scene, state: State, question: Asked, review: Review, meaning: Meaning, text: str) -> State | None:
    """The place as it was put right; None: no other place was said. `state` is at the review."""
    if house := moving.another_house(scene, state, question, text):
        return house
    said = meaning.correction
    if said is None or said.value in (None, "unknown", state.slots.get("place")) or said.ask in placing.NOT_THERE:
        return None
    if 100 * said.confidence < scene.book.city.understanding.fair and not said.ask:
        return None
    if not said.ask and said.slots.get("place_lat"):
        return moving.on_moved(scene, replace(state, phase="ask"), said, None, text)
    part = next((part for part in parts_of(scene, state, review) if "place" in part.clear), None)
    if part is None:
        return None
    cleared = assign(forget_place(state), dict.fromkeys(part.clear, ""))
    known = placing.known(scene, as_beside(said), None)
    return call(scene, replace(assign(cleared, known), phase="ask", pending=""), part.subdialog)
