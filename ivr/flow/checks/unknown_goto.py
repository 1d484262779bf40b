"""A target that does not exist.

The call would have nowhere to go: the caller would hear an apology and be passed to a person. Targets are written as
`node` within a flow and as `flow.node` across flows.

    # flows/main.yaml
    flow: main
    start: welcome
    nodes:
      welcome: {say: greeting, goto: by}
      bye: {disconnect: goodbye}

Remedy: write the name of a node that is there; the message names the one that is nearest.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.flow.problems import Problem, Severity
from ivr.flow.reading.draft import Draft
from ivr.flow.reading.ways import flow_ways, service_ways

CODE = "unknown-goto"
SEVERITY: Severity = "error"


def check(draft: Draft) -> Iterator[Problem]:
    """Targets of nodes, links, defaults and service questions, and each flow's start."""
    written = [(file, flow_ways(draft.flows[flow])) for flow, file in draft.flow_files.items()]
    written += [(file, service_ways(service)) for file, service in draft.services.items()]
    for file, ways in written:
        for way in ways:
            if not draft.exists(way.target):
                yield _problem(draft, file, way.path, way.saying, way.target)
    for flow, document in draft.flows.items():
        if not draft.exists(f"{flow}.{document.start}"):
            yield _problem(
                draft, draft.flow_files[flow], ("start",), f"`start` of flow '{flow}'", f"{flow}.{document.start}"
            )


def _problem(draft: Draft, file: str, path: tuple[str | int, ...], saying: str, target: str) -> Problem:
    flow = next((f for f, at in draft.flow_files.items() if at == file), "")
    short = target.removeprefix(f"{flow}.")
    known = frozenset(t.removeprefix(f"{flow}.") for t in draft.targets)
    message = f"{saying} goes to '{short}', which does not exist"
    return draft.problem(file, path, message, CODE, severity=SEVERITY, known=known, word=short)
