"""A choice that cannot be made by key.

Keys must work wherever speech does: for callers in the noise of a bus, with a relay service, or whom the line does not
understand. A goodbye at an open question (`hear:`) needs none: whoever cannot say it hangs up.

    # flows/main.yaml
    flow: main
    start: need
    nodes:
      need:
        menu: what_do_you_need
        choices:
          - {key: 1, says: {en: [one], es: [uno]}, goto: bye}
          - {says: {en: [two], es: [dos]}, goto: welcome}
      welcome: {say: greeting, goto: need}
      bye: {disconnect: goodbye}

Remedy: give the choice a key, and say it in the prompt.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.flow.model import Disconnect, FlowDocument, Link, Menu, Switch
from ivr.flow.problems import Problem, Severity
from ivr.flow.reading.draft import Draft
from ivr.flow.reading.ways import full

CODE = "missing-key"
SEVERITY: Severity = "warning"


def check(draft: Draft) -> Iterator[Problem]:
    """Choices without a key that lead where no key of the menu and no link leads; but for a goodbye."""
    for flow, file in draft.flow_files.items():
        document = draft.flows[flow]
        for name, node in document.nodes.items():
            if isinstance(node, Menu):
                keyed = {full(flow, c.goto) for c in node.choices if c.key} | _linked(draft, document)
                keyed |= {full(flow, c.goto) for c in node.choices if node.hear and _ends(draft, full(flow, c.goto))}
                for number, choice in enumerate(node.choices):
                    if not choice.key and full(flow, choice.goto) not in keyed:
                        message = f"choice {number + 1} of menu '{name}' has no key; who cannot speak cannot choose it"
                        yield draft.problem(file, ("nodes", name, "choices", number), message, CODE, severity=SEVERITY)


def _linked(draft: Draft, document: FlowDocument) -> set[str]:
    main = draft.flows.get("main", document)
    return {full(d.flow, t) for d in (main, document) for link in d.links.values() if link.key for t in _targets(link)}


def _ends(draft: Draft, target: str) -> bool:
    """Whether the call ends there, or goes on to its end in some cases: “no”, after all was done."""
    flow, _, name = target.partition(".")
    node = draft.flows[flow].nodes.get(name) if flow in draft.flows else None
    if isinstance(node, Switch):
        return any(isinstance(draft.flows[flow].nodes.get(case.goto), Disconnect) for case in node.switch)
    return isinstance(node, Disconnect)


def _targets(link: Link) -> list[str]:
    return [t for t in (link.goto, link.subdialog) if t]
