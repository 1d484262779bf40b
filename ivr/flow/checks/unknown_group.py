"""A group or an agency that is not in city.yaml.

A service without its group is in no menu; a request for an unknown agency reaches nobody.

    # flows/services/pothole.yaml
    code: pothole
    name: {en: Pothole, es: Bache}
    group: street
    agency: transportation
    hears: {en: [pothole], es: [bache]}

Remedy: a name of `groups` and of `agencies` in flows/city.yaml; the group `police` is always there.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.flow.problems import Problem, Severity
from ivr.flow.reading.draft import Draft

CITY, DESK = "flows/city.yaml", "flows/desk.yaml"
CODE = "unknown-group"
SEVERITY: Severity = "error"


def check(draft: Draft) -> Iterator[Problem]:
    """The group and the agency of every service, the groups of the script, and the agency that answers messages."""
    if draft.city is None:
        return
    groups, agencies = frozenset({*draft.city.groups, "police"}), frozenset(draft.city.agencies)
    for file, service in draft.services.items():
        for name, value, known in (("group", service.group, groups), ("agency", service.agency, agencies)):
            if value not in known | draft.mentions:
                message = f"flows/city.yaml has no {name} '{value}'"
                yield draft.problem(file, (name,), message, CODE, severity=SEVERITY, known=known, word=value)
    for name in draft.desk.script.groups if draft.desk else ():
        if name not in groups:
            path, message = ("script", "groups", name), f"flows/city.yaml has no group '{name}'"
            yield draft.problem(DESK, path, message, CODE, severity=SEVERITY, known=groups, word=name, key=True)
    to = draft.city.messages_to
    if to and to not in agencies:
        message = f"messages go to '{to}', which is not among the agencies"
        yield draft.problem(CITY, ("messages_to",), message, CODE, severity=SEVERITY, known=agencies, word=to)
