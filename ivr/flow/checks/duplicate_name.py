"""Two topics, flows or services with one name.

Only one of them can be meant; the other would never be heard. Nor may a question of a service be called like what the
line keeps itself: place, service, status, number.

    # flows/topics.yaml
    topics:
      - {code: hours, name: {en: Hours, es: Horas}, hears: {en: [a], es: [a]}, answer: {en: "Nine.", es: "Nueve."}}
      - {code: hours, name: {en: Time, es: Hora}, hears: {en: [b], es: [b]}, answer: {en: "Ten.", es: "Diez."}}

Remedy: give each a name of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.flow.model import FlowDocument, Form, ServiceDocument, Slot, TopicsDocument
from ivr.flow.placeholders import ENGINE_SLOTS, PLACEHOLDERS
from ivr.flow.problems import Problem, Severity
from ivr.flow.reading.draft import Draft
from ivr.flow.reading.source import Path

CODE = "duplicate-name"
SEVERITY: Severity = "error"
OWN = ENGINE_SLOTS | PLACEHOLDERS
"""Slots the line fills itself: an answer of that name would be lost, or stand where a place or a number belongs."""


def check(draft: Draft) -> Iterator[Problem]:
    """Codes of services and topics, names of flows, and slots of one form or service that are there twice."""
    seen: dict[tuple[str, str, str], str] = {}
    for file, document in draft.documents.items():
        for scope, what, name, path in _names(document):
            key = (scope, what, name)
            if key in seen:
                where = "in this file" if seen[key] == file else f"in {seen[key]}"
                yield draft.problem(file, path, f"{what} '{name}' is already {where}", CODE, severity=SEVERITY)
            seen.setdefault(key, file)
    for file, service in draft.services.items():
        for n, slot in enumerate(service.questions):
            if slot.slot in OWN:
                message = f"'{slot.slot}' is kept by the line itself; give the question a code of its own"
                yield draft.problem(file, ("questions", n, "slot"), message, CODE, severity=SEVERITY)


def _names(document: object) -> Iterator[tuple[str, str, str, Path]]:
    match document:
        case ServiceDocument():
            yield "", "service", document.code, ("code",)
            yield from _slots(document.questions, document.code, ("questions",))
        case FlowDocument():
            yield "", "flow", document.flow, ("flow",)
            for name, node in document.nodes.items():
                if isinstance(node, Form):
                    yield from _slots(node.fields, f"{document.flow}.{name}", ("nodes", name, "fields"))
        case TopicsDocument():
            yield from (("", "topic", topic.code, ("topics", n, "code")) for n, topic in enumerate(document.topics))


def _slots(slots: list[Slot], scope: str, path: Path) -> Iterator[tuple[str, str, str, Path]]:
    # A form may ask one slot in two wordings, each under its own condition.
    yield from ((scope, "slot", slot.slot, (*path, n, "slot")) for n, slot in enumerate(slots) if slot.when is None)
