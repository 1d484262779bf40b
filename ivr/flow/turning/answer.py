"""The caller answered, or did not: keys, meanings and silence at the open question."""

from __future__ import annotations

from dataclasses import replace as with_

from msgspec.structs import replace

from ivr.flow.directives import Note, Understand
from ivr.flow.meaning import Meaning, Want
from ivr.flow.model import Menu, Review, Slot
from ivr.flow.state import State
from ivr.flow.telephone import area_of
from ivr.flow.turning import (
    amending,
    beside,
    calming,
    doubting,
    links,
    moving,
    ordering,
    recalling,
    righting,
    settling,
    several,
    tongue,
)
from ivr.flow.turning.accepting import accept, reviewed
from ivr.flow.turning.checking import is_wrong, on_check
from ivr.flow.turning.endangered import danger_after_all, danger_in, in_danger
from ivr.flow.turning.failing import fail, leave_open, on_silence, optional, skip
from ivr.flow.turning.following import before_this, follow
from ivr.flow.turning.hearing import MANY_KEYS
from ivr.flow.turning.judging import FAIR, answers
from ivr.flow.turning.keyed import CERTAIN, meaning_of_keys, spoken_key
from ivr.flow.turning.needing import on_need
from ivr.flow.turning.opening import is_place
from ivr.flow.turning.options import MORE
from ivr.flow.turning.placing import on_place, said_before
from ivr.flow.turning.question import Asked, asked, asks_house, more_key
from ivr.flow.turning.scene import Scene
from ivr.flow.turning.taking import choose
from ivr.flow.turning.walk import ask, assign, enter, is_private
from ivr.flow.turning.wholly import says_only

SENTENCE = 300
"""Characters of a sentence that are kept until the need in it is taken."""
_NOT_THERE = Meaning(value="no", correction=Meaning(slots={"place_said": "?"}))
"""The place was wrong, and no other is known."""


# ------------------------------------------------------------------ keys


def on_digits(scene: Scene, state: State, keys: str) -> State:
    """Keys were pressed."""
    question = asked(scene, state)
    if question is None:
        return enter(scene, state)
    if not keys:
        return on_silence(scene, state)
    if len(keys) > 1 and asks_house(state, question):
        return _understand(scene, state, question, keys)
    meaning = _keyed(scene, state, question, keys)
    if meaning is not None and is_wrong(question.slot, meaning):
        return on_check(scene, state, question, meaning)
    if meaning is not None:
        return accept(scene, state, question, meaning, heard=1.0, keyed=meaning.confidence == CERTAIN)
    if len(keys) == 1:
        return _one_key(scene, state, question, keys)
    return fail(scene, state, question, "nomatch")


def _keyed(scene: Scene, state: State, question: Asked, keys: str) -> Meaning | None:
    slot = question.slot
    if slot is not None and state.phase == "ask" and slot.type in MANY_KEYS:
        area = area_of(line.number for line in scene.book.city.lines.values())
        return meaning_of_keys(slot, keys, scene.moment.now, area)
    offered = next((offer.value for offer in question.offers if offer.key == keys), None)
    return Meaning(value=offered, confidence=CERTAIN) if offered is not None else None


def _one_key(scene: Scene, state: State, question: Asked, key: str) -> State:
    flow = state.at.partition(".")[0]
    if key == MORE and more_key(question, state, scene):
        return ask(scene, replace(state, index=state.index + 1, silences=0, misses=0))
    if key == "#" and optional(state, question):
        return skip(scene, state, question)
    name = links.by_key(scene.book, flow).get(key)
    return follow(scene, state, question, name, keyed=True) if name else fail(scene, state, question, "nomatch")


# ------------------------------------------------------------------ speech


def on_utterance(scene: Scene, state: State, text: str, doubtful: bool = False) -> State:
    """The caller spoke: what that means is worked out first; just after something was named in passing, whether the
    words take it back. doubtful: as of events.Utterance."""
    question = asked(scene, state)
    if question is None:
        return enter(scene, state)
    plain = _plain_words(scene, state, question, text, doubtful) or ordering.hear(scene, state, question, text)
    return plain or righting.first(scene, state, question, text) or _hear(scene, state, question, text)


