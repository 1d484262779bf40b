"""Several problems in one sentence: “there's a pothole, and the street light is out, and they missed my trash”.

First the one, then the others: a sentence that is not clearly about one thing is heard in parts (dividing.py). Only
what is sure by itself, is heard in the whole as well, and is another service than what stands before it, is taken; else
it is heard as the whole it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from ivr.flow.directives import Note, Prompt, Understand
from ivr.flow.meaning import Meaning
from ivr.flow.model import Menu
from ivr.flow.state import State
from ivr.flow.turning import dividing, placing, waiting
from ivr.flow.turning.dividing import Heard, Part
from ivr.flow.turning.needing import followed, needs_in, new
from ivr.flow.turning.question import Asked, asked, need_words
from ivr.flow.turning.scene import Scene
from ivr.flow.turning.settling import opened
from ivr.flow.turning.speaking import in_language, said
from ivr.flow.turning.taking import take_need
from ivr.flow.turning.walk import assign, enter, is_private

CLEAR = 0.98
"""So sure of one need, a sentence or a part of it is about that one."""
ITSELF = 0.9
"""So sure of a need is a part by itself."""
SHARE = 0.015
"""How sure of a need the whole sentence must be, at least, for a part of it to tell of that: “… and nobody cares”."""


def begin(scene: Scene, state: State, menu: Menu, question: Asked, meaning: Meaning, text: str) -> State | None:
    """Hears the parts of a sentence that may be about several things; None: it is about one."""
    ranked = needs_in(scene, menu, meaning)
    if menu.hear != "intents" or not ranked or not dividing.joined(text):
        return None
    if (len(ranked) < 2 or ranked[0][1] >= CLEAR) and not dividing.twice(text):
        return None
    spoken = followed(scene, state, meaning)
    told = tuple(need for need, sure in ranked if sure >= SHARE)
    return _next(scene, replace(spoken, phase="parts", pending="", offered=told), asked(scene, spoken) or question)


def on_part(scene: Scene, state: State, meaning: Meaning, heard: float | None) -> State:
    """A part was understood: on with the next, with the parts as they are told apart, or with the sentence whole."""
    again = replace(state, phase="ask", pending="", offered=())
    question, menu = asked(scene, again), scene.book.node(state.at)
    if question is None or not isinstance(menu, Menu):
        return enter(scene, again)
    if state.phase == "parts":
        told = _heard_as(scene, menu, meaning, state.offered)
        told = told if told.need else _once_more(scene, state, meaning)
        mark = "!" * (told.sure + told.clear)
        return _next(scene, replace(state, pending=f"{state.pending}{told.need}{mark};"), question)
    parts = _told(state)
    placed = assign(state, new(state, placing.known(scene, meaning, heard)))
    if state.phase == "first" and not placed.slots.get("place_said"):
        return _hear(scene, replace(placed, phase="second"), question, parts[1].text)
    return _take(scene, opened(replace(placed, told=parts[0].text)), menu, parts)


def in_turn(scene: Scene, state: State, menu: Menu, parts: Sequence[Part]) -> State:
    """The first of these is gone on with; the others wait."""
    waits = [(code := part.need.partition("|")[2], _in_full(scene, state, code, part.text)) for part in parts[1:]]
    return take_need(scene, assign(state, waiting.slots_of(waits)), menu, parts[0].need, (parts[0].need,))


def _in_full(scene: Scene, state: State, code: str, text: str) -> str:
    """“Another one at …” by its name, too: alone, when its turn comes, it does not say of what."""
    return f"{called(scene, code, state.language)}: {text}" if dividing.anew(text) else text


def _next(scene: Scene, state: State, question: Asked) -> State:
    found = dividing.following(state.told, _answers(state))
    if isinstance(found, str):
        return _hear(scene, state, question, found)
    if len(found) > 1:
        return _hear(scene, replace(state, phase="first"), question, found[0].text)
    return _hear(scene, replace(state, phase="whole", pending="", offered=()), question, state.told)


def _answers(state: State) -> list[Heard]:
    """What was heard of the parts until now, as it is kept within the turn: `service|pothole!!;;service|rats!;`."""
    return [Heard(each.rstrip("!"), each.endswith("!"), each.endswith("!!")) for each in state.pending.split(";")[:-1]]


def _told(state: State) -> tuple[Part, ...]:
    found = dividing.following(state.told, _answers(state))
    assert not isinstance(found, str)
    return found


def _hear(scene: Scene, state: State, question: Asked, text: str) -> State:
    scene.out.append(Understand(text, state.language, question.want, is_private(question)))
    return state


def _heard_as(scene: Scene, menu: Menu, meaning: Meaning, told: Sequence[str]) -> Heard:
    """The service a part is about, one of those the whole tells of; none for anything that may be danger."""
    if meaning.emergency != "none" or meaning.crisis or meaning.link:
        return Heard()
    rules, (need, sure) = scene.book.city.understanding, next(iter(needs_in(scene, menu, meaning)), ("", 0.0))
    known = need in told and need.partition("|")[2] in scene.book.services
    return Heard(need, sure >= ITSELF, sure >= CLEAR) if known and 100 * sure >= rules.fair else Heard()


def _once_more(scene: Scene, state: State, meaning: Meaning) -> Heard:
    """“… and another one at 400 East 25th Street”: what the whole is about, where a place is named and nothing else."""
    part = dividing.following(state.told, _answers(state))
    there = meaning.slots.get("place_said") or meaning.slots.get("place")
    plain = meaning.emergency == "none" and not meaning.crisis and not meaning.link
    if not isinstance(part, str) or not dividing.anew(part) or not there or not plain:
        return Heard()
    need = state.offered[0]
    return Heard(need, sure=True) if need.partition("|")[2] in scene.book.services else Heard()


def _take(scene: Scene, state: State, menu: Menu, parts: Sequence[Part]) -> State:
    scene.out.append(Note("several_needs"))
    scene.out += named(scene, state, menu, [part.need for part in parts])
    return in_turn(scene, state, menu, parts)


def named(scene: Scene, state: State, menu: Menu, needs: Sequence[str]) -> list[Prompt]:
    """“One after the other. First: potholes. Then: rats. Then: …”."""
    first, second, *rest = [need_words(scene.book, menu, need, state.language) for need in needs]
    prompts = said(scene.book, state, "two_needs", {"value": first, "choice": second})
    return prompts + [one for name in rest for one in said(scene.book, state, "need_after", {"choice": name})]


def called(scene: Scene, code: str, language: str) -> str:
    """How a service is called within a sentence, "" for none; to hear it is to be sure of it."""
    service = scene.book.services.get(code)
    return in_language(service.name, language) if service else ""
