"""What is wrong when a text is not YAML, said to a person who edits YAML once a month."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ruamel.yaml.error import MarkedYAMLError, YAMLError

from ivr.flow.problems import Problem

# The first line of a pattern that fits (ruamel's words, the line as it stands) gives the sentence.
_REASONS: tuple[tuple[str, str, str], ...] = (
    (r"single document", r"", "--- begins a second document; one file holds one"),
    (r"unknown escape", r"", "a backslash in double quotes means something else; use single quotes: '…'"),
    (r"found character '\\t'|cannot start any token.*\t", r"\t", "a tab is used here; indent with spaces"),
    (r"alias", r"\*", '* alone means something else in YAML; write it in quotes: "*"'),
    (r"anchor", r"&", '& means something else in YAML; write the text in quotes: "…"'),
    (
        r"cannot start any token|found character",
        r"(^|[\s\[{,:])%",
        'a text cannot begin with %; write it in quotes: "…"',
    ),
    (
        r"cannot start any token|found character",
        r"(^|[\s\[{,:])[@`]",
        'a text cannot begin with @ or `; write it in quotes: "…"',
    ),
    (r"unexpected end of stream|quoted scalar", r"", "a quote (\" or ') is opened here and never closed"),
    (
        r"mapping values are not allowed",
        r"",
        'a colon in a text, or a line indented too far; write a text with a colon in quotes: "…"',
    ),
    (r"flow sequence", r"", "a list [ … ] is not closed, or a comma is missing in it"),
    (r"flow mapping", r"", "a group { … } is not closed, or a comma is missing in it"),
    (r"could not find expected ':'", r"", "a colon is missing after the name; write name: value"),
    (
        r"block collection|block mapping|but found|indentation",
        r"",
        "this line is not indented like its neighbours; items of one list begin in one column",
    ),
    (r"undefined tag handle|tag", r"!", '! means something else in YAML; write the text in quotes: "…"'),
    (
        r"special characters|not allowed",
        r"",
        "a character that cannot be seen or printed stands in the file; delete it",
    ),
)


def explain(file: str, text: str, error: YAMLError) -> Iterator[Problem]:
    """Why the text is no YAML, where; every line indented with a tab is told, whatever ruamel stumbled over first."""
    tabs = list(_tabs(file, text))
    yield from tabs
    told = str(getattr(error, "problem", "") or error)
    about = str(getattr(error, "context", "") or "")
    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    opened = error.context_mark if isinstance(error, MarkedYAMLError) else None
    unclosed = ("end of stream" in told and "quoted" in about) or "flow " in about
    if opened is not None and (unclosed or "alias" in about or "anchor" in about):
        mark = opened
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else _unprintable(text)
    if line not in {tab.line for tab in tabs}:
        lines = text.splitlines()
        yield Problem(
            file, line, column, _reason(f"{about} {told}", lines[line - 1] if line <= len(lines) else ""), "yaml-syntax"
        )


def trapped(file: str, text: str) -> Iterator[Problem]:
    """Prompts that a # cuts short: valid YAML, but not what the caller was to hear."""
    if not file.startswith("prompts/"):
        return
    for number, line in enumerate(text.splitlines(), 1):
        if cut := re.match(r"[\w]+: +(?![\"'>|])[^#]*[^\s.?!…#] +#", line):
            message = "the text ends before the #, which begins a comment; put the whole text in quotes"
            yield Problem(file, number, cut.end(), message, "yaml-comment", "warning")


def _reason(told: str, line: str) -> str:
    for words, sign, sentence in _REASONS:
        if re.search(words, told) and re.search(sign, line):
            return sentence
    return "this is not YAML; look for a missing quote, colon or bracket in this line or the one before"


def _tabs(file: str, text: str) -> Iterator[Problem]:
    for number, line in enumerate(text.splitlines(), 1):
        if found := re.match(r" *\t", line):
            yield Problem(file, number, found.end(), "a tab is used here; indent with spaces", "yaml-syntax")


def _unprintable(text: str) -> tuple[int, int]:
    for number, line in enumerate(text.split("\n"), 1):
        for column, character in enumerate(line, 1):
            if not character.isprintable() and character not in "\t\r":
                return number, column
    return 1, 1
