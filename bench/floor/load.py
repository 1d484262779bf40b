"""An hour at the floor, drawn by chance: who calls when, for which agents, and how long they take. Pure.

A thousand moments that are each as likely as any other in the hour are what a Poisson process is, once its count is
known. The hour begins in the middle of a day: as many agents as the load keeps busy are busy with somebody already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heapify, heapreplace
from random import Random

from bench.floor.erlang import service_level

HOUR = 3600.0
SEEDS, NEAR = 2000, 0.01
LONGER = (0.0, 0.01, 0.02)
"""Shares of a caller's time that the machine may take besides."""


@dataclass(frozen=True, slots=True)
class Group:
    """Agents who take the same callers, and nobody else's: a queue and a language. share: of agents and callers."""

    name: str
    queue: str
    language: str
    agents: int


@dataclass(frozen=True, slots=True)
class Caller:
    """at: seconds of the hour. hold: seconds an agent is theirs, from the ring to the note. leaves: hangs up first."""

    at: float
    group: int
    hold: float
    leaves: bool


@dataclass(frozen=True, slots=True)
class Hour:
    """callers: by their time. before: of each group, how long those take from now on who are being helped already."""

    groups: tuple[Group, ...]
    callers: tuple[Caller, ...]
    before: tuple[tuple[float, ...], ...]
    hold: float

    def load(self, group: int) -> float:
        """In Erlangs: what is to be expected of this share of the callers, not what was drawn."""
        share = self.groups[group].agents / sum(one.agents for one in self.groups)
        return len(self.callers) * share * self.hold / HOUR

    def of(self, group: int) -> list[Caller]:
        return [one for one in self.callers if one.group == group]


def groups(agents: int) -> tuple[Group, ...]:
    """Three of them, one small: a small group makes callers wait at a load that a large one hardly feels."""
    spanish, police = max(1, round(agents * 0.15)), max(1, round(agents * 0.25))
    return (
        Group("services, English", "services", "en", agents - spanish - police),
        Group("services, Spanish", "services", "es", spanish),
        Group("police, English", "police", "en", police),
    )


def draw(random: Random, floor: tuple[Group, ...], callers: int, occupied: float) -> Hour:
    """occupied: the share of their time that agents are busy, which says how long a caller takes."""
    agents = sum(one.agents for one in floor)
    hold = occupied * agents * HOUR / callers
    moments = sorted(random.uniform(0, HOUR) for _ in range(callers))
    weights = [one.agents for one in floor]

    def caller(at: float) -> Caller:
        group = random.choices(range(len(floor)), weights)[0]
        return Caller(at, group, random.expovariate(1 / hold), random.random() < 0.5)

    came = tuple(caller(at) for at in moments)
    before = tuple(
        tuple(random.expovariate(1 / hold) for _ in range(round(occupied * one.agents))) for one in floor
    )  # fmt: skip
    return Hour(floor, came, before, hold)


def typical(floor: tuple[Group, ...], callers: int, occupied: float, target: float) -> Hour:
    """Of the hours that are drawn, one in which an ideal queue serves as many in time as Erlang's formula says.

    One hour in three is ten points better or worse than the mean of all, by chance alone: in such an hour a comparison
    tells of the dice. It is looked for where everybody takes as long as was drawn, and where they take a little longer:
    the machine's own time comes on top. The first that is nearly so is taken, else the best.
    """

    def apart(hour: Hour) -> float:
        return max(
            abs(share(ideal(hour, more * hour.hold), target) - expected(hour, target, (1 + more) * hour.hold))
            for more in LONGER
        )

    best = draw(Random(0), floor, callers, occupied)
    least = apart(best)
    for seed in range(1, SEEDS):
        if least <= NEAR:
            break
        hour = draw(Random(seed), floor, callers, occupied)
        if (found := apart(hour)) < least:
            best, least = hour, found
    return best


def expected(hour: Hour, target: float, hold: float = 0.0) -> float:
    """The service level by Erlang's formula, over all groups. hold: what callers took indeed, if not as was drawn."""
    took = hold or hour.hold
    levels = (
        service_level(one.agents, hour.load(n) * took / hour.hold, took, target) for n, one in enumerate(hour.groups)
    )
    agents = [one.agents for one in hour.groups]
    return sum(level * count for level, count in zip(levels, agents, strict=True)) / sum(agents)


def ideal(hour: Hour, more: float = 0.0) -> list[float]:
    """How long each would wait where a free agent and who waits longest meet at once. more: seconds for each caller."""
    waits = []
    for n, group in enumerate(hour.groups):
        mine = hour.of(n)
        took = [one.hold + more for one in mine]
        waits += queued([one.at for one in mine], took, group.agents, hour.before[n])
    return waits


def queued(came: Sequence[float], took: Sequence[float], agents: int, busy: Sequence[float] = ()) -> list[float]:
    """The wait of each caller in order. took: of the nth to be served. busy: until when some agents are."""
    free = [*busy, *(0.0 for _ in range(agents - len(busy)))]
    heapify(free)
    waits = []
    for at, hold in zip(came, took, strict=True):
        begins = max(at, free[0])
        heapreplace(free, begins + hold)
        waits.append(begins - at)
    return waits


def share(waits: Sequence[float], target: float) -> float:
    """Of those who came, who waited no longer."""
    return sum(wait <= target for wait in waits) / len(waits) if waits else 1.0
