"""Whether all that was said are a choice's own words: “no, he is not moving” begins with a no and is none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ivr.flow.spoken import MURMURS, words

_AROUND = """
no nope nah sir maam miss please thank thanks you ok okay well oh sorry just really right now at all honey hon
senor senora senorita gracias por favor disculpe perdon pues bueno mire ay joven ahora ahorita
"""
AROUND = MURMURS | frozenset(_AROUND.split())
"""Words that change nothing about an answer."""


def says_only(text: str, phrases: Iterable[str]) -> bool:
    """Whether the text is one or more of these phrases, and around them nothing but words that change nothing."""
    known = sorted((tuple(words(phrase)) for phrase in phrases), key=len, reverse=True)
    said, at, found = words(text), 0, False
    while at < len(said):
        width = _width(said, at, known)
        found = found or width > 0
        if not width and said[at] not in AROUND:
            return False
        at += width or 1
    return found


def _width(said: Sequence[str], at: int, known: Iterable[tuple[str, ...]]) -> int:
    return next((len(phrase) for phrase in known if phrase and tuple(said[at : at + len(phrase)]) == phrase), 0)
