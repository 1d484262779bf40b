"""How well callers are understood, beside what was promised: `python -m bench.understanding`.

The rows are those of bench/sets/unseen, which were written by people who had not seen the city's examples, and which
nobody has tuned anything on (--tuning measures the other set). Places need the city's open data (--data, default
../shared/data beside the project); without it they are left out, and the table says so. --write puts the table and the
reliability diagram into docs/understanding.md.
"""

from __future__ import annotations

import argparse
import gc
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table

from bench import reliability
from ivr import understanding
from ivr.calls import checking
from ivr.calls.folders import read
from ivr.flow.book import Book
from ivr.flow.meaning import Meaning, Want
from ivr.places import scoring as places
from ivr.places.keeping import load
from ivr.understanding import Mind
from ivr.understanding.account import account
from ivr.understanding.evaluation import Heard, Report, Row, percentile, report
from ivr.understanding.scoring import Kind, score_answers

HERE = Path(__file__).parents[1]
PAGE, DANGER_PAGE = HERE / "docs" / "understanding.md", HERE / "docs" / "emergencies.md"
DIAGRAM = HERE / "docs" / "pictures" / "reliability.svg"
MISSED, STOPPED = "emergencies not missed (certain or ask)", "hard non-emergencies stopped by a question"
CRISES, ORDINARY = "crisis not missed", "ordinary needs stopped by a question"
DANGER = (MISSED, STOPPED, CRISES, ORDINARY)
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
OPEN_DATA = (
    "baltimore_street_segments.csv.gz",
    "baltimore_named_intersections.csv",
    "neighborhoods_2020.geojson",
    "council_districts.geojson",
    "police_districts_2023.geojson",
    "baltimore_city.geojson",
)
NOW = datetime(2026, 11, 24, 14, 30)
PASSES = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: shares 0..1 (None: not measured), or milliseconds. most: the promise is an upper bound."""

    what: str
    measured: float | None
    least: float
    aim: float
    rows: int = 0
    most: bool = False
    unit: str = "%"

    @property
    def holds(self) -> bool | None:
        if self.measured is None:
            return None
        return self.measured <= self.least if self.most else self.measured >= self.least

    def told(self, value: float | None) -> str:
        if value is None:
            return "not measured"
        return f"{value:.2f} ms" if self.unit == "ms" else f"{100 * value:.1f} %"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--tuning", action="store_true", help="the set that was tuned on, instead of the unseen one")
    options.add_argument("--data", type=Path, default=HERE.parent / "shared" / "data", help="the city's open data")
    options.add_argument("--json", action="store_true", help="one JSON object")
    options.add_argument("--write", action="store_true", help="put the table into docs/understanding.md")
    asked = options.parse_args()
    sets = HERE / "bench" / "sets" / ("tuning" if asked.tuning else "unseen")
    needs, danger = heard(sets / "needs.jsonl"), heard(sets / "danger.jsonl")
    lines = [*need_lines(needs), *danger_lines(danger), *place_lines(sets, asked.data), *answer_lines(sets)]
    passed = needs.passed["all"]
    lines.append(Line(ORDINARY, 1 - (passed.rate or 0.0), 0.1, 0.01, passed.of, most=True))
    took = [*needs.milliseconds, *danger.milliseconds]
    lines.append(Line("understanding a turn, p99", percentile(took, 0.99), 5.0, 1.0, len(took), True, "ms"))
    if asked.json:
        print(json.dumps([{"what": x.what, "measured": x.measured, "holds": x.holds} for x in lines]))
    else:
        show(lines)
    if asked.write:
        write(lines, needs)
    sys.exit(1 if any(line.holds is False for line in lines) else 0)


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def book() -> Book:
    loaded = checking.load(read(HERE))
    assert loaded.book is not None, loaded.problems
    return loaded.book


def heard(path: Path) -> Report:
    """Every row, understood one after the other in this process, on one core."""
    city = book()
    mind = understanding.build(city, HERE / "var" / "cache")
    return report(_heard(mind, city, [Row.read(row, path.name) for row in rows(path)]))


def settle() -> None:
    """As a web process does before its first call: nobody looks for garbage in what stays as long as the process."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def _heard(mind: Mind, city: Book, asked: Sequence[Row]) -> Iterator[Heard]:
    """Each row is heard once in each of PASSES, and its time is the middle one: the machine is shared with others."""
    want = Want("intents")
    mind.hear("warm", "en", want, NOW)
    settle()
    passes = [[_timed(mind, row, want) for row in asked] for _ in range(PASSES)]
    for row, *heard in zip(asked, *passes, strict=True):
        meaning = heard[0][0]
        yield Heard(row, account(row.text, row.language, meaning, city.services), median(took for _, took in heard))


