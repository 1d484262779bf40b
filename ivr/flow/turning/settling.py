"""What was in doubt is settled: yes, no, one of a few, none of them, “no, the other one”, “no, a street light”."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace as with_

from msgspec.structs import replace

from ivr.flow.directives import Note, Understand
from ivr.flow.meaning import Meaning, Want
from ivr.flow.model import Menu
from ivr.flow.spoken import tokens
from ivr.flow.state import State
from ivr.flow.turning import later
from ivr.flow.turning.checking import again as ask_number_again
from ivr.flow.turning.checking import is_reference, is_wrong, on_check
from ivr.flow.turning.failing import fail
from ivr.flow.turning.needing import needs_in, new, on_need
from ivr.flow.turning.opening import LONGEST, confirm, is_place, offer
from ivr.flow.turning.placing import details, known, on_place
from ivr.flow.turning.policy import decide
from ivr.flow.turning.question import NONE, Asked, asked
from ivr.flow.turning.scene import Scene
from ivr.flow.turning.speaking import said as said_prompts
from ivr.flow.turning.taking import fill, forget_place, take_need
from ivr.flow.turning.walk import ask, assign, enter, is_private

SURE = 0.8
EXACT = 0.95


def opened(state: State) -> State:
    """The state with its question open again, whole."""
    return replace(state, phase="ask", pending="", offered=())


# ------------------------------------------------------------------ “is that right?”


def on_whether(scene: Scene, state: State, question: Asked, meaning: Meaning, heard: float | None, text: str) -> State:
    """An answer to a value read back."""
    if meaning.value == "yes" and meaning.confidence >= SURE:
        return confirmed(scene, state)
    if meaning.value != "yes" and meaning.correction is not None:
        return corrected(scene, state, meaning.correction, heard, text)
    if meaning.value == "no" and meaning.confidence >= SURE:
        return denied(scene, state)
    return fail(scene, state, question, "nomatch")


def confirmed(scene: Scene, state: State) -> State:
    """Yes: the value that waited is taken."""
    node, again = scene.book.node(state.at), opened(state)
    if isinstance(node, Menu):
        return take_need(scene, again, node, state.pending)
    question = asked(scene, again)
    return fill(scene, again, question.slot, state.pending, {}) if question and question.slot else enter(scene, again)


def denied(scene: Scene, state: State) -> State:
    """No, and no more: what else may be meant is offered, before the question is asked anew."""
    scene.out.append(Note("denied"))
    again = opened(state)
    question = asked(scene, again)
    if question is None:
        return enter(scene, again)
    if is_place(question.slot):
        again = forget_place(again)
    if state.offered:
        return offer(scene, again, state.offered)
    if is_reference(question.slot):
        return ask_number_again(scene, again, question)
    return fail(scene, again, question, "nomatch")


# ------------------------------------------------------------------ one of a few


def on_offer(scene: Scene, state: State, question: Asked, meaning: Meaning, text: str) -> State:
    """An answer to what is on offer; what names none of it is heard as an answer to the question itself."""
    if meaning.value is not None and (meaning.value != NONE or meaning.confidence >= EXACT):
        return picked(scene, state, meaning.value)
    open_question = asked(scene, opened(state))
    if open_question is None:
        return enter(scene, opened(state))
    scene.out.append(Understand(text, state.language, open_question.want, is_private(open_question)))
    return replace(state, phase="anew")


def picked(scene: Scene, state: State, value: str) -> State:
    """One of the offered answers was chosen, by its place among them; or none."""
    if value == NONE or not value.isdigit() or int(value) >= len(state.offered):
        return denied(scene, replace(state, offered=()))
    return taken(scene, opened(state), state.offered[int(value)], _without(state.offered, int(value)))


def _without(values: Sequence[str], nth: int) -> tuple[str, ...]:
    return (*values[:nth], *values[nth + 1 :])


def taken(scene: Scene, state: State, value: str, others: Sequence[str] = ()) -> State:
    """Takes what the caller chose; a place is looked up once more by its name, so that its point comes with it."""
    node = scene.book.node(state.at)
    if isinstance(node, Menu):
        scene.out.append(Note("named_in_passing"))
        return take_need(scene, state, node, value, (value, *others))
    question = asked(scene, state)
    if question is None or question.slot is None:
        return enter(scene, state)
    if not is_place(question.slot):
        return fill(scene, state, question.slot, value, {})
    scene.out.append(Understand(value, state.language, Want("place"), is_private(question)))
    return replace(state, phase="pick", pending=value)


def on_pick(scene: Scene, state: State, meaning: Meaning) -> State:
    """The offered place was looked up."""
    again = opened(state)
    question = asked(scene, again)
    if question is None or question.slot is None:
        return enter(scene, again)
    clear = replace(forget_place(again), part=None)
    return fill(scene, clear, question.slot, meaning.value or state.pending, details(meaning))


def on_anew(scene: Scene, state: State, meaning: Meaning, heard: float | None, text: str) -> State:
    """What was said to an offer or to “is it about …?”, as an answer to the question: nearer to that than to anything
    else, or new."""
    offering, again = replace(state, phase="confirm" if state.pending else "offer"), opened(state)
    question, node = asked(scene, again), scene.book.node(state.at)
    offers = asked(scene, offering)
    if question is None or offers is None:
        return enter(scene, again)
    if is_place(question.slot):
        lost = meaning.value is None or meaning.value == "unknown" or meaning.ask == "again"
        return (
            fail(scene, offering, offers, "nomatch") if lost else on_place(scene, again, question, meaning, heard, text)
        )
    if is_wrong(question.slot, meaning):
        return on_check(scene, again, question, meaning)
    if is_reference(question.slot) and meaning.value is not None:
        return taken(scene, again, meaning.value)
    if not isinstance(node, Menu):
        return fail(scene, offering, offers, "nomatch")
    ranked = needs_in(scene, node, meaning)
    nearest = ranked[0][0] if ranked else ""
    if not state.pending and nearest in state.offered:
        return taken(scene, again, nearest)
    if decide(scene.book.city.understanding, ranked, heard).act == "again":
        return _place_beside(scene, offering, meaning, heard) or fail(scene, offering, offers, "nomatch")
    if nearest == state.pending:
        return confirmed(scene, state)
    return on_need(scene, again, question, node, meaning, heard)


def _place_beside(scene: Scene, state: State, meaning: Meaning, heard: float | None) -> State | None:
    """Where it is, said to “which one do you mean?”: kept, and that is asked again; None: nothing new was said."""
    found = new(state, known(scene, meaning, heard))
    if not found.get("place"):
        return None
    kept = assign(state, found)
    return ask(scene, kept, said_prompts(scene.book, kept, "place_named", {"place": found["place"]}))


# ------------------------------------------------------------------ “no, …”


def corrected(scene: Scene, state: State, said: Meaning, heard: float | None, text: str) -> State:
    """“No, …”: the runner-up, another value, or the same one after all. `state` holds what was denied."""
    scene.out.append(Note("corrected"))
    state = replace(state, told=_after_no(text)[:LONGEST])
    again, denied_value = opened(state), state.pending
    question, node = asked(scene, again), scene.book.node(state.at)
    if question is None:
        return enter(scene, again)
    if is_other_one(said):
        return taken(scene, again, state.offered[0], state.offered[1:]) if state.offered else denied(scene, state)
    if isinstance(node, Menu):
        return _another_need(scene, state, question, node, said, heard)
    if question.slot is None or said.value == denied_value:
        return confirmed(scene, state)
    if is_place(question.slot):
        return on_place(scene, forget_place(again), question, said, heard, text)
    if question.slot.type == "time" and said.value is not None:
        return later.proposed(scene, again, question.slot, said.value)
    fits = not question.want.options or any(option.value == said.value for option in question.want.options)
    if said.value is None or not fits:
        return denied(scene, state)
    return (
        confirm(scene, again, said.value)
        if said.confidence < SURE
        else fill(scene, again, question.slot, said.value, said.slots)
    )


def _after_no(text: str) -> str:
    """What was said after the “no”: that denies what was understood, and nothing that follows it."""
    found = tokens(text)
    return text[found[1].start :] if len(found) > 1 and found[0].word in ("no", "nope", "nah") else text


def is_other_one(said: Meaning) -> bool:
    """“The other one”: nothing is named, and what was not taken at first is meant."""
    return said.ask is None and said.intent is None and said.value in (None, "other") and not said.slots


def _another_need(scene: Scene, state: State, question: Asked, menu: Menu, said: Meaning, heard: float | None) -> State:
    again, code = opened(state), state.pending.rpartition("|")[2]
    if not code and said.value is None and state.pending == f"{said.intent}|":  # “I already told you people”
        return confirmed(scene, state)
    if code and said.value == code:
        other = beside(scene, said)
        return on_need(scene, again, question, menu, other, heard) if other else confirmed(scene, state)
    if said.value is None and said.slots.get("place_said"):  # the place was wrong, and not what is the matter there
        anew = assign(forget_place(assign(again, {"place": "", "place_heard": ""})), known(scene, said, heard))
        return take_need(scene, anew, menu, state.pending, (state.pending, *state.offered))
    rest = tuple(one for one in said.alternatives if one[0] != code)
    if not needs_in(scene, menu, with_(said, alternatives=rest)):
        return denied(scene, state)
    return on_need(scene, again, question, menu, with_(said, alternatives=rest), heard)


def beside(scene: Scene, said: Meaning) -> Meaning | None:
    """“Not a pothole, a sidewalk” names both: what is left beside the denied one, likely enough to be asked about.

    None: nothing else is in it, and the same was said in other words.
    """
    rules = scene.book.city.understanding
    left = [(value, sure) for value, sure in said.alternatives if 100 * sure >= rules.offered]
    if not left:
        return None
    ceiling, whole = (rules.sure - 1) / 100, sum(sure for _, sure in left)
    scaled = tuple((value, min(ceiling, sure / whole)) for value, sure in left)
    return Meaning(alternatives=scaled, slots=said.slots)
