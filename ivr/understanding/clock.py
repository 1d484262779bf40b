"""The hour of the day as it is said: “around ten”, “half past three”, “a las dos y media de la tarde”."""

# ruff: noqa: SIM905  (lists of words are read and edited as text)

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from ivr.flow.numerals import Number, numbers
from ivr.flow.spoken import fold
from ivr.understanding import words

_WRITTEN = re.compile(r"\b(\d{1,2})(?::|\.)(\d{2})\b(?![:./-]\d)|\b(\d{1,2})(?=\s?[ap]\.?\s?m\b)", re.IGNORECASE)
_AM = re.compile(r"\b(a m|am|morning|madrugada|(?:la|esta) manana)\b")
_PM = re.compile(r"\b(p m|pm|afternoon|evening|tonight|tarde|tardecita)\b")
_NIGHT = re.compile(r"\b(night|noche|anoche|antenoche|antier en la noche)\b")
_NOON = re.compile(r"\b(noon|noontime|midday|mediodia|medio dia)\b")
_MIDNIGHT = re.compile(r"\b(midnight|medianoche|media noche)\b")

_FOLLOWS = frozenset("am pm oclock sharp ish tonight yesterday".split())
_PAIRS = frozenset(
    {("a", "m"), ("p", "m"), ("o", "clock"), ("in", "the"), ("at", "night"), ("last", "night"), ("de", "la")}
    | {("this", part) for part in ("morning", "afternoon", "evening")}
    | {("yesterday", part) for part in ("morning", "afternoon", "evening")}
    | {("en", "punto"), ("y", "media"), ("y", "cuarto"), ("en", "la"), ("por", "la")}
)
_PARTS = frozenset("night morning afternoon evening tonight noche madrugada".split())
"""A number right after one of these is an hour: “thursday night ten thirty”."""
_NO_HOUR = frozenset(
    "days day weeks week months month years year minutes minute mins hours hour feet people of times blocks houses "
    "street st avenue dias semanas meses anos minutos horas cuadras casas calle personas veces".split()
)
_MINUTES = {"half": 30, "quarter": 15, "ten": 10, "five": 5, "twenty": 20, "media": 30, "cuarto": 15}
_PAST = frozenset({"past", "after"})
_TO = frozenset({"to", "till", "til", "of", "before"})

