"""The caller answered, or did not: keys, meanings and silence at the open question."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from ivr.flow.directives import Note, Prompt, Understand
from ivr.flow.meaning import Meaning
from ivr.flow.model import Form, Link, Menu, Retry, Review, Slot
from ivr.flow.state import State
from ivr.flow.turning import links, trail
from ivr.flow.turning.confirming import BADLY, read_back
from ivr.flow.turning.keyed import value_of_keys
from ivr.flow.turning.options import MORE
from ivr.flow.turning.question import MANY_KEYS, Asked, asked, more_key, parts_of
from ivr.flow.turning.scene import Scene
from ivr.flow.turning.speaking import said, value_in_words
from ivr.flow.turning.walk import ask, assign, call, enter, go, is_private, leave, lost, next_field, start_over

UNSURE = 0.3
SURE = 0.8
EXACT = 0.95


# ------------------------------------------------------------------ keys


def on_digits(scene: Scene, state: State, keys: str) -> State:
    """Keys were pressed."""
    question = asked(scene, state)
    if question is None:
        return enter(scene, state)
    if not keys:
        return on_silence(scene, state)
    value = _keyed(scene, state, question, keys)
    if value is not None:
        return accept(scene, state, question, value, heard=1.0, sure=1.0, keyed=True)
    if len(keys) == 1:
        return _one_key(scene, state, question, keys)
    return fail(scene, state, question, "nomatch")


def _keyed(scene: Scene, state: State, question: Asked, keys: str) -> str | None:
    slot = question.slot
    if slot is not None and state.phase == "ask" and slot.type in MANY_KEYS:
        return value_of_keys(slot, keys, scene.moment.now)
    return next((offer.value for offer in question.offers if offer.key == keys), None)


def _one_key(scene: Scene, state: State, question: Asked, key: str) -> State:
    flow = state.at.partition(".")[0]
    if key == MORE and more_key(question, state, scene):
        return ask(scene, replace(state, index=state.index + 1, silences=0, misses=0))
    if key == "#" and _optional(state, question):
        return skip(scene, state, question)
    name = links.by_key(scene.book, flow).get(key)
    return follow(scene, state, question, name) if name else fail(scene, state, question, "nomatch")


def _optional(state: State, question: Asked) -> bool:
    return state.phase == "ask" and question.slot is not None and not question.slot.required


# ------------------------------------------------------------------ speech


def on_utterance(scene: Scene, state: State, text: str) -> State:
    """The caller spoke: what that means is worked out first."""
    question = asked(scene, state)
    if question is None:
        return enter(scene, state)
    scene.out.append(Understand(text, state.language, question.want, is_private(question)))
    return state


def on_meaning(scene: Scene, state: State, meaning: Meaning, heard: float | None, text: str = "") -> State:
    """What the caller said was understood: danger first, then links, then the answer."""
    question = asked(scene, state)
    if question is None:
        return enter(scene, state)
    danger = _danger(scene, state, meaning, text)
    if danger is not None:
        return danger
    state = assign(state, {"doubted": ""})
    if meaning.link == "skip" and _optional(state, question):
        return skip(scene, state, question)
    if meaning.link and meaning.link in links.in_force(scene.book, state.at.partition(".")[0]):
        return follow(scene, state, question, meaning.link)
    if isinstance(question.node, Menu) and question.node.hear and state.phase == "ask":
        return _on_open_answer(scene, state, question, question.node, meaning, heard)
    if (
        meaning.value is None
        or meaning.confidence < _least(scene, state, question)
        or not _offered(question, meaning.value)
    ):
        return fail(scene, state, question, "nomatch")
    return accept(scene, state, question, meaning.value, heard, meaning.confidence, extra=meaning.slots)


def _least(scene: Scene, state: State, question: Asked) -> float:
    """How sure an answer must be: half a yes confirms nothing, and half an answer never leads out of danger."""
    confirms = question.want.kind == "yesno" and (question.slot is None or state.phase == "confirm")
    return SURE if confirms or _in_danger(scene, state) else UNSURE


def _in_danger(scene: Scene, state: State) -> bool:
    """Whether the open question is one of the emergency flow's own."""
    flow = state.at.partition(".")[0]
    danger = links.for_intent(scene.book, flow, "emergency")
    return danger is not None and (danger.subdialog or "").partition(".")[0] == flow


def _offered(question: Asked, value: str) -> bool:
    """Whether the value is one of those the question offers; a question that offers none takes any."""
    options = question.want.options
    return not options or any(option.value == value for option in options)


def _danger(scene: Scene, state: State, meaning: Meaning, text: str) -> State | None:
    flow = state.at.partition(".")[0]
    emergency = links.for_intent(scene.book, flow, "emergency")
    crisis = links.for_intent(scene.book, flow, "crisis")
    if _in_danger(scene, state) and meaning.value is not None and meaning.confidence >= EXACT:
        return None  # “nobody is hurt” is an answer here, though the words of danger are in it
    if meaning.emergency == "certain" and emergency and emergency.subdialog:
        return _to_danger(scene, state, emergency.subdialog, "emergency_heard")
    if meaning.crisis and crisis and crisis.subdialog:
        return _to_danger(scene, state, crisis.subdialog, "crisis_heard")
    if meaning.emergency == "ask" and emergency and emergency.doubt and "doubted" not in state.slots:
        scene.out.append(Note("emergency_doubted"))
        return call(scene, assign(state, {"doubted": text[:300]}), emergency.doubt)
    return None


