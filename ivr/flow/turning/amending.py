"""At the review the place is put right in one sentence, “no, it's 2501”, “no, at 500 East Pratt”; a yes stays a yes."""

from __future__ import annotations

from msgspec.structs import replace

from ivr.flow.directives import Understand
from ivr.flow.meaning import Meaning, Want
from ivr.flow.model import Form, Node, Review
from ivr.flow.spoken import fold, words
from ivr.flow.state import State
from ivr.flow.turning import moving, placing
from ivr.flow.turning.question import Asked, parts_of, plain
from ivr.flow.turning.scene import Scene
from ivr.flow.turning.speaking import Ref
from ivr.flow.turning.walk import assign, call, is_private

ARTICLES = frozenset({"the", "el", "la", "los", "las", "lo"})
SMALL = ARTICLES | {"of", "de", "del", "a", "an", "un", "una", "is", "it", "es"}


def hear(scene: Scene, state: State, question: Asked, text: str) -> State | None:
    """Hears whether the words say more than a no: another place, or a yes after all. None: there is nothing more."""
    if len(words(text)) < 2 or not state.slots.get("place"):
        return None
    want = Want("yesno", links=question.want.links, inner=Want("place"))
    scene.out.append(Understand(text, state.language, want, is_private(question)))
    return replace(state, phase="amend", pending=state.phase)


def part_named(scene: Scene, state: State, review: Review, text: str) -> int | None:
    """Which part of the review is named: “the address is wrong”. None: no part is, or several are."""
    named = _parts_named(scene, state, review, text)
    return named[0] if len(named) == 1 else None


def _parts_named(scene: Scene, state: State, review: Review, text: str) -> list[int]:
    said = f" {fold(text)} "
    return [
        n
        for n, part in enumerate(parts_of(scene, state, review))
        if any(f" {_bare(phrase)} " in said for phrase in (part.says or {}).get(state.language, ()))
    ]


def answer_named(scene: Scene, state: State, review: Review, text: str) -> State | None:
    """“The size”: one answer of the service is named by what it is called, and asked for anew.

    None: none is; or a part of the review, which may be called the same, “the problem”.
    """
    if _parts_named(scene, state, review, text):
        return None
    service = scene.book.services.get(state.slots.get("service", ""))
    form = _asks(scene)
    heard = frozenset(words(text))
    named = [
        question
        for question in (service.questions if service else ())
        if question.label and question.slot in state.slots and _label(scene, state, question.label) <= heard
    ]
    if len(named) != 1 or form is None:
        return None
    return call(scene, replace(assign(state, {named[0].slot: ""}), phase="ask"), form)


def _label(scene: Scene, state: State, label: Ref) -> frozenset[str]:
    """The words a question is called by, without those that carry nothing."""
    return frozenset(words(plain(scene.book, state, label))) - SMALL


def _asks(scene: Scene) -> str | None:
    """Where the questions of a service are asked; of those with an answer none is asked again."""
    flows = scene.book.flows.items()
    found = (f"{flow}.{name}" for flow, document in flows for name, node in document.nodes.items() if _is_form(node))
    return next(found, None)


def _is_form(node: Node) -> bool:
    return isinstance(node, Form) and node.questions == "service"


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
