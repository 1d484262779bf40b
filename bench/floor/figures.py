"""What came of the hour, from the journal of the floor and from what the screens heard."""

from __future__ import annotations

import csv
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Kept:
    """What the database holds when the hour is over. Times in real seconds since 1970."""

    handoffs: Rows
    offers: Rows
    journal: Rows
    lines: Rows
    calls: int


def read(url: str) -> Kept:
    with psycopg.connect(url) as connection:

        def rows(query: str) -> Rows:
            return connection.execute(query).fetchall()

        return Kept(
            rows("SELECT id, call_sid, phase, extract(epoch from created_at)::float8,"
                 " extract(epoch from joined_at)::float8 FROM handoffs ORDER BY created_at"),
            rows("SELECT handoff_id, agent, extract(epoch from made_at)::float8, extract(epoch from taken_at)::float8,"
                 " extract(epoch from ended_at)::float8, why FROM offers ORDER BY made_at"),
            rows("SELECT handoff_id, extract(epoch from at)::float8, event, before, after, why FROM handoff_journal"
                 " ORDER BY id"),
            rows("SELECT id, extract(epoch from at)::float8, kind, agent, audience FROM floor_events ORDER BY id"),
            rows("SELECT count(*) FROM calls")[0][0],
        )  # fmt: skip


def quantile(values: Iterable[float], share: float) -> float | None:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else None


def waits(kept: Kept, mine: Mapping[str, int]) -> list[float]:
    """Real seconds from asking to the offer that was taken, of these calls."""
    taken = {row[0]: row[2] for row in reversed(kept.offers) if row[3] is not None}
    return [taken[id] - asked for id, sid, _, asked, _ in kept.handoffs if sid in mine and id in taken]


def freed(kept: Kept) -> list[float]:
    """Seconds from an agent's being free to the offer, where a caller whom they could take waited at that moment.

    Who that is, the offer itself says: its caller had asked before the agent was free.
    """
    asked = {id: at for id, _, _, at, _ in kept.handoffs}
    free: dict[str, list[float]] = {}
    for _, at, kind, agent, _ in kept.lines:
        if kind == "presence" and agent:
            free.setdefault(agent, []).append(at)
    took = []
    for id, agent, made, *_ in kept.offers:
        before = [at for at in free.get(agent, []) if at <= made]
        if before and asked[id] < (at := before[-1]):
            took.append(made - at)
    return took


def screens(kept: Kept, found: Mapping[str, Any]) -> tuple[list[float], list[float]]:
    """Seconds from each change to the streams it concerns: the agents', and the walls'."""
    ids, at = [row[0] for row in kept.lines], [row[1] for row in kept.lines]
    concerned = [row[3] for row in kept.lines]
    agents = [late for one in found["agents"] for late in _late(one, ids, at, concerned, one["person"])]
    walls = [late for one in found["walls"] for late in _late(one, ids, at, concerned, "")]
    return agents, walls


def _late(
    one: Mapping[str, Any], ids: Sequence[int], at: Sequence[float], concerned: Sequence[str], person: str
) -> list[float]:
    found: list[float] = []
    before: int | None = None
    for received, number in one["news"]:
        place = bisect_left(ids, number)
        first = bisect_left(ids, before + 1) if before is not None else place
        found += [
            received - at[n]
            for n in range(first, min(place + 1, len(ids)))
            if at[n] >= one["opened"] and (not person or concerned[n] == person)
        ]
        before = number
    return found


def pages(found: Mapping[str, Any], kept: Kept) -> list[float]:
    """Seconds from a change to the page that shows it in the browser's hand, of the screens that ask anew each time."""
    at = {row[0]: row[1] for row in kept.lines}
    return [
        there - at[number]
        for one in found["agents"]
        for _, there, number in one["pages"]
        if at.get(number, 0.0) >= one["opened"]
    ]


def unheard(kept: Kept, found: Mapping[str, Any]) -> int:
    """Agents of whose newest change their stream never told."""
    theirs: dict[str, tuple[int, float]] = {row[3]: (row[0], row[1]) for row in kept.lines if row[3]}
    told = {one["person"]: max((number for _, number in one["news"]), default=0) for one in found["agents"]}
    opened = {one["person"]: one["opened"] for one in found["agents"]}
    return sum(
        number > told[person] for person, (number, at) in theirs.items() if person in told and at >= opened[person]
    )


def ends(kept: Kept, told: Sequence[Mapping[str, Any]]) -> Counter[str]:
    """What became of every caller who dialled: how their hand-off ended, or `no hand-off`."""
    phase = {sid: phase for _, sid, phase, _, _ in kept.handoffs}
    return Counter(phase.get(one["sid"], "no hand-off") for one in told)


def per_wall(text: str) -> Counter[str]:
    """The sums of the wall's export."""
    sums: Counter[str] = Counter()
    for row in csv.DictReader(text.splitlines()):
        for name in ("asked", "answered", "abandoned"):
            sums[name] += int(row[name])
    return sums


def occupied(kept: Kept, begin: float, end: float, agents: int) -> float:
    """The share of all agents' time between the two moments in which one was asked, talked or wrote."""
    done = {id: at for id, at, _, _, after, _ in kept.journal if after in ("done", "abandoned", "withdrawn", "failed")}
    busy = 0.0
    for id, _, made, taken, ended, _ in kept.offers:
        until = done.get(id, end) if taken is not None else ended or end
        busy += max(0.0, min(end, until) - max(begin, made))
    return busy / ((end - begin) * agents)


def moment(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()
