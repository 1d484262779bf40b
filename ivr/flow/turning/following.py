"""What a caller may do at any question, done: a person, repeat, help, go back, start over, the other language."""

from __future__ import annotations

from msgspec.structs import replace

from ivr.flow.directives import Note, Prompt
from ivr.flow.model import Link, Menu
from ivr.flow.state import State
from ivr.flow.turning import links, trail
from ivr.flow.turning.question import Asked, asked
from ivr.flow.turning.reasons import because
from ivr.flow.turning.scene import Scene
from ivr.flow.turning.speaking import said
from ivr.flow.turning.walk import ask, assign, go, leave, start_over


def follow(scene: Scene, state: State, question: Asked, name: str, keyed: bool = False) -> State:
    """Does what a link says. keyed: by its key, not in words."""
    flow = state.at.partition(".")[0]
    link = links.in_force(scene.book, flow)[name]
    match link.do:
        case "repeat":
            return ask(scene, state)
        case "help":
            return ask(scene, state, _help(scene, state, question))
        case "language":
            return ask(scene, replace(state, language=next_language(scene, state)))
        case "slower":
            return ask(scene, assign(state, {"slow": "yes"}), said(scene.book, state, "slower_now"))
        case "back":
            return _back(scene, state)
        case "start_over":
            return start_over(scene, state, link.goto)
        case _:
            return _leave_by(scene, state, link, name, keyed)


def _leave_by(scene: Scene, state: State, link: Link, name: str, keyed: bool) -> State:
    state = because(scene.book, state, link.goto or link.subdialog or "", "key_0" if keyed else "asked")
    if link.goto:
        return go(scene, replace(state, frames=()), link.goto)
    if link.subdialog is None:
        return ask(scene, state)
    scene.out.append(Note(f"asked_for_{name}"))
    return leave(scene, assign(state, {"doubted": ""}), link.subdialog)


def _help(scene: Scene, state: State, question: Asked) -> list[Prompt]:
    layers = (question.node, *links.defaults(scene.book, state.at.partition(".")[0]))
    if state.phase in ("confirm", "offer"):
        layers = layers[1:]  # the question's own words of help do not fit “is that right?”
    help_ = next((layer.help for layer in layers if layer.help), "no_help")
    return said(scene.book, state, help_)


def next_language(scene: Scene, state: State) -> str:
    """The language after the call's own, of those of the city."""
    languages = list(scene.book.city.languages)
    return (
        languages[(languages.index(state.language) + 1) % len(languages)]
        if state.language in languages
        else languages[0]
    )


def _back(scene: Scene, state: State) -> State:
    before = before_this(scene, state)
    return ask(scene, before) if before else ask(scene, state, said(scene.book, state, "back_at_start"))


def before_this(scene: Scene, state: State) -> State | None:
    """The state at the question before this one, its answer forgotten; None at the beginning."""
    before = trail.back(state)
    return assign(before, dict.fromkeys(_filled_at(scene, before), "")) if before else None


def _filled_at(scene: Scene, state: State) -> list[str]:
    question, node = asked(scene, state), scene.book.node(state.at)
    if question is not None and question.slot is not None:
        return [question.slot.slot]
    if isinstance(node, Menu):
        sets = [
            name
            for choice in node.choices
            for name, value in (choice.set or {}).items()
            if value and name != "language"
        ]
        return [*sets, *([node.slot] if node.slot else []), *(["service", "topic"] if node.hear else [])]
    return []
