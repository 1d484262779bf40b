"""Streets a caller may say: near what is known of the place, then the longest of the city."""

from __future__ import annotations

import pytest

from ivr.calls.streets import EXPECTED, expected
from ivr.places.atlas.builder import Builder
from tests.places import town

CITY = town.build()


@pytest.mark.parametrize("near", ["north main street", "402 N Main St"])
def test_the_street_that_is_known_comes_first_and_then_what_meets_it(near: str) -> None:
    first, *crossing = expected(CITY, near, "en")[:4]
    assert first == "North Main Street"
    assert set(crossing) == {"1st Avenue", "2nd Avenue", "3rd Avenue"}


@pytest.mark.parametrize(("house", "corner"), [("121", "1st Avenue"), ("199", "2nd Avenue"), ("299", "3rd Avenue")])
def test_of_an_address_the_nearest_corner_comes_first(house: str, corner: str) -> None:
    assert expected(CITY, f"{house} north main street", "en")[:2] == ("North Main Street", corner)


def test_of_a_corner_both_streets_come_first() -> None:
    names = expected(CITY, "main and second avenue", "en")
    assert names.index("North Main Street") < names.index("Lonely Lane")
    assert names.index("2nd Avenue") < names.index("Lonely Lane")


@pytest.mark.parametrize("near", ["", "no such place", "Southside", "?"])
def test_of_nothing_known_the_longest_street_comes_first(near: str) -> None:
    names = expected(CITY, near, "en")
    assert names[0] == "North Main Street"
    assert set(names) == {str(street) for street in CITY.streets}


def test_no_name_comes_twice_and_not_too_many_come() -> None:
    builder = Builder("Gridville", complete=True)
    for n in range(400):
        line = [(39.0 + n / 1000, -76.4), (39.0 + n / 1000, -76.9)]
        builder.segment(f"{'abcdefghij'[n % 10]}{'rstuvwxyzk'[n // 10 % 10]}{'aeiou'[n // 100]}n Street", line)
    city = builder.build()
    for near in ("", str(city.streets[7])):
        names = expected(city, near, "en")
        assert len(names) == len(set(names)) == EXPECTED
