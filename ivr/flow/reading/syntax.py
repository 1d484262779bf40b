"""What is wrong when a text is not YAML, said to a person who edits YAML once a month."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.tokens import ScalarToken

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
        r"mapping values are not allowed|but found|could not find expected ':'",
        r"^\s*-[^\s\-\d]",
        "a dash needs a blank after it: - …",
    ),
    (
        r"mapping values are not allowed",
        r"[“”„]",
        '“ and ” are no quotes in YAML; write a text with a colon in straight ones: "…"',
    ),
    (
        r"mapping values are not allowed",
        r"",
        'a colon in a text, or a line indented too far; write a text with a colon in quotes: "…"',
    ),
    (
        r"flow (sequence|mapping)",
        r"\s#",
        "a # begins a comment, so what is opened here is not closed; put the text in quotes",
    ),
    (r"flow sequence", r"", "a list [ … ] is not closed, or a comma is missing in it"),
    (
        r"flow mapping",
        r"",
        "a group { … } is not closed, or a comma is missing in it; a text with a comma or colon stands in quotes",
    ),
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
    seen = [*_tabs(file, text), *unseen(file, text)]
    yield from seen
    told = str(getattr(error, "problem", "") or error)
    about = str(getattr(error, "context", "") or "")
    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    opened = error.context_mark if isinstance(error, MarkedYAMLError) else None
    unclosed = ("end of stream" in told and "quoted" in about) or "flow " in about
    if opened is not None and (unclosed or "alias" in about or "anchor" in about):
        mark = opened
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else _unprintable(text)
    known = {one.line for one in seen}
    if open_quote := _closed_late(file, text, line):
        yield open_quote
    elif line not in known and line - 1 not in known:
        lines = text.splitlines()
        yield Problem(
            file, line, column, _reason(f"{about} {told}", lines[line - 1] if line <= len(lines) else ""), "yaml-syntax"
        )


def trapped(file: str, text: str) -> Iterator[Problem]:
    """Texts that a # cuts short, and what cannot be seen: valid YAML, but not what the caller was to hear."""
    yield from unseen(file, text)
    if "#" not in text:
        return
    cut_short = _CUT_PROMPT if file.startswith("prompts/") else _CUT_TEXT
    for number, line in enumerate(text.splitlines(), 1):
        if cut := cut_short.match(line):
            message = "the text ends before the #, which begins a comment; put the whole text in quotes"
            yield Problem(file, number, cut.end(), message, "yaml-comment", "warning")


_CUT_PROMPT = re.compile(r"[\w]+: +(?![\"'>|])[^#]*[^\s.?!…#] +#")
_CUT_TEXT = re.compile(r"\s*(?:- |[a-z]{2}: +)(?![\"'>|{\[])[^#]*[^\s#] #(?=\w)")
"""In flows a comment has a blank after its #; what has none is a number: Route #5."""
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]|^ *\u00a0|(?<=[:-])\u00a0", re.MULTILINE)


def unseen(file: str, text: str) -> Iterator[Problem]:
    """Characters that look like nothing, or like a blank where a blank means something."""
    for found in _UNSEEN.finditer(text):
        if found.start() == 0 and found[0] == "\ufeff":
            continue  # Notepad's mark of UTF-8
        line, begin = text.count("\n", 0, found.start()) + 1, text.rfind("\n", 0, found.end()) + 1
        message = "a character that cannot be seen stands here, as web pages and Word documents have them; delete it"
        if found[0].endswith("\u00a0"):
            message = "this is no ordinary blank, but one that web pages and Word documents have; type it anew"
        yield Problem(file, line, found.end() - begin, message, "yaml-syntax")


def _closed_late(file: str, text: str, line: int) -> Problem | None:
    """A quote of a line above that is closed only in `line`, by one that was to open another text."""
    with suppress(YAMLError):
        for token in YAML(typ="safe", pure=True).scan(text):
            late = isinstance(token, ScalarToken) and token.style in ("'", '"') and token.end_mark.line + 1 == line
            if late and token.start_mark.line + 1 < line:
                at = token.start_mark
                message = f"the quote that is opened here is closed only in line {line}; close it where the text ends"
                return Problem(file, at.line + 1, at.column + 1, message, "yaml-syntax")
    return None


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
