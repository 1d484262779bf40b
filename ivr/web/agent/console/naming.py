"""What codes are called on the screens: services, queues, slots and values, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from ivr.flow.book import Book
from ivr.flow.model import Form, Slot, Value

Sure = Literal["certain", "fair", "unsure"]
Cause = Literal["missed", "busy", "unreachable", "lost", "closed", ""]
CAUSES: Mapping[str, Cause] = {
    "missed": "missed",
    "no_answer": "missed",
    "busy": "busy",
    "failed": "unreachable",
    "not rung": "unreachable",
    "lost": "lost",
    "line lost": "lost",
    "not in the room": "lost",
    "gone": "closed",
    "screen_closed": "closed",
}
"""Why the floor sends somebody away (Release.why), as it is told to them."""


@dataclass(frozen=True)
class Naming:
    """Of one book, in one language. A code that no file names any more is shown as plain words."""

    book: Book
    language: str

    def service(self, code: str) -> str:
        found = self.book.services.get(code)
        return _in(found.name, self.language) if found else _plain(code)

    def queue(self, code: str) -> str:
        found = self.book.city.queues.get(code)
        return _capital(_in(found.name, self.language)) if found else _plain(code)

    def line(self, code: str) -> str:
        found = self.book.city.lines.get(code)
        return _capital(_in(found.name, self.language)) if found else _plain(code)

    def reason(self, code: str) -> str:
        """What a talk was about."""
        found = self.book.desk.reasons.get(code)
        return _in(found, self.language) if found else _plain(code)

    def away(self, code: str) -> str:
        """Why somebody is away, of the reasons people choose."""
        found = self.book.desk.away.get(code)
        return _in(found, self.language) if found else _plain(code)

    def cause(self, reason: str) -> Cause:
        """Why the floor sent them away; "" for a reason that they chose."""
        return "" if reason in self.book.desk.away else CAUSES.get(reason, "")

    def slot(self, code: str) -> str:
        found = self._slots.get(code)
        return self.text(found.label) if found and found.label else _plain(code)

    def value(self, slot: str, value: str) -> str:
        found = self._slots.get(slot)
        if slot == "service":
            return self.service(value)
        named = (found.values or {}).get(value) if found else None
        if named is None:
            return value
        return _capital(_in(named.name if isinstance(named, Value) else named, self.language))

    def text(self, prompt: str | Mapping[str, str], language: str = "") -> str:
        """A text of the files, whether it stands there in place or in prompts/*.yaml."""
        language = language or self.language
        if isinstance(prompt, str):
            prompt = {code: texts[prompt] for code, texts in self.book.prompts.items() if prompt in texts}
        return _capital(_in(prompt, language))

    def sure(self, sure: float) -> Sure:
        """In the city's own measure of how sure the line must be."""
        measure = self.book.city.understanding
        return "certain" if 100 * sure >= measure.sure else "fair" if 100 * sure >= measure.fair else "unsure"

    @cached_property
    def _slots(self) -> Mapping[str, Slot]:
        found: dict[str, Slot] = {}
        for slot in _every_slot(self.book):
            if slot.slot not in found or (slot.label and not found[slot.slot].label):
                found[slot.slot] = slot
        return found


def _every_slot(book: Book) -> Iterator[Slot]:
    for service in book.services.values():
        yield from service.questions
    for flow in book.flows.values():
        for node in flow.nodes.values():
            if isinstance(node, Form):
                yield from node.fields


def _in(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or next(iter(texts.values()), "")


def _plain(code: str) -> str:
    return _capital(code.replace("_", " "))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