def _to_danger(scene: Scene, state: State, target: str, note: str) -> State:
    """To where danger is spoken of; from there to its beginning: such words are never taken for “no, go on”."""
    scene.out.append(Note(note))
    calm = assign(state, {"doubted": ""})
    if state.at.partition(".")[0] == target.partition(".")[0]:
        return go(scene, calm, target)
    return call(scene, calm, target)


def _on_open_answer(
    scene: Scene, state: State, question: Asked, menu: Menu, meaning: Meaning, heard: float | None
) -> State:
    known = {name: value for name, value in meaning.slots.items() if not state.slots.get(name)}
    value = f"{meaning.intent or ''}|{meaning.value or ''}"
    by_word = next((o.value for o in question.want.options if o.value == meaning.value), None)
    if menu.hear == "intents" and not any(c.intent == meaning.intent for c in menu.choices):
        return fail(scene, state, question, "nomatch")
    if meaning.confidence < UNSURE or (menu.hear != "intents" and meaning.value is None and by_word is None):
        return _elsewhere(scene, state, meaning) or fail(scene, state, question, "nomatch")
    state = assign(state, known)
    unsure = meaning.confidence < BADLY or (heard is not None and heard < UNSURE)
    if unsure and meaning.value in scene.book.services:
        return ask(scene, replace(state, phase="confirm", pending=value))
    return _take_open(scene, state, menu, value)


def _elsewhere(scene: Scene, state: State, meaning: Meaning) -> State | None:
    """Asked which service, the caller wants to know of a request, an answer, a person: as at the front door."""
    if state.frames or meaning.confidence < BADLY or meaning.intent not in ("status", "info", "agent"):
        return None
    front = scene.book.flows[links.ROOT].nodes.values()
    open_menus = [node for node in front if isinstance(node, Menu) and node.hear == "intents"]
    choice = next((c for menu in open_menus for c in menu.choices if c.intent == meaning.intent), None)
    return go(scene, trail.mark(state), links.absolute(choice.goto, links.ROOT)) if choice else None


def _take_open(scene: Scene, state: State, menu: Menu, pending: str) -> State:
    intent, _, code = pending.partition("|")
    state = assign(trail.mark(state), _slot_for(scene, code))
    if menu.choose and menu.slot and code and code not in scene.book.services:
        state = assign(state, {menu.slot: code})
    choice = next((c for c in menu.choices if c.intent == intent), None)
    if choice is not None:
        return go(scene, assign(state, choice.set or {}), choice.goto)
    return go(scene, state, menu.goto) if menu.goto else lost(scene, state)


def _slot_for(scene: Scene, code: str) -> dict[str, str]:
    if code in scene.book.services:
        return {"service": code}
    return {"topic": code} if code in scene.book.topics else {}


# ------------------------------------------------------------------ silence and misses


def on_silence(scene: Scene, state: State) -> State:
    """Nothing came."""
    question = asked(scene, state)
    if question is None:
        return enter(scene, state)
    if _optional(state, question):
        return skip(scene, state, question)
    return fail(scene, state, question, "noinput")


def skip(scene: Scene, state: State, question: Asked) -> State:
    """An optional question is passed over, and not asked again."""
    assert question.slot is not None
    return _fill(scene, state, question.slot, "", {})


def fail(scene: Scene, state: State, question: Asked, kind: str) -> State:
    """noinput or nomatch: the next, more helpful prompt, and after the last of them a person."""
    nth = state.silences if kind == "noinput" else state.misses
    if kind == "nomatch" and nth >= 1 and _optional(state, question):
        return skip(scene, state, question)
    retry = _retry(scene, state, question, kind)
    counted = replace(
        state,
        silences=state.silences + (kind == "noinput"),
        misses=state.misses + (kind == "nomatch"),
    )
    if isinstance(retry, Retry) and nth < len(retry.prompts):
        return ask(scene, counted, said(scene.book, state, retry.prompts[nth]), retry.reprompt)
    target = retry.then if isinstance(retry, Retry) else retry
    target = target or links.operator(scene.book)
    return leave(scene, state, target) if target else lost(scene, state)


def _retry(scene: Scene, state: State, question: Asked, kind: str) -> Retry | str | None:
    layers = (question.node, *links.defaults(scene.book, state.at.partition(".")[0]))
    if state.phase == "confirm":
        layers = layers[1:]  # the question's own words of help do not fit “is that right?”
    return next((retry for layer in layers if (retry := getattr(layer, kind))), None)


# ------------------------------------------------------------------ links


