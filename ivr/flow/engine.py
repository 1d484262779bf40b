"""The engine: what a call does next. Pure: (book, state, event, moment) → (state, directives); it calls nobody.

Work is asked for by a directive and answered by the next event. Whatever the events and their order, a step ends in
one directive that waits or works (tests/flow/test_engine_property.py).
"""

from __future__ import annotations

from msgspec.structs import replace

from ivr.flow.book import Book
from ivr.flow.directives import Disconnect
from ivr.flow.events import (
    Answered,
    Dialed,
    Digits,
    Event,
    Failed,
    HungUp,
    Place,
    Recorded,
    Resolved,
    Room,
    Silence,
    Understood,
    Unheard,
    Utterance,
)
from ivr.flow.model import Do, Queue, Record, Transfer
from ivr.flow.state import State
from ivr.flow.turning import links, queueing, reasons
from ivr.flow.turning.answer import on_digits, on_meaning, on_silence, on_utterance
from ivr.flow.turning.doubting import WORDS, doubted
from ivr.flow.turning.question import asked
from ivr.flow.turning.recorded import on_recorded, on_unheard
from ivr.flow.turning.scene import Moment, Scene, Step
from ivr.flow.turning.speaking import said
from ivr.flow.turning.walk import KEPT, ask, assign, call, enter, go, lost

# Answers about one request: forgotten when it is filed, so that the next one of the same call starts clean.
# So does the other one of two problems, which is not begun yet.
LASTING = (*KEPT, "service", "topic", "also", "next_service", "later")
OVERTIME = 40


def step(book: Book, state: State, event: Event, moment: Moment) -> Step:
    """The next state and directives. Never raises for a state and event of this book, in whatever order."""
    return traced_step(book, state, event, moment)[0]


def traced_step(book: Book, state: State, event: Event, moment: Moment) -> tuple[Step, tuple[str, ...]]:
    """The step, and the nodes it went through."""
    scene = Scene(book, moment)
    after = _on(scene, state, event)
    return Step(after, tuple(scene.out)), tuple(scene.path)


def _on(scene: Scene, state: State, event: Event) -> State:
    match event:
        case Answered(language, caller_known):
            return _begin(scene, state, language, caller_known)
        case HungUp():
            scene.out.append(Disconnect())
            return state
        case Understood(meaning, heard, text, doubtful):
            again = bool(text) and text[:WORDS] == state.slots.get("doubted")  # after a no to whether there is danger
            told = doubted(scene, state, meaning) if doubtful or again else meaning
            return on_meaning(scene, reasons.noticed(scene, state, told), told, heard, text)
        case Resolved(outcome, slots):
            return _worked(scene, state, outcome, slots)
        case Place():
            return queueing.on_place(scene, state, event)
        case Room():
            return queueing.on_room(scene, state, event)
        case Failed():
            return _worked(scene, state, "failed", {})
    if queue := queueing.queue_at(scene, state):
        return queueing.on_caller(scene, replace(state, turns=state.turns + 1, idle=state.idle + 1), queue, event)
    counted = replace(state, turns=state.turns + 1, started=state.started + _with_a_person(event))
    return _over_limit(scene, counted) or _by_caller(scene, counted, event)


def _begin(scene: Scene, state: State, language: str | None, caller_known: bool) -> State:
    languages = scene.book.city.languages
    chosen = language if language in languages else next(iter(languages))
    slots = {"caller": "known" if caller_known else "hidden"} | ({"remembered": "yes"} if language in languages else {})
    started = int(scene.moment.now.timestamp())
    begun = replace(
        state, version=scene.book.version, language=chosen, slots=slots, started=started, at=f"{links.ROOT}."
    )
    return go(scene, begun, scene.book.flows[links.ROOT].start)


def _by_caller(scene: Scene, state: State, event: Event) -> State:
    match event:
        case Digits(keys):
            return on_digits(scene, state, keys)
        case Utterance(text, _, _, doubtful):
            return on_utterance(scene, state, text, doubtful)
        case Silence():
            return _silent(scene, state)
        case Unheard():
            return on_unheard(scene, state)
        case Recorded():
            return _recorded(scene, state, event)
        case Dialed(outcome):
            return _dialed(scene, state, outcome)
        case _:
            return enter(scene, state)


def _with_a_person(event: Event) -> int:
    """Seconds the caller talked to a person: they are no part of the line's own minutes, and end no call."""
    return event.seconds if isinstance(event, Dialed) else 0


def _over_limit(scene: Scene, state: State) -> State | None:
    """Caps on turns and minutes: an apology and a person once; far beyond them a kind goodbye."""
    limits = scene.book.city.limits
    minutes = (scene.moment.now.timestamp() - state.started) / 60
    turns = state.turns - state.idle
    if turns > limits.turns + OVERTIME:
        scene.out += said(scene.book, state, "nothing_more")
        scene.out.append(Disconnect())
        return state
    if (turns <= limits.turns and minutes <= limits.minutes) or "limit" in state.slots:
        return None
    scene.out += said(scene.book, state, "limit_reached")
    operator = links.operator(scene.book)
    marked = reasons.forgotten(assign(state, {"limit": "yes"}))
    if operator and asked(scene, state):
        return call(
            scene, marked, operator
        )  # who would rather go on comes back to this question, with all that is known
    return go(scene, replace(marked, frames=()), operator) if operator else lost(scene, marked)


def _silent(scene: Scene, state: State) -> State:
    node = scene.book.node(state.at)
    if isinstance(node, Record):
        return go(scene, state, node.noinput or node.goto)
    return on_silence(scene, state)


def _recorded(scene: Scene, state: State, event: Recorded) -> State:
    node = scene.book.node(state.at)
    if not isinstance(node, Record):
        return on_recorded(scene, state, event)
    if event.seconds < 1 or not event.sid:
        return go(scene, state, node.noinput or node.goto)
    return go(scene, assign(state, {node.slot: event.sid}), node.goto)


def _dialed(scene: Scene, state: State, outcome: str) -> State:
    node = scene.book.node(state.at)
    if not isinstance(node, Transfer):
        return enter(scene, state)
    match outcome:
        case "completed" | "answered":
            return go(scene, state, node.completed)
        case "busy":
            return go(scene, state, node.busy)
        case "no-answer":
            return go(scene, state, node.no_answer)
        case _:
            return go(scene, state, node.failed)


def _worked(scene: Scene, state: State, outcome: str, slots: dict[str, str]) -> State:
    node = scene.book.node(state.at)
    if isinstance(node, Queue) and state.sought:
        return queueing.on_resolved(scene, state, node, outcome, slots)
    if not isinstance(node, Do):
        return ask(scene, state)
    known = state
    if outcome == "filed":
        kept = {name: state.slots[name] for name in LASTING if name in state.slots}
        known = replace(state, slots=kept, filed=state.filed + 1, history=())
    known = assign(known, slots)
    outcome = "kept" if outcome == "left" else outcome
    target = node.outcomes.get(outcome) or node.outcomes.get("failed")
    return go(scene, known, target) if target else lost(scene, known)


__all__ = ["Moment", "Step", "step", "traced_step"]
