"""The map on the card: drawn from the city's own streets, names that can be read, marks that hide nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import combinations
from math import hypot

from ivr.agents.screens import Nearby, Spot
from ivr.web.agent.console.lettering import LETTER, lettered, short
from ivr.web.agent.console.sketch import APART, HIGH, WIDE, Sketcher, pins

from .house import gazetteer

CHARLES = Spot("North Charles Street and East 25th Street", 39.3176, -76.6167)
AT = datetime(2026, 11, 22, tzinfo=UTC)


def near(lat: float, long: float) -> Nearby:
    return Nearby("26-20000006", "pothole", "Open", AT, lat=lat, long=long)


def test_streets_run_through_the_picture_and_carry_their_names_as_signs_do() -> None:
    drawn = Sketcher(gazetteer).streets(CHARLES)
    assert drawn
    assert drawn.streets.startswith("M")
    assert "N Charles St" in {name.text for name in drawn.names}
    assert all(0 < name.x < WIDE and 0 < name.y < HIGH and -90 <= name.turn <= 90 for name in drawn.names)


def test_a_place_nobody_knows_is_not_drawn_and_one_without_streets_is_empty() -> None:
    sketcher = Sketcher(gazetteer)
    assert sketcher.streets(Spot("somewhere")) is None
    assert sketcher.streets(Spot("at sea", 30.0, -60.0)).streets == ""  # type: ignore[union-attr]


def test_a_map_that_is_imported_anew_is_drawn_anew() -> None:
    charts = [gazetteer(), gazetteer()]
    sketcher = Sketcher(lambda: charts[0])
    first = sketcher.streets(CHARLES)
    assert sketcher.streets(CHARLES) is first
    sketcher._of = "another version"
    assert sketcher.streets(CHARLES) is not first


def test_no_pin_hides_another_or_the_place_itself_and_those_outside_are_left_to_the_list() -> None:
    assert CHARLES.lat
    assert CHARLES.long
    found = pins(CHARLES, [near(CHARLES.lat, CHARLES.long)] * 4 + [near(39.4, -76.6), near(CHARLES.lat, -76.6160)])
    assert [pin.nth for pin in found] == [1, 2, 3, 4, 6]
    assert all(hypot(a.x - b.x, a.y - b.y) >= APART - 0.2 for a, b in combinations(found, 2))
    assert pins(replace(CHARLES, lat=None), [near(39.3, -76.6)]) == ()


def test_names_are_short_and_a_street_called_after_a_direction_keeps_its_name() -> None:
    assert [short(name) for name in ("North Charles Street", "North Avenue", "Broadway", "West North Avenue")] == [
        "N Charles St", "North Ave", "Broadway", "W North Ave",
    ]  # fmt: skip


def test_no_name_lies_upon_another_and_what_is_too_short_carries_none() -> None:
    runs = {f"{nth}th Street": [(0.0, 12.0 * nth, 400.0, 12.0 * nth)] for nth in range(1, 9)}
    names = list(lettered({**runs, "Tiny Street": [(10.0, 200.0, 30.0, 200.0)]}, (), 400.0, 240.0))
    assert names
    assert "Tiny St" not in {name.text for name in names}
    for one, other in combinations(names, 2):
        wide = (len(one.text) + len(other.text)) * LETTER / 2
        assert abs(one.x - other.x) >= wide or abs(one.y - other.y) >= 12
