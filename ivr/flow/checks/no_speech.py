"""A choice that cannot be spoken.

Callers who drive, or who cannot see the keys, answer by voice. A choice needs `says`, or an `intent` in a menu that
hears intents.

    # flows/main.yaml
    flow: main
    start: need
    nodes:
      need:
        menu: what_do_you_need
        choices:
          - {key: 1, goto: bye}
      bye: {disconnect: goodbye}

Remedy: add the words callers use: `says: {en: [goodbye], es: [adiós]}`.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.flow.model import Menu
from ivr.flow.problems import Problem, Severity
from ivr.flow.reading.draft import Draft

CODE = "no-speech"
SEVERITY: Severity = "warning"


def check(draft: Draft) -> Iterator[Problem]:
    """Choices without words, and choices by intent in a menu that does not hear intents."""
    for file, at, node in draft.nodes():
        name = at.partition(".")[2]
        for number, choice in enumerate(node.choices if isinstance(node, Menu) else ()):
            heard = choice.says or (choice.intent and isinstance(node, Menu) and node.hear == "intents")
            if not heard:
                called = f"key {choice.key}" if choice.key else f"choice {number + 1}"
                why = "; its intent is only understood with `hear: intents`" if choice.intent else "; add `says`"
                message = f"{called} of menu '{name}' cannot be chosen by speech{why}"
                yield draft.problem(file, ("nodes", name, "choices", number), message, CODE, severity=SEVERITY)
