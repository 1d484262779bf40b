"""Whether a line needs an ear of its own at all."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.flow.book import Book
from ivr.flow.model import Form, Question


def streams(book: Book) -> bool:
    """Whether any question of these flows may be heard by a stream."""
    return "stream" in _wishes(book)


def _wishes(book: Book) -> Iterator[str | None]:
    yield book.city.hearing.listen
    for flow in book.flows.values():
        yield flow.defaults.listen if flow.defaults else None
        for node in flow.nodes.values():
            if isinstance(node, Question):
                yield node.listen
            if isinstance(node, Form):
                yield from (slot.listen for slot in node.fields)
    for service in book.services.values():
        yield from (slot.listen for slot in service.questions)
