"""An intent the line does not understand.

Words are understood as one of: emergency, crisis, vulnerable, police, service, status, agent, info, other. A choice or
link by any other intent would never be taken.

    # flows/main.yaml
    flow: main
    start: need
    nodes:
      need:
        menu: what_do_you_need
        hear: intents
        choices:
          - {key: 1, intent: servise, goto: bye}
      bye: {disconnect: goodbye}

Remedy: one of these intents, or `says` with the words themselves.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.flow.problems import Problem, Severity
from ivr.flow.reading.draft import Draft

CODE = "unknown-intent"
SEVERITY: Severity = "error"
INTENTS = frozenset({"emergency", "crisis", "vulnerable", "police", "service", "status", "agent", "info", "other"})


def check(draft: Draft) -> Iterator[Problem]:
    """Intents of choices and links."""
    for file, found in draft.settings():
        if found.attribute == "intent" and isinstance(found.value, str) and found.value not in INTENTS:
            message = f"there is no intent '{found.value}'; there are {', '.join(sorted(INTENTS))}"
            yield draft.problem(file, found.path, message, CODE, severity=SEVERITY, known=INTENTS, word=found.value)
