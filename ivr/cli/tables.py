"""Measurements as tables in a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table

from ivr.calls.review import Vain
from ivr.places.scoring import Scores as Places
from ivr.understanding.evaluation import Report, Share
from ivr.understanding.scoring import Scores

MOST = 15
"""Confusions and services shown; --json has them all."""


def show_needs(report: Report) -> None:
    """The report on standard output, in the order in which people ask for it."""
    console = Console(width=100)
    console.print(
        _rates("Services and police codes", {"first guess": report.first, "in first three": report.first_three})
    )
    if report.intents:
        console.print(_rates("Other intents", {name: {"all": share} for name, share in sorted(report.intents.items())}))
    danger = {
        "emergencies heard": report.emergencies,
        "crises heard": report.crises,
        "harmless, passed": report.passed,
    }
    if any(danger.values()):
        console.print(_rates("Danger", danger))
    if report.confusion:
        console.print(_confusion(report))
    if weak := _weak(report.by_service):
        console.print(_rates("Weakest services", {name: {"all": share} for name, share in weak}))
    if report.sureness:
        console.print(_calibration(report))
    took = report.latency()
    console.print(f"{report.rows} rows; {took['p50']:.2f} ms at p50, {took['p99']:.2f} ms at p99")


def _rates(title: str, rows: Mapping[str, Mapping[str, Share]]) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("")
    for name in ("of whom", "of", "good", "share"):
        table.add_column(name, justify="left" if name == "of whom" else "right")
    for name, shares in rows.items():
        for whom, share in sorted(shares.items()):
            table.add_row(name, whom, str(share.of), str(share.good), percent(share.rate))
    return table


def _confusion(report: Report) -> Table:
    table = Table(title="Most often taken for something else", title_justify="left")
    for name in ("meant", "heard", "times"):
        table.add_column(name, justify="right" if name == "times" else "left")
    for (meant, heard), times in report.confusion.most_common(MOST):
        table.add_row(meant, heard, str(times))
    return table


def _weak(by_service: Mapping[str, Share]) -> list[tuple[str, Share]]:
    wrong = [(name, share) for name, share in by_service.items() if share.good < share.of]
    return sorted(wrong, key=lambda one: (one[1].rate or 0.0, one[0]))[:MOST]


def _calibration(report: Report) -> Table:
    table = Table(title=f"How sure, how right (mean distance {report.calibration_error()})", title_justify="left")
    for name in ("sure", "rows", "on average", "right"):
        table.add_column(name, justify="right")
    for one in report.calibration():
        if one["n"]:
            span = f"{one['from']:.1f}–{one['to']:.1f}"
            table.add_row(span, str(one["n"]), percent(one["confidence"]), percent(one["right"]))
    return table


def show_answers(kind: str, scores: Scores) -> None:
    """Yes and no, numbers or times: how many were right, and which were not."""
    console = Console(width=110)
    table = Table(title=f"{kind}: {percent(scores.accuracy)} of {scores.total}", title_justify="left")
    for name in ("said", "language", "means", "heard"):
        table.add_column(name)
    for miss in scores.misses[: 2 * MOST]:
        table.add_row(miss.text, miss.language, miss.expected or "–", miss.heard or "–")
    console.print(table)


def show_vain(found: Sequence[Vain]) -> None:
    """What callers said in vain, with the id by which it is taught."""
    console = Console()
    table = Table(title="Said in vain", title_justify="left")
    for name in ("id", "said", "asked at", "ended in", "taken for", "meant in the end"):
        table.add_column(name, overflow="fold")
    for one in found:
        table.add_row(one.id, one.said, one.asked, one.end, one.heard or "–", one.meant or "–")
    console.print(table)


def show_places(counted: Places) -> None:
    """How many places were found, how many questions asked, and where the line was sure and wrong."""
    table = Table(title="Places", title_justify="left")
    for name in ("", "rows", "right", "share", "sure and wrong"):
        table.add_column(name, justify="right" if name else "left")
    named = {
        "within 150 m, of those that name a place": counted.places,
        "asked, where a question was due": counted.asked,
        "outside the city, and said to be so": counted.outside,
        "neighborhood told rightly": counted.neighborhoods,
        **{f"· {kind}": one for kind, one in sorted(counted.by_kind.items())},
        **{f"· {language}": one for language, one in sorted(counted.by_language.items())},
    }
    for name, one in named.items():
        table.add_row(name, str(one.rows), str(one.right), percent(one.share), str(one.wrong))
    console = Console(width=110)
    console.print(table)
    console.print(_mistakes(counted))
    took = [(counted.percentile(share) or 0.0) * 1000 for share in (0.5, 0.99)]
    console.print(f"{counted.needless} needless questions; {took[0]:.2f} ms at p50, {took[1]:.2f} ms at p99")


def _mistakes(counted: Places) -> Table:
    table = Table(title="Sure and wrong", title_justify="left")
    for name in ("said", "meant", "found", "metres away"):
        table.add_column(name, justify="right" if name == "metres away" else "left")
    for one in [verdict for verdict in counted.verdicts if verdict.wrong][: 2 * MOST]:
        away = "–" if one.metres is None else f"{one.metres:,.0f}"
        table.add_row(one.row.text, one.row.kind, one.located.readback, away)
    return table


def percent(rate: float | None) -> str:
    """0.9312 → 93.1 %."""
    return "–" if rate is None else f"{100 * rate:.1f} %"
