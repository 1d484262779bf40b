"""What slots, services and values are called, in each language: so that a page shows names and never codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ivr.flow.book import Book
from ivr.flow.model import Choice, Form, Menu, Slot, Value

Names = dict[str, str]


def labels(book: Book) -> dict[str, object]:
    """{"asked": [slot], "slots": {slot: names}, "values": {slot: {value: names}}, "choices": {menu: [names]},
    "links": …, "services": …, "topics": …, "groups": …}; names by language, of a choice in the menu's order.
    """
    slots: dict[str, Names] = {}
    values: dict[str, dict[str, Names]] = {}
    for slot in _slots(book):
        if names := _names(book, slot):
            slots.setdefault(slot.slot, names)
        for value, meant in (slot.values or {}).items():
            named = dict(meant.name) if isinstance(meant, Value) else dict(meant)
            values.setdefault(slot.slot, {}).setdefault(value, named)
    return {
        "asked": sorted({slot.slot for slot in _slots(book)}),
        "slots": slots,
        "values": values,
        "services": {code: dict(service.name) for code, service in book.services.items()},
        "topics": {code: dict(topic.name) for code, topic in book.topics.items()},
        "groups": {code: dict(names) for code, names in book.city.groups.items()},
        "choices": _choices(book),
        "links": _links(book),
    }


def _choices(book: Book) -> dict[str, list[Names]]:
    """Of every written menu the names of its choices: the first words that choose each."""
    return {
        f"{flow.flow}.{name}": [_choice(choice) for choice in node.choices]
        for flow in book.flows.values()
        for name, node in flow.nodes.items()
        if isinstance(node, Menu) and node.choices
    }


def _choice(choice: Choice) -> Names:
    """Where no words choose it, its key stands for it."""
    named = _first(choice.says)
    return named or ({"en": f"key {choice.key}", "es": f"tecla {choice.key}"} if choice.key else {})


def _links(book: Book) -> dict[str, Names]:
    links = [(name, link) for flow in book.flows.values() for name, link in flow.links.items()]
    return {name: named for name, link in links if (named := _first(link.says))}


def _first(words: Mapping[str, list[str]] | None) -> Names:
    return {language: said[0] for language, said in (words or {}).items() if said}


def _slots(book: Book) -> Iterator[Slot]:
    for flow in book.flows.values():
        for node in flow.nodes.values():
            if isinstance(node, Form):
                yield from node.fields
    for service in book.services.values():
        yield from service.questions


def _names(book: Book, slot: Slot) -> Names:
    """The slot's label, whether its words stand in place or in prompts/*.yaml; empty when it has none."""
    label: str | Mapping[str, str] | None = slot.label
    if isinstance(label, str):
        found = {language: prompts[label] for language, prompts in book.prompts.items() if label in prompts}
        return found
    return dict(label or {})
