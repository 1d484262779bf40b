"""An honest number, or none."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from ivr.agents.estimate import FEWEST, minutes

from .world import MORNING


def ago(*past: float) -> list[datetime]:
    return [MORNING - timedelta(minutes=one) for one in past]


EVERY_THREE = ago(*range(1, 60, 3))


def test_the_place_and_the_pace_of_the_last_hour_make_the_number() -> None:
    assert minutes(1, EVERY_THREE, MORNING) == 3
    assert minutes(3, EVERY_THREE, MORNING) == 10, "nine, and what is said is rounded up"


def test_with_too_little_to_go_by_no_number_is_said() -> None:
    assert minutes(1, ago(*range(1, FEWEST)), MORNING) is None
    assert minutes(1, ago(*range(61, 99)), MORNING) is None, "what was before the last hour does not count"
    assert minutes(0, EVERY_THREE, MORNING) is None


def test_what_agents_did_before_they_went_home_helps_nobody() -> None:
    assert minutes(1, ago(*range(25, 60)), MORNING) is None
    assert minutes(2, ago(10, *range(25, 60)), MORNING) == 40, "one in twenty minutes is the pace now"


def test_more_than_an_hour_is_no_estimate() -> None:
    assert minutes(30, EVERY_THREE, MORNING) is None


def test_most_callers_wait_no_longer_than_they_were_told() -> None:
    """A queue of five agents and talks of four minutes, played for days: of those told a number, four in five."""
    dice, told, kept = Random(311), 0, 0
    for _ in range(30):
        waits = day(dice)
        told += len(waits)
        kept += sum(real <= said for said, real in waits)
    assert told > 300
    assert kept / told > 0.8


def day(dice: Random, agents: int = 5, talk: float = 4, callers: int = 180) -> list[tuple[float, float]]:
    """What each caller who had to wait was told, and how long it was, in minutes. First come, first served."""
    ready, begun = [0.0] * agents, list[float]()
    found = list[tuple[float, float]]()
    clock = 0.0
    for _ in range(callers):
        clock += dice.expovariate(agents / talk * 0.97)
        start = max(clock, min(ready))
        ready[ready.index(min(ready))] = start + dice.expovariate(1 / talk)
        ahead = sum(one > clock for one in begun)
        begun.append(start)
        now = MORNING + timedelta(minutes=clock)
        taken = [MORNING + timedelta(minutes=one) for one in begun if one <= clock]
        said = minutes(ahead + 1, taken, now) if start > clock else None
        found += [(float(said), start - clock)] if said else []
    return found