def _hear(scene: Scene, state: State, question: Asked, text: str) -> State:
    if not recalling.own_first(question) and (recalled := _recalled(scene, state, question, text)):
        return recalled
    return _understand(scene, state, question, text)


def _plain_words(scene: Scene, state: State, question: Asked, text: str, doubtful: bool) -> State | None:
    """At an open menu, words that are a choice's own, or a key said aloud; None: they are to be understood."""
    menu = question.node
    if not isinstance(menu, Menu) or not menu.hear or state.phase != "ask":
        return None
    for n, choice in enumerate(menu.choices):
        if says_only(text, (choice.says or {}).get(state.language, ())):
            return choose(scene, state, menu, str(n))
    key = spoken_key(text, state.language)
    if doubtful and key and (asks := doubting.of_key(scene, state, key)):
        return danger_in(scene, state, asks, text)
    return on_digits(scene, state, key) if key else None


def _recalled(scene: Scene, state: State, question: Asked, text: str) -> State | None:
    """Hears whether the words take back what was named in passing; None where nothing can be taken back."""
    before = _before(scene, state) if recalling.may_take_back(state, question) else None
    if before is None or calming.is_reassuring(scene, state, text):
        return None
    named = recalling.the_place(state, text) if before.want.kind == "place" else before.want
    return _recall(scene, replace(state, phase="recall"), question, named, text)


def _recalled_after_all(scene: Scene, state: State, question: Asked, text: str) -> State | None:
    """As `_recalled`, for words that were first heard as an answer and are none; for all others it was tried before."""
    return _recalled(scene, state, question, text) if recalling.own_first(question) else None


def _recall(scene: Scene, state: State, question: Asked, named: Want, text: str) -> State:
    want = Want("yesno", links=question.want.links, inner=named)
    scene.out.append(Understand(text, state.language, want, is_private(question)))
    return state


def _understand(scene: Scene, state: State, question: Asked, text: str) -> State:
    before = said_before(state)
    want = with_(question.want, context=before) if before else question.want
    if state.phase == "confirm" and want.inner and want.inner.kind == "place":
        want = with_(want, inner=with_(want.inner, context=recalling.the_place(state, text).context))
    scene.out.append(Understand(text, state.language, want, is_private(question)))
    return state


def _hear_after_all(scene: Scene, state: State, text: str) -> State:
    """The words took nothing back: they are an answer to the open question, or to the value that is read back at it.

    What was heard as its answer before is none: a house number alone moves the place, all else is asked again.
    """
    again = replace(state, phase="confirm" if state.pending else "ask")
    question = asked(scene, again)
    if question is not None and recalling.own_first(question):
        moved = moving.another_house(scene, again, question, text) if "place" in state.slots else None
        return moved or righting.after(scene, again, question, text) or fail(scene, again, question, "nomatch")
    return _understand(scene, again, question, text) if question else enter(scene, again)


def _not_righted(scene: Scene, state: State, question: Asked, text: str) -> State:
    """No earlier answer was put right: the words stand as they are; but “I said two, not three” is no “no”."""
    again = replace(state, phase="ask", pending="")
    if isinstance(question.node, Review):
        return _which_part(scene, state, question.node, again)
    if righting.is_doubt(state):
        return _understand(scene, replace(again, phase="whole"), question, text)
    if righting.is_first(state) and question.want.kind != "yesno":
        return _hear(scene, again, question, text)
    return fail(scene, again, question, "nomatch")


def _which_part(scene: Scene, state: State, review: Review, again: State) -> State:
    """Nothing said to the review was another answer: after a no which part is wrong is asked."""
    if righting.was_denied(state):
        return reviewed(scene, again, review, "no")
    still = replace(again, phase="which") if righting.at_which(state) else again
    question = asked(scene, still)
    return fail(scene, still, question, "nomatch") if question else enter(scene, again)


def _before(scene: Scene, state: State) -> Asked | None:
    """The question whose answer was named in passing."""
    before = before_this(scene, state)
    return asked(scene, before) if before else None


