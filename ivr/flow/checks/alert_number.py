"""An alert that reaches nobody.

When an emergency is found in a recording after the call, the number under `hearing` gets a text message at once. It
must be a telephone of the city's own people: 911 takes no such message, and whoever sent it would believe that help is
coming.

    # flows/city.yaml
    city: Springfield
    languages:
      en: {name: English, voice: Polly.Joanna-Neural, locale: en-US}
      es: {name: español, voice: Polly.Lupe-Neural, locale: es-US}
    groups: {}
    agencies: {}
    lines:
      operator: {name: {en: the operator, es: el operador}, number: "+14105550100"}
    hearing: {alert: "911"}

Remedy: "+1" and ten digits, in quotes: the mobile telephone of whoever is on duty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ivr.flow.checks.emergency_number import emergency
from ivr.flow.problems import Problem, Severity
from ivr.flow.reading.draft import Draft

CODE = "alert-number"
SEVERITY: Severity = "error"


def check(draft: Draft) -> Iterator[Problem]:
    """The alert number, where it is an emergency number or no whole telephone number."""
    number = draft.city.hearing.alert if draft.city else None
    if number is None or (re.fullmatch(r"\+1[2-9]\d{9}", number) and not emergency(number)):
        return
    wrong = "is an emergency or service number and takes no messages" if emergency(number) else "is not a whole number"
    message = f"alert: '{number}' {wrong}; write \"+1\" and the ten digits of somebody on duty"
    yield draft.problem("flows/city.yaml", ("hearing", "alert"), message, CODE, severity=SEVERITY)
