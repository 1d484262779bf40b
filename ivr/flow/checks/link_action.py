"""A link that does nothing, or several things.

A link has one action: `goto`, `subdialog`, or `do`. (`do: start_over` may say with `goto` where the call starts over.)

    # flows/main.yaml
    flow: main
    start: welcome
    links:
      again: {key: 7, says: {en: [again], es: [otra vez]}}
    nodes:
      welcome: {say: greeting, goto: bye}
      bye: {disconnect: goodbye}

Remedy: give the link one action, and a key, words or an intent by which callers reach it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.flow.model import Link
from ivr.flow.problems import Problem, Severity
from ivr.flow.reading.draft import Draft

CODE = "link-action"
SEVERITY: Severity = "error"


def check(draft: Draft) -> Iterator[Problem]:
    """Links without exactly one action, without a way to reach them, or with `doubt` and no danger."""
    for flow, file in draft.flow_files.items():
        for name, link in draft.flows[flow].links.items():
            for message in _wrong(name, link):
                yield draft.problem(file, ("links", name), message, CODE, severity=SEVERITY, key=True)


def _wrong(name: str, link: Link) -> Iterator[str]:
    actions = [a for a in ("goto", "subdialog", "do") if getattr(link, a)]
    if not actions:
        yield f"link '{name}' does nothing; give it `goto`, `subdialog` or `do`"
    if len(actions) > 1 and (link.do, actions) != ("start_over", ["goto", "do"]):
        yield f"link '{name}' has {' and '.join(f'`{a}`' for a in actions)}; it can do only one of them"
    if not (link.key or link.says or link.intent):
        yield f"link '{name}' cannot be reached; give it a `key`, `says`, or an `intent`"
    if link.doubt and link.intent not in ("emergency", "crisis"):
        yield f"link '{name}' has `doubt`, which only a link with `intent: emergency` or `intent: crisis` uses"
