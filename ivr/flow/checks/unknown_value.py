"""A condition on an answer that nobody can give.

Where a question has a few answers only, each has a name: those of its `values`, or yes and no. A condition that looks
for another one never holds, and what stands under it is never asked.

    # flows/main.yaml
    flow: main
    start: ask
    nodes:
      ask:
        form: ask
        fields:
          - {slot: leaking, ask: what_do_you_need, type: yesno}
        goto: which
      which:
        switch:
          - {when: {slots: {leaking: true}}, goto: bye}
          - {goto: bye}
      bye: {disconnect: goodbye}

Remedy: the name of an answer, as it stands under `values`; of a yesno question, yes or no.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ivr.flow.model import Condition, Slot
from ivr.flow.placeholders import ENGINE_SLOTS
from ivr.flow.problems import Problem, Severity, nearest
from ivr.flow.reading.draft import Draft, Setting
from ivr.flow.reading.plain import listed
from ivr.flow.reading.source import Path

CODE = "unknown-value"
SEVERITY: Severity = "error"
TRUTHS = {"true": "yes", "on": "yes", "false": "no", "off": "no"}


def check(draft: Draft) -> Iterator[Problem]:
    """Values that conditions ask of slots which only questions with a few answers, and `set`, fill."""
    answers = _answers(draft)
    for file, found in draft.settings():
        for path, slot, value in _asked(found):
            known = answers.get(slot)
            if known and value and value not in known | draft.mentions:
                message = f"no answer to '{slot}' is '{value}'; it may be {listed(sorted(known))}"
                meant = TRUTHS.get(value.lower(), value)
                close = meant if meant in known else nearest(value, known)
                yield draft.problem(file, path, message, CODE, severity=SEVERITY, known=known, word=close)


def _answers(draft: Draft) -> Mapping[str, frozenset[str]]:
    """The answers of each slot; empty where there may be any."""
    found: dict[str, set[str]] = {}
    open_: set[str] = set(ENGINE_SLOTS)
    for _, setting in draft.settings():
        match setting.record, setting.attribute, setting.value:
            case Slot(type="choice", values=dict(values)), "slot", str(name):
                found.setdefault(name, set()).update(values)
            case Slot(type="yesno"), "slot", str(name):
                found.setdefault(name, set()).update(("yes", "no"))
            case _, "slot", str(name):
                open_.add(name)
            case _, "set", dict(slots):
                for name, value in slots.items():
                    found.setdefault(name, set()).add(str(value))
    return {name: frozenset(values - {""}) for name, values in found.items() if name not in open_}


def _asked(found: Setting) -> Iterator[tuple[Path, str, str]]:
    if not isinstance(found.record, Condition) or found.attribute != "slots" or not isinstance(found.value, dict):
        return
    for slot, value in found.value.items():
        path = (*found.path, slot)
        for n, one in enumerate(value) if isinstance(value, list) else ():
            yield (*path, n), slot, one
        if isinstance(value, str):
            yield path, slot, value
