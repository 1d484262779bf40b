"""Hints the recogniser refuses.

The recogniser takes at most 500 hints of at most 100 characters each; beyond that the question fails and the caller is
not heard. A comma would split a hint in two.

    # flows/main.yaml
    flow: main
    start: need
    nodes:
      need:
        menu: what_do_you_need
        hints:
          en: ["pothole, trash, street light"]
          es: [bache]
        choices:
          - {key: 1, says: {en: [one], es: [uno]}, goto: bye}
      bye: {disconnect: goodbye}

Remedy: list fewer and shorter hints, each an entry of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.flow.problems import Problem, Severity
from ivr.flow.reading.draft import Draft

CODE = "hints"
SEVERITY: Severity = "error"
MOST, LONGEST = 500, 100


def check(draft: Draft) -> Iterator[Problem]:
    """Lists of hints that are too many, and hints that are too long or hold a comma."""
    for file, found in draft.settings():
        if found.attribute == "hints" and isinstance(found.value, dict):
            for language, hints in found.value.items():
                path = (*found.path, language)
                if len(hints) > MOST:
                    message = f"{len(hints)} hints are too many; the recogniser takes {MOST}"
                    yield draft.problem(file, path, message, CODE, severity=SEVERITY)
                for number, hint in enumerate(hints):
                    if message := _wrong(hint):
                        yield draft.problem(file, (*path, number), message, CODE, severity=SEVERITY)


def _wrong(hint: str) -> str:
    if len(hint) > LONGEST:
        return f"this hint has {len(hint)} characters; the recogniser takes {LONGEST}"
    return f"'{hint}' holds a comma, which makes it two hints; list them one by one" if "," in hint else ""
