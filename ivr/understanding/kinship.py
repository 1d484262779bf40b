"""Is a sentence truly like an example of danger? They must share words: letters in common are no danger."""

from __future__ import annotations

from ivr.understanding import words
from ivr.understanding.saying import said_words
from ivr.understanding.stem import stem

ALIKE = 2
"""Telling words that a sentence must share with an example."""
RUN = 4
"""Words in a row that make up for one of them: “can not live like …”."""
_LITTLE = "no not up down off out over wants se ya sin yo quiere quieren puede pueden"
_SMALL = frozenset(_LITTLE.split())


def shares(text: str, example: str, language: str) -> bool:
    """Whether two telling words are in both, or one and four words in a row, or both tell the same."""
    said, known = _telling(text, language), _telling(example, language)
    shared = {stem(w, language) for w in said} & {stem(w, language) for w in known}
    return len(shared) >= ALIKE or bool(said and said == known) or bool(shared and _runs(text) & _runs(example))


def _telling(text: str, language: str) -> frozenset[str]:
    return frozenset(said_words(text)) - words.of(language).stop - _SMALL


def _runs(text: str) -> set[tuple[str, ...]]:
    said = said_words(text)
    return {said[n : n + RUN] for n in range(len(said) - RUN + 1)}
