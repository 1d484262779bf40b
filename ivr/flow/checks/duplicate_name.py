"""Two topics, flows or services with one name.

Only one of them can be meant; the other would never be heard.

    # flows/topics.yaml
    topics:
      - {code: hours, name: {en: Hours, es: Horas}, hears: {en: [a], es: [a]}, answer: {en: "Nine.", es: "Nueve."}}
      - {code: hours, name: {en: Time, es: Hora}, hears: {en: [b], es: [b]}, answer: {en: "Ten.", es: "Diez."}}

Remedy: give each a name of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.flow.model import FlowDocument, Form, ServiceDocument, Slot, TopicsDocument
from ivr.flow.problems import Problem, Severity
from ivr.flow.reading.draft import Draft
from ivr.flow.reading.source import Path

CODE = "duplicate-name"
SEVERITY: Severity = "error"


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
