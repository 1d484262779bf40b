"""Whole calls as YAML (flows/calls/*.yaml): what the caller does, what the line must answer, what must come of it.

    call: A pothole, reported in English by keys and speech
    caller: "+14105550123"              # optional; or: hidden
    language: es                        # optional: what this caller is remembered to speak
    at: 2026-11-24T22:30                # optional: the city's clock when the call begins
    talk:
      - line: Thank you for calling     # the line says this: any case and spacing, punctuation aside
      - line: [for potholes, press 1]   # several: in this order; {es: un bache}: and in this language
      - never: please hold              # … and does not say this
      - press: 1                        # keys 0-9; quote "*" and "#"
      - say: there is a pothole         # or {say: …, heard: 0.4} | {say: …, heard: unknown}: how well it is heard
      - silence                         # or silence: 2
      - record: 12 s                    # or record: nothing | {seconds: 12, then: hang up} | {seconds: 12, then: "#"}
      - transfer: busy                  # or {to: operator, answer: answered | busy | no-answer | failed,
                                        #     seconds: 40, then: hang up}
      - node: report.review             # the flow is at this node
      - hang up
    files: {service: pothole, place: 2400 north charles}   # the request filed; a list of them; or: nothing
    draft: {service: pothole}           # what an unfinished call leaves; or: nothing
    ends: completed                     # completed | transferred | hung_up

Values are text as written: 012, 8:00, no and 0 mean themselves. Every mistake is told with file, line and column.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ivr.simulator import steps
from ivr.simulator.steps import Expectation, Step
from ivr.simulator.yamlnode import BadCallFile, Item, read

_KEYS = ("call", "note", "caller", "language", "at", "talk", "files", "draft", "ends")


@dataclass(frozen=True)
class CallFile:
    """One call. caller: a number, "" = hidden. files, draft, ends: None = not checked; an empty tuple = nothing."""

    path: str
    title: str
    talk: tuple[Step, ...]
    caller: str = "+14105550123"
    language: str | None = None
    at: datetime | None = None
    files: tuple[Expectation, ...] | None = None
    draft: tuple[Expectation, ...] | None = None
    ends: str | None = None
    note: str = ""
    lines: Mapping[str, int] | None = None

    def where(self, key: str) -> str:
        """file:line of a top-level key."""
        return f"{self.path}:{(self.lines or {}).get(key, 1)}"


def load(path: str, text: str) -> CallFile:
    """The call in `text`; `path` as the administrator knows it. BadCallFile: every mistake, one a line."""
    root = read(path, text)
    problems: list[str] = []
    fields = root.mapping(_KEYS, problems)
    for needed in ("call", "talk"):
        if needed not in fields:
            problems.append(root.problem(f"{needed!r} is missing"))
    found = CallFile(
        path,
        _text(fields.get("call"), problems),
        steps.load(fields["talk"], problems) if "talk" in fields else (),
        _caller(fields.get("caller"), problems),
        _text(fields.get("language"), problems) or None,
        _moment(fields.get("at"), problems),
        steps.expectations(fields.get("files"), problems),
        steps.expectations(fields.get("draft"), problems),
        _ending(fields.get("ends"), problems),
        _text(fields.get("note"), problems),
        {key: item.line for key, item in fields.items()},
    )
    if problems:
        raise BadCallFile("\n".join(problems))
    return found


def _text(item: Item | None, problems: list[str]) -> str:
    return item.text(problems) if item else ""


def _caller(item: Item | None, problems: list[str]) -> str:
    said = _text(item, problems) or "+14105550123"
    return "" if said == "hidden" else said


def _moment(item: Item | None, problems: list[str]) -> datetime | None:
    if item is None:
        return None
    try:
        return datetime.fromisoformat(item.text(problems).replace(" ", "T"))
    except ValueError:
        problems.append(item.problem("'at' must be a date and time like 2026-11-24T22:30"))
        return None


def _ending(item: Item | None, problems: list[str]) -> str | None:
    said = _text(item, problems)
    if item and said not in ("completed", "transferred", "hung_up"):
        problems.append(item.problem(f"'ends' must be completed, transferred or hung_up, not {said!r}"))
    return said or None
