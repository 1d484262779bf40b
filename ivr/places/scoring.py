"""How well places are found: distance, confident mistakes, questions asked when they should be, what lies outside."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from ivr.places.gazetteer import Gazetteer
from ivr.places.locate import locate
from ivr.places.located import SURE, Located

NEAR = 150.0
"""Metres within which a place counts as found."""


@dataclass(frozen=True, slots=True)
class Row:
    """What was said and what was meant. kind: a kind of Located, or incomplete (a question is due).

    lat, long: None for what names no place in the city. A neighborhood is found when it is named.
    """

    text: str
    language: str
    kind: str
    lat: float | None = None
    long: float | None = None
    neighborhood: str | None = None
    ask: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """metres: from the point meant, None without two points. wrong: answered with confidence, and not there."""

    row: Row
    located: Located
    metres: float | None
    right: bool
    wrong: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """Rows of one sort: how many there are, how many are right, how many are confident and wrong."""

    rows: int = 0
    right: int = 0
    wrong: int = 0

    @property
    def share(self) -> float:
        return self.right / self.rows if self.rows else 0.0


@dataclass(frozen=True, slots=True)
class Scores:
    """`places`: rows that name one, right within NEAR. `asked`: rows that need a question.

    needless: questions to rows that needed none. seconds: each look-up, in order of rows; () when no clock was given.
    """

    all: Tally
    places: Tally
    asked: Tally
    outside: Tally
    neighborhoods: Tally
    needless: int
    by_kind: Mapping[str, Tally]
    by_language: Mapping[str, Tally]
    verdicts: tuple[Verdict, ...] = ()
    seconds: tuple[float, ...] = field(default=(), repr=False)

    def percentile(self, share: float) -> float | None:
        """Seconds of a look-up that `share` (0..1) of all stay under; None without a clock."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else None


def row(fields: Mapping[str, object]) -> Row:
    """A row of a test set (bench/sets/*/places.jsonl). Raises KeyError or TypeError for what is none."""
    lat, long, hood = fields.get("lat"), fields.get("long"), fields.get("neighborhood")
    return Row(
        str(fields["text"]),
        str(fields["language"]),
        str(fields["kind"]),
        float(str(lat)) if lat is not None else None,
        float(str(long)) if long is not None else None,
        str(hood) if hood else None,
        bool(fields.get("ask")),
    )


def score(rows: Sequence[Row], gazetteer: Gazetteer, clock: Callable[[], float] | None = None) -> Scores:
    """Every row located and judged; timed by `clock` (seconds, such as time.perf_counter) when there is one."""
    verdicts: list[Verdict] = []
    seconds: list[float] = []
    for each in rows:
        began = clock() if clock else 0.0
        located = locate(each.text, each.language, gazetteer)
        if clock:
            seconds.append(clock() - began)
        verdicts.append(judge(each, located))
    return sum_up(verdicts, seconds)


def judge(row: Row, located: Located) -> Verdict:
    """Whether an answer is right, and whether it is a confident mistake."""
    away = None
    if row.lat is not None and row.long is not None and located.lat is not None and located.long is not None:
        away = metres(row.lat, row.long, located.lat, located.long)
    sure = located.confidence >= SURE and located.ask is None
    match row.kind:
        case "outside":
            right = located.kind == "outside"
        case "unknown" | "incomplete":
            right = located.ask is not None
        case "neighborhood":
            right = _fold(located.neighborhood) == _fold(row.neighborhood) or (away is not None and away <= NEAR)
        case _:
            right = away is not None and away <= NEAR
    return Verdict(row, located, away, right, sure and not right)


def sum_up(verdicts: Sequence[Verdict], seconds: Sequence[float] = ()) -> Scores:
    placed = [v for v in verdicts if v.row.lat is not None]
    hoods = [v for v in placed if v.row.neighborhood]
    agree = sum(_fold(v.located.neighborhood) == _fold(v.row.neighborhood) for v in hoods)
    return Scores(
        all=_tally(verdicts),
        places=_tally(placed),
        asked=_tally([v for v in verdicts if v.row.kind in ("unknown", "incomplete")]),
        outside=_tally([v for v in verdicts if v.row.kind == "outside"]),
        neighborhoods=Tally(len(hoods), agree),
        needless=sum(v.located.ask is not None for v in placed),
        by_kind={kind: _tally([v for v in verdicts if v.row.kind == kind]) for kind in _each(verdicts, "kind")},
        by_language={
            one: _tally([v for v in verdicts if v.row.language == one]) for one in _each(verdicts, "language")
        },
        verdicts=tuple(verdicts),
        seconds=tuple(seconds),
    )


def metres(lat: float, long: float, other_lat: float, other_long: float) -> float:
    """Between two points in degrees, on a plane: right to a metre within a city."""
    return math.hypot(
        (lat - other_lat) * 111_195, (long - other_long) * 111_195 * math.cos(math.radians((lat + other_lat) / 2))
    )


def _tally(verdicts: Sequence[Verdict]) -> Tally:
    return Tally(len(verdicts), sum(v.right for v in verdicts), sum(v.wrong for v in verdicts))


def _each(verdicts: Sequence[Verdict], what: str) -> list[str]:
    return list(dict.fromkeys(str(getattr(v.row, what)) for v in verdicts))


def _fold(name: str | None) -> str:
    return "".join(c for c in (name or "").lower() if c.isalnum())