_Said = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour of the day. next_day: after midnight of the night that was named (“last night around two”).

    sure: whether morning or evening was said, or goes without saying.
    """

    at: time
    next_day: bool = False
    sure: bool = True


def hour(text: str, language: str) -> Hour | None:
    """The hour in a text; None when it names none. Without am or pm, one to six are in the afternoon."""
    folded = fold(text)
    said = _said(text, folded.split(), language)
    if said:
        return _placed(*said, folded)
    if _NOON.search(folded):
        return Hour(time(12))
    return Hour(time(0), next_day=True) if _MIDNIGHT.search(folded) else None


def _said(text: str, said: Sequence[str], language: str) -> _Said | None:
    """(hour, minute) as said, before am and pm are thought of."""
    if match := _WRITTEN.search(text):
        return _valid(int(match[1] or match[3]), int(match[2] or 0))
    runs = _runs(["uno" if language == "es" and w == "una" else w for w in said], language)
    found = _spanish_to(said, runs) if language == "es" else _english_past(said, runs)
    if found is None:
        hours = (_at(run, said, language) for run in runs)
        found = next((one for one in hours if one), None)
    return _valid(*found) if found else None


def _runs(said: Sequence[str], language: str) -> list[Number]:
    """The numbers, without the ordinals: “the third at nine” has one."""
    return [run for run in numbers(said, language) if not run.ordinal]


def _valid(hours: int, minutes: int) -> _Said | None:
    return (hours, minutes) if 0 <= hours < 24 and 0 <= minutes < 60 else None


def _english_past(said: Sequence[str], runs: Sequence[Number]) -> _Said | None:
    """“Half past ten”, “quarter to eight”, “twenty after”, “five minutes to six”."""
    for run in runs:
        before = [w for w in said[max(0, run.start - 4) : run.start] if w not in ("minutes", "a", "the")]
        if len(before) < 2 or before[-1] not in _PAST | _TO:
            continue
        minutes = _MINUTES.get(before[-2])
        if minutes is not None and not (before[-1] == "of" and minutes == 30):
            hours = int(run.groups[0][:4])
            return (hours, minutes) if before[-1] in _PAST else ((hours - 1) % 12 or 12, 60 - minutes)
    return None


def _spanish_to(said: Sequence[str], runs: Sequence[Number]) -> _Said | None:
    """“Quince para las ocho”, “cuarto para las tres”, “faltan diez para la una”."""
    for run in runs:
        if tuple(said[max(0, run.start - 2) : run.start]) not in (("para", "las"), ("para", "la")):
            continue
        earlier = [one for one in runs if one.end == run.start - 2]
        quarter = said[run.start - 3 : run.start - 2] == ["cuarto"]
        minutes = int(earlier[0].groups[-1][:4]) if earlier else 15 if quarter else 0
        if 0 < minutes < 60:
            return (int(run.groups[0][:4]) - 1) % 12 or 12, 60 - minutes
    return None


def _at(run: Number, said: Sequence[str], language: str) -> _Said | None:
    """The hour a number is, by the words before and after it; None when it is something else."""
    before, after = said[max(0, run.start - 5) : run.start], said[run.end : run.end + 2]
    groups = [int(group[:5]) for group in run.groups]
    if before and before[-1] in words.of(language).months:  # “november third”, “november 3 9 pm”
        groups = groups[1:]
        after = after if groups else ()
    if not groups or (after[:1] and after[0] in _NO_HOUR):
        return None
    text = f" {' '.join(before)} "
    led = any(text.endswith(f" {cue} ") for cue in words.of(language).before_hour)
    follows = (after[:1] and after[0] in _FOLLOWS) or tuple(after) in _PAIRS
    if not (led or follows or (before and before[-1] in _PARTS)):
        return None
    if len(groups) == 1 and groups[0] > 99 and after and not follows:  # “at 1200 North Charles”, “since 2020 or so”
        return None
    if len(groups) == 1 and 1990 <= groups[0] < 2100 and not follows:
        return None
    return _with_minutes(groups, said[run.end : run.end + 3], language)


def _with_minutes(groups: Sequence[int], after: Sequence[str], language: str) -> _Said:
    hours, minutes = _pair(groups)
    if language != "es" or after[:1] not in (["y"], ["menos"]) or minutes:
        return hours, minutes
    extra = _MINUTES.get(after[1], 0) if len(after) > 1 else 0
    spoken = numbers(after[1:], "es")
    extra = extra or (int(spoken[0].groups[0][:4]) if spoken and not spoken[0].start else 0)
    return (hours, extra) if after[0] == "y" else ((hours - 1) % 12 or 12, 60 - extra if extra else 0)


def _pair(groups: Sequence[int]) -> _Said:
    if len(groups) == 1 and groups[0] > 99:  # “1030”
        return divmod(groups[0], 100)
    minutes = groups[1] if len(groups) > 1 else 0
    if len(groups) == 3 and groups[1] == 0:  # “ten oh five”
        minutes = groups[2]
    return groups[0], minutes


def _placed(hours: int, minutes: int, folded: str) -> Hour:
    """Morning or evening, by what else was said."""
    if hours > 12 or hours == 0:
        return Hour(time(hours, minutes))
    night, morning = _NIGHT.search(folded), _AM.search(folded)
    if _PM.search(folded) and not night:
        return Hour(time(hours % 12 + 12, minutes))
    if night and not morning:
        late = 5 <= hours < 12
        return Hour(time(hours + 12 if late else hours % 12, minutes), next_day=not late)
    if morning:
        return Hour(time(hours % 12, minutes), next_day=bool(night))
    noon = hours == 12 and _MIDNIGHT.search(folded) is None
    return Hour(time(hours + 12 if hours < 7 else hours % 12 + 12 * noon, minutes), sure=noon)
