"""When the line goes on, asks, offers, or asks again."""

from __future__ import annotations

import pytest

from ivr.flow.model import Understanding
from ivr.flow.turning.policy import Decision, decide

RULES = Understanding()


@pytest.mark.parametrize(
    ("sure", "rivals", "heard", "act"),
    [
        (0.93, [], 0.9, "go"),
        (0.80, [0.15], None, "go"),
        (0.93, [], 0.2, "ask"),  # sure of the meaning, but not of the words
        (0.65, [0.20], 0.9, "ask"),
        (0.50, [], None, "ask"),
        (0.55, [0.40], 0.9, "offer"),  # likely, and the next is as likely
        (0.35, [0.25], 0.9, "offer"),
        (0.25, [0.20, 0.15], 0.9, "offer"),
        (0.35, [0.05], 0.9, "ask"),  # nothing else comes near enough to be offered
        (0.20, [0.10], 0.9, "again"),
        (0.05, [], 0.9, "again"),
    ],
)
def test_the_act_follows_from_the_confidences(sure: float, rivals: list[float], heard: float | None, act: str) -> None:
    ranked = [("pothole", sure), *((f"other{n}", rival) for n, rival in enumerate(rivals))]
    assert decide(RULES, ranked, heard).act == act


def test_at_most_three_are_offered_and_none_that_is_unlikely() -> None:
    ranked = [("a", 0.3), ("b", 0.25), ("c", 0.2), ("d", 0.15)]
    assert decide(RULES, ranked, 0.9) == Decision("offer", "a", ("b", "c"))
    assert decide(RULES, [("a", 0.3), ("b", 0.25), ("c", 0.02)], 0.9).others == ("b",)


def test_what_else_may_be_meant_is_kept_for_no_the_other_one() -> None:
    assert decide(RULES, [("a", 0.82), ("b", 0.15)], 0.9) == Decision("go", "a", ("b",))


def test_nothing_understood_holds_nothing() -> None:
    assert decide(RULES, [], 0.9) == Decision("again")
    assert decide(RULES, [("a", 0.1), ("b", 0.1)], 0.9) == Decision("again")


def test_a_city_sets_how_sure_is_sure() -> None:
    assert decide(Understanding(sure=95), [("a", 0.9)], 0.9).act == "ask"
    assert decide(Understanding(sure=60), [("a", 0.65)], 0.9).act == "go"
