"""Asked whether there is danger, the caller says no and tells of an ordinary need: “no no, I said a pothole”.

The plain words of a no are not all that is meant by one. What else is said is heard as the first sentence of a call
is, where danger is listened for most; only what no listener finds danger in, and what is surely a need, leads on.
"""

from __future__ import annotations

from msgspec.structs import replace

from ivr.flow.directives import Understand
from ivr.flow.meaning import Meaning, Want
from ivr.flow.model import Menu
from ivr.flow.spoken import words
from ivr.flow.state import State
from ivr.flow.turning import doubting, links
from ivr.flow.turning.failing import fail
from ivr.flow.turning.question import Asked
from ivr.flow.turning.scene import Scene
from ivr.flow.turning.taking import choose
from ivr.flow.turning.walk import assign, is_private
from ivr.flow.turning.wholly import says_only

NOES = frozenset({"no", "nope", "nah", "naw", "nobody", "nadie"})
MURMURED = 3
"""Words among which the no must be: “well no”, “oh no no”."""
NEEDS = frozenset({"service", "status", "info"})
"""What is no danger; a matter for the police may be one."""
SURELY = 0.95
"""So sure must the need be that leads on: surer than anywhere else, for it is taken for a no."""

HURT = frozenset("hurt danger lastimado lastimada herido herida heridos peligro".split())  # noqa: SIM905
"""Words of what is said of people, and of nothing else that may be taken back."""


def hear(scene: Scene, state: State, question: Asked, text: str) -> State | None:
    """Hears words that were no answer to whether there is danger as a first sentence; None: they are asked about.

    Who says no at once needs to be heard once; who only speaks of something else was told of 911 twice before.
    """
    if _way_out(question) is None or not _is_doubt(scene, state) or not text:
        return None
    if not (_says_no(text) or state.misses):
        return None
    scene.out.append(Understand(text, state.language, Want("intents"), is_private(question)))
    return replace(state, phase="calm")


def on_calm(scene: Scene, state: State, question: Asked, meaning: Meaning, text: str) -> State:
    """On with the call where the words are surely a need and no danger; else asked again, or told."""
    asking, out, menu = replace(state, phase="ask"), _way_out(question), question.node
    sure = meaning.confidence >= SURELY
    harmless = meaning.emergency == "none" and not meaning.crisis and meaning.link is None
    if out is None or not isinstance(menu, Menu) or not (harmless and sure and meaning.intent in NEEDS):
        return fail(scene, asking, question, "nomatch")
    return choose(scene, _in_these_words(scene, asking, text), menu, out)


def is_reassuring(scene: Scene, state: State, text: str) -> bool:
    """Whether all that is said is that nobody is hurt: said to advice about danger it takes nothing else back."""
    link = links.for_intent(scene.book, state.at.partition(".")[0], "emergency")
    menu = scene.book.node(link.doubt) if link and link.doubt else None
    choices = menu.choices if isinstance(menu, Menu) else []
    safe = [phrase for c in choices if c.whole for phrase in (c.says or {}).get(state.language, ())]
    return says_only(text, [phrase for phrase in safe if not HURT.isdisjoint(words(phrase))])


def _in_these_words(scene: Scene, state: State, text: str) -> State:
    """At an open question the call goes on with what was said now, which is surely a need; a form, with its answer."""
    asked_before = scene.book.node(state.frames[-1].at) if state.frames else None
    still_open = isinstance(asked_before, Menu) and asked_before.hear
    return assign(state, {"doubted": text[: doubting.WORDS]}) if still_open else state


def _says_no(text: str) -> bool:
    return not NOES.isdisjoint(words(text)[:MURMURED])


def _is_doubt(scene: Scene, state: State) -> bool:
    """Whether the open question is whether there is danger: nobody was told yet that there is."""
    flow = state.at.partition(".")[0]
    danger = (links.for_intent(scene.book, flow, intent) for intent in doubting.DANGER)
    return bool(state.slots.get("doubted")) and state.at in {link.doubt for link in danger if link}


def _way_out(question: Asked) -> str | None:
    """The choice that says there is no danger: the one that only its own words choose."""
    choices = question.node.choices if isinstance(question.node, Menu) else []
    return next((str(n) for n, choice in enumerate(choices) if choice.whole), None)
