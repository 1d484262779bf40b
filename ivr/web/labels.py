"""What slots, services and values are called, in each language: so that a page shows names and never codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ivr.flow.book import Book
from ivr.flow.model import Form, Slot, Value

Names = dict[str, str]


def labels(book: Book) -> dict[str, object]:
    """{"slots": {slot: names}, "values": {slot: {value: names}}, "services": …, "topics": …}; names by language."""
    slots: dict[str, Names] = {}
    values: dict[str, dict[str, Names]] = {}
    for slot in _slots(book):
        if names := _names(book, slot):
            slots.setdefault(slot.slot, names)
        for value, meant in (slot.values or {}).items():
            named = dict(meant.name) if isinstance(meant, Value) else dict(meant)
            values.setdefault(slot.slot, {}).setdefault(value, named)
    return {
        "slots": slots,
        "values": values,
        "services": {code: dict(service.name) for code, service in book.services.items()},
        "topics": {code: dict(topic.name) for code, topic in book.topics.items()},
    }


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
