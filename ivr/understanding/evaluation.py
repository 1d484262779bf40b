"""How well are callers understood? Labelled utterances and what was understood of them, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ivr.understanding.account import Account

BINS = 10
LANGUAGES = ("en", "es")


class NotLabelled(ValueError):
    """A row of the file cannot be measured; the message names it and the remedy."""


@dataclass(frozen=True, slots=True)
class Row:
    """What is true of an utterance; None: the row does not say, and is not counted there."""

    text: str
    language: str
    intent: str | None = None
    service_code: str | None = None
    emergency: str | None = None
    crisis: bool | None = None
    kind: str = ""

    @classmethod
    def read(cls, value: Any, where: str) -> Row:
        """A row of JSON. NotLabelled: `where`, and what is missing."""
        if not isinstance(value, Mapping) or not isinstance(value.get("text"), str):
            raise NotLabelled(f'{where}: a row needs "text", for example {{"text": "a pothole", "language": "en"}}')
        known = {name: value[name] for name in cls.__dataclass_fields__ if name in value}
        if not {"intent", "service_code", "emergency", "crisis"} & known.keys():
            raise NotLabelled(f'{where}: no "intent", "service_code", "emergency" or "crisis" to measure against')
        if (language := known.get("language", "en")) not in LANGUAGES:
            raise NotLabelled(f'{where}: "language" is {language!r}; it must be one of {", ".join(LANGUAGES)}')
        return cls(**{"language": "en", **known})


@dataclass(frozen=True, slots=True)
class Heard:
    """A row, what was understood of it, and the milliseconds that took."""

    row: Row
    account: Account
    milliseconds: float

    @property
    def ranked(self) -> tuple[str | None, ...]:
        """The guesses at a service, the first one first."""
        account = self.account
        return (account["service_code"], *(one["service_code"] for one in account["alternatives"]))

    @property
    def stopped(self) -> bool:
        """Whether the line speaks of 911 or 988 before anything else."""
        return self.account["emergency"] != "none" or self.account["crisis"]


@dataclass(slots=True)
class Share:
    """So many of so many."""

    of: int = 0
    good: int = 0

    def add(self, good: bool) -> None:
        self.of += 1
        self.good += good

    @property
    def rate(self) -> float | None:
        return round(self.good / self.of, 4) if self.of else None

    def plain(self) -> dict[str, Any]:
        return {"of": self.of, "good": self.good, "rate": self.rate}


@dataclass(slots=True)
class Report:
    """The counts. Rates are 0..1; latency in milliseconds."""

    rows: int = 0
    first: dict[str, Share] = field(default_factory=dict)
    first_three: dict[str, Share] = field(default_factory=dict)
    by_service: dict[str, Share] = field(default_factory=dict)
    intents: dict[str, Share] = field(default_factory=dict)
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)
    emergencies: dict[str, Share] = field(default_factory=dict)
    crises: dict[str, Share] = field(default_factory=dict)
    passed: dict[str, Share] = field(default_factory=dict)
    sureness: list[tuple[float, bool]] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)

    def add(self, heard: Heard) -> None:
        """Counts one utterance."""
        self.rows += 1
        self.milliseconds.append(heard.milliseconds)
        self._need(heard)
        self._danger(heard)

    def _need(self, heard: Heard) -> None:
        row, account = heard.row, heard.account
        if row.service_code is not None:
            right = account["service_code"] == row.service_code
            for name in (row.language, "all"):
                self.first.setdefault(name, Share()).add(right)
                self.first_three.setdefault(name, Share()).add(row.service_code in heard.ranked[:3])
            self.by_service.setdefault(row.service_code, Share()).add(right)
            if account["service_code"] is not None:
                self.sureness.append((account["confidence"], right))
            if not right:
                self.confusion[row.service_code, account["service_code"] or account["intent"]] += 1
        elif row.intent is not None:
            right = account["intent"] == row.intent
            self.intents.setdefault(row.intent, Share()).add(right)
            if not right:
                self.confusion[row.intent, account["service_code"] or account["intent"]] += 1

    def _danger(self, heard: Heard) -> None:
        row = heard.row
        names = [name for name in (row.language, row.kind, "all") if name]
        if row.emergency in ("certain", "ask"):
            for name in names:
                self.emergencies.setdefault(name, Share()).add(heard.account["emergency"] != "none")
        if row.crisis:
            for name in names:
                self.crises.setdefault(name, Share()).add(heard.stopped)
        ordinary = row.emergency == "none" and not row.crisis
        if ordinary or (row.emergency is None and row.intent not in (None, "emergency", "crisis")):
            for name in names:
                self.passed.setdefault(name, Share()).add(not heard.stopped)

    # ------------------------------------------------------------------ told

    def calibration(self) -> list[dict[str, Any]]:
        """Bins of confidence: how sure the line was on average, and how often it was right."""
        bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
        for sure, right in self.sureness:
            bins[min(BINS - 1, int(sure * BINS))].append((sure, right))
        return [
            {
                "from": n / BINS,
                "to": (n + 1) / BINS,
                "n": len(one),
                "confidence": round(sum(s for s, _ in one) / len(one), 4) if one else None,
                "right": round(sum(r for _, r in one) / len(one), 4) if one else None,
            }
            for n, one in enumerate(bins)
        ]

    def calibration_error(self) -> float | None:
        """The mean distance between sureness and truth, weighed by how many (ECE)."""
        if not self.sureness:
            return None
        apart = sum(one["n"] * abs(one["confidence"] - one["right"]) for one in self.calibration() if one["n"])
        return round(float(apart) / len(self.sureness), 4)

    def latency(self) -> dict[str, float]:
        """p50 and p99 of one utterance, in milliseconds."""
        return {name: round(percentile(self.milliseconds, share), 3) for name, share in (("p50", 0.5), ("p99", 0.99))}

    def plain(self) -> dict[str, Any]:
        """All of it as JSON values."""

        def shares(of: Mapping[str, Share]) -> dict[str, Any]:
            return {name: of[name].plain() for name in sorted(of)}

        confusion = [{"meant": a, "heard": b, "times": n} for (a, b), n in self.confusion.most_common()]
        return {
            "rows": self.rows,
            "first": shares(self.first),
            "first_three": shares(self.first_three),
            "by_service": shares(self.by_service),
            "intents": shares(self.intents),
            "confusion": confusion,
            "emergencies_heard": shares(self.emergencies),
            "crises_heard": shares(self.crises),
            "harmless_passed": shares(self.passed),
            "calibration": self.calibration(),
            "calibration_error": self.calibration_error(),
            "latency_ms": self.latency(),
        }


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share of `values` lies (nearest rank); 0 of none."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(share * len(ranked)))] if ranked else 0.0


def report(heard: Iterable[Heard]) -> Report:
    """The counts of many utterances."""
    counted = Report()
    for one in heard:
        counted.add(one)
    return counted