def _timed(mind: Mind, row: Row, want: Want) -> tuple[Meaning, float]:
    began = time.perf_counter()
    meaning = mind.hear(row.text, row.language, want, NOW)
    return meaning, (time.perf_counter() - began) * 1000


# ------------------------------------------------------------------ the lines of the table


def need_lines(needs: Report) -> Iterator[Line]:
    for language in ("en", "es"):
        share = needs.first[language]
        yield Line(f"service or police code, first guess, {language}", share.rate, 0.85, 0.93, share.of)
    three = needs.first_three["all"]
    yield Line("in the first three", three.rate, 0.95, 0.98, three.of)


def danger_lines(danger: Report) -> Iterator[Line]:
    heard_, hard, crises = danger.emergencies["all"], danger.passed["hard_negative"], danger.crises["all"]
    yield Line(MISSED, heard_.rate, 0.99, 1.0, heard_.of)
    stopped = None if hard.rate is None else 1 - hard.rate
    yield Line(STOPPED, stopped, 0.05, 0.01, hard.of, most=True)
    yield Line(CRISES, crises.rate, 0.97, 1.0, crises.of)


def place_lines(sets: Path, data: Path) -> Iterator[Line]:
    names = ("places within 150 m, of those that name one", "places answered with confidence and wrong")
    if not (data / "baltimore_street_segments.csv.gz").is_file():
        yield from (Line(names[0], None, 0.88, 0.95), Line(names[1], None, 0.02, 0.005, most=True))
        return
    found = located(sets, data)
    yield Line(names[0], found.places.share, 0.88, 0.95, found.places.rows)
    yield Line(names[1], found.all.wrong / found.all.rows, 0.02, 0.005, found.all.rows, most=True)
    took = found.percentile(0.99)
    yield Line("finding a place, p99", took and took * 1000, 5.0, 5.0, found.all.rows, True, "ms")


def located(sets: Path, data: Path) -> places.Scores:
    """The places of the set in a gazetteer that is imported for the purpose."""
    with tempfile.TemporaryDirectory() as folder:
        gazetteer = load(imported(data, Path(folder) / "city.gazetteer"))
        return places.score([places.row(row) for row in rows(sets / "places.jsonl")], gazetteer, time.perf_counter)


def imported(data: Path, to: Path) -> Path:
    """The city's open data as a gazetteer, made by the command an engineer would use."""
    files = [data / name for name in OPEN_DATA]
    command = [str(Path(sys.executable).with_name("ivr")), "places", "import", *map(str, files), "--to", str(to)]
    subprocess.run(command, check=True, capture_output=True, cwd=HERE)
    return to


def answer_lines(sets: Path) -> Iterator[Line]:
    asked: Sequence[tuple[Kind, str, float, float]] = (
        ("yesno", "yes and no", 0.97, 0.99),
        ("number", "numbers", 0.97, 0.99),
        ("when", "times", 0.90, 0.97),
    )
    for kind, name, least, aim in asked:
        scores = score_answers(kind, rows(sets / f"{kind}.jsonl"))
        yield Line(name, scores.accuracy, least, aim, scores.total)


# ------------------------------------------------------------------ told


def show(lines: Sequence[Line], title: str = "Understanding") -> None:
    table = Table(title=title, title_justify="left")
    for name in ("what", "rows", "measured", "at least", "aim", ""):
        table.add_column(name, justify="left" if name in ("what", "") else "right")
    for line in lines:
        holds = {True: "holds", False: "[bold red]fails", None: ""}[line.holds]
        sign = "≤ " if line.most else ""
        promised = (sign + line.told(line.least), sign + line.told(line.aim))
        table.add_row(line.what, str(line.rows), line.told(line.measured), *promised, holds)
    Console(width=120).print(table)


def write(lines: Sequence[Line], needs: Report) -> None:
    """Into the pages, between their marks, and the diagram beside them."""
    _put(PAGE, lines)
    _put(DANGER_PAGE, [line for line in lines if line.what in DANGER])
    DIAGRAM.write_text(reliability.svg(needs.calibration()), encoding="utf-8")


def _put(page: Path, lines: Sequence[Line]) -> None:
    head = "| | rows | measured | at least | aim |\n|---|---|---|---|---|\n"
    body = "".join(
        f"| {x.what} | {x.rows} | **{x.told(x.measured)}** | {'≤ ' * x.most}{x.told(x.least)} "
        f"| {'≤ ' * x.most}{x.told(x.aim)} |\n"
        for x in lines
    )
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    page.write_text(f"{before}{BEGIN}\n{head}{body}{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
