"""One key that means two things.

The caller presses a key and gets what the first line says; the second can never be chosen. A key of a menu also hides a
link on the same key (0 for a person, 8 for an emergency), which callers rely on everywhere.

    # flows/main.yaml
    flow: main
    start: need
    nodes:
      need:
        menu: what_do_you_need
        choices:
          - {key: 1, says: {en: [one], es: [uno]}, goto: bye}
          - {key: 1, says: {en: [two], es: [dos]}, goto: bye}
      bye: {disconnect: goodbye}

Remedy: give each choice a key of its own that no link uses.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ivr.flow.model import Link, Menu
from ivr.flow.problems import Problem, Severity
from ivr.flow.reading.draft import Draft

CODE = "duplicate-key"
SEVERITY: Severity = "error"


def check(draft: Draft) -> Iterator[Problem]:
    """Keys used twice in a menu, by a menu and a link, or by two links."""
    for flow, file in draft.flow_files.items():
        links = {**_links(draft, "main"), **_links(draft, flow)}
        yield from _among_links(draft, flow, file)
        for name, node in draft.flows[flow].nodes.items():
            if isinstance(node, Menu):
                yield from _in_menu(draft, file, name, node, links)


def _links(draft: Draft, flow: str) -> Mapping[str, Link]:
    return draft.flows[flow].links if flow in draft.flows else {}


def _in_menu(draft: Draft, file: str, name: str, menu: Menu, links: Mapping[str, Link]) -> Iterator[Problem]:
    taken = {link.key: f"is already the link '{title}'" for title, link in links.items() if link.key}
    if menu.choose:
        taken |= dict.fromkeys("1234", f"is already given to one of the {menu.choose} this menu offers")
    for number, choice in enumerate(menu.choices):
        if choice.key in taken:
            message = f"key {choice.key} of menu '{name}' {taken[choice.key]}"
            yield draft.problem(file, ("nodes", name, "choices", number, "key"), message, CODE, severity=SEVERITY)
        elif choice.key:
            taken[choice.key] = f"is already choice {number + 1}"


def _among_links(draft: Draft, flow: str, file: str) -> Iterator[Problem]:
    own = draft.flows[flow].links
    inherited = _links(draft, "main").items() if flow != "main" else ()
    taken = {link.key: title for title, link in inherited if link.key and title not in own}
    for title, link in own.items():
        if link.key in taken:
            message = f"key {link.key} of link '{title}' is already the link '{taken[link.key]}'"
            yield draft.problem(file, ("links", title, "key"), message, CODE, severity=SEVERITY)
        elif link.key:
            taken[link.key] = title
