"""A menu whose made choices are kept nowhere.

With `choose`, the line makes the choices itself and keeps the chosen one in `slot`; without it the choice is forgotten.

    # flows/main.yaml
    flow: main
    start: need
    nodes:
      need: {menu: what_do_you_need, choose: services, goto: bye}
      bye: {disconnect: goodbye}

Remedy: `slot: service` beside `choose: services`.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.flow.model import Menu
from ivr.flow.problems import Problem, Severity
from ivr.flow.reading.draft import Draft

CODE = "menu-settings"
SEVERITY: Severity = "error"


def check(draft: Draft) -> Iterator[Problem]:
    """Menus with `choose` and no `slot`, and with `slot` and no `choose`."""
    for file, at, node in draft.nodes():
        name = at.partition(".")[2]
        if isinstance(node, Menu) and node.choose and not node.slot:
            message = f"menu '{name}' chooses {node.choose} and needs a `slot` to keep the choice in"
            yield draft.problem(file, ("nodes", name, "choose"), message, CODE, severity=SEVERITY, key=True)
        if isinstance(node, Menu) and node.slot and not node.choose:
            message = f"`slot` of menu '{name}' is filled only with `choose`; use `set` in its choices"
            yield draft.problem(file, ("nodes", name, "slot"), message, CODE, severity=SEVERITY, key=True)
