"""The answers a menu offers: written in the flow, or made from the service files, the topics, or what was found."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ivr.flow.book import Book
from ivr.flow.meaning import Option
from ivr.flow.model import Choice, Menu, Part, Slot, Words
from ivr.flow.state import State
from ivr.flow.turning.speaking import in_language, name_of

PAGE = 4
MORE = "9"


@dataclass(frozen=True, slots=True)
class Offer:
    """One answer on offer: the key, its canonical value, its name as said, and the words that choose it."""

    key: str
    value: str
    name: str
    words: tuple[str, ...]


def words_in(words: Words | None, language: str) -> tuple[str, ...]:
    """The words of a language; none is an empty tuple."""
    return tuple((words or {}).get(language, ()))


def as_options(offers: tuple[Offer, ...]) -> tuple[Option, ...]:
    """Offers as understanding wants them: the name is one of the words."""
    return tuple(Option(o.value, ((o.name,) if o.name else ()) + o.words) for o in offers)


@lru_cache(maxsize=4096)
def of_choices(book: Book, at: str, language: str) -> tuple[Offer, ...]:
    """The written choices of the menu `at`; the value of a choice is its place in the list."""
    menu = book.node(at)
    assert isinstance(menu, Menu)
    return tuple(_of_choice(str(n), choice, language) for n, choice in enumerate(menu.choices))


def _of_choice(value: str, choice: Choice, language: str) -> Offer:
    return Offer(choice.key or "", value, "", words_in(choice.says, language))


@lru_cache(maxsize=4096)
def of_values(book: Book, slot_id: int, language: str) -> tuple[Offer, ...]:
    """The values of a choice question (see `remember`); the key is the place in the list, from 1."""
    slot = _slots[slot_id]
    offers = []
    for n, (value, spec) in enumerate((slot.values or {}).items(), start=1):
        says = None if isinstance(spec, dict) else spec.says
        offers.append(Offer(str(n), value, in_language(name_of(spec), language), words_in(says, language)))
    return tuple(offers)


# Slots are not hashable (they hold dicts); their identity is, as long as they are kept alive here.
_slots: dict[int, Slot] = {}


def remember(slot: Slot) -> int:
    """A hashable handle for a slot of a book."""
    _slots.setdefault(id(slot), slot)
    return id(slot)


def of_parts(parts: list[Part], names: list[str], language: str) -> tuple[Offer, ...]:
    """The parts of a review that can be corrected; keys from 1."""
    return tuple(
        Offer(str(n), str(n - 1), name, words_in(part.says, language))
        for n, (part, name) in enumerate(zip(parts, names, strict=True), start=1)
    )


def of_chosen(book: Book, menu: Menu, state: State) -> tuple[Offer, ...]:
    """The answers of a `choose` menu, all pages; keys are given per page by `page`."""
    match menu.choose:
        case "services":
            return services_in(book, state.slots.get("group", ""), state.language)
        case "police":
            return services_in(book, "police", state.language)
        case "groups":
            return _groups(book, state.language)
        case "topics":
            return _topics(book, state.language)
        case _:
            return _found(book, state)


@lru_cache(maxsize=256)
def services_in(book: Book, group: str, language: str) -> tuple[Offer, ...]:
    """The services of a group, likeliest first."""
    chosen = sorted((s for s in book.services.values() if s.group == group), key=lambda s: -s.likelihood)
    return tuple(
        Offer("", s.code, in_language(s.menu or s.name, language), (in_language(s.name, language),)) for s in chosen
    )


@lru_cache(maxsize=64)
def _groups(book: Book, language: str) -> tuple[Offer, ...]:
    groups = ((code, names) for code, names in book.city.groups.items() if code != "police")
    return tuple(Offer("", code, in_language(names, language), ()) for code, names in groups)


@lru_cache(maxsize=64)
def _topics(book: Book, language: str) -> tuple[Offer, ...]:
    topics = sorted(book.topics.values(), key=lambda t: -t.likelihood)
    return tuple(Offer("", t.code, in_language(t.name, language), words_in(t.hears, language)) for t in topics)


def _found(book: Book, state: State) -> tuple[Offer, ...]:
    """`26-00001234=pothole,…`: requests found for the caller, by number, offered by what they are about."""
    pairs = [entry.partition("=") for entry in state.slots.get("found", "").split(",") if entry]
    return tuple(Offer("", number, _service_name(book, code, state.language), ()) for number, _, code in pairs)


def _service_name(book: Book, code: str, language: str) -> str:
    service = book.services.get(code)
    return in_language(service.name, language) if service else code


def page(offers: tuple[Offer, ...], number: int) -> tuple[Offer, ...]:
    """One page of offers with keys 1, 2, …; five fit on a single page, else four and 9 for more."""
    if len(offers) <= PAGE + 1:
        shown = offers
    else:
        start = (number * PAGE) % (-(-len(offers) // PAGE) * PAGE)
        shown = offers[start : start + PAGE]
    return tuple(Offer(str(n), o.value, o.name, o.words) for n, o in enumerate(shown, start=1))


def has_more(offers: tuple[Offer, ...]) -> bool:
    """True when not all offers fit on one page."""
    return len(offers) > PAGE + 1
