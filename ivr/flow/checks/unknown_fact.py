"""A condition on a service fact that no service file has.

`service: {urgent: true}` looks at the settings of the chosen service's file. One that is not there never holds.

    # flows/main.yaml
    flow: main
    start: welcome
    nodes:
      welcome:
        switch:
          - {when: {service: {place: nowhere}}, goto: bye}
          - {goto: bye}
      bye: {disconnect: goodbye}

Remedy: a setting of service files with one of its values, such as `place: none`, `urgent: true`, `group: police`.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.flow.model import Condition, ServiceDocument
from ivr.flow.problems import Problem, Severity
from ivr.flow.reading.draft import Draft
from ivr.flow.reading.grammar import Flag, OneOf, Text, settings

CODE = "unknown-fact"
SEVERITY: Severity = "error"
FACTS = {s.name: s.kind for s in settings(ServiceDocument) if isinstance(s.kind, Text | OneOf | Flag)}


def check(draft: Draft) -> Iterator[Problem]:
    """Facts that conditions ask of the chosen service."""
    for file, found in draft.settings():
        if isinstance(found.record, Condition) and found.attribute == "service" and isinstance(found.value, dict):
            for name, value in found.value.items():
                path = (*found.path, name)
                if name not in FACTS:
                    message = f"a service file has no '{name}' to compare"
                    yield draft.problem(file, path, message, CODE, known=FACTS, word=name, key=True, severity=SEVERITY)
                elif known := _values(draft, name, value):
                    flag = isinstance(FACTS[name], Flag)
                    message = f"`{name}` is true or false" if flag else f"no service has {name} '{value}'"
                    yield draft.problem(file, path, message, CODE, known=known, word=str(value), severity=SEVERITY)


def _values(draft: Draft, name: str, value: str | bool) -> frozenset[str]:
    """The values that would be right when `value` is not among them; empty when all is well."""
    match FACTS[name]:
        case OneOf(words=words):
            known = frozenset(words)
        case Flag():
            return frozenset() if isinstance(value, bool) else frozenset({"true", "false"})
        case _ if name == "group" and draft.city:
            known = frozenset({*draft.city.groups, "police"})
        case _ if name == "code" and draft.services:
            known = frozenset(service.code for service in draft.services.values())
        case _:
            return frozenset()
    return frozenset() if value in known | draft.mentions else known
