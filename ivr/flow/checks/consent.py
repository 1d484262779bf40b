"""Callers who are recorded or streamed, and nobody asked them.

In many places a call may be recorded only after the caller was told. `consent` of city.yaml's `hearing` is said once in
a call, before the first recording or stream, and never where neither happens.

    # flows/main.yaml
    flow: main
    start: ask
    nodes:
      ask:
        form: ask
        fields:
          - {slot: details, ask: what_do_you_need, listen: record}
        goto: bye
      bye: {disconnect: goodbye}

Remedy: write it in every language, `hearing: {consent: {en: …, es: …}}`; or, where the law asks for none,
`consent_required: false`.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.flow.problems import Problem, Severity
from ivr.flow.reading.draft import Draft

CODE = "consent"
SEVERITY: Severity = "error"


def check(draft: Draft) -> Iterator[Problem]:
    """A city that requires consent and has no words for it, where some question is recorded or streamed."""
    hearing = draft.city.hearing if draft.city else None
    if hearing is None or hearing.consent or not hearing.consent_required:
        return
    if any(found.attribute == "listen" and found.value in ("record", "stream") for _, found in draft.settings()):
        message = (
            "callers are recorded or streamed, and `hearing` has no `consent`;"
            " write it, or `consent_required: false` where the law asks for none"
        )
        yield draft.problem("flows/city.yaml", ("hearing",), message, CODE, severity=SEVERITY, key=True)
