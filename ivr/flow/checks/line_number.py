"""A telephone number that cannot be called.

The caller would hear that the transfer failed. Numbers are written with "+1" and ten digits.

    # flows/city.yaml
    city: Springfield
    languages:
      en: {name: English, voice: Polly.Joanna-Neural, locale: en-US}
      es: {name: español, voice: Polly.Lupe-Neural, locale: es-US}
    groups: {}
    agencies: {}
    lines:
      operator: {name: {en: the operator, es: el operador}, number: 410-555-0100}

Remedy: `number: "+14105550100"`, in quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ivr.flow.checks.emergency_number import emergency
from ivr.flow.problems import Problem, Severity
from ivr.flow.reading.draft import Draft
from ivr.flow.reading.source import Path

CODE = "line-number"
SEVERITY: Severity = "error"


def check(draft: Draft) -> Iterator[Problem]:
    """Numbers of lines and the emergency line that are not +1 and ten digits."""
    if draft.city is None:
        return
    numbers: list[tuple[Path, str]] = [
        (("lines", name, "number"), line.number) for name, line in draft.city.lines.items()
    ]
    if draft.city.emergency_line:
        numbers.append((("emergency_line",), draft.city.emergency_line))
    for path, number in numbers:
        if not emergency(number) and not re.fullmatch(r"\+1[2-9]\d{9}", number):
            message = f'\'{number}\' is not "+1" and ten digits; write it like "{_better(number)}"'
            yield draft.problem("flows/city.yaml", path, message, CODE, severity=SEVERITY)


def _better(number: str) -> str:
    digits = re.sub(r"\D", "", number)[-10:]
    return f"+1{digits}" if len(digits) == 10 and digits[0] in "23456789" else "+14105550100"
