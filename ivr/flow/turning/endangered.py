"""Danger in the caller's words: where it leads, and when it is only asked about."""

from __future__ import annotations

from msgspec.structs import replace

from ivr.flow.directives import Note
from ivr.flow.meaning import Meaning
from ivr.flow.state import State
from ivr.flow.turning import doubting, links
from ivr.flow.turning.scene import Scene
from ivr.flow.turning.walk import assign, call, go

EXACT = 0.95


def danger_in(scene: Scene, state: State, meaning: Meaning, text: str) -> State | None:
    """To where danger is told or asked about, in the language of the caller's words; None: nothing of that."""
    state = _in_their_language(scene, state, meaning)
    flow = state.at.partition(".")[0]
    emergency = links.for_intent(scene.book, flow, "emergency")
    crisis = links.for_intent(scene.book, flow, "crisis")
    if in_danger(scene, state) and meaning.value is not None and meaning.confidence >= EXACT:
        return None  # “nobody is hurt” is an answer here, though the words of danger are in it
    if in_danger(scene, state) and meaning.guessed:
        return None  # who has just been told of 911 or 988 is not told again for words that only resemble danger
    if meaning.emergency == "certain" and emergency and emergency.subdialog:
        return _to(scene, state, emergency.subdialog, "emergency_heard")
    if meaning.crisis and crisis and crisis.subdialog and not (meaning.guessed and crisis.doubt):
        return _to(scene, state, crisis.subdialog, "crisis_heard")
    doubted = crisis if meaning.crisis and crisis and crisis.doubt else emergency
    doubtful = meaning.emergency == "ask" and not in_danger(scene, state)  # “I can't hang up”: they have been told
    if doubtful and doubted and doubted.doubt and "doubted" not in state.slots:
        scene.out.append(Note("emergency_doubted"))
        return call(scene, assign(state, {"doubted": text[: doubting.WORDS]}), doubted.doubt)
    return None


def _in_their_language(scene: Scene, state: State, meaning: Meaning) -> State:
    """The call in the language danger was told in: first what to do, and not a word about languages before it."""
    spoken = meaning.slots.get("language", state.language)
    dangerous = meaning.emergency != "none" or meaning.crisis
    return replace(state, language=spoken) if dangerous and spoken in scene.book.city.languages else state


def danger_after_all(scene: Scene, state: State, meaning: Meaning) -> State | None:
    """Asked whether there is danger, the caller said more that sounds like it: that is a yes."""
    if not state.slots.get("doubted") or not in_danger(scene, state) or meaning.emergency == "none":
        return None
    link = links.for_intent(scene.book, state.at.partition(".")[0], "crisis" if meaning.crisis else "emergency")
    if link is None or not link.subdialog:
        return None
    there, note = _in_their_language(scene, state, meaning), "crisis_heard" if meaning.crisis else "emergency_heard"
    return _to(scene, there, link.subdialog, note)


def _to(scene: Scene, state: State, target: str, note: str) -> State:
    """To where danger is spoken of; from there to its beginning: such words are never taken for “no, go on”."""
    scene.out.append(Note(note))
    calm = assign(state, {"doubted": ""})
    if state.at.partition(".")[0] == target.partition(".")[0]:
        return go(scene, calm, target)
    return call(scene, calm, target)


def in_danger(scene: Scene, state: State) -> bool:
    """Whether the open question is one of the emergency flow's own."""
    flow = state.at.partition(".")[0]
    danger = links.for_intent(scene.book, flow, "emergency")
    return danger is not None and (danger.subdialog or "").partition(".")[0] == flow
