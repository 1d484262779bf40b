"""Personal data in a name.

Names of nodes, slots, notes and values are written into logs and web addresses, where a telephone number or an e-mail
address has no place.

    # flows/main.yaml
    flow: main
    start: welcome
    nodes:
      welcome: {say: greeting, note: call_4105550123, goto: bye}
      bye: {disconnect: goodbye}

Remedy: name what it is for, not whom it is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ivr.flow.problems import Problem, Severity
from ivr.flow.reading.draft import Draft
from ivr.flow.reading.source import Path

CODE = "personal-data"
SEVERITY: Severity = "error"
_PHONE = re.compile(r"(?<!\d)(?:\d[\s_.()-]{0,2}){7,15}(?!\d)")
_MAIL = re.compile(r"[^\s@]+(@|_at_)[^\s@]+[._](com|gov|org|net|edu|us)\b")
_NAMING = frozenset(
    {"flow", "start", "note", "slot", "form", "code", "group", "agency", "return_", "intent", "transfer"}
)
_NAMED = frozenset({"nodes", "links", "returned", "outcomes", "values", "set", "lines", "agencies", "groups"})


def check(draft: Draft) -> Iterator[Problem]:
    """Telephone numbers and e-mail addresses in the names an administrator chooses."""
    for file, found in draft.settings():
        names: list[tuple[Path, object, bool]] = []
        if found.attribute in _NAMING:
            names.append((found.path, found.value, False))
        if found.attribute in _NAMED and isinstance(found.value, dict):
            names += [((*found.path, name), name, True) for name in found.value]
        if found.attribute == "set" and isinstance(found.value, dict):
            names += [((*found.path, name), value, False) for name, value in found.value.items()]
        for path, name, key in names:
            if isinstance(name, str) and (_PHONE.search(name) or _MAIL.search(name)):
                message = f"'{name}' looks like personal data; names are written into logs and addresses"
                yield draft.problem(file, path, message, CODE, severity=SEVERITY, key=key)
