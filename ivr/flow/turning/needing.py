"""An open question is answered in the caller's own words: which need, how sure, and what else was said with it."""

from __future__ import annotations

from dataclasses import replace as with_

from msgspec.structs import replace

from ivr.flow.directives import Note
from ivr.flow.meaning import Meaning
from ivr.flow.model import Menu
from ivr.flow.state import State
from ivr.flow.turning import links, placing, trail
from ivr.flow.turning.failing import fail
from ivr.flow.turning.opening import confirm, offer
from ivr.flow.turning.policy import Decision, Ranked, decide
from ivr.flow.turning.question import Asked, asked, need_words
from ivr.flow.turning.scene import Scene
from ivr.flow.turning.speaking import said
from ivr.flow.turning.taking import take_need
from ivr.flow.turning.walk import ask, assign, go

LANGUAGES_TOLD = "languages_told"
"""The slot that knows in which languages it was said that the call goes on in them."""


def on_need(scene: Scene, state: State, question: Asked, menu: Menu, meaning: Meaning, heard: float | None) -> State:
    """Goes on, asks, offers or asks again, as the policy says; in the caller's language, where they speak another."""
    if "language" in meaning.slots:
        plain = with_(meaning, slots={name: value for name, value in meaning.slots.items() if name != "language"})
        spoken = followed(scene, state, meaning)
        if spoken.language != state.language:
            return _in_language(scene, spoken, menu, plain, heard)
        meaning = plain
    decision = _nameable(
        scene, state, menu, decide(scene.book.city.understanding, needs_in(scene, menu, meaning), heard)
    )
    if decision.act == "again":
        return _elsewhere(scene, state, meaning) or fail(scene, state, question, "nomatch")
    known = assign(state, new(state, placing.known(scene, meaning, heard)))
    match decision.act:
        case "go":
            scene.out.append(Note("named_in_passing"))
            return take_need(scene, known, menu, decision.best, (decision.best, *decision.others))
        case "ask":
            return confirm(scene, known, decision.best, decision.others)
        case _:
            return offer(scene, known, (decision.best, *decision.others))


def followed(scene: Scene, state: State, meaning: Meaning) -> State:
    """The call in the language these words are of; where that is another one it is said, once for each: who mixes two
    at every turn need not hear it at every turn."""
    spoken = meaning.slots.get("language", state.language)
    if spoken == state.language or spoken not in scene.book.city.languages:
        return state
    there, told = replace(state, language=spoken), state.slots.get(LANGUAGES_TOLD, "").split()
    scene.out.append(Note("language_followed"))
    if spoken in told:
        return there
    scene.out += said(scene.book, there, "language_changed")
    return assign(there, {LANGUAGES_TOLD: " ".join([*told, spoken])})


def _in_language(scene: Scene, state: State, menu: Menu, meaning: Meaning, heard: float | None) -> State:
    """The call goes on in the language the caller speaks; a need that was not understood is asked again in it, and
    that counts as no mistake."""
    question = asked(scene, state)
    if question is None or decide(scene.book.city.understanding, needs_in(scene, menu, meaning), heard).act == "again":
        return ask(scene, state)
    return on_need(scene, state, question, menu, meaning, heard)


def _nameable(scene: Scene, state: State, menu: Menu, decision: Decision) -> Decision:
    """The decision without what has no name to ask about it by; a likely need that has none is taken as it is."""
    if decision.act == "again":
        return decision
    others = tuple(need for need in decision.others if need_words(scene.book, menu, need, state.language))
    if decision.act != "go" and not need_words(scene.book, menu, decision.best, state.language):
        return Decision("go", decision.best, others)
    return Decision(decision.act, decision.best, others)


def new(state: State, slots: dict[str, str]) -> dict[str, str]:
    """What was not known before: what has been confirmed is not overwritten in passing."""
    if state.slots.get("place"):
        slots = {name: value for name, value in slots.items() if not name.startswith("place")}
    return {name: value for name, value in slots.items() if not state.slots.get(name)}


def needs_in(scene: Scene, menu: Menu, meaning: Meaning) -> Ranked:
    """What the words may mean at this menu, as (`intent|code`, confidence), best first."""
    first = [(f"{meaning.intent or ''}|{meaning.value or ''}", meaning.confidence)] if _says(menu, meaning) else []
    others = [(need_of(scene, code), sure) for code, sure in meaning.alternatives if code != meaning.value]
    return [(need, sure) for need, sure in [*first, *others] if _leads(scene, menu, need)]


def _says(menu: Menu, meaning: Meaning) -> bool:
    return meaning.value is not None or (menu.hear == "intents" and meaning.intent is not None)


def need_of(scene: Scene, code: str) -> str:
    """A code with the intent it stands for: `service|pothole`."""
    if code in scene.book.topics:
        return f"info|{code}"
    service = scene.book.services.get(code)
    return f"{'police' if service and service.group == 'police' else 'service' if service else ''}|{code}"


def _leads(scene: Scene, menu: Menu, need: str) -> bool:
    """Whether this menu can go on with such a need."""
    intent, _, code = need.partition("|")
    match menu.hear:
        case "intents":
            return any(choice.intent == intent for choice in menu.choices)
        case "topics":
            return code in scene.book.topics
        case _:
            return bool(code) and code not in scene.book.topics


def _elsewhere(scene: Scene, state: State, meaning: Meaning) -> State | None:
    """Asked which service, the caller wants to know of a request, an answer, a person: as at the front door."""
    fair = 100 * meaning.confidence >= scene.book.city.understanding.fair
    if state.frames or not fair or meaning.intent not in ("status", "info", "agent"):
        return None
    front = scene.book.flows[links.ROOT].nodes.values()
    open_menus = [node for node in front if isinstance(node, Menu) and node.hear == "intents"]
    choice = next((c for menu in open_menus for c in menu.choices if c.intent == meaning.intent), None)
    if choice is None:
        return None
    topic = {"topic": meaning.value} if meaning.value and meaning.value in scene.book.topics else {}
    fresh = replace(trail.mark(state), phase="ask", pending="", offered=())
    return go(scene, assign(fresh, topic), links.absolute(choice.goto, links.ROOT))