def follow(scene: Scene, state: State, question: Asked, name: str) -> State:
    """Does what a link says."""
    flow = state.at.partition(".")[0]
    link = links.in_force(scene.book, flow)[name]
    match link.do:
        case "repeat":
            return ask(scene, state)
        case "help":
            return ask(scene, state, _help(scene, state, question))
        case "language":
            return ask(scene, replace(state, language=_next_language(scene, state)))
        case "slower":
            return ask(scene, assign(state, {"slow": "yes"}), said(scene.book, state, "slower_now"))
        case "back":
            return _back(scene, state)
        case "start_over":
            return start_over(scene, state, link.goto)
        case _:
            return _leave_by(scene, state, link, name)


def _leave_by(scene: Scene, state: State, link: Link, name: str) -> State:
    if link.goto:
        return go(scene, replace(state, frames=()), link.goto)
    if link.subdialog is None:
        return ask(scene, state)
    scene.out.append(Note(f"asked_for_{name}"))
    return leave(scene, assign(state, {"doubted": ""}), link.subdialog)


def _help(scene: Scene, state: State, question: Asked) -> list[Prompt]:
    layers = (question.node, *links.defaults(scene.book, state.at.partition(".")[0]))
    help_ = next((layer.help for layer in layers if layer.help), "no_help")
    return said(scene.book, state, help_)


def _next_language(scene: Scene, state: State) -> str:
    languages = list(scene.book.city.languages)
    return (
        languages[(languages.index(state.language) + 1) % len(languages)]
        if state.language in languages
        else languages[0]
    )


def _back(scene: Scene, state: State) -> State:
    before = trail.back(state)
    if before is None:
        return ask(scene, state, said(scene.book, state, "back_at_start"))
    return ask(scene, assign(before, dict.fromkeys(_filled_at(scene, before), "")))


def _filled_at(scene: Scene, state: State) -> list[str]:
    question, node = asked(scene, state), scene.book.node(state.at)
    if question is not None and question.slot is not None:
        return [question.slot.slot]
    if isinstance(node, Menu):
        sets = [
            name
            for choice in node.choices
            for name, value in (choice.set or {}).items()
            if value and name != "language"
        ]
        return [*sets, *([node.slot] if node.slot else []), *(["service", "topic"] if node.hear else [])]
    return []


# ------------------------------------------------------------------ the answer is taken


def accept(
    scene: Scene,
    state: State,
    question: Asked,
    value: str,
    heard: float | None,
    sure: float,
    keyed: bool = False,
    extra: Mapping[str, str] | None = None,
) -> State:
    """A value was understood: read back where that is due, else kept."""
    node = scene.book.node(state.at)
    if state.phase == "confirm":
        return _confirmed(scene, state, question, value)
    match node:
        case Menu():
            return _choose(scene, state, node, value)
        case Review():
            return _reviewed(scene, state, node, value)
        case _:
            assert question.slot is not None
            return _read_back(scene, state, question.slot, value, heard, sure, keyed, extra or {})


def _read_back(
    scene: Scene,
    state: State,
    slot: Slot,
    value: str,
    heard: float | None,
    sure: float,
    keyed: bool,
    extra: Mapping[str, str],
) -> State:
    due = "no" if value == "unknown" else read_back(slot, heard, sure, keyed)
    match due:
        case "ask":
            return ask(scene, replace(assign(state, extra), phase="confirm", pending=value))
        case "in_passing":
            words = value_in_words(scene.book, state, slot, value)
            scene.out += said(scene.book, state, "implicit_value", {"value": words})
    return _fill(scene, state, slot, value, extra)


def _confirmed(scene: Scene, state: State, question: Asked, answer: str) -> State:
    open_again = replace(state, phase="ask", pending="")
    if answer != "yes":
        again = asked(scene, open_again)
        return fail(scene, open_again, again, "nomatch") if again else enter(scene, open_again)
    node = scene.book.node(state.at)
    if isinstance(node, Menu):
        return _take_open(scene, open_again, node, state.pending)
    assert question.node is not None
    slot = question.node
    return _fill(scene, open_again, slot, state.pending, {}) if isinstance(slot, Slot) else enter(scene, open_again)


def _fill(scene: Scene, state: State, slot: Slot, value: str, extra: Mapping[str, str]) -> State:
    marked = trail.mark(state)
    filled = replace(assign(marked, extra), slots={**assign(marked, extra).slots, slot.slot: value})
    form = scene.book.node(state.at)
    assert isinstance(form, Form)
    return next_field(scene, replace(filled, index=state.index + 1, phase="ask"), form)


def _choose(scene: Scene, state: State, menu: Menu, value: str) -> State:
    marked = trail.mark(state)
    if menu.choose:
        chosen = assign(marked, {menu.slot: value} if menu.slot else {})
        return go(scene, chosen, menu.goto) if menu.goto else lost(scene, state)
    choice = menu.choices[int(value)]
    return go(scene, assign(marked, choice.set or {}), choice.goto)


def _reviewed(scene: Scene, state: State, review: Review, value: str) -> State:
    if state.phase == "which":
        part = parts_of(scene, state, review)[int(value)]
        cleared = assign(state, dict.fromkeys(part.clear, ""))
        return call(scene, replace(cleared, phase="ask"), part.subdialog)
    if value == "yes":
        return go(scene, trail.mark(state), review.goto)
    return ask(scene, replace(state, phase="which", silences=0, misses=0))
