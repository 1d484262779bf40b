"""Danger that was heard by an ear nobody is sure of: it is asked about, and never told."""

from __future__ import annotations

from dataclasses import replace

from ivr.flow.meaning import Meaning
from ivr.flow.model import Link
from ivr.flow.state import State
from ivr.flow.turning import links
from ivr.flow.turning.scene import Scene

DANGER = ("emergency", "crisis")
WORDS = 300
"""Characters of the words that are kept until it is known whether there is danger."""


def doubted(scene: Scene, state: State, meaning: Meaning) -> Meaning:
    """The meaning as it stands where its words may be others: danger is a question. Where danger is spoken of already
    nothing is taken from it; there Twilio hears (turning.hearing.way)."""
    if links.in_danger(scene.book, state.at):
        return meaning
    link = links.in_force(scene.book, _flow(state)).get(meaning.link or "")
    if link is not None and link.intent in DANGER:
        return _asked(replace(meaning, link=None), link)
    if meaning.emergency == "certain" or meaning.crisis:
        intent = "other" if meaning.intent in DANGER else meaning.intent
        return replace(meaning, intent=intent, emergency="ask", guessed=True)
    return meaning


def of_key(scene: Scene, state: State, key: str) -> Meaning | None:
    """What a key that was said aloud is, where it is the one for danger; None: any other key."""
    name = links.by_key(scene.book, _flow(state)).get(key)
    link = links.in_force(scene.book, _flow(state))[name] if name else None
    return _asked(Meaning(), link) if link is not None and link.intent in DANGER else None


def _asked(meaning: Meaning, link: Link) -> Meaning:
    return replace(meaning, emergency="ask", crisis=link.intent == "crisis", guessed=True)


def _flow(state: State) -> str:
    return state.at.partition(".")[0]