def on_meaning(scene: Scene, state: State, meaning: Meaning, heard: float | None, text: str = "") -> State:
    """What the caller said was understood: danger first, then links, then the answer."""
    question = asked(scene, state)
    if question is None:
        return enter(scene, state)
    recalled = state.phase in ("recall", "where", "right")
    if recalled and (danger := danger_in(scene, replace(state, phase="ask"), meaning, text)):
        return danger
    match state.phase:
        case "pick":
            return settling.on_pick(scene, state, meaning)
        case "anew":
            return settling.on_anew(scene, state, meaning, heard, text)
        case "moved":
            return moving.on_moved(scene, state, meaning, heard, text)
        case "beside":
            return beside.on_beside(scene, state, meaning, heard, text)
        case "calm":
            return calming.on_calm(scene, state, question, meaning, text)
        case "amend":
            return _amended(scene, state, question, meaning, text)
        case "parts" | "first" | "second":
            return several.on_part(scene, state, meaning, heard)
        case "right":
            righted = righting.on_right(scene, state, question, meaning, text)
            return righted or _not_righted(scene, state, question, text)
        case "order":
            ordered = ordering.on_order(scene, state, meaning)
            return ordered or _hear(scene, replace(state, phase="ask"), question, text)
        case "whole":
            return _answered(scene, replace(state, phase="ask"), question, meaning, heard, text, whole=True)
        case "recall" if recalling.denies_place(state, question, meaning):
            return _recall(scene, replace(state, phase="where"), question, recalling.the_place(state, text), text)
        case "recall" if not recalling.takes_back(scene, state, question, meaning):
            if meaning.value == "no" and recalling.place_passed(state, question):
                return _recall(scene, replace(state, phase="where"), question, recalling.the_place(state, text), text)
            if meaning.value == "no" and recalling.says_other(text) and "|" not in state.passing[0]:
                return _take_back(scene, state, _NOT_THERE, heard, text)
            return _hear_after_all(scene, state, text)
        case "where" if not recalling.is_elsewhere(state, meaning):
            if recalling.says_other(text):  # there is no other one: where it is, is asked anew
                return _take_back(scene, state, _NOT_THERE, heard, text)
            return _hear_after_all(scene, state, text)
    if state.phase == "where" and (place := _with_number_before(state, meaning)):
        return moving.look(scene, state, question, place)
    if state.phase == "where" and (moved := _on_another_street(scene, state, question, meaning, text)):
        return moved
    if not recalled and (danger := danger_in(scene, state, meaning, text)):
        return danger
    if not in_danger(scene, state):  # there the words stand: after “no” they are what the call goes on with
        state = assign(state, {"doubted": ""})
    if recalled:
        return _take_back(scene, state, meaning, heard, text)
    if meaning.link == "skip" and optional(state, question):
        return skip(scene, state, question)
    if meaning.link == "unknown" and question.slot is not None and state.phase == "ask":
        return leave_open(scene, state, question.slot)
    if meaning.link and meaning.link in links.in_force(scene.book, state.at.partition(".")[0]):
        return follow(scene, state, question, meaning.link)
    return _answered(scene, state, question, meaning, heard, text)


def _answered(
    scene: Scene,
    state: State,
    question: Asked,
    meaning: Meaning,
    heard: float | None,
    text: str,
    whole: bool = False,
) -> State:
    """The words answer the question, or do not. whole: they are about one thing."""
    open_menu = isinstance(question.node, Menu) and question.node.hear and state.phase == "ask"
    if not open_menu:
        if there := tongue.follows(scene, state, question, meaning, text):
            return _understand(scene, there, asked(scene, there) or question, text)
        meaning = tongue.without(meaning)
    match state.phase:
        case "confirm":
            return _whether(scene, state, question, meaning, heard, text)
        case "offer":
            return settling.on_offer(scene, state, question, meaning, text)
    if isinstance(question.node, Menu) and question.node.hear:
        fresh = beside.unsettled(replace(state, told=text[:SENTENCE]), meaning)
        more = None if whole else several.begin(scene, fresh, question.node, question, meaning, fresh.told)
        kept = more or beside.place_first(scene, fresh, question.node, meaning, heard)
        return kept or on_need(scene, fresh, question, question.node, meaning, heard)
    if is_place(question.slot):
        return on_place(scene, state, question, meaning, heard, text)
    if is_wrong(question.slot, meaning):
        return on_check(scene, state, question, meaning)
    lost = meaning.value is None or (state.phase == "ask" and meaning.value == "no")
    if isinstance(question.node, Review) and lost:
        named = amending.answer_named(scene, state, question.node, text)
        if more := named or amending.hear(scene, state, question, text):
            return more
        if meaning.value is None and (righted := righting.at_review(scene, state, question, text)):
            return righted
    if answers(scene, state, question, meaning, text):
        doubtful = meaning.confidence < righting.SURE and not whole
        if doubtful and righting.begins(text):  # “I meant Light Street”: hardly “right lane”
            righted = righting.after(scene, state, question, text, "doubt")
            return righted or accept(scene, state, question, meaning, heard)
        return accept(scene, state, question, meaning, heard)
    return (
        danger_after_all(scene, state, meaning)
        or _recalled_after_all(scene, state, question, text)
        or righting.after(scene, state, question, text)
        or calming.hear(scene, state, question, text)
        or fail(scene, state, question, "nomatch")
    )


