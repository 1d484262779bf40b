"""A queue that is not in city.yaml.

Nobody could be found for the callers who wait in it: they would go straight to the line's telephone.

    # flows/main.yaml
    flow: main
    start: welcome
    nodes:
      welcome: {say: greeting, goto: wait}
      wait: {queue: servces, message: bye, completed: bye, closed: bye, too_long: bye, failed: person}
      person: {transfer: operator, busy: bye, no_answer: bye, failed: bye, completed: bye}
      bye: {disconnect: goodbye}

Remedy: a name of `queues` in flows/city.yaml.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.flow.model import Queue
from ivr.flow.problems import Problem, Severity
from ivr.flow.reading.draft import Draft

CODE = "unknown-queue"
SEVERITY: Severity = "error"


def check(draft: Draft) -> Iterator[Problem]:
    """Nodes in which callers wait for what the city does not have."""
    if draft.city is None:
        return
    known = frozenset(draft.city.queues)
    for file, at, node in draft.nodes():
        if isinstance(node, Queue) and node.queue not in known | draft.mentions:
            path = ("nodes", at.partition(".")[2], "queue")
            message = f"flows/city.yaml has no queue '{node.queue}'"
            yield draft.problem(file, path, message, CODE, severity=SEVERITY, known=known, word=node.queue)
