"""Everything an administrator's files are checked for: the flow language, and what callers say in danger or need."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from ivr.flow import loader
from ivr.flow.loader import Loaded
from ivr.flow.problems import Problem, Severity
from ivr.understanding import guarding, vulnerable

WORDS, DESK = "flows/emergency_words.yaml", "flows/desk.yaml"
_QUOTED = re.compile(r"“([^”]+)”")


def load(files: Mapping[str, str]) -> Loaded:
    """The book that the files make, and every mistake in them. No book where one is an error. Never raises."""
    loaded = loader.load(files)
    if loaded.book is None:
        return loaded
    words, written = files.get(WORDS, ""), loaded.book.emergency
    wrong = [_problem(sentence, words) for sentence in guarding.problems(written, tuple(loaded.book.city.languages))]
    told = [_problem(sentence, words, "warning") for sentence in guarding.notices(written)]
    wrong += [_unread(sentence, files.get(DESK, "")) for sentence in vulnerable.problems(loaded.book.desk.vulnerable)]
    problems = tuple(sorted({*loaded.problems, *wrong, *told}))
    return replace(loaded, book=None if wrong else loaded.book, problems=problems)


def _problem(sentence: str, text: str, severity: Severity = "error") -> Problem:
    quoted = _QUOTED.search(sentence)
    line, column = _place(text, quoted[1]) if quoted else (1, 1)
    return Problem(WORDS, line, column, sentence.rstrip("."), "emergency-words", severity)


def _unread(sentence: str, text: str) -> Problem:
    quoted = _QUOTED.search(sentence)
    line, column = _place(text, quoted[1]) if quoted else (1, 1)
    return Problem(DESK, line, column, sentence.rstrip("."), "vulnerable-words")


def _place(text: str, phrase: str) -> tuple[int, int]:
    """Line and column, from 1, where the phrase stands; 1, 1 when it is written another way there."""
    for number, line in enumerate(text.splitlines(), start=1):
        if (at := line.find(phrase)) >= 0:
            return number, at + 1
    return 1, 1
