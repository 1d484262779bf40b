"""The form of a service, from its own file: filled in as far as the call tells, and what to ask next."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ivr.agents.screens import Card, OnFile
from ivr.calls import promise
from ivr.flow.book import Book
from ivr.flow.model import ServiceDocument, Slot
from ivr.web.agent.console.asking import due, rule
from ivr.web.agent.console.naming import Naming
from ivr.web.agent.console.written import Filled

_INPUTS = {"number": "number", "digits": "text", "date": "date", "phone": "tel"}


@dataclass(frozen=True, slots=True)
class Field:
    """One question. ask: in the caller's language, to be read out. choices: value and name; kind: of an <input>.

    when: the rule by which it is asked (asking.Rule), as JSON; "" for always. due: it is asked as things stand.
    """

    code: str
    label: str
    ask: str
    kind: str
    required: bool
    value: str = field(default="", repr=False)
    choices: tuple[tuple[str, str], ...] = ()
    when: str = ""
    due: bool = True


@dataclass(frozen=True, slots=True)
class Next:
    """What is to be asked. code: of the question, place, or "" for the matter itself."""

    code: str
    ask: str


@dataclass(frozen=True, slots=True)
class Form:
    """service: "" while none is chosen. place: whether this service has one, and must; where: what stands in it.

    next: all that is to be asked or may come to be, the best first. advice: what the caller should be told about this
    matter, in their language. promised: by when it would be done, were it filed now. filed: the request as it was filed
    in this talk, which stands in the form's place.
    """

    service: str
    fields: tuple[Field, ...] = ()
    place: bool = True
    place_required: bool = False
    where: str = field(default="", repr=False)
    details: str = field(default="", repr=False)
    next: tuple[Next, ...] = ()
    advice: str = ""
    promised: datetime | None = None
    filed: OnFile | None = None
    problems: Mapping[str, str] = field(default_factory=dict)
    candidates: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Forms:
    """Makes forms of one book for one reader. place, which: how place and matter are asked for. now: in the city."""

    book: Book
    naming: Naming
    now: datetime
    place: str
    which: str

    def form(self, card: Card, wanted: str, more: bool = False, filled: Filled | None = None) -> Form:
        """Of the service that is chosen, else of the one the line understood. more: another request than the one that
        was filed already. filled: as it was sent, where it cannot be filed as it is."""
        service = self.book.services.get(filled.service if filled else wanted) or self.book.services.get(card.service)
        if service is None:
            return Form("", next=(Next("", self.which),), problems=filled.problems if filled else {})
        done = None if more or filled else next((one for one in reversed(card.on_file) if _of(one, service)), None)
        known = self._known(card, service, filled, bool(card.filed))
        fields = tuple(self._field(slot, service, known, card) for slot in service.questions)
        where = filled.place if filled else card.spot.words if card.spot else ""
        required = service.place not in ("none", "optional")
        return Form(
            service.code,
            fields,
            service.place != "none",
            required,
            where,
            known.get("details", ""),
            tuple(self._next(fields, required and not where)),
            self.naming.text(service.advice, card.language) if service.advice else "",
            promise.due(self.book, service.code, self.now),
            done,
            filled.problems if filled else {},
            filled.candidates if filled else (),
        )

    def services(self) -> Sequence[tuple[str, Sequence[tuple[str, str]]]]:
        """Groups and the services in them, by name: for a list to choose from."""
        groups = {code: self.naming.text(names) for code, names in self.book.city.groups.items()}
        found: dict[str, list[tuple[str, str]]] = {name: [] for name in groups.values()}
        for code, service in self.book.services.items():
            group = groups.get(service.group, self.naming.text({"en": service.group}))
            found.setdefault(group, []).append((code, self.naming.service(code)))
        return [(group, sorted(inside, key=lambda one: one[1])) for group, inside in found.items() if inside]

    def _known(self, card: Card, service: ServiceDocument, filled: Filled | None, again: bool) -> dict[str, str]:
        """What stands in the fields. A second request of a talk, and another matter than the line's, begin empty."""
        same = service.code == card.service and not again
        known = dict(card.slots) if same else {"details": card.slots.get("details", "")} if not again else {}
        told = {**filled.answers, "details": filled.details, "place": filled.place} if filled else {}
        return {**known, **told, "service": service.code}

    def _field(self, slot: Slot, service: ServiceDocument, known: Mapping[str, str], card: Card) -> Field:
        naming = self.naming
        values = tuple((value, naming.value(slot.slot, value)) for value in slot.values or {})
        if slot.type == "yesno":
            values = (("yes", naming.text({"en": "Yes", "es": "Sí"})), ("no", naming.text({"en": "No", "es": "No"})))
        inside = {*(each.slot for each in service.questions), "details", "place"}
        held = rule(slot.when, inside, known, card.language, self.book, self.now)
        return Field(
            slot.slot,
            naming.text(slot.label) if slot.label else naming.slot(slot.slot),
            naming.text(slot.ask, card.language),
            _INPUTS.get(slot.type, "text"),
            slot.required,
            known.get(slot.slot, ""),
            values,
            json.dumps(held) if held else "",
            due(slot.when, known, card.language, self.book, self.now),
        )

    def _next(self, fields: Sequence[Field], without_place: bool) -> list[Next]:
        """First what must be known, in the order of the file."""
        found = [Next("place", self.place)] if without_place else []
        return found + [Next(one.code, one.ask) for one in sorted(fields, key=lambda one: not one.required)]


def _of(one: OnFile, service: ServiceDocument) -> bool:
    return one.service == service.code and not one.followed
