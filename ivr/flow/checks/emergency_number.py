"""An emergency number as the target of a transfer, or callers in danger who would wait in line.

911 would see the address of the city's telephone exchange, not the caller's place: help would go to the wrong door. The
line tells the caller to hang up and dial 911. A city may have a ten-digit line to its emergency centre; nobody waits in
a queue for that one.

    # flows/city.yaml
    city: Springfield
    languages:
      en: {name: English, voice: Polly.Joanna-Neural, locale: en-US}
      es: {name: español, voice: Polly.Lupe-Neural, locale: es-US}
    groups: {}
    agencies: {}
    lines:
      operator: {name: {en: the operator, es: el operador}, number: "911"}

Remedy: a ten-digit number, "+1" and ten digits; for the centre's own line, `emergency_line` in a `transfer`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ivr.flow.model import EMERGENCY_LINE, Agency, Overflow, WorkQueue
from ivr.flow.problems import Problem, Severity
from ivr.flow.reading.draft import Draft
from ivr.flow.reading.source import Path

CODE = "emergency-number"
SEVERITY: Severity = "error"
NUMBERS = frozenset(
    re.findall(
        r"\d+",
        "911 933 112 999 988 000 110 111 113 115 117 118 119 190 192 193 061 062 066 080 211 311 411 511 611 711 811",
    )
)


def check(draft: Draft) -> Iterator[Problem]:
    """Numbers of lines and the emergency line that are emergency or service codes, whatever stands before them."""
    if draft.city is None:
        return
    numbers: list[tuple[Path, str]] = [
        (("lines", name, "number"), line.number) for name, line in draft.city.lines.items()
    ]
    if draft.city.emergency_line:
        numbers.append((("emergency_line",), draft.city.emergency_line))
    for path, number in numbers:
        if emergency(number):
            message = f"{number} is an emergency or service number and is never called; write a line of ten digits"
            yield draft.problem("flows/city.yaml", path, message, CODE, severity=SEVERITY)
    yield from _waited_for(draft)


def _waited_for(draft: Draft) -> Iterator[Problem]:
    """Queues and dispatchers that stand for the line into the emergency centre."""
    for file, found in draft.settings():
        if isinstance(found.record, WorkQueue | Overflow | Agency) and found.value == EMERGENCY_LINE:
            message = "nobody in danger waits in a queue, and nobody else rings the emergency centre; name another line"
            yield draft.problem(file, found.path, message, CODE, severity=SEVERITY)


def emergency(number: str) -> bool:
    """Whether the number is a short code of the kind of 911, with or without +1, spaces or a trunk prefix."""
    digits = re.sub(r"\D", "", number)
    return digits in NUMBERS or (digits[:1] in ("0", "1", "9") and digits[1:] in NUMBERS)
