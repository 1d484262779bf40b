"""Yes, no, or neither: “yeah no”, “no that's not right”, “sí, está bien”, “más o menos”."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from ivr.understanding import words
from ivr.understanding.patterns import Pattern, Patterns, compile_pattern

Side = Literal["yes", "no", "unclear"]
BARE = 6
"""Up to so many words the last one counts (“yeah no”); in a longer one the first does (“yes, there was no …”)."""


@dataclass(frozen=True, slots=True)
class _Part:
    side: Side
    at: int
    end: int


@lru_cache(maxsize=8)
def _sides(language: str) -> tuple[tuple[Side, Patterns], ...]:
    vocabulary = words.of(language)

    def of(phrases: Sequence[str]) -> Patterns:
        return Patterns([_read(p) for p in phrases])

    return (("unclear", of(vocabulary.unclear)), ("no", of(vocabulary.no)), ("yes", of(vocabulary.yes)))


@lru_cache(maxsize=1024)
def _read(phrase: str) -> Pattern:
    return compile_pattern(phrase)


def hear(said: Sequence[str], language: str) -> tuple[Literal["yes", "no"] | None, float]:
    """(yes | no | None, confidence). None: neither, or both."""
    parts = _parts(said, language)
    first = next((p for p in parts if p.side != "unclear"), None)
    if first is None or (any(p.side == "unclear" for p in parts) and len(said) <= BARE and first.at > 0):
        return None, 0.0
    sides = [p.side for p in parts if p.side != "unclear"]
    if len(parts) > len(sides) and len(said) <= BARE:
        return None, 0.0
    agree = len(set(sides)) == 1
    chosen = sides[-1] if len(said) <= BARE or _turned(parts) else sides[0]
    if first.at > 3 and first.at > len(said) // 2:
        return None, 0.0  # a yes in the middle of a story answers nothing
    sure = (0.97 if agree else 0.7) if len(said) <= BARE else (0.9 if agree and first.at <= 1 else 0.6)
    return ("yes" if chosen == "yes" else "no"), sure


def _turned(parts: Sequence[_Part]) -> bool:
    """“yeah no …”: two answers in one breath; the second is meant."""
    return len(parts) > 1 and parts[0].at == 0 and parts[1].at == parts[0].end


def _parts(said: Sequence[str], language: str) -> list[_Part]:
    """The longest phrase at each place, from left to right."""
    found: list[_Part] = []
    at = 0
    while at < len(said):
        side, end = max(((s, p.reach(said, at)) for s, p in _sides(language)), key=lambda one: one[1])
        if end > at:
            found.append(_Part(side, at, end))
        at = max(end, at + 1)
    return found
