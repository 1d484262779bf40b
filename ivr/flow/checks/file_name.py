"""A file whose name is not what it holds.

Whoever looks for a service or a flow looks for its file.

    # flows/services/potholes.yaml
    code: pothole
    name: {en: Pothole, es: Bache}
    group: streets
    agency: transportation
    hears: {en: [pothole], es: [bache]}

Remedy: rename the file, or correct `code` or `flow`.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.flow.model import FlowDocument, ServiceDocument
from ivr.flow.problems import Problem, Severity
from ivr.flow.reading.draft import Draft

CODE = "file-name"
SEVERITY: Severity = "error"


def check(draft: Draft) -> Iterator[Problem]:
    """Service files not named <code>.yaml and flow files not named <flow>.yaml."""
    for file, document in draft.documents.items():
        match document:
            case ServiceDocument(code=name):
                setting, folder = "code", "flows/services/"
            case FlowDocument(flow=name):
                setting, folder = "flow", "flows/"
            case _:
                continue
        if file != f"{folder}{name}.yaml":
            message = f"`{setting}` is '{name}', so the file must be called {folder}{name}.yaml"
            yield draft.problem(file, (setting,), message, CODE, severity=SEVERITY)
