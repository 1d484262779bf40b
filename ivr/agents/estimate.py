"""How long a caller will wait, as far as the last hour can tell; where it cannot, no number is said. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

HOUR = timedelta(hours=1)
RECENT = timedelta(minutes=20)
FEWEST = 5
"""Callers taken in the last hour: fewer tell nothing."""
SAID = (1, 2, 3, 4, 5, 7, 10, 15, 20, 25, 30, 40, 50, 60)
"""Minutes as people say them; more than an hour is no estimate."""


def minutes(place: int, taken: Iterable[datetime], now: datetime) -> int | None:
    """Minutes until it is the turn of whoever is at `place` (1: next), rounded up to SAID; None: say no number.

    taken: when callers of this queue came to a person, aware. The pace of the last hour counts, or that of the last
    RECENT when it is slower: what agents did before they went home helps nobody. Without anybody taken lately, or with
    too few in the hour, there is no honest number.
    """
    lately = [at for at in taken if now - HOUR < at <= now]
    recent = sum(now - at < RECENT for at in lately)
    if place < 1 or len(lately) < FEWEST or not recent:
        return None
    each = max(HOUR / len(lately), RECENT / recent)
    return next((said for said in SAID if place * each <= timedelta(minutes=said)), None)
