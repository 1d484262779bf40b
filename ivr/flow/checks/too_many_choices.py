"""More choices than a caller can keep in mind.

Nobody remembers six choices that are read out: callers press 0, or hang up. Four to five, the likeliest first.

    # flows/main.yaml
    flow: main
    start: need
    nodes:
      need:
        menu: what_do_you_need
        choices:
          - {key: 1, says: {en: [one], es: [uno]}, goto: bye}
          - {key: 2, says: {en: [two], es: [dos]}, goto: bye}
          - {key: 3, says: {en: [three], es: [tres]}, goto: bye}
          - {key: 4, says: {en: [four], es: [cuatro]}, goto: bye}
          - {key: 5, says: {en: [five], es: [cinco]}, goto: bye}
          - {key: 6, says: {en: [six], es: [seis]}, goto: bye}
      bye: {disconnect: goodbye}

Remedy: group the choices and ask a second question, or leave the rare ones to speech and to a person.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.flow.model import Menu, Slot
from ivr.flow.problems import Problem, Severity
from ivr.flow.reading.draft import Draft

CODE = "too-many-choices"
SEVERITY: Severity = "warning"
MOST = 5


def check(draft: Draft) -> Iterator[Problem]:
    """Menus with more than five choices by key, and choice questions with more than five values."""
    for file, found in draft.settings():
        match found.record, found.attribute:
            case Menu(choices=choices), "choices":
                count = sum(1 for choice in choices if choice.key)
            case Slot(values=dict(values)), "values":
                count = len(values)
            case _:
                continue
        if count > MOST:
            message = f"{count} choices are too many to remember; at most {MOST}"
            yield draft.problem(file, found.path, message, CODE, severity=SEVERITY, key=True)
