"""Does an answer name a place at all? “um”, “yes” and a bare “2401” do not: they are asked again."""

from __future__ import annotations

from collections.abc import Sequence

from ivr.flow.numerals import numbers
from ivr.understanding import words, yesno
from ivr.understanding.saying import POLITE


def is_named(said: Sequence[str], language: str) -> bool:
    """Whether anything is left beside politeness, a yes or no, and a house number without its street."""
    telling = [word for word in said if word not in POLITE]
    if not telling or yesno.only(said, language):
        return False
    counted = [word for word in telling if word not in words.of(language).number_frame]
    runs = [run for run in numbers(counted, language) if not run.ordinal]
    return not counted or sum(run.end - run.start for run in runs) < len(counted)
