"""What the bench of the floor compares with: Erlang's formulae, an ideal queue, an hour that is drawn."""

from __future__ import annotations

import math
import statistics
from random import Random

import pytest

from bench.floor.erlang import erlang_b, erlang_c, mean_wait, service_level
from bench.floor.load import HOUR, Group, draw, expected, groups, ideal, queued, share, typical


@pytest.mark.parametrize(
    ("agents", "load", "blocked"),
    # The usual traffic tables: the load that so many lines carry at 0.1, 1 and 5 per cent of blocked calls.
    [(10, 3.092, 0.001), (10, 4.461, 0.01), (20, 15.25, 0.05), (50, 37.90, 0.01), (100, 84.06, 0.01)],
)
def test_erlang_b_is_as_in_the_traffic_tables(agents: int, load: float, blocked: float) -> None:
    assert erlang_b(agents, load) == pytest.approx(blocked, rel=0.01)


def test_erlang_c_is_as_in_the_worked_example_of_call_centre_handbooks() -> None:
    """200 calls an hour of 3 minutes, 14 agents: 17.4 % wait, 88.8 % within 20 s, 7.8 s on average."""
    assert erlang_c(14, 10) == pytest.approx(0.174, abs=0.0005)
    assert service_level(14, 10, 180, 20) == pytest.approx(0.888, abs=0.0005)
    assert mean_wait(14, 10, 180) == pytest.approx(7.8, abs=0.05)


@pytest.mark.parametrize("load", [0.01, 0.3, 0.99])
def test_erlang_c_is_what_can_be_said_by_hand_of_one_agent_and_of_two(load: float) -> None:
    assert erlang_c(1, load) == pytest.approx(load)
    assert erlang_c(2, 2 * load) == pytest.approx(2 * load**2 / (1 + load))


def test_everybody_waits_and_for_ever_where_there_is_more_than_agents_can_do() -> None:
    assert erlang_c(5, 5) == 1
    assert service_level(5, 6, 180, 20) == 0
    assert mean_wait(5, 5, 180) == math.inf


def test_in_an_ideal_queue_who_came_first_has_the_first_who_is_free() -> None:
    assert queued([0, 1, 2, 3], [10, 4, 5, 1], 2) == [0, 0, 3, 7]
    assert queued([0, 1], [5, 5], 2, busy=[8, 3]) == [3, 7]


def test_an_ideal_queue_of_many_hours_is_as_the_formula_says() -> None:
    random, agents, load, hold = Random(1), 10, 8.0, 180.0
    came, at = [], 0.0
    for _ in range(40_000):
        at += random.expovariate(load / hold)
        came.append(at)
    waits = queued(came, [random.expovariate(1 / hold) for _ in came], agents)
    assert share(waits, 20) == pytest.approx(service_level(agents, load, hold, 20), abs=0.02)
    assert statistics.mean(waits) == pytest.approx(mean_wait(agents, load, hold), rel=0.1)


def test_the_hour_that_is_played_is_one_that_tells_of_the_floor_and_not_of_the_dice() -> None:
    hour = typical(groups(200), 1000, 0.9, 20)
    assert (len(hour.callers), sum(one.agents for one in hour.groups)) == (1000, 200)
    assert abs(share(ideal(hour), 20) - expected(hour, 20)) <= 0.01
    assert all(0 <= one.at <= HOUR for one in hour.callers)
    assert sum(map(len, hour.before)) == 180
    assert statistics.mean(one.hold for one in hour.callers) == pytest.approx(hour.hold, rel=0.1)


def test_groups_have_their_share_of_the_callers() -> None:
    floor = (Group("a", "services", "en", 90), Group("b", "police", "en", 10))
    hour = draw(Random(5), floor, 2000, 0.5)
    assert len(hour.of(0)) / 2000 == pytest.approx(0.9, abs=0.03)
    assert hour.load(0) == pytest.approx(45)
    assert hour.load(1) == pytest.approx(5)
