"""A queue that callers cannot leave, or that leads nowhere when nobody can be queued.

Whoever cannot wait must have another way than to hang up: to be called back, a message, or on by machine. And when no
person takes calls, `failed` must lead to somebody's telephone all the same.

    # flows/main.yaml
    flow: main
    start: welcome
    links:
      operator: {key: 0, says: {en: [operator], es: [operador]}, goto: wait}
      emergency: {key: 8, intent: emergency, subdialog: bye}
    nodes:
      welcome: {say: greeting, goto: wait}
      wait: {queue: services, completed: bye, closed: bye, too_long: bye, failed: bye}
      bye: {disconnect: goodbye}

Remedy: `message:`, `go_on:` or `call_back:` in the node, and a `transfer` where `failed` leads.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.flow.model import Queue, Transfer
from ivr.flow.problems import Problem, Severity
from ivr.flow.reading.draft import Draft
from ivr.flow.reading.ways import all_ways, full

CODE = "queue-way-out"
SEVERITY: Severity = "error"


def check(draft: Draft) -> Iterator[Problem]:
    """Queues without a choice for callers, and those whose `failed` reaches no telephone."""
    for file, at, node in draft.nodes():
        if not isinstance(node, Queue):
            continue
        flow, _, name = at.partition(".")
        if not (node.call_back or node.message or node.go_on):
            message = f"who waits in '{name}' can only hang up; add `message`, `go_on` or `call_back`"
            yield draft.problem(file, ("nodes", name), message, CODE, severity=SEVERITY, key=True)
        if not _reaches_telephone(draft, full(flow, node.failed)):
            message = f"when nobody can be queued in '{name}', `failed` leads to no `transfer`"
            yield draft.problem(file, ("nodes", name, "failed"), message, CODE, severity=SEVERITY)


def _reaches_telephone(draft: Draft, start: str) -> bool:
    """Whether a transfer can be reached from the node, by whatever way but another queue; what is unknown may."""
    if draft.unreadable:
        return True
    ways = all_ways(draft.flows, {s.code: s for s in draft.services.values()})
    kinds = {at: node for _, at, node in draft.nodes()}
    queue, seen = [start], set[str]()
    while queue:
        at = queue.pop()
        if at not in kinds or isinstance(kinds[at], Transfer):
            return True
        if at not in seen and not isinstance(kinds[at], Queue):
            seen.add(at)
            queue += [way.target for way in ways if way.source == at]
    return False
