"""A question that cannot be heard the way it says.

With `listen: record` the caller speaks after a tone and waits until the words are made out; with `stream` the line's
own ear listens. Neither takes more than one key. So numbers, dates and telephone numbers, which are often keyed, and
menus that are made page by page are heard by `gather`; and so is everything in the emergency flow, where what a caller
says must be heard at once and by whatever machine is left.

    # flows/main.yaml
    flow: main
    start: ask
    nodes:
      ask:
        form: ask
        fields:
          - {slot: callback, ask: what_do_you_need, type: phone, listen: stream}
        goto: bye
      bye: {disconnect: goodbye}

Remedy: leave `listen` out. As a default of a flow or of the city it does no harm there: such questions are gathered.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.flow.model import Defaults, Question
from ivr.flow.problems import Problem, Severity
from ivr.flow.reading.draft import Draft, Setting
from ivr.flow.turning.hearing import unfit

CODE = "listen"
SEVERITY: Severity = "error"


def check(draft: Draft) -> Iterator[Problem]:
    """Questions that say record or stream where keys are pressed, a single word is said, or danger is spoken of."""
    danger = _danger(draft)
    for file, found in draft.settings():
        match found.record, found.attribute, found.value:
            case Question() as question, "listen", ("record" | "stream") as by:
                why = _in_danger(draft, file, found, danger) or (
                    "" if isinstance(question, Defaults) else unfit(question, by)
                )
                if why:
                    message = f"this question cannot be heard by {by}: {why}"
                    yield draft.problem(file, found.path, message, CODE, severity=SEVERITY)


def _danger(draft: Draft) -> frozenset[str]:
    """The nodes where danger is spoken of, and the flows they are of, but for main."""
    main = draft.flows.get("main")
    told = [link for link in main.links.values() if link.intent in ("emergency", "crisis")] if main else []
    targets = {target for link in told for target in (link.goto, link.subdialog, link.doubt) if target}
    nodes = {target if "." in target else f"main.{target}" for target in targets}
    return frozenset(nodes | {node.partition(".")[0] for node in nodes} - {"main"})


def _in_danger(draft: Draft, file: str, found: Setting, danger: frozenset[str]) -> str:
    flow = next((name for name, of in draft.flow_files.items() if of == file), "")
    node = f"{flow}.{found.path[1]}" if flow and found.path[0] == "nodes" else flow
    return "in an emergency only gather hears the caller whatever fails" if danger & {flow, node} else ""
