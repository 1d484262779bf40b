"""A line that is not in city.yaml.

A transfer to it would fail, and a condition on its hours would never hold.

    # flows/main.yaml
    flow: main
    start: welcome
    nodes:
      welcome: {say: greeting, goto: person}
      person: {transfer: opperator, busy: bye, no_answer: bye, failed: bye, completed: bye}
      bye: {disconnect: goodbye}

Remedy: a name of `lines` in flows/city.yaml, or `emergency_line`.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.flow.model import EMERGENCY_LINE, Condition, Transfer
from ivr.flow.problems import Problem, Severity
from ivr.flow.reading.draft import Draft

CODE = "unknown-line"
SEVERITY: Severity = "error"


def check(draft: Draft) -> Iterator[Problem]:
    """Transfers and conditions that name a line the city does not have."""
    if draft.city is None:
        return
    known = frozenset({*draft.city.lines, EMERGENCY_LINE})
    for file, found in draft.settings():
        here = isinstance(found.record, Transfer) and found.attribute == "transfer"
        here = here or (isinstance(found.record, Condition) and found.attribute in ("open", "closed"))
        if here and isinstance(found.value, str) and found.value not in known | draft.mentions:
            message = f"flows/city.yaml has no line '{found.value}'"
            yield draft.problem(file, found.path, message, CODE, severity=SEVERITY, known=known, word=found.value)
