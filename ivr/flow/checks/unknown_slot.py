"""A condition on a slot that nothing fills.

The condition would never hold (or always), and callers would be led the wrong way.

    # flows/main.yaml
    flow: main
    start: welcome
    nodes:
      welcome:
        switch:
          - {when: {known: [plaec]}, goto: bye}
          - {goto: bye}
      bye: {disconnect: goodbye}

Remedy: the name of a slot that a field, a choice, `set`, or a service's question fills.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.flow.model import Condition, Part
from ivr.flow.placeholders import ENGINE_SLOTS, PLACEHOLDERS
from ivr.flow.problems import Problem, Severity
from ivr.flow.reading.draft import Draft, Setting
from ivr.flow.reading.source import Path

CODE = "unknown-slot"
SEVERITY: Severity = "error"


def check(draft: Draft) -> Iterator[Problem]:
    """Slots named by conditions and by `clear` of a review's parts."""
    known = PLACEHOLDERS | ENGINE_SLOTS | draft.slots
    for file, found in draft.settings():
        for path, name, key in _named(found):
            if name not in known:
                message = f"nothing fills the slot '{name}'"
                yield draft.problem(file, path, message, CODE, severity=SEVERITY, known=known, word=name, key=key)


def _named(found: Setting) -> Iterator[tuple[Path, str, bool]]:
    match found.record, found.attribute, found.value:
        case Condition(), "known" | "unknown", list(names):
            yield from (((*found.path, n), name, False) for n, name in enumerate(names))
        case Condition(), "slots", dict(names):
            yield from (((*found.path, name), name, True) for name in names)
        case Part(), "clear", list(names):
            yield from (((*found.path, n), name, False) for n, name in enumerate(names))
