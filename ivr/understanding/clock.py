"""The hour of the day as it is said: “around ten”, “half past three”, “a las dos y media de la tarde”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from ivr.flow.numerals import numbers
from ivr.flow.spoken import fold
from ivr.understanding import words

_WRITTEN = re.compile(r"\b(\d{1,2})(?::|\.)(\d{2})\b|\b(\d{1,2})(?=\s*[ap]\.?\s?m\b)", re.IGNORECASE)
_AM = re.compile(r"\b(a m|am|morning|manana|madrugada)\b")
_PM = re.compile(r"\b(p m|pm|afternoon|evening|tonight|tarde)\b")
_NIGHT = re.compile(r"\b(night|noche|anoche|antenoche)\b")
_EARLY = re.compile(r"\b(madrugada)\b")
_NOON = re.compile(r"\b(noon|midday|mediodia|medio dia)\b")
_MIDNIGHT = re.compile(r"\b(midnight|medianoche|media noche)\b")


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour of the day. `next_day`: after midnight of the night that was named (“last night around two”)."""

    at: time
    next_day: bool = False
    sure: bool = True


def hour(text: str, language: str) -> Hour | None:
    """The hour in a text; None when it names none. Without am or pm, one to six are in the afternoon."""
    folded = fold(text)
    if _NOON.search(folded):
        return Hour(time(12))
    if _MIDNIGHT.search(folded):
        return Hour(time(0), next_day=bool(_NIGHT.search(folded)))
    said = _said(text, folded, language)
    return _placed(*said, folded) if said else None


def _said(text: str, folded: str, language: str) -> tuple[int, int] | None:
    """(hour, minute) as said, before am and pm are thought of."""
    if match := _WRITTEN.search(text):
        return _valid(int(match[1] or match[3]), int(match[2] or 0))
    spoken = _spanish(folded) if language == "es" else _english(folded)
    return _valid(*spoken) if spoken else None


def _valid(hours: int, minutes: int) -> tuple[int, int] | None:
    return (hours, minutes) if 0 <= hours < 24 and 0 <= minutes < 60 else None


def _number(said: Sequence[str], at: int, language: str) -> tuple[list[int], int]:
    run = next((n for n in numbers(said[at : at + 8], language) if n.start == 0 and not n.ordinal), None)
    return ([int(g) for g in run.groups], at + run.end) if run else ([], at)


def _english(folded: str) -> tuple[int, int] | None:
    said = folded.split()
    for at, word in enumerate(said):
        if word in ("past", "after", "to", "till", "til") and at and (next_ := _number(said, at + 1, "en")[0]):
            before = {"half": 30, "quarter": 15, "ten": 10, "five": 5, "twenty": 20}.get(said[at - 1])
            if before is not None:
                return (next_[0], before) if word in ("past", "after") else ((next_[0] - 1) % 12 or 12, 60 - before)
    for at, word in enumerate(said):
        groups, end = _number(said, at, "en")
        follows = said[end : end + 1]
        if groups and (
            follows in (["am"], ["pm"], ["oclock"])
            or said[end : end + 2] in (["a", "m"], ["p", "m"], ["in", "the"], ["at", "night"])
        ):
            return _pair(groups)
        if groups and any(" ".join(said[max(0, at - len(p.split())) : at]) == p for p in words.of("en").before_hour):
            if follows and follows[0] in (
                "days",
                "day",
                "weeks",
                "week",
                "months",
                "years",
                "minutes",
                "hours",
                "hour",
                "feet",
                "people",
            ):
                continue
            return _pair(groups)
        if groups and word.isdigit():
            continue
    return None


def _pair(groups: Sequence[int]) -> tuple[int, int]:
    if len(groups) == 1 and groups[0] > 99:  # “1030”
        return divmod(groups[0], 100)
    minutes = groups[1] if len(groups) > 1 else 0
    if len(groups) == 3 and groups[1] == 0:  # “ten oh five”
        minutes = groups[2]
    return groups[0], minutes


def _spanish(folded: str) -> tuple[int, int] | None:
    said = folded.split()
    for at in range(len(said)):
        if not any(" ".join(said[max(0, at - len(p.split())) : at]) == p for p in words.of("es").before_hour):
            continue
        groups, end = _number(["uno" if w == "una" else w for w in said], at, "es")
        if not groups or said[end : end + 1] in (["dias"], ["semanas"], ["meses"]):
            continue
        hours, minutes = _pair(groups)
        after = said[end : end + 2]
        if after[:1] == ["y"]:
            extra = _number(said, end + 1, "es")[0]
            minutes = {"media": 30, "cuarto": 15}.get(after[-1], extra[0] if extra else 0)
        if after == ["menos", "cuarto"]:
            return (hours - 1) % 12 or 12, 45
        return hours, minutes
    return None


def _placed(hours: int, minutes: int, folded: str) -> Hour:
    """Morning or evening, by what else was said."""
    if hours > 12 or hours == 0:
        return Hour(time(hours, minutes))
    if _PM.search(folded) and not _NIGHT.search(folded):
        return Hour(time(hours % 12 + 12, minutes))
    if _NIGHT.search(folded) and not re.search(r"\b(am|a m|manana|morning)\b", folded):
        late = 5 <= hours < 12
        return Hour(time(hours + 12 if late else hours % 12, minutes), next_day=not late)
    if _AM.search(folded):
        return Hour(time(hours % 12, minutes), next_day=bool(_NIGHT.search(folded)))
    return Hour(time(hours + 12 if hours < 7 else hours, minutes), sure=False)
