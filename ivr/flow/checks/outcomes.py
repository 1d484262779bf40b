"""Outcomes of work that are missing or unknown.

Work ends in one of a few ways, and each must lead somewhere: a caller whose request could not be filed must not be told
that it was.

    # flows/main.yaml
    flow: main
    start: file
    nodes:
      file:
        do: file_request
        outcomes: {filed: bye}
      bye: {disconnect: goodbye}

Remedy: one target for every outcome the message names.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.flow.model import OUTCOMES, Do
from ivr.flow.problems import Problem, Severity
from ivr.flow.reading.draft import Draft

CODE = "outcomes"
SEVERITY: Severity = "error"


def check(draft: Draft) -> Iterator[Problem]:
    """For each `do`: outcomes without a target, and targets for what cannot happen."""
    for file, at, node in draft.nodes():
        if isinstance(node, Do):
            path = ("nodes", at.partition(".")[2], "outcomes")
            known = OUTCOMES[node.do]
            for outcome in known:
                if outcome not in node.outcomes and not draft.written(file, (*path, outcome)):
                    message = f"`{node.do}` may end as '{outcome}', and no target is given for it"
                    yield draft.problem(file, path, message, CODE, severity=SEVERITY, key=True)
            for outcome in node.outcomes:
                if outcome not in known:
                    message = f"`{node.do}` never ends as '{outcome}'; it ends as {' or '.join(known)}"
                    at_key = (*path, outcome)
                    yield draft.problem(
                        file, at_key, message, CODE, known=known, word=outcome, key=True, severity=SEVERITY
                    )
