"""A returned value that no `return` gives.

The way it names is never taken.

    # flows/main.yaml
    flow: main
    start: ask
    nodes:
      ask: {subdialog: side.start, returned: {yess: bye}, goto: bye}
      bye: {disconnect: goodbye}
    ---
    # flows/side.yaml
    flow: side
    start: start
    nodes:
      start: {return: "yes"}

Remedy: a value that a `return` of that flow gives.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ivr.flow.model import Return, Subdialog
from ivr.flow.problems import Problem, Severity
from ivr.flow.reading.draft import Draft
from ivr.flow.reading.ways import all_ways, full

CODE = "unknown-return"
SEVERITY: Severity = "error"


def check(draft: Draft) -> Iterator[Problem]:
    """`returned` lines of subdialogs that no reachable `return` gives, and subdialogs that never return."""
    steps: dict[str, list[str]] = {}
    for way in all_ways(draft.flows, {}):
        if way.manner != "subdialog":
            steps.setdefault(way.source, []).append(way.target)
    nodes = {at: node for _, at, node in draft.nodes()}
    for file, at, node in draft.nodes():
        if isinstance(node, Subdialog):
            flow, _, name = at.partition(".")
            known = _returns(full(flow, node.subdialog), steps, nodes)
            for value in node.returned:
                if known is not None and value not in known | draft.mentions:
                    message = f"no `return` of '{node.subdialog}' gives '{value}'"
                    path = ("nodes", name, "returned", value)
                    yield draft.problem(file, path, message, CODE, severity=SEVERITY, known=known, word=value, key=True)


def _returns(start: str, steps: dict[str, list[str]], nodes: Mapping[str, object]) -> frozenset[str] | None:
    """The values a subdialog may return; None when part of it could not be read."""
    queue, seen, values = [start], set[str](), set[str]()
    while queue:
        at = queue.pop()
        if at in seen:
            continue
        seen.add(at)
        node = nodes.get(at)
        if node is None:
            return None
        if isinstance(node, Return):
            values.add(node.return_)
        queue += steps.get(at, [])
    return frozenset(values)
