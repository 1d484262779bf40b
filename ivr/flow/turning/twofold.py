"""Two problems in one sentence: “there's a pothole and the street light is out too”. First the one, then the other.

A sentence that is not clearly about one thing is heard in two halves, at its “and”. Only when each half is sure by
itself, and they are two services, is it taken for two; else it is heard as the whole it is.
"""

from __future__ import annotations

from msgspec.structs import replace

from ivr.flow.directives import Note, Understand
from ivr.flow.meaning import Meaning
from ivr.flow.model import Menu
from ivr.flow.spoken import tokens
from ivr.flow.state import State
from ivr.flow.turning import placing
from ivr.flow.turning.needing import followed, needs_in, new
from ivr.flow.turning.question import Asked, asked, need_words
from ivr.flow.turning.scene import Scene
from ivr.flow.turning.speaking import said
from ivr.flow.turning.taking import LONGEST, take_need
from ivr.flow.turning.walk import assign, enter, is_private

CLEAR = 0.95
"""So sure of one need, the sentence is about that one."""
TRIED = 3
"""Places at which a sentence is divided, at most; the last “and” first: “at Charles and Pratt, and …”."""
JOINTS = frozenset({"and", "also", "plus", "y", "tambien", "ademas", "e"})


def halves(text: str) -> list[tuple[str, str]]:
    """The sentence in two, once for each word that may join two problems, the last one first."""
    found = tokens(text)
    joints = [n for n, token in enumerate(found) if token.word in JOINTS]
    begins = [n for n in joints if n - 1 not in joints]  # “and also”, “y también” are one
    divided = []
    for n in reversed(begins):
        after = next((at for at in range(n, len(found)) if at not in joints), len(found))
        if n and after < len(found):
            divided.append((text[: found[n - 1].end].strip(), text[found[after].start :].strip()))
    return divided[:TRIED]


def begin(scene: Scene, state: State, menu: Menu, question: Asked, meaning: Meaning, text: str) -> State | None:
    """Hears the halves of a sentence that may be about two things; None: it is about one."""
    ranked, divided = needs_in(scene, menu, meaning), halves(text)
    if menu.hear != "intents" or len(ranked) < 2 or ranked[0][1] >= CLEAR or not divided:
        return None
    spoken = followed(scene, state, meaning)
    there = asked(scene, spoken) or question
    return _hear(scene, replace(spoken, phase="first", pending="0"), there, divided[0][0])


def on_half(scene: Scene, state: State, meaning: Meaning, heard: float | None) -> State:
    """A half was understood: on with the other one, with the next way to divide it, or with the sentence whole."""
    again = replace(state, phase="ask", pending="")
    question, menu = asked(scene, again), scene.book.node(state.at)
    divided = halves(state.told)
    nth, _, first = state.pending.partition("|")
    if question is None or not isinstance(menu, Menu) or int(nth) >= len(divided):
        return enter(scene, again)
    need, here = _service(scene, menu, meaning), divided[int(nth)]
    if need and not first:
        known = assign(state, new(state, placing.known(scene, meaning, heard)))
        return _hear(scene, replace(known, phase="second", pending=f"{nth}|{need}"), question, here[1])
    if need and need != first:
        placed = assign(again, new(again, placing.known(scene, meaning, heard)))
        return _both(scene, replace(placed, told=here[0]), menu, first, need, here[1])
    if int(nth) + 1 < len(divided):
        return _hear(
            scene, replace(state, phase="first", pending=str(int(nth) + 1)), question, divided[int(nth) + 1][0]
        )
    return _hear(scene, replace(state, phase="whole", pending=""), question, state.told)


def _hear(scene: Scene, state: State, question: Asked, text: str) -> State:
    scene.out.append(Understand(text, state.language, question.want, is_private(question)))
    return state


def _service(scene: Scene, menu: Menu, meaning: Meaning) -> str:
    """The service a half is surely about; "" for none, and for anything that may be danger."""
    if meaning.emergency != "none" or meaning.crisis or meaning.link:
        return ""
    need, sure = next(iter(needs_in(scene, menu, meaning)), ("", 0.0))
    known = need.partition("|")[2] in scene.book.services
    return need if known and 100 * sure >= scene.book.city.understanding.sure else ""


def _both(scene: Scene, state: State, menu: Menu, first: str, second: str, rest: str) -> State:
    names = [need_words(scene.book, menu, need, state.language) for need in (first, second)]
    scene.out += [Note("two_needs"), *said(scene.book, state, "two_needs", {"value": names[0], "choice": names[1]})]
    then = {"also": rest[:LONGEST], "next_service": second.partition("|")[2]}
    return take_need(scene, assign(state, then), menu, first, (first,))
