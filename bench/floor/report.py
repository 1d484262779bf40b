"""What was promised beside what was measured: the table of the floor."""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.floor import figures
from bench.floor.figures import Kept, quantile
from bench.floor.load import Hour, expected, ideal, queued, share
from ivr.agents.handoff import ENDED


@dataclass(frozen=True)
class Found:
    """begin, end: of the hour, real seconds since 1970. told: by the telephones. load: of the machine before it."""

    kept: Kept
    screens: Mapping[str, Any]
    told: Mapping[str, Any]
    begin: float
    end: float
    cpu: Mapping[str, float]
    peak: Mapping[str, float]
    logs: Mapping[str, Sequence[str]]
    load: float

    @property
    def visits(self) -> list[Mapping[str, Any]]:
        return list(self.told.get("ends", ()))


@dataclass(frozen=True, slots=True)
class Line:
    """aim: at most so much, or at least (`more`); None: told, not judged."""

    what: str
    measured: float | None
    aim: float | None
    unit: str
    of: str = ""
    more: bool = False

    @property
    def holds(self) -> bool | None:
        if self.aim is None:
            return None
        if self.measured is None:
            return False
        return self.measured >= self.aim if self.more else self.measured <= self.aim


def lines(asked: argparse.Namespace, hour: Hour, found: Found, target: float) -> list[Line]:
    return [*_fast(found), *_nobody_lost(asked, found), *_level(asked, hour, found, target)]


def _fast(found: Found) -> list[Line]:
    kept, told = found.kept, found.screens
    free = figures.freed(kept)
    agents, walls = figures.screens(kept, told)
    pages = figures.pages(told, kept)
    notes = [done - sent for one in told["agents"] for sent, done, _ in one["finished"]]
    streams = f"{len(told['agents'])} agents' streams, {len(agents)} changes"
    renewed = sum(bool(one["pages"]) for one in told["agents"])
    return [
        _ms("agent free → offer, p50", free, 0.5, None, f"{len(free)} offers to who was just free"),
        _ms("agent free → offer, p99", free, 0.99, 100, "while a caller waited"),
        _ms("change → agent's stream, p50", agents, 0.5, None, streams),
        _ms("change → agent's stream, p99", agents, 0.99, 200, "every change of theirs"),
        _ms("change → wall's stream, p99", walls, 0.99, 200, f"{len(told['walls'])} walls, {len(walls)} changes"),
        _ms("change → page in hand, p50", pages, 0.5, None, f"{renewed} screens that ask anew, {len(pages)} pages"),
        _ms("change → page in hand, p99", pages, 0.99, None, "60 ms of it the page's own calm"),
        _ms("note sent → answered, p99", notes, 0.99, None, f"{len(notes)} notes"),
    ]


def _ms(what: str, values: Sequence[float], at: float, aim: float | None, of: str) -> Line:
    value = quantile(values, at)
    return Line(what, None if value is None else value * 1000, aim, "ms", of)


def _nobody_lost(asked: argparse.Namespace, found: Found) -> list[Line]:
    ends = figures.ends(found.kept, found.visits)
    became = ", ".join(f"{end} {count}" for end, count in sorted(ends.items()))
    open_ = sum(count for end, count in ends.items() if end not in ENDED)
    talked = sum(bool(one["talked"]) for one in found.visits)
    wall, mine = figures.per_wall(found.screens["csv"]), _journal(found.kept)
    apart = sum(abs(wall[name] - mine[name]) for name in mine)
    refusals = sum(len(one["refusals"]) for one in found.visits)
    return [
        Line("callers who came", len(found.visits), None, "", f"{asked.callers} within the hour, the others before it"),
        Line("callers whose hand-off never ended", open_, 0, "", became),
        Line("callers who talked with nobody", len(found.visits) - talked, 0, ""),
        Line("documents Twilio would refuse", refusals, 0, ""),
        Line("agents whose stream missed a change", figures.unheard(found.kept, found.screens), 0, ""),
        Line("notes that could not be written", found.screens["unwritten"], 0, ""),
        Line("wall and journal apart", apart, 0, "callers", ", ".join(f"{k} {v}" for k, v in wall.items())),
    ]


def _journal(kept: Kept) -> Counter[str]:
    """The day's sums, from nothing but what happened."""
    joined = {id for id, _, _, before, after, _ in kept.journal if after == "joined"}
    left = {id for id, _, _, _, after, _ in kept.journal if after == "abandoned"} - joined
    asked = {id for id, _, event, before, _, _ in kept.journal if event == "Asked" and not before}
    return Counter(asked=len(asked), answered=len(joined), abandoned=len(left))


