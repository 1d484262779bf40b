"""A line that is not in city.yaml.

A transfer to it would fail, a condition on its hours would never hold, and a queue with its hours would never be open.

    # flows/main.yaml
    flow: main
    start: welcome
    nodes:
      welcome: {say: greeting, goto: person}
      person: {transfer: opperator, busy: bye, no_answer: bye, failed: bye, completed: bye}
      bye: {disconnect: goodbye}

Remedy: a name of `lines` in flows/city.yaml; in flows also `emergency_line`, or `dispatcher` for that of the chosen
service's agency.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.flow.model import DISPATCHER, EMERGENCY_LINE, Agency, Condition, Overflow, Transfer, WorkQueue
from ivr.flow.problems import Problem, Severity
from ivr.flow.reading.draft import Draft

CODE = "unknown-line"
SEVERITY: Severity = "error"
_IN_FLOWS = {(Transfer, "transfer"), (Condition, "open"), (Condition, "closed")}
_IN_CITY = {(WorkQueue, "line"), (Overflow, "line"), (Agency, "dispatcher")}
_NAMED = frozenset({EMERGENCY_LINE, DISPATCHER})


def check(draft: Draft) -> Iterator[Problem]:
    """Transfers, conditions, queues and dispatchers that name a line the city does not have."""
    if draft.city is None:
        return
    for file, found in draft.settings():
        where = (type(found.record), found.attribute)
        if where not in _IN_FLOWS | _IN_CITY or not isinstance(found.value, str):
            continue
        known = frozenset(draft.city.lines) | (_NAMED if where in _IN_FLOWS else frozenset({EMERGENCY_LINE}))
        if found.value not in known | draft.mentions:
            message = f"flows/city.yaml has no line '{found.value}'"
            yield draft.problem(file, found.path, message, CODE, severity=SEVERITY, known=known, word=found.value)
