"""The dialogue policy: sure, go on; fairly sure, ask; between a few, offer them; else ask in other words. Pure numbers.

The thresholds are the city's (`understanding:` in flows/city.yaml, see model.Understanding); they suppose confidences
that are honest, so that of a hundred answers with confidence 0.8 eighty are right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ivr.flow.model import Understanding

Act = Literal["go", "ask", "offer", "again"]
Ranked = Sequence[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Decision:
    """act: go on with `best`, ask whether it is `best`, offer `best` and `others`, or ask again in other words.

    others: what else may be meant, best first; with `again` both are empty.
    """

    act: Act
    best: str = ""
    others: tuple[str, ...] = ()


def decide(rules: Understanding, ranked: Ranked, heard: float | None) -> Decision:
    """What to do with these candidates.

    ranked: (value, confidence 0..1), best first. heard: the recogniser's confidence, None where it gave none.
    """
    likely = [one for one in ranked if one[1] > 0][: rules.offers + 1]
    if not likely:
        return Decision("again")
    (best, sure), *rest = likely
    near = [(value, each) for value, each in rest if 100 * each >= rules.offered][: rules.offers - 1]
    return (
        Decision(act, best, tuple(v for v, _ in near)) if (act := _act(rules, sure, near, heard)) != "again" else _AGAIN
    )


_AGAIN = Decision("again")


def _act(rules: Understanding, sure: float, near: Ranked, heard: float | None) -> Act:
    together = 100 * (sure + sum(each for _, each in near))
    leads = not near or 100 * (sure - near[0][1]) >= rules.margin
    if 100 * sure >= rules.sure:
        return "ask" if badly_heard(rules, heard) else "go"
    if 100 * sure >= rules.fair and leads:
        return "ask"
    if near and together >= rules.fair:
        return "offer"
    return "ask" if 100 * sure >= rules.least else "again"


def badly_heard(rules: Understanding, heard: float | None) -> bool:
    """Whether the recogniser was so unsure of the words that even a sure meaning is asked back; unknown is not bad."""
    return heard is not None and 100 * heard < rules.heard
