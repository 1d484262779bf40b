"""The caller goes on in the other language of the city: words that are no answer in the call's are heard in theirs."""

from __future__ import annotations

from dataclasses import replace

from ivr.flow.meaning import Meaning
from ivr.flow.state import State
from ivr.flow.turning import links, needing
from ivr.flow.turning.judging import answers
from ivr.flow.turning.question import Asked
from ivr.flow.turning.scene import Scene


def follows(scene: Scene, state: State, question: Asked, meaning: Meaning, text: str) -> State | None:
    """The call in the language of the caller's words, its question still open; None: it stays in its own."""
    spoken = meaning.slots.get("language", state.language)
    if spoken == state.language or not _is_lost(scene, state, question, meaning, text):
        return None
    before = len(scene.out)
    there = needing.followed(scene, state, meaning)
    if links.in_danger(scene.book, state.at):
        del scene.out[before:]  # not a word about languages where danger is spoken of
    return there if there.language == spoken else None


def without(meaning: Meaning) -> Meaning:
    """The meaning without the language it was said in: an answer is one in any."""
    if "language" not in meaning.slots:
        return meaning
    return replace(meaning, slots={name: value for name, value in meaning.slots.items() if name != "language"})


def _is_lost(scene: Scene, state: State, question: Asked, meaning: Meaning, text: str) -> bool:
    """Whether the words are no answer as they were heard: of a place, whether it was found nowhere."""
    if state.phase == "confirm":
        return meaning.value is None and meaning.correction is None
    if question.want.kind == "place" and state.phase == "ask":
        return meaning.value != "unknown" and not meaning.slots.get("place_lat")
    return not answers(scene, state, question, meaning, text)
