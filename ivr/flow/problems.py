"""A problem: one mistake in one file, told in one line that says where it is, what is wrong and what would be right."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Literal

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

Severity = Literal["error", "warning"]


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """line and column begin at 1. An error keeps the book from being published, a warning does not.

    message: one sentence without a full stop; suggestion: the nearest right word, or empty.
    """

    file: str
    line: int
    column: int
    message: str
    code: str
    severity: Severity = field(default="error", compare=False)
    suggestion: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        """One line, whatever line ends the file's own words hold."""
        if len(self.message.splitlines()) > 1:
            object.__setattr__(self, "message", " ".join(self.message.split()))

    @property
    def sentence(self) -> str:
        """What is wrong, and the suggestion when there is one."""
        return f"{self.message}; did you mean '{self.suggestion}'?" if self.suggestion else self.message

    def __str__(self) -> str:
        mark = "warning: " if self.severity == "warning" else ""
        return f"{self.file}:{self.line}:{self.column}: {mark}{self.sentence} [{self.code}]"


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that `word` was most likely meant to be, or empty when none is close."""
    words = sorted(set(known))
    if swapped := [k for k in words if k.lower() == word.lower().replace("-", "_").replace(" ", "_")]:
        return swapped[0]
    found = process.extractOne(word, words, scorer=DamerauLevenshtein.normalized_similarity, score_cutoff=0.6)
    return found[0] if found else ""


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Those that keep the book from being published."""
    return [p for p in problems if p.severity == "error"]


def summary(problems: Iterable[Problem]) -> str:
    """`2 errors, 1 warning`; `No problems found.`"""
    found = list(problems)
    bad = len(errors(found))
    counted = [(bad, "error"), (len(found) - bad, "warning")]
    words = [f"{n} {word}{'' if n == 1 else 's'}" for n, word in counted if n]
    return ", ".join(words) or "No problems found."


def render_text(problems: Iterable[Problem]) -> str:
    """One line a problem, in the order of files and lines, and a last line that counts them."""
    found = sorted(problems)
    return "\n".join([*map(str, found), summary(found)]) + "\n"


def render_json(problems: Iterable[Problem]) -> str:
    """{"problems": [{file, line, column, message, code, severity, suggestion}], "errors": n, "warnings": n}."""
    found = sorted(problems)
    bad = len(errors(found))
    told = {"problems": [asdict(p) for p in found], "errors": bad, "warnings": len(found) - bad}
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def render_github(problems: Iterable[Problem]) -> str:
    """Workflow commands that GitHub shows beside the line of a change."""
    return "".join(f"{_command(p)}\n" for p in sorted(problems))


def _command(problem: Problem) -> str:
    at = f"file={_escape(problem.file, ':,')},line={problem.line},col={problem.column},title={problem.code}"
    return f"::{problem.severity} {at}::{_escape(problem.sentence)}"


def _escape(text: str, more: str = "") -> str:
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
