"""The gazetteer, asked as the finder asks it: houses, blocks, corners, areas, names."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.places.atlas.atlas import Atlas
from ivr.places.atlas.builder import Builder, NoName
from ivr.places.gazetteer import Areas, Gazetteer, Point

from . import town

TOWN = town.build()


def test_the_atlas_is_a_gazetteer() -> None:
    asked: Gazetteer = TOWN
    assert (asked.city, asked.complete, asked.about.source) == ("Littleton", True, ())


def test_even_houses_stand_on_the_left_and_odd_ones_on_the_right_as_their_ranges_have_it() -> None:
    even, odd = house("Main", 50), house("Main", 51)
    assert even.exact
    assert odd.exact
    assert even.long < -76.61 < odd.long
    assert metres(even, Point(even.lat, -76.61)) == pytest.approx(8, abs=0.3)


def test_a_number_lies_between_the_ends_of_its_range_in_proportion() -> None:
    assert house("Main", 50).lat == pytest.approx(39.301, abs=2e-5)
    assert house("Main", 350).lat == pytest.approx(39.307, abs=2e-5)
    assert house("Main", 2).lat < house("Main", 26).lat < house("Main", 98).lat < house("Main", 102).lat


def test_numbers_may_fall_along_the_line() -> None:
    assert house("1st", 102).long > house("1st", 198).long


def test_a_number_beyond_the_range_is_near_the_end_of_its_hundred_but_not_exact() -> None:
    past = TOWN.at(street("1st"), 100)
    assert past is not None
    assert not past.exact


def test_between_two_stretches_of_one_hundred_the_nearer_end_is_taken() -> None:
    gap = Builder("X")
    gap.segment("Quay St", [(39.3, -76.6), (39.3, -76.59)], (100, 120))
    gap.segment("Quay St", [(39.4, -76.6), (39.4, -76.59)], (150, 198))
    near, far = (gap.build().at(0, number) for number in (124, 146))
    assert near is not None
    assert far is not None
    assert (round(near.lat, 3), round(far.lat, 3), near.exact, far.exact) == (39.3, 39.4, False, False)


def test_a_hundred_the_street_does_not_have_is_nowhere() -> None:
    assert TOWN.at(street("Main"), 400) is None
    assert TOWN.at(street("Main"), 2400) is None
    assert TOWN.block(street("Main"), 2400) is None
    assert TOWN.at(street("Lonely"), 5) is None


def test_a_number_of_the_other_side_is_taken_there_but_not_exact() -> None:
    one_sided = Builder("X")
    one_sided.segment("Quay St", [(39.3, -76.6), (39.3, -76.59)], (100, 198))
    found = one_sided.build().at(0, 149)
    assert found is not None
    assert not found.exact
    assert found.long == pytest.approx(-76.595, abs=2e-4)


def test_of_ranges_that_both_fit_the_narrower_is_meant() -> None:
    twice = Builder("X")
    twice.segment("Quay St", [(39.3, -76.6), (39.3, -76.59)], (100, 698))
    twice.segment("Quay St", [(39.4, -76.6), (39.4, -76.59)], (150, 160))
    found = twice.build().at(0, 152)
    assert found is not None
    assert found.lat == pytest.approx(39.4, abs=1e-3)


def test_a_block_is_the_middle_of_its_hundred_whichever_number_is_said() -> None:
    middle = TOWN.block(street("Main"), 200)
    assert middle == TOWN.block(street("Main"), 250)
    assert middle is not None
    assert middle.exact
    assert metres(middle, Point(39.305, -76.61)) < 5


def test_the_span_of_a_street_is_its_lowest_and_highest_number() -> None:
    assert TOWN.span(street("Main")) == (1, 399)
    assert TOWN.span(street("Lonely")) is None


def test_streets_cross_where_their_ends_meet() -> None:
    (corner,) = TOWN.crossings(street("Main"), street("2nd"))
    assert corner == Point(39.304, -76.61)
    assert TOWN.crossings(street("2nd"), street("Main")) == (corner,)
    assert TOWN.crossing_streets(street("2nd")) == (street("Main"),)


def test_a_street_under_a_highway_nearly_crosses_it() -> None:
    assert TOWN.crossings(street("Main"), street("I-9")) == (Point(39.307, -76.61, exact=False),)


def test_parallel_streets_and_a_street_with_itself_do_not_cross() -> None:
    assert TOWN.crossings(street("1st"), street("2nd")) == ()
    assert TOWN.crossings(street("Main"), street("Main")) == ()


def test_both_roadways_of_a_divided_street_are_one_place_and_corners_far_apart_are_two() -> None:
    divided = Builder("X")
    for long in (-76.6, -76.6003):
        divided.segment("Grand Blvd", [(39.3, long), (39.31, long)])
        divided.segment("Oak St", [(39.3, long), (39.3, long - 0.002)])
    divided.segment("Oak St", [(39.31, -76.6), (39.31, -76.59)])
    map_ = divided.build()
    near, far = map_.crossings(0, 1)
    assert near.long == pytest.approx(-76.60015)
    assert far == Point(39.31, -76.6)


def test_ends_a_few_metres_apart_are_one_corner() -> None:
    loose = Builder("X")
    loose.segment("A St", [(39.3, -76.6), (39.31, -76.6)])
    loose.segment("B St", [(39.3 + 4 * town.METRE, -76.6), (39.3, -76.59)])
    (corner,) = loose.build().crossings(0, 1)
    assert corner.exact


def test_a_corner_may_be_told_where_the_lines_do_not_meet() -> None:
    apart = Builder("X")
    apart.segment("A St", [(39.3, -76.6), (39.31, -76.6)])
    apart.segment("B St", [(39.3, -76.55), (39.31, -76.55)])
    apart.crossing(["a street", "b st"], (39.32, -76.58))
    apart.crossing(["a street", "nobody's lane"], (39.3, -76.6))
    assert apart.build().crossings(0, 1) == (Point(39.32, -76.58),)


def test_a_told_corner_beside_one_the_lines_make_is_that_one() -> None:
    told = town.builder()
    told.segment("Side Ct", [(39.318, -76.601), (39.319, -76.601)])
    told.crossing(["n main st", "2nd ave", "side ct"], (39.304 + 20 * town.METRE, -76.61))
    map_ = told.build()
    (side,), (main,) = map_.named("side"), map_.named("main")
    assert map_.crossings(main.id, side.id) == (Point(39.304, -76.61),)


def test_areas_of_a_point_and_none_where_none_is() -> None:
    assert TOWN.areas(39.302, -76.615) == Areas("Southside", "District 1", "Central")
    assert TOWN.areas(39.306, -76.605) == Areas("Northside", "", "Central")
    assert TOWN.areas(39.5, -76.6) == Areas()


def test_a_point_a_street_s_width_outside_still_counts() -> None:
    assert TOWN.areas(town.NORTH + 30 * town.METRE, -76.61).neighborhood == "Northside"
    assert TOWN.contains(town.NORTH + 30 * town.METRE, -76.61)
    assert not TOWN.contains(town.NORTH + 100 * town.METRE, -76.61)


def test_without_a_boundary_the_areas_are_the_city_and_without_areas_the_streets() -> None:
    bare = Builder("X")
    bare.segment("A St", [(39.3, -76.6), (39.31, -76.59)])
    assert bare.build().contains(39.305, -76.595)
    assert not bare.build().contains(39.32, -76.595)
    bare.area("council_district", "1", [town.box(39.4, -76.6, 39.5, -76.5)])
    assert bare.build().contains(39.45, -76.55)
    assert not bare.build().contains(39.305, -76.595)


def test_streets_are_known_by_every_name_however_it_is_written() -> None:
    (main,) = TOWN.named("MAIN")
    assert (str(main), main.kind, main.blocks) == ("North Main Street", "street", 4)
    assert [str(each) for each in TOWN.named("Sad")] == ["Lonely Lane"]
    assert TOWN.named("i 9")[0].kind == "highway"
    assert TOWN.named("nowhere") == ()
    assert TOWN.names == ("1st", "2nd", "3rd", "i 9", "lonely", "main", "sad")
    assert [each.id for each in TOWN.streets] == list(range(len(TOWN.streets)))


def test_landmarks_neighborhoods_and_towns_around() -> None:
    (hall,) = TOWN.landmarks
    assert (hall.name["es"], hall.words, hall.kind) == ("Ayuntamiento", ("the hall",), "government")
    assert [each.name for each in TOWN.neighborhoods] == ["Northside", "Southside"]
    south = TOWN.neighborhoods[1]
    assert TOWN.areas(south.lat, south.long).neighborhood == "Southside"
    assert TOWN.outside == ("Bigville", "Other County")


def test_a_neighborhood_bent_around_another_has_its_point_inside_itself() -> None:
    bent = Builder("X")
    bent.area("neighborhood", "Hook", [[(0, 0), (0, 3), (3, 3), (3, 2), (1, 2), (1, 0)]])
    map_ = bent.build()
    (hook,) = map_.neighborhoods
    assert map_.areas(hook.lat, hook.long).neighborhood == "Hook"


def test_a_street_by_a_few_houses_is_rough_and_straight_between_them() -> None:
    rough = Builder("X", complete=False)
    rough.anchored("Falls Rd", [(3500, 39.33, -76.63), (3300, 39.32, -76.63)])
    map_ = rough.build()
    assert not map_.complete
    assert map_.at(0, 3400) == Point(39.325, -76.63, exact=False)
    assert map_.at(0, 3550) == Point(39.33, -76.63, exact=False)
    assert map_.at(0, 3700) is None


def test_equal_towns_have_equal_versions_and_a_moved_house_another() -> None:
    changed = town.builder()
    changed.segment("New Ct", [(39.31, -76.61), (39.311, -76.61)])
    assert town.build().about.version == TOWN.about.version
    assert changed.build().about.version != TOWN.about.version


def test_an_empty_map_answers_too() -> None:
    nothing = Builder().build()
    assert len(nothing.streets) == 0
    assert nothing.areas(39.3, -76.6) == Areas()
    assert not nothing.contains(39.3, -76.6)
    with pytest.raises(IndexError):
        nothing.at(0, 1)


def test_a_name_without_letters_is_no_street() -> None:
    with pytest.raises(NoName):
        Builder().segment("-- ?", [(1, 1), (2, 2)])


@settings(deadline=None)
@given(st.integers(), st.floats(allow_nan=False), st.floats(allow_nan=False))
def test_any_number_and_any_point_are_answered(number: int, lat: float, long: float) -> None:
    for each in range(len(TOWN.streets)):
        for found in (TOWN.at(each, number), TOWN.block(each, number)):
            assert found is None or TOWN.contains(found.lat, found.long)
    TOWN.areas(lat, long)
    assert TOWN.contains(lat, long) in (True, False)


def street(name: str) -> int:
    (found,) = TOWN.named(name)
    return found.id


def house(name: str, number: int, of: Atlas = TOWN) -> Point:
    found = of.at(street(name), number)
    assert found is not None
    return found


def metres(one: Point, other: Point) -> float:
    across = math.cos(math.radians(one.lat))
    return math.hypot(one.lat - other.lat, (one.long - other.long) * across) / town.METRE
