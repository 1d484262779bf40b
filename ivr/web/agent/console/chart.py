"""The day by half hours, as a picture: who was answered in time, late, and who gave up; and as a table to keep."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo

from ivr.agents.screens import HalfHour, level

WIDE, HIGH, FOOT, LEFT = 720.0, 240.0, 26.0, 34.0
COLUMNS = (
    "begin", "asked", "answered", "in_time", "abandoned", "average_wait_seconds", "service_level",
    "chose_call_back", "went_elsewhere", "longest_wait_seconds",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bar:
    """One half hour. x, wide: where it stands; in_time, late, gone: (top, height) of its three parts, from below up."""

    label: str
    x: float
    wide: float
    in_time: tuple[float, float]
    late: tuple[float, float]
    gone: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Chart:
    """lines: height and number of each line across."""

    bars: tuple[Bar, ...]
    lines: tuple[tuple[float, int], ...]


def chart(halves: Sequence[HalfHour], zone: tzinfo | None) -> Chart:
    """The last day's halves. zone: the city's."""
    most = max([one.answered + one.abandoned for one in halves] or [0])
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 10_000) if most <= 4 * step or step == 10_000)
    top = step * max(1, -(-most // step))
    scale, ground = (HIGH - FOOT - 10) / top, HIGH - FOOT
    room = (WIDE - LEFT) / max(1, len(halves))

    def bar(nth: int, one: HalfHour) -> Bar:
        parts, at = [], ground
        for count in (one.in_time, one.answered - one.in_time, one.abandoned):
            at -= count * scale
            parts.append((round(at, 1), round(count * scale, 1)))
        label = one.at.astimezone(zone).strftime("%-H:%M")
        return Bar(label, round(LEFT + nth * room + room * 0.14, 1), round(room * 0.72, 1), *parts)

    lines = tuple((round(ground - n * scale, 1), n) for n in range(0, top + 1, step))
    return Chart(tuple(bar(nth, one) for nth, one in enumerate(halves)), lines)


def table(halves: Sequence[HalfHour], zone: tzinfo | None) -> str:
    """The same as CSV, one line a half hour; times with their offset."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(COLUMNS)
    for one in halves:
        reached = level((one,))
        rows.writerow(
            [one.at.astimezone(zone).isoformat(timespec="minutes"), one.asked, one.answered, one.in_time, one.abandoned,
             round(one.waited, 1), "" if reached is None else round(reached, 4), one.called_back, one.elsewhere,
             round(one.longest, 1)]
        )  # fmt: skip
    return out.getvalue()
