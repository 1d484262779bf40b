"""Small talk that decides: yes and no, numbers and times in the breadth of how they are said, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from ivr.understanding import dates, number, scoring, yesno
from ivr.understanding.saying import said_words
from tests.understanding.hearing import CASES, read

THURSDAY = datetime(2026, 10, 15, 13, 20, tzinfo=ZoneInfo("America/New_York"))
Case = tuple[str, str, str | None]


def _answers() -> Iterator[Case]:
    for side, languages in read(CASES / "spoken_answers.yaml").items():
        for language, said in languages.items():
            yield from ((text, language, None if side == "unclear" else side) for text in said)


def _values(name: str) -> Iterator[Case]:
    for language, cases in read(CASES / name).items():
        yield from ((text, language, value) for text, value in cases.items())


@pytest.mark.parametrize(("text", "language", "side"), list(_answers()))
def test_yes_no_and_neither(text: str, language: str, side: str | None) -> None:
    assert yesno.read(text, language) == side


@pytest.mark.parametrize(("text", "language", "digits"), list(_values("spoken_numbers.yaml")))
def test_the_digits_meant(text: str, language: str, digits: str | None) -> None:
    assert number.read(text, language) == digits


@pytest.mark.parametrize(("text", "language", "value"), list(_values("spoken_times.yaml")))
def test_the_day_and_the_hour_meant(text: str, language: str, value: str | None) -> None:
    when = dates.read(text, language, THURSDAY)
    assert (when.value if when else None) == value


@pytest.mark.parametrize("text", ["the other one", "somebody else", "that's my mother's house", "it should be north"])
def test_what_denies_only_where_yes_or_no_was_asked_is_elsewhere_what_was_said(text: str) -> None:
    said = said_words(text)
    assert yesno.hear(said, "en")[0] == "no"
    assert yesno.only(said, "en") is None
    assert not yesno.declines(said, "en")


def test_an_hour_ago_is_sixty_minutes_on_the_night_the_clocks_go_back() -> None:
    second_half_past_one = datetime(2026, 11, 1, 1, 30, fold=1, tzinfo=ZoneInfo("America/New_York"))
    when = dates.read("an hour ago", "en", second_half_past_one)
    assert when is not None
    assert when.value == "2026-11-01T01:30"


@pytest.mark.parametrize(
    ("text", "now", "value"),
    [
        ("tonight at ten", "2026-10-15T00:40", "2026-10-14T22:00"),
        ("at ten", "2026-10-15T09:15", "2026-10-14T22:00"),
        ("today at four", "2026-10-15T14:05", "2026-10-15T04:00"),
        ("christmas", "2026-12-25T08:00", "2026-12-25"),
        ("next christmas", "2026-10-15T08:00", "2026-12-25"),
        ("easter", "2027-05-01T08:00", "2027-03-28"),
        ("february twenty ninth", "2027-03-01T08:00", None),
        ("a month ago", "2026-03-31T08:00", "2026-02-28"),
    ],
)
def test_times_are_seen_from_the_call(text: str, now: str, value: str | None) -> None:
    when = dates.read(text, "en", datetime.fromisoformat(now))
    assert (when.value if when else None) == value


def test_answers_are_scored_by_language() -> None:
    rows: list[dict[str, str | None]] = [
        {"text": "yeah", "language": "en", "value": "yes"},
        {"text": "yeah", "language": "en", "value": "no"},
        {"text": "más o menos", "language": "es", "value": None},
    ]
    scores = scoring.score_answers("yesno", rows)
    assert (scores.right, scores.total, dict(scores.by_language)) == (2, 3, {"en": (1, 2), "es": (1, 1)})
    assert [(miss.text, miss.expected, miss.heard) for miss in scores.misses] == [("yeah", "no", "yes")]
    assert scoring.score_answers("when", []).accuracy == 1.0
