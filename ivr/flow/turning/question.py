"""The question that is open: what is asked, which answers are expected, how the line listens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace as with_
from functools import lru_cache

from msgspec.structs import replace

from ivr.flow.book import Book
from ivr.flow.directives import Listen, Prompt
from ivr.flow.meaning import Option, Want
from ivr.flow.model import By, Form, Menu, Node, Part, Question, Review, Slot
from ivr.flow.state import State
from ivr.flow.turning import links
from ivr.flow.turning.conditions import holds
from ivr.flow.turning.hearing import MANY_KEYS, consent, goes_on, way
from ivr.flow.turning.options import (
    MORE,
    Offer,
    as_options,
    has_more,
    of_choices,
    of_chosen,
    of_parts,
    of_values,
    page,
    remember,
    words_in,
)
from ivr.flow.turning.scene import Scene
from ivr.flow.turning.speaking import Ref, in_language, said, value_in_words, varying

YES_NO = (Offer("1", "yes", "", ()), Offer("2", "no", "", ()))
NONE = "none"
"""The answer to an offer that takes nothing of it."""
_NONE_OF_THEM = {"place": "another_place", "reference": "another_number"}
WHOLE = ("address", "intersection", "landmark")
"""Kinds of places of which nothing is missing: where they have no point, they are not on the map."""
VEHICLE_SAID = "vehicle_said"
"""Where the words a vehicle was described by are kept: a plate may be among them, whatever the question."""


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """One open question: `node` carries its retries and hints, `slot` the definition when it fills one.

    What depends on the book and the language alone is made once, so that it can be known by its identity.
    """

    node: Question
    want: Want
    offers: tuple[Offer, ...] = ()
    slot: Slot | None = None


def slots_of(book: Book, state: State, form: Form) -> Sequence[Slot]:
    """The questions of a form: its own, or those of the chosen service."""
    if form.questions is None:
        return form.fields
    service = book.services.get(state.slots.get("service", ""))
    return service.questions if service else ()


def parts_of(scene: Scene, state: State, review: Review) -> list[Part]:
    """The parts of a review that apply to this call."""
    return [part for part in review.parts if holds(scene, state, part.when)]


def asked(scene: Scene, state: State) -> Asked | None:
    """The question open at this state; None where nothing is asked (a transfer, a recording)."""
    book, at, language = scene.book, state.at, state.language
    match book.node(at):
        case (Menu() | Form()) as node if state.phase == "confirm":
            inner = asked(scene, replace(state, phase="ask"))
            return _yes_or_no(book, at, _Handle(_question(scene, state, node)), language, inner)
        case (Menu() | Form()) as node if state.phase == "offer":
            return _offer(scene, state, _question(scene, state, node))
        case Menu(choose=None):
            return _written(book, at, language)
        case Menu(choose="found"):
            return _found(book, state)
        case Menu():
            return _chosen(book, at, language, state.slots.get("group", ""), state.index)
        case Form() as form:
            slot = _slot(scene, state, form)
            return _field(book, at, _Handle(slot), language) if slot else None
        case Review() as review if state.phase == "which":
            return _which(scene, state, review)
        case Review() as review:
            return _yes_or_no(book, at, _Handle(review), language)
        case _:
            return None


class _Handle:
    """Makes a question hashable by identity, so that what follows from it is worked out once."""

    __slots__ = ("node",)

    def __init__(self, node: Question) -> None:
        self.node = node

    def __hash__(self) -> int:
        return id(self.node)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Handle) and other.node is self.node


def _link_words(book: Book, at: str, language: str) -> tuple[Option, ...]:
    return links.as_options(book, at.partition(".")[0], language)


@lru_cache(maxsize=4096)
def _yes_or_no(book: Book, at: str, handle: _Handle, language: str, inner: Asked | None = None) -> Asked:
    want = Want("yesno", links=_link_words(book, at, language), inner=inner.want if inner else None)
    return Asked(handle.node, want, YES_NO)


def _offer(scene: Scene, state: State, node: Question) -> Asked:
    """What may have been meant, by key and by word, and last: none of it."""
    book, language = scene.book, state.language
    names = [value_words(scene, state, value) for value in state.offered]
    offers = tuple(
        Offer(str(n), str(n - 1), name, _other_words(book, value, language))
        for n, (value, name) in enumerate(zip(state.offered, names, strict=True), start=1)
    )
    other = _NONE_OF_THEM.get(node.type, "something_else") if isinstance(node, Slot) else "something_else"
    none = Offer(
        str(len(offers) + 1), NONE, plain(book, state, other), words_in(book.city.understanding.none, language)
    )
    want = Want("options", as_options((*offers, none)), _link_words(book, state.at, language))
    return Asked(node, want, (*offers, none))


def _other_words(book: Book, value: str, language: str) -> tuple[str, ...]:
    """A service or topic is known by its whole name too."""
    code = value.rpartition("|")[2]
    named = book.services.get(code) or book.topics.get(code)
    return (in_language(named.name, language),) if named else ()


@lru_cache(maxsize=4096)
def _written(book: Book, at: str, language: str) -> Asked:
    """A menu whose choices stand in the flow."""
    menu = book.node(at)
    assert isinstance(menu, Menu)
    offers = of_choices(book, at, language)
    return Asked(menu, Want(menu.hear or "options", as_options(offers), _link_words(book, at, language)), offers)


@lru_cache(maxsize=4096)
def _chosen(book: Book, at: str, language: str, group: str, index: int) -> Asked:
    """A page of a menu whose choices are made from the book."""
    return _found(book, State(at=at, index=index, language=language, slots={"group": group}))


def _found(book: Book, state: State) -> Asked:
    """A page of a menu whose choices are made."""
    menu = book.node(state.at)
    assert isinstance(menu, Menu)
    offers = of_chosen(book, menu, state)
    want = Want(menu.hear or "options", as_options(offers), _link_words(book, state.at, state.language))
    return Asked(menu, want, page(offers, state.index))


def _which(scene: Scene, state: State, review: Review) -> Asked:
    parts = parts_of(scene, state, review)
    offers = of_parts(parts, [plain(scene.book, state, part.name) for part in parts], state.language)
    want = Want("options", as_options(offers), _link_words(scene.book, state.at, state.language))
    return Asked(review, want, offers)


@lru_cache(maxsize=4096)
def _field(book: Book, at: str, handle: _Handle, language: str) -> Asked:
    slot, link_words = handle.node, _link_words(book, at, language)
    assert isinstance(slot, Slot)
    if not slot.required:
        link_words = (*link_words, Option("skip", ()))
    elif slot.type in ("choice", "yesno"):
        link_words = (*link_words, Option("unknown", ()))  # “I don't know” is no dead end
    if slot.type == "choice":
        offers = of_values(book, remember(slot), language)
        return Asked(slot, Want("choice", as_options(offers), link_words), offers, slot)
    offers = YES_NO if slot.type == "yesno" else ()
    return Asked(slot, Want(slot.type, (), link_words, slot.digits), offers, slot)


def of_slot(scene: Scene, state: State, slot: Slot) -> Asked:
    """The question of a slot, as if it were open."""
    return _field(scene.book, state.at, _Handle(slot), state.language)


def plain(book: Book, state: State, ref: Ref) -> str:
    """The words of a prompt, without those that are recorded."""
    prompts = said(book, state, ref)
    return " ".join(getattr(piece, "text", "") for prompt in prompts for piece in prompt.parts)


def _question(scene: Scene, state: State, node: Node) -> Question:
    if isinstance(node, Form):
        return _slot(scene, state, node) or _NOTHING
    assert isinstance(node, Question)
    return node


_NOTHING = Question()


def _slot(scene: Scene, state: State, form: Form) -> Slot | None:
    slots = slots_of(scene.book, state, form)
    return slots[state.index] if state.index < len(slots) else None


# ------------------------------------------------------------------ asking


def words(scene: Scene, state: State, question: Asked) -> list[Prompt]:
    """The prompts of the open question, in full."""
    book, node = scene.book, book_node(scene, state)
    match state.phase:
        case "confirm":
            return said(book, state, _whether(scene, state, node), {"value": value_words(scene, state, state.pending)})
        case "offer":
            return said(book, state, "which_of_these") + _lines_of(book, state, question, "choice_line")
    match node:
        case Menu(choose=None):
            return said(book, state, node.menu)
        case Menu():
            more = has_more(of_chosen(book, node, state))
            lead = said(book, state, node.menu) if state.index == 0 else []
            return lead + _lines(scene, state, question) + (said(book, state, "choice_more") if more else [])
        case Review() if state.phase == "which":
            return said(book, state, node.which) + _lines(scene, state, question, "part_line")
        case Review():
            return said(book, state, node.review) + said(book, state, "review_confirm")
        case _:
            return _field_words(scene, state, question)


def _whether(scene: Scene, state: State, node: Node) -> str:
    """The prompt that reads a value back."""
    if isinstance(node, Menu):
        return "ask_whether"
    slot = _slot(scene, state, node) if isinstance(node, Form) else None
    match slot.type if slot else "":
        case "reference":
            return "reference_whether"
        case "time":
            return "time_whether"
        case "place" if state.slots.get("place_kind") in WHOLE and not state.slots.get("place_lat"):
            return "place_as_said"  # nobody found it: that is said, and it is kept as the caller says it
        case _:
            return "confirm_value"


def book_node(scene: Scene, state: State) -> Node:
    """The node the call is at."""
    return scene.book.node(state.at)


def value_words(scene: Scene, state: State, value: str) -> str:
    """A value that waits for its yes or is on offer, in words; a need is `intent|code`."""
    node = book_node(scene, state)
    if isinstance(node, Form):
        return value_in_words(scene.book, state, _slot(scene, state, node), value)
    return need_words(scene.book, node, value, state.language) if isinstance(node, Menu) else value


def need_words(book: Book, menu: Menu, need: str, language: str) -> str:
    """How a need is called within a sentence; empty when it has no name."""
    intent, _, code = need.partition("|")
    if service := book.services.get(code):
        return in_language(service.menu or service.name, language)
    if topic := book.topics.get(code):
        return in_language(topic.name, language)
    if code:
        return in_language(book.city.groups.get(code, {}), language)
    return next((in_language(c.name, language) for c in menu.choices if c.intent == intent and c.name), "")


def _lines(scene: Scene, state: State, question: Asked, key: str = "choice_line") -> list[Prompt]:
    """`For pothole, press 1.`, one for each offer."""
    if key in varying(scene.book, state.language):
        return _lines_of(scene.book, state, question, key)
    return list(_fixed_lines(scene.book, question, key, state.language))


@lru_cache(maxsize=4096)
def _fixed_lines(book: Book, question: Asked, key: str, language: str) -> tuple[Prompt, ...]:
    return tuple(_lines_of(book, State(language=language), question, key))


def _lines_of(book: Book, state: State, question: Asked, key: str) -> list[Prompt]:
    return [p for o in question.offers for p in said(book, state, key, {"choice": o.name, "key": o.key})]


def _field_words(scene: Scene, state: State, question: Asked) -> list[Prompt]:
    slot = question.slot
    if slot is None:
        return []
    if state.part is not None:
        return said(scene.book, state, f"place_ask_{state.part.ask}", {"value": state.part.said})
    prompts = said(scene.book, state, slot.ask)
    if slot.type == "choice":
        prompts += _lines(scene, state, question)
    if slot.type == "yesno":
        prompts += said(scene.book, state, "yes_no")
    if not slot.required:
        prompts += said(scene.book, state, "skip_hint")
    return prompts


def listen(scene: Scene, state: State, question: Asked) -> Listen:
    """How the line listens for the answer."""
    book, slow = scene.book, bool(state.slots.get("slow"))
    keyed = asks_house(state, question)
    by = "gather" if keyed else way(book, state, question.node, recordable=state.phase == "ask")
    wait = _listen(book, state.at.partition(".")[0], question, state.language, slow, by)
    if keyed:
        wait = with_(wait, digits=None, finish_on_key="#")
    if question.want.kind == "place" and state.phase == "ask":
        wait = with_(wait, near=_near(scene, state))
    return with_(wait, consent=said_first) if by != "gather" and (said_first := tuple(consent(book, state))) else wait


def asks_house(state: State, question: Asked) -> bool:
    """Whether the number of a house is asked for: that is keyed as often as it is said."""
    part = state.part if question.want.kind == "place" and state.phase == "ask" else None
    return part is not None and part.ask == "number"


_PLACE_KNOWN = ("place_street", "place_said", "place_neighborhood", "landmark")


def _near(scene: Scene, state: State) -> str:
    """What is known of the place that is asked for; of nothing more, it is in the city."""
    known = (state.part.said if state.part else "", *(state.slots.get(name, "") for name in _PLACE_KNOWN))
    return next((text for text in known if text), scene.book.city.city)[:NEAR]


NEAR = 80
"""Characters of what is known of a place."""


def _offer_hints(question: Asked) -> tuple[str, ...]:
    return tuple(dict.fromkeys(w for o in question.want.options for w in o.words if w))[:200]


@lru_cache(maxsize=4096)
def _listen(book: Book, flow: str, question: Asked, language: str, slow: bool, by: By) -> Listen:
    node, slot, voice = question.node, question.slot, book.city.languages[language]
    many = slot is not None and slot.type in MANY_KEYS
    wide = slot is not None and slot.type in ("speech", "vehicle", "place")
    layers = (node, *links.defaults(book, flow))
    timeout = next((x.timeout for x in layers if x.timeout), 6)
    pause = next((x.speech_timeout for x in layers if x.speech_timeout), 3 if wide else 2)
    model = next((m for x in layers if (m := (x.speech_model or {}).get(language))), voice.speech_model)
    hints = words_in(node.hints, language) + _offer_hints(question)
    return Listen(
        keys=True,
        speech=True,
        locale=voice.locale,
        digits=None if many else 1,
        finish_on_key="#" if many else "",
        timeout=timeout * (2 if slow else 1),
        speech_timeout=min(10, pause * (2 if slow else 1)),
        speech_model=model,
        hints=tuple(h[:100] for h in dict.fromkeys(hints))[:500],
        by=by,
        closed=bool(question.offers) and not getattr(node, "hear", None),
        later=by == "record" and goes_on(slot),
        tone=tuple(said(book, State(language=language), "after_tone")) if by == "record" else (),
    )


def more_key(question: Asked, state: State, scene: Scene) -> bool:
    """True when 9 turns the page of this menu."""
    node = book_node(scene, state)
    return isinstance(node, Menu) and bool(node.choose) and has_more(of_chosen(scene.book, node, state)) and bool(MORE)


def private_at(book: Book, state: State) -> bool:
    """True when the answer to the open question is personal data."""
    node = book.node(state.at)
    if not isinstance(node, Form) or state.phase != "ask":
        return False
    slots = slots_of(book, state, node)
    return state.index < len(slots) and _is_secret(slots[state.index])


def _is_secret(slot: Slot) -> bool:
    return slot.private or slot.type == "phone"


@lru_cache(maxsize=16)
def secret_slots(book: Book) -> frozenset[str]:
    """The names of all slots of this book that hold personal data."""
    nodes = (node for flow in book.flows.values() for node in flow.nodes.values())
    fields = [slot for node in nodes if isinstance(node, Form) for slot in node.fields]
    questions = [slot for service in book.services.values() for slot in service.questions]
    return frozenset(slot.slot for slot in fields + questions if _is_secret(slot)) | {VEHICLE_SAID}
