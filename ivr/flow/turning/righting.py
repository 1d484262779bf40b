"""An earlier answer is put right in the middle of a form: “no wait, it's on Charles, not Saint Paul”, “I said two”.

The words are heard once more, as another answer to each question that was answered before, and as another place.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from ivr.flow.directives import Note, Understand
from ivr.flow.meaning import Meaning, Option, Want
from ivr.flow.model import Slot
from ivr.flow.spoken import words
from ivr.flow.state import State
from ivr.flow.turning import amending, moving
from ivr.flow.turning.question import Asked, asked, of_slot
from ivr.flow.turning.scene import Scene
from ivr.flow.turning.speaking import said, value_in_words
from ivr.flow.turning.walk import ask, assign, is_private

SURE = 0.8
WHICH, DENIED, REVIEW = "which", "denied", "review"
"""Where the words were said: to “which part is wrong?”, or to the review itself, with a no or without one."""
BACK = 3
"""Earlier answers that the words are tried on, the latest first."""
STEM = 5
"""Letters by which two words are alike enough here: “larger”, “large”."""
ARTICLES = amending.ARTICLES | {"a", "an", "un", "of", "de"}
KINDS = ("choice", "number", "digits", "date")
"""Questions whose answer is known by its words; a story, a plate or a vehicle is another one with every sentence."""
ANYTHING = ("speech", "yesno")
"""Questions that take such words for an answer: there a correction is looked for first."""
_EN = "said meant mean actually wait sorry correction mistake wrong instead rather not no nope change"
_ES = (
    "dije digo decir espere espera perdon equivoque equivocado realidad "
    "dicho mal sino no cambie corrija bien esperese espereme esperate esperame"
)
CUES = frozenset((_EN + " " + _ES).split())
"""One of these is in every correction; what holds none is an answer that was not understood."""
OPENINGS = (
    *(("i", "said"), ("i", "meant"), ("i", "mean"), ("actually",), ("no", "wait"), ("wait", "no"), ("no", "sorry")),
    *(("no", "i", "mean"), ("i", "mean", "no"), ("no", "it", "was"), ("no", "make", "it"), ("scratch", "that")),
    *(("no", "quiero", "decir"), ("quiero", "decir"), ("no", "era"), ("perdon", "era"), ("no", "fue", "el")),
    *(("no", "actually"), ("sorry", "i", "said"), ("no", "i", "said"), ("no", "i", "meant"), ("oh", "sorry")),
    *(("dije",), ("digo",), ("le", "dije"), ("quise", "decir"), ("no", "espere"), ("espere", "no"), ("no", "perdon")),
    *(("perdon", "dije"), ("no", "dije"), ("no", "quise", "decir"), ("en", "realidad"), ("mejor", "dicho")),
)
"""So begins a correction where anything may be an answer."""


def first(scene: Scene, state: State, question: Asked, text: str) -> State | None:
    """Hears whether the words put something right before they are taken as they are; None: they need not be."""
    open_ended = question.slot is not None and question.slot.type in ANYTHING and state.phase == "ask"
    if not open_ended or not begins(text):
        return None
    return _try(scene, state, question, text, 0, "first")


def begins(text: str) -> bool:
    """Whether the words begin as a correction does: “I meant …”."""
    return any(words(text)[: len(one)] == one for one in OPENINGS)


def after(scene: Scene, state: State, question: Asked, text: str, when: str = "after") -> State | None:
    """Hears whether words that are no answer put an earlier one right; None: nothing in them says so.

    when: “doubt” where they may be an answer, for which they are taken if nothing is put right. A place that was found
    on no map may be told better at any question.
    """
    heard = words(text)
    cue = bool(CUES.intersection(heard)) or _unfound(state)
    if question.slot is None or state.phase != "ask" or len(heard) < 2 or not cue:
        return None
    return moving.another_house(scene, state, question, text) or _try(scene, state, question, text, 0, when)


def at_review(scene: Scene, state: State, question: Asked, text: str, denied: bool = False) -> State | None:
    """Hears whether words said to the review are another answer to one of the service's questions: “no, Tuesday”, “it's
    the curb, not the middle”; None: nothing was answered before. Nothing else is asked there, so no cue is needed.

    denied: a no was among the words."""
    return _try(scene, state, question, text, 0, WHICH if state.phase == "which" else DENIED if denied else REVIEW)


def on_right(scene: Scene, state: State, question: Asked, meaning: Meaning, text: str) -> State | None:
    """The words were heard as another answer: taken where they are one, else tried on the next; None: they are none."""
    when, _, nth = state.pending.partition("|")
    again, slot = replace(state, phase="ask", pending=""), _tried(scene, state, text, when)[int(nth)]
    if slot is None:
        said_no = meaning.value != "yes"
        righted = amending.elsewhere(scene, again, question, meaning, text, when == "first") if said_no else None
    else:
        righted = _another(scene, again, slot, meaning, text)
    return righted or _try(scene, again, question, text, int(nth) + 1, when)


def is_first(state: State) -> bool:
    """Whether the words were not yet heard as an answer to the open question."""
    return state.pending.startswith("first")


def at_which(state: State) -> bool:
    """Whether the words were heard as an answer to “which part is wrong?”."""
    return state.pending.startswith(WHICH)


def was_denied(state: State) -> bool:
    """Whether the words were a no to the review."""
    return state.pending.startswith(DENIED)


def is_doubt(state: State) -> bool:
    """Whether the words may be an answer to the open question after all."""
    return state.pending.startswith("doubt")


def _try(scene: Scene, state: State, question: Asked, text: str, nth: int, when: str) -> State | None:
    tried = _tried(scene, state, text, when)
    if nth >= len(tried):
        return None
    slot = tried[nth]
    inner = of_slot(scene, state, slot).want if slot else Want("place")
    want = Want("yesno", links=question.want.links, inner=inner)
    scene.out.append(Understand(text, state.language, want, is_private(question)))
    return replace(state, phase="right", pending=f"{when}|{nth}")


def _tried(scene: Scene, state: State, text: str, when: str) -> Sequence[Slot | None]:
    """The questions answered before, the latest first; None is the place, before them where its name is denied. At the
    review the place was tried already."""
    service = scene.book.services.get(state.slots.get("service", ""))
    open_question = asked(scene, replace(state, phase="ask", pending=""))
    answered = [
        slot
        for slot in reversed(service.questions if service else ())
        if slot.type in KINDS and state.slots.get(slot.slot) and not (open_question and slot is open_question.slot)
    ][:BACK]
    if when in (WHICH, DENIED, REVIEW):
        return answered
    if not CUES.intersection(words(text)):
        return [None]
    named = frozenset(words(state.slots.get("place", "")))
    place: list[Slot | None] = [None] if state.slots.get("place") else []
    return [*place, *answered] if moving.denies(text, named) else [*answered, *place]


def _unfound(state: State) -> bool:
    return state.slots.get("place", "") not in ("", "unknown") and not state.slots.get("place_lat")


def _another(scene: Scene, state: State, slot: Slot, meaning: Meaning, text: str) -> State | None:
    """Another answer to this question, said and kept; the open question stands. The same one is only said again."""
    instead = meaning.correction
    if meaning.value == "yes" or instead is None or instead.value is None or instead.ask or instead.confidence < SURE:
        return None
    if not _names(of_slot(scene, state, slot).want.options, instead.value, text):
        return None
    scene.out.append(Note("corrected"))
    named = value_in_words(scene.book, state, slot, instead.value)
    scene.out += said(scene.book, state, "implicit_value", {"value": named})
    return ask(scene, assign(state, {slot.slot: instead.value}))


def _names(options: Sequence[Option], value: str, text: str) -> bool:
    """Whether a word of the answer is in the text, where there are answers: of a question that was asked before, “two”
    is not the second."""
    phrases = [phrase for option in options if option.value == value for phrase in option.words]
    meant = {word[:STEM] for phrase in phrases for word in words(phrase)} - ARTICLES
    return not options or not meant.isdisjoint(word[:STEM] for word in words(text))