def _whether(scene: Scene, state: State, question: Asked, meaning: Meaning, heard: float | None, text: str) -> State:
    """An answer to a value read back: another house or street, a place said for a yes to a need, else a yes or a no."""
    instead = meaning.correction if is_place(_slot_of(scene, state)) and meaning.value != "yes" else None
    if instead and (street := moving.another_street(scene, state, question, instead, text)):
        return street
    if meaning.correction is None and meaning.value != "yes":
        if is_place(question.slot or _slot_of(scene, state)) and (
            house := moving.another_house(scene, state, question, text)
        ):
            return house
        if meaning.value is None and isinstance(question.node, Menu) and state.pending:
            return beside.instead_of_yes(scene, state, question, text)
    return settling.on_whether(scene, state, question, meaning, heard, text)


def _slot_of(scene: Scene, state: State) -> Slot | None:
    """The slot whose value is read back."""
    question = asked(scene, replace(state, phase="ask"))
    return question.slot if question else None


def _amended(scene: Scene, state: State, question: Asked, meaning: Meaning, text: str) -> State:
    """More than a no at the review: another place, a yes after all, or which part is wrong is asked."""
    review, which = question.node, state.pending == "which"
    again = replace(state, phase="which" if which else "ask", pending="")
    assert isinstance(review, Review)
    if which and meaning.value == "yes" and meaning.confidence >= FAIR:
        return reviewed(scene, replace(again, phase="ask"), review, "yes")
    if meaning.value != "yes" and (moved := amending.amended(scene, again, question, meaning, text)):
        return moved
    named = amending.part_named(scene, again, review, text) if meaning.value != "yes" and not which else None
    if named is not None:
        return reviewed(scene, replace(again, phase="which"), review, str(named))
    open_question, denied = asked(scene, again), meaning.value == "no"
    if (
        open_question
        and meaning.value != "yes"
        and (righted := righting.at_review(scene, again, open_question, text, denied))
    ):
        return righted
    if not which and denied:
        return reviewed(scene, again, review, "no")
    return fail(scene, again, open_question, "nomatch") if open_question else enter(scene, again)


def _with_number_before(state: State, meaning: Meaning) -> str:
    """Another street said at “what is the house number on …?”, with the number that was said before."""
    said, number = meaning.correction, moving.number_before(state)
    if state.part is None or said is None or said.slots.get("place_number") or not number:
        return ""
    street = said.slots.get("place_street") or said.value
    return f"{number} {street}" if street else ""


def _on_another_street(scene: Scene, state: State, question: Asked, meaning: Meaning, text: str) -> State | None:
    """“No, it's on Charles”, right after “2400 Saint Paul” was named: the number stays."""
    if state.part is not None or meaning.correction is None:
        return None
    return moving.another_street(scene, state, question, meaning.correction, text)


def _take_back(scene: Scene, state: State, meaning: Meaning, heard: float | None, text: str) -> State:
    """What was named in passing was wrong: back to its question, with what else was meant."""
    before = before_this(scene, state)
    if before is None:
        return enter(scene, replace(state, phase="ask"))
    denied = replace(before, phase="confirm", pending=state.passing[0], offered=state.passing[1:])
    if meaning.correction is None:
        scene.out.append(Note("corrected"))
        return settling.denied(scene, denied)
    said_instead = recalling.as_beside(meaning.correction) if state.phase == "where" else meaning.correction
    return settling.corrected(scene, denied, said_instead, heard, text)


__all__ = ["on_digits", "on_meaning", "on_silence", "on_utterance"]
