"""A circle in which the caller is never asked anything.

The line would talk to itself until it is stopped: the caller could not get a word in.

    # flows/main.yaml
    flow: main
    start: welcome
    nodes:
      welcome: {say: greeting, goto: again}
      again: {say: still_there, goto: welcome}

Remedy: put a menu, a form, a review or a recording into the circle, or let it end.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.flow.model import Block, Do, Queue, Switch
from ivr.flow.problems import Problem, Severity
from ivr.flow.reading.draft import Draft
from ivr.flow.reading.ways import all_ways

CODE = "silent-loop"
SEVERITY: Severity = "error"
_BY_CALLER = frozenset({"call_back", "message", "go_on", "completed"})
"""Ways out of a queue that callers chose, or on which they spoke with a person."""


def check(draft: Draft) -> Iterator[Problem]:
    """One problem for each circle of nodes that say, set, switch, do, or find a queue shut, told at its first node."""
    quiet = {at for _, at, node in draft.nodes() if isinstance(node, Block | Switch | Do | Queue)}
    steps: dict[str, list[str]] = {at: [] for at in quiet}
    for way in all_ways(draft.flows, {}):
        if way.source in quiet and way.target in quiet and way.path[-1] not in _BY_CALLER:
            steps[way.source].append(way.target)
    told: set[str] = set()
    for file, at, _ in draft.nodes():
        if at in quiet and at not in told and (circle := _circle(at, steps)):
            told |= set(circle)
            message = f"'{' → '.join([*circle, at])}' goes round without ever listening to the caller"
            yield draft.problem(file, ("nodes", at.partition(".")[2]), message, CODE, severity=SEVERITY, key=True)


def _circle(start: str, steps: dict[str, list[str]]) -> list[str]:
    """The shortest way from `start` back to itself; empty when there is none."""
    paths, seen = [[start]], {start}
    while paths:
        path = paths.pop(0)
        for target in steps[path[-1]]:
            if target == start:
                return path
            if target not in seen:
                seen.add(target)
                paths.append([*path, target])
    return []
