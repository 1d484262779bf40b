"""Does it go on at this moment, or is it over? “he's still outside”, “last night”, “ya se fueron”."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from ivr.understanding import words
from ivr.understanding.pattern import compile_pattern
from ivr.understanding.patterns import Patterns
from ivr.understanding.saying import bare, said_words

Moment = Literal["now", "over"]
_STILL = {"en": (("still",),), "es": (("todavia",), ("aun",))}
"""Alone they mean now; in “still broken” they do not."""


@lru_cache(maxsize=8)
def _patterns(language: str) -> tuple[Patterns, Patterns]:
    vocabulary = words.of(language)
    ongoing, finished = vocabulary.ongoing, vocabulary.finished
    return Patterns(compile_pattern(p) for p in ongoing), Patterns(compile_pattern(p) for p in finished)


def of(said: Sequence[str], language: str) -> Moment | None:
    """now or over; now where both are said (“it was yesterday but he is still here”). None: neither."""
    ongoing, finished = _patterns(language)
    left = finished.mask(said)
    if ongoing.find(left) or bare(said) in _STILL.get(language, ()):
        return "now"
    return "over" if left != list(said) else None


@lru_cache(maxsize=1024)
def of_words(phrases: tuple[str, ...], language: str) -> Moment | None:
    """What an offered answer says of it, if all of its phrases that say anything agree."""
    found = {moment for phrase in phrases if (moment := of(said_words(phrase), language))}
    return found.pop() if len(found) == 1 else None
