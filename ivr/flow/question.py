"""The question that is open: what is asked, which answers are expected, how the line listens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ivr.flow import links
from ivr.flow.book import Book
from ivr.flow.conditions import holds
from ivr.flow.directives import Listen, Prompt
from ivr.flow.meaning import Option, Want
from ivr.flow.model import Form, Menu, Node, Part, Question, Review, Slot
from ivr.flow.options import (
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
from ivr.flow.scene import Scene
from ivr.flow.speaking import said, value_in_words
from ivr.flow.state import State

YES_NO = (Offer("1", "yes", "", ()), Offer("2", "no", "", ()))
MANY_KEYS = frozenset({"number", "digits", "phone", "reference", "date"})


@dataclass(frozen=True, slots=True)
class Asked:
    """One open question: `node` carries its retries and hints, `slot` the definition when it fills one."""

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
    node = scene.book.node(state.at)
    flow = state.at.partition(".")[0]
    link_words = links.as_options(scene.book, flow, state.language)
    match node:
        case Menu() | Review() | Form() if state.phase == "confirm":
            return Asked(_question(scene, state, node), Want("yesno", links=link_words), YES_NO)
        case Menu():
            return _menu(scene, state, node, link_words)
        case Form():
            slot = _slot(scene, state, node)
            return _field(scene, state, slot, link_words) if slot else None
        case Review() if state.phase == "which":
            parts = parts_of(scene, state, node)
            offers = of_parts(parts, [_plain(scene, state, part) for part in parts], state.language)
            return Asked(node, Want("options", as_options(offers), link_words), offers)
        case Review():
            return Asked(node, Want("yesno", links=link_words), YES_NO)
        case _:
            return None


def _plain(scene: Scene, state: State, part: Part) -> str:
    prompts = said(scene.book, state, part.name)
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


def _menu(scene: Scene, state: State, menu: Menu, link_words: tuple[Option, ...]) -> Asked:
    if menu.choose:
        offers = of_chosen(scene.book, menu, state)
        want = Want(menu.hear or "options", as_options(offers), link_words)
        return Asked(menu, want, page(offers, state.index))
    offers = of_choices(scene.book, state.at, state.language)
    return Asked(menu, Want(menu.hear or "options", as_options(offers), link_words), offers)


def _field(scene: Scene, state: State, slot: Slot, link_words: tuple[Option, ...]) -> Asked:
    if not slot.required:
        link_words = (*link_words, Option("skip", ()))
    if slot.type == "choice":
        offers = of_values(scene.book, remember(slot), state.language)
        return Asked(slot, Want("choice", as_options(offers), link_words), offers, slot)
    offers = YES_NO if slot.type == "yesno" else ()
    return Asked(slot, Want(slot.type, (), link_words, slot.digits), offers, slot)


# ------------------------------------------------------------------ asking


def words(scene: Scene, state: State, question: Asked) -> list[Prompt]:
    """The prompts of the open question, in full."""
    book, node = scene.book, book_node(scene, state)
    if state.phase == "confirm":
        return _confirming(scene, state, question)
    match node:
        case Menu(choose=None):
            return said(book, state, node.menu)
        case Menu():
            more = has_more(of_chosen(book, node, state))
            lead = said(book, state, node.menu) if state.index == 0 else []
            return lead + _lines(scene, state, question.offers) + (said(book, state, "choice_more") if more else [])
        case Review() if state.phase == "which":
            return said(book, state, node.which) + _lines(scene, state, question.offers, "part_line")
        case Review():
            return said(book, state, node.review) + said(book, state, "review_confirm")
        case _:
            return _field_words(scene, state, question)


def book_node(scene: Scene, state: State) -> Node:
    """The node the call is at."""
    return scene.book.node(state.at)


def _confirming(scene: Scene, state: State, question: Asked) -> list[Prompt]:
    return said(scene.book, state, "confirm_value", {"value": pending_words(scene, state)})


def pending_words(scene: Scene, state: State) -> str:
    """The value that waits for its yes, in words."""
    node = book_node(scene, state)
    if isinstance(node, Form):
        return value_in_words(scene.book, state, _slot(scene, state, node), state.pending)
    code = state.pending.rpartition("|")[2]
    named = scene.book.services.get(code) or scene.book.topics.get(code)
    return named.name.get(state.language, code) if named else code


def _lines(scene: Scene, state: State, offers: tuple[Offer, ...], key: str = "choice_line") -> list[Prompt]:
    return [p for o in offers for p in said(scene.book, state, key, {"choice": o.name, "key": o.key})]


def _field_words(scene: Scene, state: State, question: Asked) -> list[Prompt]:
    slot = question.slot
    if slot is None:
        return []
    prompts = said(scene.book, state, slot.ask)
    if slot.type == "choice":
        prompts += _lines(scene, state, question.offers)
    if slot.type == "yesno":
        prompts += said(scene.book, state, "yes_no")
    if not slot.required:
        prompts += said(scene.book, state, "skip_hint")
    return prompts


def listen(scene: Scene, state: State, question: Asked) -> Listen:
    """How the line listens for the answer."""
    flow = state.at.partition(".")[0]
    many = question.slot is not None and state.phase == "ask" and question.slot.type in MANY_KEYS
    wide = question.slot is not None and question.slot.type in ("speech", "place") and state.phase == "ask"
    return _listen(
        scene.book,
        flow,
        _Handle(question.node),
        state.language,
        many,
        wide,
        bool(state.slots.get("slow")),
        _offer_hints(question),
    )


class _Handle:
    """Makes a question hashable by identity, so that what follows from it is worked out once."""

    __slots__ = ("node",)

    def __init__(self, node: Question) -> None:
        self.node = node

    def __hash__(self) -> int:
        return id(self.node)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Handle) and other.node is self.node


def _offer_hints(question: Asked) -> tuple[str, ...]:
    return tuple(dict.fromkeys(w for o in question.want.options for w in o.words if w))[:200]


@lru_cache(maxsize=4096)
def _listen(
    book: Book, flow: str, handle: _Handle, language: str, many: bool, wide: bool, slow: bool, hints: tuple[str, ...]
) -> Listen:
    node, voice = handle.node, book.city.languages[language]
    layers = (node, *links.defaults(book, flow))
    timeout = next((x.timeout for x in layers if x.timeout), 6)
    pause = next((x.speech_timeout for x in layers if x.speech_timeout), 3 if wide else 2)
    model = next((m for x in layers if (m := (x.speech_model or {}).get(language))), voice.speech_model)
    return Listen(
        keys=True,
        speech=True,
        locale=voice.locale,
        digits=None if many else 1,
        finish_on_key="#" if many else "",
        timeout=timeout * (2 if slow else 1),
        speech_timeout=min(10, pause * (2 if slow else 1)),
        speech_model=model,
        hints=tuple(h[:100] for h in dict.fromkeys(words_in(node.hints, language) + hints))[:500],
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
    return frozenset(slot.slot for slot in fields + questions if _is_secret(slot))
