"""An hour at a large floor, played fast: `python -m bench.floor`.

200 agents and 1,000 callers who come by chance within an hour, through the real app (gunicorn with several processes),
PostgreSQL, a worker, and the test phone's account in Twilio's place. Every agent's browser is signed in and holds a
stream; so do two walls. Measured: how long from an agent who is free to the offer, from a change to the screens; that
nobody is lost; and the service level, beside what Erlang's formula says of the same load.

Time is accelerated by a factor: callers come, wait between two choices, talk and are written about so much faster. What
the machine itself needs is not: each of its milliseconds counts as `factor` of them in the service level and in an
agent's time, and it does `factor` times the work of a floor of that size.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console

from bench.floor import figures, report
from bench.floor.house import House, opened, staff
from bench.floor.load import HOUR, Hour, groups, typical
from bench.floor.spent import Spent
from bench.turns import HERE, TOKEN, _end

TARGET = 20.0
RAMP, DRAIN, QUEUE, LAST = 120.0, 90.0, 30.0, 120.0
"""Real seconds at most: until those are helped who came before the hour; after it, in all; for who still waits then;
and until everybody has gone."""
FEW = 3
"""Callers on the line who do not talk with anybody: they are saying goodbye."""


@dataclass
class Beside:
    """A process that tells, one JSON object a line. told: the newest of each word."""

    process: subprocess.Popen[str]
    told: dict[str, Any] = field(default_factory=dict)

    def say(self, words: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(words + "\n")
        self.process.stdin.flush()

    def hears(self) -> Iterator[dict[str, Any]]:
        assert self.process.stdout
        for row in self.process.stdout:
            news = json.loads(row)
            self.told |= news
            yield news

    def until(self, word: str) -> Any:
        for news in self.hears():
            if word in news:
                return news[word]
        raise SystemExit(f"a part of the measurement ended before it said {word}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--agents", type=int, default=200)
    options.add_argument("--callers", type=int, default=1000, help="who come within the hour (1000)")
    options.add_argument("--factor", type=float, default=9.0, help="how much faster than life (9)")
    options.add_argument("--occupied", type=float, default=0.9, help="share of their time that agents are busy (0.9)")
    options.add_argument("--processes", type=int, default=2, help="of gunicorn (2)")
    options.add_argument("--minutes", type=float, default=10.0, help="real ones after which it is given up (10)")
    options.add_argument("--keep", type=Path, help="an empty folder in which database and logs stay")
    options.add_argument("--json", action="store_true", help="one JSON object")
    asked = options.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # whoever ends it leaves no server behind
    tell = Console(stderr=True)
    hour = typical(groups(asked.agents), asked.callers, asked.occupied, TARGET)
    with ExitStack() as held, tempfile.TemporaryDirectory() as folder:
        found = played(asked, hour, (asked.keep or Path(folder)).absolute(), held, tell)
    lines = report.lines(asked, hour, found, TARGET)
    print(json.dumps(report.plain(lines, found), default=str)) if asked.json else report.show(lines, found)
    sys.exit(1 if any(line.holds is False for line in lines) else 0)


def played(asked: argparse.Namespace, hour: Hour, folder: Path, held: ExitStack, tell: Console) -> report.Found:
    until = time.monotonic() + asked.minutes * 60
    load = os.getloadavg()[0]
    tell.print("PostgreSQL, gunicorn, a worker …")
    house = held.enter_context(opened(folder, asked.processes))
    agents, walls = staff(house, hour.groups)
    telephones = held.enter_context(beside("telephones", folder, _town(asked, hour, house, agents)))
    telephones.until("ready")
    tell.print(f"{len(agents)} agents sign in, and {len(walls)} supervisors …")
    screens = held.enter_context(beside("screens", folder, _desks(asked, house, agents, walls)))
    tell.print(f"{screens.until('ready')} streams are open.")
    pids = {**house.pids, "telephones": telephones.process.pid, "screens": screens.process.pid}
    day = Day(asked, telephones, screens, tell, until)
    day.before(sum(map(len, hour.before)))
    with Spent(pids) as spent:
        begin, end = day.hour(len(hour.callers))
    day.close()
    kept = figures.read(house.url)
    told = json.loads((folder / "screens.found").read_text())
    logs = {name: _said(folder / f"{name}.log") for name in ("web", "worker", "telephones", "screens")}
    return report.Found(kept, told, telephones.told, begin, end, spent.cpu, spent.peak, logs, load)


@dataclass
class Day:
    """The steps of the day, and who passes on what is said."""

    asked: argparse.Namespace
    telephones: Beside
    screens: Beside
    tell: Console
    until: float

    def before(self, callers: int) -> None:
        """Who was there before the hour comes, and is helped."""
        self.telephones.say("ramp")
        last = time.monotonic() + RAMP
        for news in self._news("before"):
            if news["talking"] >= callers or time.monotonic() > last:
                break

    def hour(self, callers: int) -> tuple[float, float]:
        """Its begin and end, real seconds since 1970. It is over when the last who came is with somebody."""
        begin, already = time.time(), self.telephones.told["asked"]
        self.telephones.say("begin")
        last = time.monotonic() + HOUR / self.asked.factor + DRAIN
        ended = 0.0
        for news in self._news("hour"):
            if news["minute"] is not None and news["minute"] >= HOUR / 60 and not ended:
                ended = time.time()
            came = news["asked"] - already >= callers
            nobody_waits = news["on_the_line"] - news["talking"] <= FEW
            if (ended and came and (nobody_waits or time.time() > ended + QUEUE)) or time.monotonic() > last:
                break
        return begin, ended or time.time()

    def close(self) -> None:
        """Everybody who still talks comes to an end."""
        self.telephones.say("close")
        last = time.monotonic() + LAST
        self.until = max(self.until, last)
        for news in self._news("after"):
            if not news["on_the_line"] + news["writing"] or time.monotonic() > last:
                break
        self.telephones.say("over")
        for news in self.telephones.hears():
            self._pass_on(news)
        time.sleep(2.0)  # the last notes
        self.screens.say("over")
        self.screens.process.wait(30)

    def _news(self, when: str) -> Iterator[Mapping[str, Any]]:
        shown = 0.0
        for news in self.telephones.hears():
            self._pass_on(news)
            if "asked" not in news:
                continue
            if time.monotonic() - shown > 10:
                shown = time.monotonic()
                self.tell.print(
                    f"  {when}: minute {news['minute'] if news['minute'] is not None else '–'}, {news['asked']} came,"
                    f" {news['talking']} talk, {news['on_the_line']} on the line"
                )
            if time.monotonic() > self.until:
                self.tell.print("The time is over: what was seen by now is told.")
                return
            yield news

    def _pass_on(self, news: Mapping[str, Any]) -> None:
        if "finish" in news:
            self.screens.say(f"finish {news['finish']}")


def _town(asked: argparse.Namespace, hour: Hour, house: House, agents: list[dict[str, Any]]) -> dict[str, Any]:
    drawn = asdict(hour)
    return {
        **drawn, "agents": agents, "port": house.port, "rest": house.rest, "token": TOKEN, "factor": asked.factor,
        "folder": str(house.folder / "shelf"), "threads": 8,
    }  # fmt: skip


def _desks(
    asked: argparse.Namespace, house: House, agents: list[dict[str, Any]], walls: list[dict[str, Any]]
) -> dict[str, Any]:
    return {
        "port": house.port, "agents": agents, "supervisors": walls, "whole": max(1, round(len(agents) / asked.factor)),
        "found": str(house.folder / "screens.found"),
    }  # fmt: skip


@contextmanager
def beside(name: str, folder: Path, told: Mapping[str, Any]) -> Iterator[Beside]:
    given = folder / f"{name}.json"
    given.write_text(json.dumps(told))
    with (folder / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", f"bench.floor.{name}", str(given)], cwd=HERE, text=True, stderr=log,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
    try:
        yield Beside(process)
    finally:
        _end(process)  # type: ignore[arg-type]


def _said(log: Path) -> list[str]:
    return log.read_text(errors="replace").splitlines()


if __name__ == "__main__":
    main()
