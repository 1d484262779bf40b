"""An offered answer called by its place: “the second one”, “number three”, “la última”."""

from __future__ import annotations

from collections.abc import Sequence

from ivr.flow.numerals import numbers
from ivr.understanding import words


def of(plain: Sequence[str], language: str, count: int) -> int | None:
    """The option called by its number, when that is all that was said."""
    vocabulary = words.of(language)
    if not plain or any(w not in vocabulary.ordinal_frame for w in plain if not _numeric(w, plain, language)):
        return None
    if any(w in vocabulary.last for w in plain):
        return count - 1 if count else None
    found = numbers(_countable(plain, language), language)
    nth = int(found[0].digits) if len(found) == 1 and len(found[0].digits) < 3 else 0
    return nth - 1 if 1 <= nth <= count else None


def _countable(plain: Sequence[str], language: str) -> Sequence[str]:
    """In “the second one” the one is no number."""
    trailing = len(plain) > 1 and plain[-1] == "one" and plain[-2] not in ("number", "option", "press", "key", "choice")
    return plain[:-1] if language == "en" and trailing else plain


def _numeric(word: str, plain: Sequence[str], language: str) -> bool:
    return bool(numbers((word,), language)) or word in words.of(language).last or word in ("una",)
