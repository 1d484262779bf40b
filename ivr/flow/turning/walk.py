"""Walking: entering nodes one after another until one of them waits for the caller or asks for work."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from ivr.flow.directives import Disconnect, Note, Prompt, Transfer, Understand, Work
from ivr.flow.directives import Record as RecordVoice
from ivr.flow.model import (
    Block,
    Do,
    Form,
    Menu,
    Queue,
    Record,
    Return,
    Review,
    Slot,
    Subdialog,
    Switch,
)
from ivr.flow.model import Disconnect as DisconnectNode
from ivr.flow.model import Transfer as TransferNode
from ivr.flow.state import Frame, Part, State
from ivr.flow.turning import keeping, links, reasons, seeking, trail, waiting
from ivr.flow.turning.conditions import holds
from ivr.flow.turning.hearing import CONSENT_TOLD, UNHEARD, consent, consented
from ivr.flow.turning.lines import line_named
from ivr.flow.turning.question import Asked, asked, listen, slots_of, words
from ivr.flow.turning.scene import Scene
from ivr.flow.turning.speaking import said

HOPS = 60
DEPTH = 8


def go(scene: Scene, state: State, target: str) -> State:
    """Moves to `target` (`node` of the current flow, or `flow.node`) and enters it."""
    at = links.absolute(target, state.at.partition(".")[0])
    return enter(scene, replace(_fresh(state), at=at, index=0))


def _fresh(state: State) -> State:
    """The state before a question is asked for the first time."""
    return replace(state, phase="ask", silences=0, misses=0, pending="", offered=(), part=None, sought=None)


def call(scene: Scene, state: State, target: str, then: str = "ask") -> State:
    """Goes to a subdialog; its `return` asks this question again, or goes on (`next`)."""
    frame = Frame(state.at, state.index, "next" if then == "next" else "ask")
    return go(scene, replace(state, frames=(*state.frames, frame)[-DEPTH:]), target)


def leave(scene: Scene, state: State, target: str) -> State:
    """Leaves a question for `target`: within the flow for good; for another flow so that it can come back."""
    flow = links.absolute(target, state.at.partition(".")[0]).partition(".")[0]
    if flow == state.at.partition(".")[0]:
        return go(scene, state, target)
    return call(scene, state, target)


def enter(scene: Scene, state: State) -> State:
    """Does what the node at `state.at` says, and goes on until something waits."""
    scene.hops += 1
    scene.path.append(state.at)
    if scene.hops > HOPS:
        return lost(scene, state)
    node = scene.book.node(state.at)
    if node.note:
        scene.out.append(Note(node.note))
    match node:
        case Menu(hear="intents") if state.slots.get("go_on") and state.slots.get("also"):
            return _second_need(scene, state)
        case Menu() | Review():
            return ask(scene, state)
        case Form():
            return next_field(scene, state, node)
        case Block(forget="request"):
            scene.out += said(scene.book, state, node.say)
            return start_over(scene, state, links.absolute(node.goto, state.at.partition(".")[0]))
        case Block():
            scene.out += said(scene.book, state, node.say)
            return go(scene, assign(_forget(scene, state, node), node.set or {}), node.goto)
        case Switch():
            return _switch(scene, state, node)
        case Subdialog():
            return call(scene, state, node.subdialog, "next")
        case Return():
            scene.out += said(scene.book, state, node.say)
            return come_back(scene, state, node.return_)
        case Record():
            scene.out += consent(scene.book, state)
            scene.out += said(scene.book, state, node.record)
            scene.out.append(RecordVoice(node.max_seconds, node.silence))
            return consented(state)
        case TransferNode():
            return _transfer(scene, state, node)
        case Queue():
            return _seek(scene, state, node)
        case DisconnectNode():
            scene.out += said(scene.book, state, node.disconnect)
            scene.out.append(Disconnect())
            return state
        case Do(do="call_back_at"):
            return _later(scene, state, node)
        case Do():
            scene.out.append(Work(node.do, state.slots, state.language, state.filed))
            return state


def _second_need(scene: Scene, state: State) -> State:
    """The next of several problems: it was said already, and is heard now."""
    question = asked(scene, state)
    rest, fresh = state.slots["also"], assign(state, {**waiting.without_next(state), "go_on": ""})
    if question is None:
        return ask(scene, fresh)
    scene.out.append(Understand(rest, state.language, question.want, is_private(question)))
    return fresh


def assign(state: State, values: Mapping[str, str]) -> State:
    """The state with slots filled; an empty value forgets one, `language` changes the language."""
    if not values:
        return state
    slots = {**state.slots, **{k: v for k, v in values.items() if k != "language"}}
    kept = {name: value for name, value in slots.items() if value != "" or name not in values}
    return replace(state, slots=kept, language=values.get("language") or state.language)


def _forget(scene: Scene, state: State, node: Block) -> State:
    if node.forget == "waiting":
        return assign(state, waiting.without_next(state))
    service = scene.book.services.get(state.slots.get("service", ""))
    if node.forget is None or service is None:
        return state
    return assign(state, {question.slot: "" for question in service.questions})


def _switch(scene: Scene, state: State, node: Switch) -> State:
    for case in node.switch:
        if holds(scene, state, case.when):
            return go(scene, state, case.goto)
    return lost(scene, state)


def _transfer(scene: Scene, state: State, node: TransferNode) -> State:
    line = line_named(scene, state, node.transfer)
    if line is None:
        return go(scene, state, node.failed)
    scene.out += said(scene.book, state, node.say)
    scene.out.append(Transfer(line.name, line.number, node.timeout))
    return state


def _seek(scene: Scene, state: State, node: Queue) -> State:
    """Asks for a person; what there is to say is said when it is known that the caller has a place."""
    sought = seeking.begun(scene, state)
    wanted = seeking.seek(scene, sought, node)
    if wanted is None:
        return go(scene, state, node.closed)
    scene.out.append(wanted)
    return sought


def _later(scene: Scene, state: State, node: Do) -> State:
    """The people who keep the place are told when to call."""
    wanted = keeping.told_again(scene, state)
    if wanted is None:
        return go(scene, state, node.outcomes["failed"])
    scene.out.append(wanted)
    return state


def come_back(scene: Scene, state: State, value: str) -> State:
    """The end of a subdialog: on at the caller of it, or again at the question that was left."""
    if not state.frames:
        return start_over(scene, state)
    left = state.at.partition(".")[0]
    frame, frames = state.frames[-1], state.frames[:-1]
    state = replace(_fresh(state), frames=frames, at=frame.at, index=frame.index)
    node = scene.book.node(frame.at)
    state = reasons.forgotten(state)
    if frame.then == "ask":
        state = trail.without(state, left)
    if frame.then == "next" and isinstance(node, Subdialog):
        return go(scene, state, node.returned.get(value, node.goto))
    if "doubted" in state.slots:
        return _hear_again(scene, state)
    return ask(scene, state) if isinstance(node, Menu | Review) else enter(scene, state)


def _hear_again(scene: Scene, state: State) -> State:
    """After "is anyone in danger?" – "no": the caller need not say it all again."""
    question = asked(scene, state)
    if question is None:
        return enter(scene, assign(state, {"doubted": ""}))
    scene.out.append(Understand(state.slots["doubted"], state.language, question.want, is_private(question)))
    return state


def is_private(question: Asked) -> bool:
    """True when the answer is personal data."""
    slot = question.node  # also while its answer is read back: “no, it is 410 …”
    return isinstance(slot, Slot) and (slot.private or slot.type == "phone")


def start_over(scene: Scene, state: State, target: str | None = None) -> State:
    """Forgets the request in hand and begins again."""
    kept = {name: state.slots[name] for name in KEPT if name in state.slots}
    fresh = replace(state, slots=kept, frames=(), history=(), passing=())
    return go(scene, fresh, target or f"{links.ROOT}.{scene.book.flows[links.ROOT].start}")


KEPT = (
    "caller",
    "slow",
    "limit",
    "phone",
    "texts",
    "anonymous",
    "contact_known",
    reasons.VULNERABLE,
    reasons.CARE,
    CONSENT_TOLD,
    UNHEARD,
    "languages_told",
)


def lost(scene: Scene, state: State) -> State:
    """The flow leads nowhere: an apology and a person; and if that leads nowhere, a kind goodbye."""
    operator = links.operator(scene.book)
    if operator and scene.hops <= HOPS + 1:
        scene.hops = HOPS + 1 - 20
        lost_once = scene.path.count("(lost)")
        scene.path.append("(lost)")
        if not lost_once:
            scene.out += said(scene.book, state, "sorry_operator")
            return go(scene, reasons.forgotten(replace(state, frames=())), operator)
    scene.out += said(scene.book, state, "nothing_more")
    scene.out.append(Disconnect())
    return state


# ------------------------------------------------------------------ questions


def ask(scene: Scene, state: State, lead: list[Prompt] | None = None, again: bool = True) -> State:
    """Asks the open question: first what leads to it, then (with `again`) its prompts, then the line listens."""
    question = asked(scene, state)
    if question is None:
        return enter(scene, state)
    scene.out += lead or []
    scene.out += words(scene, state, question) if again or not lead else []
    scene.out.append(listen(scene, state, question))
    return state


def next_field(scene: Scene, state: State, form: Form) -> State:
    """Asks the first question of the form, from the current one on, that is not answered yet."""
    slots = slots_of(scene.book, state, form)
    for index in range(state.index, len(slots)):
        slot = slots[index]
        if slot.slot not in state.slots and holds(scene, state, slot.when):
            return _ask_field(scene, replace(_fresh(state), index=index), slot)
    return go(scene, state, form.goto)


def _ask_field(scene: Scene, state: State, slot: Slot) -> State:
    """Asks a question of a form; of a place that was said in passing, only whether it is right, or what is missing."""
    heard, missing = state.slots.get("place_heard", ""), state.slots.get("place_ask", "")
    if slot.type != "place" or not (heard or missing):
        return ask(scene, state)
    known = assign(state, {"place_heard": "", "place_ask": ""})
    if heard:
        return ask(scene, replace(known, phase="confirm", pending=heard))
    told = _told(state, missing)
    said_before = "" if missing == "outside" else state.slots.get("place_said", "")
    part = Part(missing, said_before)
    return ask(
        scene, replace(known, part=part), said(scene.book, known, f"place_ask_{missing}", {"value": told}), False
    )


def _told(state: State, missing: str) -> str:
    """What is known of the place, as it is said in the question for the rest."""
    best = {"area": "place_neighborhood", "direction": "place_said", "suffix": "place_said", "which": "place_said"}
    told = state.slots.get(best.get(missing, "place_street"))
    return told or state.slots.get("place_street") or state.slots.get("place_said", "")
