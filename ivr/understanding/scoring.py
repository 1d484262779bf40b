"""How many of an exam's answers are understood: yes and no, numbers, times. See docs/understanding.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from ivr.understanding import dates, number, yesno

Kind = Literal["yesno", "number", "when"]


@dataclass(frozen=True, slots=True)
class Miss:
    """An answer that was not understood: what was said, what it means, what was made of it."""

    text: str
    language: str
    expected: str | None
    heard: str | None


@dataclass(frozen=True, slots=True)
class Scores:
    """How many were understood of how many, in all and by language, and those that were not."""

    right: int
    total: int
    by_language: Mapping[str, tuple[int, int]]
    misses: tuple[Miss, ...]

    @property
    def accuracy(self) -> float:
        """0..1; 1 of no answers at all."""
        return self.right / self.total if self.total else 1.0


def answer(kind: Kind, text: str, language: str, now: datetime) -> str | None:
    """yes | no, digits, or an ISO date or date-time; None: nothing of the kind was said. `now` is for `when` alone."""
    match kind:
        case "yesno":
            return yesno.read(text, language)
        case "number":
            return number.read(text, language)
        case "when":
            when = dates.read(text, language, now)
            return when.value if when else None


def score_answers(kind: Kind, rows: Iterable[Mapping[str, str | None]]) -> Scores:
    """rows: text, language, value and, of `when`, now (ISO local). KeyError, ValueError: a row is not so."""
    misses: list[Miss] = []
    counts: dict[str, list[int]] = {}
    for row in rows:
        text, language, expected = str(row["text"]), str(row["language"]), row["value"]
        now = datetime.fromisoformat(str(row["now"])) if kind == "when" else datetime.min
        heard = answer(kind, text, language, now)
        tally = counts.setdefault(language, [0, 0])
        tally[0] += heard == expected
        tally[1] += 1
        if heard != expected:
            misses.append(Miss(text, language, expected, heard))
    total = sum(tally[1] for tally in counts.values())
    by_language = {language: (right, of) for language, (right, of) in counts.items()}
    return Scores(total - len(misses), total, by_language, tuple(misses))
