"""Settings of a question that do not go together.

A `choice` needs `values`, and only a choice has them; `digits` belongs to number and digits, the fewest first.

    # flows/main.yaml
    flow: main
    start: ask
    nodes:
      ask:
        form: ask
        fields:
          - {slot: lane, ask: what_do_you_need, type: choice}
        goto: bye
      bye: {disconnect: goodbye}

Remedy: as the message says.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.flow.model import Slot
from ivr.flow.problems import Problem, Severity
from ivr.flow.reading.draft import Draft

CODE = "field-settings"
SEVERITY: Severity = "error"


def check(draft: Draft) -> Iterator[Problem]:
    """Questions whose type and other settings contradict each other."""
    for file, found in draft.settings():
        if isinstance(found.record, Slot) and found.attribute == "slot":
            path = found.path[:-1]
            for name, message in _wrong(found.record):
                yield draft.problem(file, (*path, name) if name else path, message, CODE, severity=SEVERITY)


def _wrong(slot: Slot) -> Iterator[tuple[str, str]]:
    if slot.type == "choice" and len(slot.values or {}) < 2:
        yield "values", f"'{slot.slot}' is a choice and needs at least two `values`"
    if slot.type != "choice" and slot.values:
        yield "values", f"'{slot.slot}' has `values`, so its type must be choice, not {slot.type}"
    if slot.digits and slot.type not in ("number", "digits"):
        yield "digits", f"'{slot.slot}' has `digits`, so its type must be number or digits, not {slot.type}"
    if slot.digits and not 1 <= slot.digits[0] <= slot.digits[1] <= 32:
        yield "digits", f"`digits` of '{slot.slot}' must be [fewest, most], such as [4, 10], at most 32"
