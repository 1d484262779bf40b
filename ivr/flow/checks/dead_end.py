"""A point where nothing follows.

A switch whose cases may all fail, a menu that expects no answer, a form without questions, or a `return` in a flow that
no subdialog enters: the caller would be apologised to and passed to a person.

    # flows/main.yaml
    flow: main
    start: welcome
    nodes:
      welcome:
        switch:
          - {when: {language: es}, goto: bye}
      bye: {disconnect: goodbye}

Remedy: end a switch with a line that has only `goto`; give a menu `choices` or `choose`.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.flow.model import AnyNode, Form, Menu, Return, Switch
from ivr.flow.problems import Problem, Severity
from ivr.flow.reading.draft import Draft
from ivr.flow.reading.ways import all_ways

CODE = "dead-end"
SEVERITY: Severity = "error"


def check(draft: Draft) -> Iterator[Problem]:
    """Nodes after which the engine would not know where to go."""
    ways = all_ways(draft.flows, {})
    entered = {way.target.partition(".")[0] for way in ways if way.manner == "subdialog"}
    for file, at, node in draft.nodes():
        flow, _, name = at.partition(".")
        if message := _ends(node, name, flow in entered or bool(draft.unreadable)):
            yield draft.problem(file, ("nodes", name), message, CODE, severity=SEVERITY, key=True)


def _ends(node: AnyNode, name: str, entered: bool) -> str:
    match node:
        case Switch() if node.switch[-1].when is not None:
            return f"switch '{name}' leads nowhere when no case holds; add a last line with only `goto`"
        case Menu() if not node.choices and not node.choose:
            return f"menu '{name}' expects no answer; give it `choices`, or `choose` with `slot` and `goto`"
        case Menu() if node.choose and not node.goto:
            return f"menu '{name}' chooses {node.choose} and leads nowhere; add `goto`"
        case Form() if not node.fields and not node.questions:
            return f"form '{name}' asks nothing; give it `fields`, or `questions: service`"
        case Return() if not entered:
            return f"'{name}' returns, but no subdialog leads into this flow; use `goto` or `disconnect`"
    return ""
