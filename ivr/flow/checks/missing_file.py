"""A file the line cannot do without.

The line needs flows/main.yaml (where every call begins), flows/city.yaml (lines, languages, hours) and
flows/emergency_words.yaml (what callers say in danger); and where callers wait for agents, flows/desk.yaml (what agents
say, and what they do when somebody is in danger).

Remedy: bring the file back; the message names it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.flow.problems import Problem, Severity
from ivr.flow.reading.draft import Draft

CODE = "missing-file"
SEVERITY: Severity = "error"
NEEDED = {
    "flows/main.yaml": "every call begins there",
    "flows/city.yaml": "it holds the city's lines, languages and hours",
    "flows/emergency_words.yaml": "without it the line does not hear that a caller is in danger",
}
DESK = "flows/desk.yaml"


def check(draft: Draft) -> Iterator[Problem]:
    """The files of NEEDED that are not there."""
    waited = {DESK: "without it agents have no script and no procedure for an emergency"}
    needed = NEEDED | (waited if draft.city and draft.city.queues else {})
    for file, why in needed.items():
        if file not in draft.files:
            yield draft.problem(file, (), f"this file is missing; {why}", CODE, severity=SEVERITY)
