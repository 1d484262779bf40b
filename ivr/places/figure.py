"""The numbers in a sentence that may be a house's, and those that may be a street's."""
# ruff: noqa: SIM905  (lists of words are read and edited as text)

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ivr.flow.numerals import Number, numbers


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in words start..end that may be a house's.

    cut: its last word is left to the street, if one begins there: “4201 | seven mile lane”.
    """

    start: int
    end: int
    value: int
    digits: str
    cut: bool = False


def figures(said: Sequence[str], language: str) -> tuple[list[Figure], list[tuple[int, int, int]]]:
    """House numbers, and numbers that may be a street's: (start, end, number)."""
    runs = _runs(said, language)
    houses = [
        Figure(at, at + 1, 100, "100")  # “the hundred block”
        for at, word in enumerate(said[:-1])
        if word == "hundred" and said[at + 1] == "block" and not any(r.start <= at < r.end for r in runs)
    ]
    streets: list[tuple[int, int, int]] = []
    for run in runs:
        if _counts_nothing(said, run):
            continue
        begin = run.start
        groups = run.groups
        if run.ordinal:
            begin = _ordinal_at(said, run)
            if run.groups[-1].isdecimal() and len(run.groups[-1]) < 4:
                streets.append((begin, run.end, int(run.groups[-1])))
            groups = run.groups[:-1]
        elif len(run.digits) < 3:
            streets.append((run.start, run.end, int(run.digits)))
        if said[max(0, run.start - 1)] in _NOT_HOUSES and run.start:
            continue
        for digits in _houses(groups):
            houses.append(Figure(run.start, begin if run.ordinal else run.end, int(digits), digits))
            houses += _misheard(said, run, digits)
    return [_stretched(said, figure, houses) for figure in houses], streets


_POINTED_AT = frozenset(
    (
        "the that this next other which each any every no old new same right wrong first last "
        "la el esta ese esa otra cada"
    ).split()
)
"""After one of these “one” is no number: “what's that next one, Highland”."""
_TIMES = frozenset("time times floor house call thing vez veces piso casa llamada cosa ocasion".split())
"""What is counted by “first”, “second” more often than it is a street: “es la primera vez”."""


def _counts_nothing(said: Sequence[str], run: Number) -> bool:
    """Whether the words are no number of a house or a street."""
    before, after = said[run.start - 1 : run.start], said[run.end : run.end + 1]
    if run.ordinal:
        return len(run.groups) == 1 and not _TIMES.isdisjoint(after)
    alone = run.end == run.start + 1 and said[run.start] in ("one", "una", "uno")
    return alone and not _POINTED_AT.isdisjoint(before)


_NOT_HOUSES = frozenset(["i", "route", "rt", "exit", "ruta", "salida", "bus", "line", "unit"])
"""What a number after it belongs to, which is no house: “i 95”, “route 40”."""
_HOMOPHONES = {"to": "2", "too": "2", "for": "4", "fore": "4", "won": "1", "ate": "8"}


def _misheard(said: Sequence[str], run: Number, digits: str) -> Iterator[Figure]:
    """“to four oh one” may be 2401; “three thousand o donnell” is 3000, “4201 seven mile lane” 4201."""
    first = said[run.start - 1] if run.start else ""
    before = said[run.start - 2] if run.start > 1 else "at"
    if first in _HOMOPHONES and before in ("at", "is", "its", "number") and len(digits) in (2, 3):
        whole = _HOMOPHONES[first] + digits
        if all(len(group) == 1 for group in run.groups):
            yield Figure(run.start - 1, run.end, int(whole), whole)
    last = said[run.end - 1]
    zero = last in ("o", "oh") and run.end < len(said) and len(digits) > 2
    if not run.ordinal and (zero or (len(run.groups) > 1 and len(run.groups[-1]) == 1 and last.isalpha())):
        yield Figure(run.start, run.end - 1, int(digits[:-1]), digits[:-1], cut=True)


def _stretched(said: Sequence[str], figure: Figure, others: Sequence[Figure]) -> Figure:
    """With its half, or up to the last house of several: “1205 and a half”, “2400 to 2410”."""
    after = said[figure.end : figure.end + 3]
    if tuple(after) == ("and", "a", "half"):
        return replace(figure, end=figure.end + 3, digits=f"{figure.digits} 1/2")
    if tuple(after[:2]) in (("y", "medio"), ("y", "media")):
        return replace(figure, end=figure.end + 2, digits=f"{figure.digits} 1/2")
    between = bool({"between", "entre"} & set(said[max(0, figure.start - 2) : figure.start]))
    if after and after[0] in (("and", "y") if between else ("to", "through", "thru", "a", "al")):
        for last in others:
            follows = figure.end + 1 <= last.start <= figure.end + 2
            if follows and 0 < last.value - figure.value <= 100 and not last.cut:
                return replace(figure, end=last.end, digits=f"{figure.digits}-{last.digits}")
    return figure


def _houses(groups: Sequence[str]) -> Iterator[str]:
    """“24 01” → 2401; “2400 0 1”, as some say it, → 2401."""
    digits = "".join(groups)
    if 0 < len(digits) <= 5 + (groups[-1:] == ("0",)) and not digits.startswith("0"):
        yield digits
    elif len(groups) > 1 and len(groups[0]) > 2 and groups[0].endswith("00") and len(digits) - len(groups[0]) <= 2:
        yield str(int(groups[0]) + int("".join(groups[1:])))


def _runs(said: Sequence[str], language: str) -> list[Number]:
    """Numbers of the call's language, and English ones among them: “tres mil setenta y nine”."""
    runs = list(numbers(said, language))
    if language == "es":
        taken = {at for run in runs for at in range(run.start, run.end)}
        runs += [r for r in numbers(said, "en") if not any(at in taken for at in range(r.start, r.end))]
    joined: list[Number] = []
    for run in sorted(runs, key=lambda run: run.start):
        before = joined[-1] if joined else None
        if before and language == "es" and (sum_of := _added(said, before, run)):
            joined[-1] = sum_of
        else:
            joined.append(run)
    return joined


def _added(said: Sequence[str], first: Number, then: Number) -> Number | None:
    """“dos mil cuatrocientos y uno”, “dos mil four hundred”: one number said in two breaths; None: they are two."""
    apart = tuple(said[first.end : then.start])
    tail = first.groups[-1]
    room = len(tail) - len(tail.rstrip("0"))
    if first.ordinal or then.ordinal or len(then.groups) != 1 or apart not in ((), ("y",)) or tail == "0":
        return None
    if not tail.isdecimal() or not then.digits.isdecimal() or len(then.digits) > room:
        return None
    return Number(first.start, then.end, (*first.groups[:-1], str(int(tail) + int(then.digits))))


def _ordinal_at(said: Sequence[str], run: Number) -> int:
    """Where the ordinal a run ends with begins: “ten | twenty fifth”."""
    for at in range(run.start, run.end):
        rest = numbers(said[at : run.end], "en") or numbers(said[at : run.end], "es")
        if len(rest) == 1 and rest[0].start == 0 and len(rest[0].groups) == 1 and rest[0].ordinal:
            return at
    return run.end
