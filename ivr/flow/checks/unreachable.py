"""A node nobody can reach.

It does no harm to callers, but it is work that is never heard: often a sign that a target elsewhere is wrong. Every way
counts: choices, links, `doubt`, retries, parts of a review, defaults, questions of services.

    # flows/extra.yaml
    flow: extra
    start: begin
    nodes:
      begin: {say: greeting, goto: main.bye}

Remedy: lead a way to it, or delete it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.flow.problems import Problem, Severity
from ivr.flow.reading.draft import Draft
from ivr.flow.reading.ways import Way, all_ways, full

CODE = "unreachable"
SEVERITY: Severity = "warning"


def check(draft: Draft) -> Iterator[Problem]:
    """Nodes that no way from the start of main leads to."""
    if "main" not in draft.flows:
        return
    reached = reachable(draft)
    for file, at, _ in draft.nodes():
        if at not in reached:
            flow, _, name = at.partition(".")
            more = (
                f"; nothing leads into the flow '{flow}'" if not any(r.startswith(f"{flow}.") for r in reached) else ""
            )
            message = f"no way leads to node '{name}'{more}"
            yield draft.problem(file, ("nodes", name), message, CODE, severity=SEVERITY, key=True)


def reachable(draft: Draft) -> set[str]:
    """Every node a call can come to, from the start of main."""
    ways = all_ways(draft.flows, {s.code: s for s in draft.services.values()})
    leading: dict[str, list[Way]] = {}
    for way in ways:
        leading.setdefault(way.source, []).append(way)
    # What stands in a part that could not be read may lead anywhere: nodes it names are taken for reached.
    queue = [full("main", draft.flows["main"].start), *(at for at in draft.targets if _mentioned(draft, at))]
    reached: set[str] = set()
    while queue:
        at = queue.pop()
        if at not in reached and at in draft.targets:
            reached.add(at)
            flow = at.partition(".")[0]
            # Links and defaults of main hold in every flow, those of a flow in that flow.
            queue += [w.target for source in (at, f"{flow}.", "main.") for w in leading.get(source, ())]
    return reached


def _mentioned(draft: Draft, at: str) -> bool:
    return at in draft.mentions or at.partition(".")[2] in draft.mentions
