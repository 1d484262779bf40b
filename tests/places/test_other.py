"""“The other one”: the place that is called alike, and never a made-up one."""

from __future__ import annotations

import pytest

from ivr.places.locate import locate
from ivr.places.located import SURE
from tests.places.paperville import paperville


@pytest.mark.parametrize(
    ("known", "said", "language", "readback"),
    [
        ("200 North Linwood Avenue", "no i mean the other linwood", "en", "200 South Linwood Avenue"),
        ("200 North Linwood Avenue", "the other one", "en", "200 South Linwood Avenue"),
        ("200 South Linwood Avenue", "no, la otra linwood", "es", "200 North Linwood Avenue"),
        ("105 West Lafayette Avenue", "not that one the other lafayette avenue", "en", "105 East Lafayette Avenue"),
        ("101 Garden Street", "la otra", "es", "101 Garden Avenue"),
    ],
)
def test_the_other_of_two_streets_that_are_called_alike(known: str, said: str, language: str, readback: str) -> None:
    place = locate(said, language, paperville(), known)
    assert (place.readback, place.ask) == (readback, None)
    assert place.confidence >= SURE


@pytest.mark.parametrize("said", ["the other one", "no the other greenmount", "la otra"])
def test_where_there_is_no_other_nothing_is_made_up(said: str) -> None:
    assert locate(said, "en", paperville(), "2401 Greenmount Avenue").ask == "again"


@pytest.mark.parametrize(("said", "language"), [("it's on the other side", "en"), ("es del otro lado", "es")])
def test_the_other_side_is_the_same_street(said: str, language: str) -> None:
    assert locate(said, language, paperville(), "200 North Linwood Avenue").readback == "200 North Linwood Avenue"


def test_of_two_on_offer_the_other_one_is_the_second() -> None:
    first, second = (one.readback for one in locate("two hundred linwood", "en", paperville()).candidates)
    assert locate("the other one", "en", paperville(), "two hundred linwood").readback == second != first
