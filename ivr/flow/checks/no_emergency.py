"""No way to the emergency flow.

At any moment a caller may say that a house burns. A link of main.yaml with `intent: emergency` says where the call goes
then; without it the words would be taken for an answer.

    # flows/main.yaml
    flow: main
    start: welcome
    links:
      operator: {key: 0, says: {en: [operator], es: [operador]}, goto: person}
    nodes:
      welcome: {say: greeting, goto: person}
      person: {transfer: operator, busy: bye, no_answer: bye, failed: bye, completed: bye}
      bye: {disconnect: goodbye}

Remedy: `emergency: {key: 8, intent: emergency, subdialog: emergency.start}` among the links of main.yaml.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.flow.problems import Problem, Severity
from ivr.flow.reading.draft import Draft

CODE = "no-emergency"
SEVERITY: Severity = "error"


def check(draft: Draft) -> Iterator[Problem]:
    """Whether main has a link with intent emergency and a subdialog to go to."""
    main = draft.flows.get("main")
    if main is None or "emergency" in draft.mentions:
        return
    links = [(name, link) for name, link in main.links.items() if link.intent == "emergency"]
    if not links:
        message = "no link has `intent: emergency`; a caller in danger would not be told to dial 911"
        yield draft.problem(draft.flow_files["main"], ("links",), message, CODE, severity=SEVERITY, key=True)
    for name, link in links:
        if not link.subdialog:
            message = f"link '{name}' must name a `subdialog`, so that the call goes on when it was no emergency"
            yield draft.problem(draft.flow_files["main"], ("links", name), message, CODE, severity=SEVERITY, key=True)
