"""The day, counted: what became of everybody who asked for a person, by half hours. Pure.

Each who asked stands in exactly one column, or still waits, so that the columns add up to those who asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ivr.agents.handoff import ENDED, Phase
from ivr.agents.screens import HalfHour

IN_TIME, HALF = 20, timedelta(minutes=30)
"""Seconds within which a person should be there, and how long the pieces of a day are."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One hand-off. at: asked; joined: first with a person; ended: over. All aware.

    end: the phase it is in, and of who is written about the one it will end in. called: they chose to be called back.
    """

    at: datetime
    joined: datetime | None
    ended: datetime | None
    end: Phase
    called: bool


def halves(counted: Sequence[Counted], day: datetime, now: datetime) -> tuple[HalfHour, ...]:
    """Every half hour from `day`, a midnight in the city, until now: none is counted twice when clocks are put back."""
    first, zone = day.astimezone(UTC), day.tzinfo
    count = max(0, (now - first) // HALF) + 1
    pieces: list[list[Counted]] = [[] for _ in range(count)]
    for one in counted:
        nth = (one.at - first) // HALF
        if 0 <= nth < count:
            pieces[nth].append(one)
    return tuple(_half((first + n * HALF).astimezone(zone), mine, now) for n, mine in enumerate(pieces))


def _half(at: datetime, asked: Sequence[Counted], now: datetime) -> HalfHour:
    answered = [one for one in asked if one.joined and not one.called]
    waits = [(one.joined - one.at).total_seconds() for one in answered if one.joined]
    others = [one for one in asked if not one.joined and not one.called and one.end in ENDED]
    gone = [one for one in others if one.end == "abandoned"]
    return HalfHour(
        at,
        asked=len(asked),
        answered=len(answered),
        in_time=sum(wait <= IN_TIME for wait in waits),
        abandoned=len(gone),
        waited=sum(waits) / len(waits) if waits else 0.0,
        called_back=sum(one.called for one in asked),
        elsewhere=len(others) - len(gone),
        longest=max((_wait(one, now) for one in asked if not one.called), default=0.0),
    )


def _wait(one: Counted, now: datetime) -> float:
    """Seconds until a person came, or the caller went another way, or now."""
    return ((one.joined or one.ended or now) - one.at).total_seconds()


def average(halves: Iterable[HalfHour]) -> float | None:
    """Seconds until a person came, of all who were answered; None: nobody was."""
    kept = list(halves)
    answered = sum(half.answered for half in kept)
    return sum(half.waited * half.answered for half in kept) / answered if answered else None
