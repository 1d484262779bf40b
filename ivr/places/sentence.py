"""A sentence, with the numbers, the streets and the areas in it; each looked for once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ivr.places.areas import Area, letters
from ivr.places.dress import Mention
from ivr.places.figure import Figure, figures
from ivr.places.fit import Fit, fits
from ivr.places.gazetteer import Gazetteer
from ivr.places.index import Index
from ivr.places.lexis import ORDINARY
from ivr.places.mention import mentions


@dataclass(frozen=True)
class Sentence:
    """Words with the numbers, streets and areas in them. prefix, suffix: a direction and a kind given apart."""

    said: tuple[str, ...]
    language: str
    gazetteer: Gazetteer
    index: Index
    prefix: str = ""
    suffix: str = ""
    without: frozenset[str] = frozenset()

    @cached_property
    def _numbers(self) -> tuple[list[Figure], list[tuple[int, int, int]]]:
        return figures(self.said, self.language)

    @property
    def figures(self) -> list[Figure]:
        return self._numbers[0]

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        found = mentions(self.said, self.index, *self._numbers)
        return tuple(
            replace(
                m,
                prefix=self.prefix or m.prefix,
                suffix=self.suffix or m.suffix,
                loose=m.loose and not self.suffix,
                told=bool(self.prefix or self.suffix),
            )
            for m in found
        )

    @cached_property
    def areas(self) -> tuple[tuple[int, int, Area], ...]:
        """(start, end, area), landmarks and neighborhoods and towns by their names."""
        found: list[tuple[int, int, Area]] = []
        for start in range(len(self.said)):
            for end in range(start + 1, min(len(self.said), start + self.index.longest_area + 1) + 1):
                if self.said[start] in ORDINARY and self.said[end - 1] in ORDINARY and end - start > 1:
                    continue
                usual = not any(word in ORDINARY for word in self.said[start:end])
                found += [
                    (start, end, area)
                    for area in self.index.area(letters(self.said[start:end]), end - start)
                    if usual or area.likeness == 1.0
                ]
        exact = [(start, end) for start, end, area in found if area.likeness == 1.0 and area.what is not None]
        return tuple(
            (start, end, area)
            for start, end, area in found
            if not any(b <= start and e >= end and e - b > end - start for b, e in exact if start - b < 8)
            and not any(
                m.exact and m.suffix and not m.loose and m.begin <= start and end <= m.stop for m in self.mentions
            )
        )

    @cached_property
    def _fits(self) -> dict[Mention, list[Fit]]:
        return {}

    def fits(self, mention: Mention) -> list[Fit]:
        if mention not in self._fits:
            self._fits[mention] = fits(mention, self.index, self.without)
        return self._fits[mention]

    def mentions_beside(self, start: int, end: int) -> bool:
        """Whether a street is named beside these words."""
        return any(m.exact and m.dressed and (m.end <= start or m.start >= end) for m in self.mentions)

    def gap(self, first: int, after: int) -> Sequence[str]:
        return self.said[first:after]
