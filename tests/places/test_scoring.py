"""A score counts what is near, what is sure and wrong, and what was asked when it should be."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ivr.places.located import Located
from ivr.places.scoring import Row, judge, row, score, sum_up
from tests.places.paperville import LAT, LONG, paperville

HOUSE = Row("twenty four oh one north charles", "en", "address", LAT + 0.004, LONG, "Paper Hill")
NEAR = Located("", "address", lat=LAT + 0.0045, long=LONG, neighborhood="paper-hill", confidence=0.9)
FAR = Located("", "address", lat=LAT + 0.01, long=LONG, confidence=0.9)


def test_a_place_within_reach_is_right() -> None:
    verdict = judge(HOUSE, NEAR)
    assert (verdict.right, verdict.wrong) == (True, False)
    assert verdict.metres == pytest.approx(55.6, abs=0.1)


def test_a_place_far_away_is_wrong_only_when_it_is_sure() -> None:
    unsure = Located("", "address", lat=LAT + 0.01, long=LONG, confidence=0.7)
    asked = Located("", "address", lat=LAT + 0.01, long=LONG, confidence=0.9, ask="which")
    assert [judge(HOUSE, each).wrong for each in (FAR, unsure, asked)] == [True, False, False]


def test_a_neighborhood_is_found_by_its_name() -> None:
    area = Row("paper hill", "en", "neighborhood", LAT, LONG, "Paper Hill")
    assert judge(area, Located("", "neighborhood", lat=LAT + 1, long=LONG, neighborhood="Paper-Hill")).right


@pytest.mark.parametrize(("kind", "located", "right"), [
    ("outside", Located("", "outside", ask="outside"), True),
    ("outside", Located("", "unknown", ask="again"), False),
    ("incomplete", Located("", "street", ask="number"), True),
    ("unknown", FAR, False),
])  # fmt: skip
def test_what_names_no_place_wants_a_question(kind: str, located: Located, right: bool) -> None:
    verdict = judge(Row("", "en", kind), located)
    assert (verdict.right, verdict.wrong) == (right, located is FAR)


def test_the_sum_tells_kinds_and_languages_apart() -> None:
    spanish = Row("", "es", "incomplete")
    scores = sum_up([judge(HOUSE, NEAR), judge(HOUSE, FAR), judge(spanish, Located("", ask="number"))])
    assert (scores.places.rows, scores.places.right, scores.places.wrong) == (2, 1, 1)
    assert (scores.by_language["es"].share, scores.by_kind["address"].share) == (1.0, 0.5)
    assert (scores.neighborhoods.right, scores.asked.right, scores.needless) == (1, 1, 0)


def test_rows_are_located_and_timed_by_the_clock_given() -> None:
    ticks: Iterator[float] = iter([0.0, 0.25, 1.0, 1.5])
    scores = score([HOUSE, HOUSE], paperville(), lambda: next(ticks))
    assert (scores.places.right, scores.seconds, scores.percentile(0.5)) == (2, (0.25, 0.5), 0.5)


def test_without_a_clock_there_is_no_latency() -> None:
    assert score([HOUSE], paperville()).percentile(0.99) is None


def test_a_row_is_read_from_a_set() -> None:
    read = row({"text": "x", "language": "es", "kind": "unknown", "lat": None, "long": None, "ask": True})
    assert read == Row("x", "es", "unknown", ask=True)
