"""A question from which no way leads to a person.

Whoever is old, upset or not understood must reach a person: by the operator link (0), or by a way that ends in a
transfer or a queue. Links of main.yaml hold in every flow.

    # flows/main.yaml
    flow: main
    start: need
    links:
      emergency: {key: 8, intent: emergency, subdialog: bye}
    nodes:
      need:
        menu: what_do_you_need
        choices:
          - {key: 1, says: {en: [one], es: [uno]}, goto: bye}
      bye: {disconnect: goodbye}

Remedy: write an `operator` link into main.yaml that leads to a transfer.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.flow.model import Form, Menu, Queue, Review, Transfer
from ivr.flow.problems import Problem, Severity
from ivr.flow.reading.draft import Draft
from ivr.flow.reading.ways import Way, all_ways

CODE = "no-person"
SEVERITY: Severity = "error"


def check(draft: Draft) -> Iterator[Problem]:
    """Menus, forms and reviews from which neither a link nor a way reaches a transfer or a queue."""
    if draft.unreadable:
        return
    saved = _saved(draft)
    for file, at, node in draft.nodes():
        flow, _, name = at.partition(".")
        if isinstance(node, Menu | Form | Review) and not {at, f"{flow}.", "main."} & saved:
            message = f"from '{name}' no way leads to a person; add an `operator` link on key 0 that goes to a transfer"
            yield draft.problem(file, ("nodes", name), message, CODE, severity=SEVERITY, key=True)


def _saved(draft: Draft) -> set[str]:
    """The nodes, and as `flow.` the links of a flow, from which a transfer can be reached; what is unknown may."""
    coming: dict[str, list[Way]] = {}
    for way in all_ways(draft.flows, {s.code: s for s in draft.services.values()}):
        coming.setdefault(way.target, []).append(way)
    queue = [at for _, at, node in draft.nodes() if isinstance(node, Queue | Transfer)]
    queue += [target for target in coming if target not in draft.targets]
    saved: set[str] = set()
    while queue:
        at = queue.pop()
        if at not in saved:
            saved.add(at)
            queue += [way.source for way in coming.get(at, ())]
    return saved