def _level(asked: argparse.Namespace, hour: Hour, found: Found, target: float) -> list[Line]:
    came = {one["sid"]: one["nth"] for one in found.visits if one["nth"] >= 0}
    waited = [wait * asked.factor for wait in figures.waits(found.kept, came)]
    measured = share(waited, target)
    own = _own(asked, found)
    by_formula = expected(hour, target, hour.hold + own)
    drawn = f"{hour.hold:.0f} s a caller"
    replayed = _replayed(asked, hour, found)
    occupied = figures.occupied(found.kept, found.begin, found.end, sum(one.agents for one in hour.groups))

    def percent(what: str, value: float, of: str = "") -> Line:
        return Line(what, value * 100, None, "%", of)

    return [
        percent("service level, measured", measured, f"offered within {target:g} s of asking, of {len(waited)}"),
        percent("service level by Erlang C, same load", by_formula, f"{drawn}, and {own:.1f} s of ours"),
        Line("between the two", abs(measured - by_formula) * 100, 3, "points"),
        percent("service level by Erlang C, as drawn", expected(hour, target), drawn),
        percent("an ideal queue, as drawn", share(ideal(hour), target)),
        percent("an ideal queue, as they came and took", share(replayed, target)),
        percent("agents busy", occupied, f"{asked.occupied:.0%} was drawn"),
        _ms("caller asks → offer, p10", figures.waits(found.kept, came), 0.1, None, "while somebody is free"),
    ]


def _served(found: Found) -> list[tuple[int, float, float, float, float | None]]:
    """Group, asked, offered, free again, and the hold that was drawn, of each who came within the hour and was taken.

    By the time they asked. No hold: their talk was cut short, because the hour was over.
    """
    of = {one["sid"]: one for one in found.visits if one["nth"] >= 0}
    done = {id: at for id, at, _, _, after, _ in found.kept.journal if after == "done"}
    made = {row[0]: row[2] for row in reversed(found.kept.offers) if row[3] is not None}
    return [
        (of[sid]["group"], asked, made[id], done[id], of[sid]["hold"])
        for id, sid, _, asked, _ in found.kept.handoffs
        if sid in of and id in made and id in done
    ]


def _own(asked: argparse.Namespace, found: Found) -> float:
    """Seconds of the hour for which a caller took more of an agent than was drawn: on average, the machine's."""
    over = [(free - made) * asked.factor - hold for _, _, made, free, hold in _served(found) if hold is not None]
    return sum(over) / len(over) if over else 0.0


def _replayed(asked: argparse.Namespace, hour: Hour, found: Found) -> list[float]:
    """How long they would have waited in an ideal queue that gets them when they came, for as long as they took."""
    own = _own(asked, found)
    result: list[float] = []
    for n, group in enumerate(hour.groups):
        came = [(at - found.begin) * asked.factor for which, at, *_ in _served(found) if which == n]
        took = [one.hold + own for one in hour.of(n)][: len(came)]
        result += queued(came[: len(took)], took, group.agents, [hold + own for hold in hour.before[n]])
    return result


def trouble(found: Found) -> Counter[str]:
    """Warnings of the program's own log, and what crossed on the telephones."""
    known: Counter[str] = Counter(found.told.get("wrong", {}))
    for name in ("web", "worker"):
        for row in found.logs[name]:
            if event := re.search(r'"event": ?"([^"]+)"|event=(\S+)', row):
                known[f"{name}: {event[1] or event[2]}"] += 1
    return known


def show(rows: Sequence[Line], found: Found) -> None:
    shown = Table(title="The floor", title_justify="left")
    for name in ("what", "measured", "aim", "", "of"):
        shown.add_column(name, justify="left" if name in ("what", "", "of") else "right")
    for row in rows:
        holds = {True: "holds", False: "[bold red]fails", None: ""}[row.holds]
        value = "not measured" if row.measured is None else f"{row.measured:.{0 if row.unit == '' else 1}f} {row.unit}"
        aim = "" if row.aim is None else f"{'≥' if row.more else '≤'} {row.aim:g} {row.unit}"
        shown.add_row(row.what, value, aim, holds, row.of)
    costs = Table("process", "processor s", "share of a core", "peak MB")
    for kind, seconds in found.cpu.items():
        costs.add_row(kind, f"{seconds:.0f}", f"{seconds / (found.end - found.begin):.2f}", f"{found.peak[kind]:.0f}")
    console = Console(width=140)
    console.print(shown)
    console.print(costs)
    console.print(f"The machine's load before it: {found.load:.1f}. Told beside: {dict(trouble(found)) or 'nothing'}")


def plain(rows: Sequence[Line], found: Found) -> dict[str, Any]:
    return {
        "lines": [{"what": x.what, "measured": x.measured, "aim": x.aim, "holds": x.holds} for x in rows],
        "cpu": found.cpu, "peak": found.peak, "load": found.load, "trouble": trouble(found),
    }  # fmt: skip
