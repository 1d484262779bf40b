"""A house on a street: “twenty four oh one north charles”, “the 300 block of east 33rd”, “calle Charles 2400”."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ivr.flow.numerals import Number, numbers
from ivr.places.names import DIRECTIONS, KINDS, NOT_A_NAME, SPANISH_KINDS
from ivr.places.street import Street, street

MOST = 5
"""Digits of a house number."""
_BETWEEN = frozenset(["de", "del", "la", "el", "en", "sobre", "block", "of", "numero", "cuadra"])
_HALF = ("and", "a", "half")
_UNIT = frozenset(["apartment", "apt", "unit", "suite", "floor", "apartamento", "departamento", "depto", "piso"])


@dataclass(frozen=True, slots=True)
class House:
    """number: “2400”, or “2400-2410”."""

    number: str
    street: str
    readback: str


def house(said: Sequence[str], language: str) -> House | None:
    """The first house number with a street after it (or, in Spanish, before it); None when there is none."""
    runs = numbers(said, language) or numbers(said, "en")
    for at, run in enumerate(runs):
        number, end, block = _number(said, runs, at)
        if number and (named := _street(said, run, end, language)):
            readback = _spanish(number, block, named) if language == "es" else _english(number, block, named)
            return House(number, named.name, readback + unit_of(said))
    return _number_last(said, runs, language) if language == "es" else None


def _english(number: str, block: bool, named: Street) -> str:
    return f"{number} block of {named.spoken}" if block else f"{number} {named.spoken}"


def _spanish(number: str, block: bool, named: Street) -> str:
    """“2400 de la calle Charles”, “2400 North Charles”."""
    kind = named.spoken.split()[0]
    article = {"calle": "de la ", "avenida": "de la ", "carretera": "de la ", "plaza": "de la "}.get(kind, "del ")
    lead = article if kind in SPANISH_KINDS else "de " if block else ""
    return f"{'cuadra ' if block else ''}{number} {lead}{named.spoken}"


def _number(said: Sequence[str], runs: Sequence[Number], at: int) -> tuple[str, int, bool]:
    """(house number, where it ends, whether a block was said). An ordinal at its end is the street's: “10 25th”."""
    run = runs[at]
    groups = run.groups[:-1] if run.ordinal else run.groups
    digits = "".join(groups)
    end = run.start + _width(said, run) if run.ordinal else run.end
    if not digits or len(digits) > MOST or set(digits) == {"0"} or digits.startswith("0"):
        return "", end, False
    if tuple(said[end : end + 3]) == _HALF:
        return f"{digits} 1/2", end + 3, False
    following = said[end : end + 1]
    if (
        following
        and following[0] in ("to", "through", "thru", "a", "al")
        and at + 1 < len(runs)
        and runs[at + 1].start == end + 1
    ):
        other = runs[at + 1]
        if (
            not other.ordinal
            and len(other.digits) in (len(digits), len(digits) - 1)
            and int(other.digits) > int(digits)
        ):
            return f"{digits}-{other.digits}", other.end, False
    return digits, end, "block" in said[end : end + 2] or "cuadra" in said[max(0, run.start - 2) : run.start]


def _width(said: Sequence[str], run: Number) -> int:
    """Words of a run before its ordinal."""
    for width in range(1, run.end - run.start):
        rest = numbers(said[run.start + width : run.end], "en")
        if len(rest) == 1 and rest[0].ordinal and rest[0].start == 0 and len(rest[0].groups) == 1:
            return width
    return run.end - run.start


def _street(said: Sequence[str], run: Number, end: int, language: str) -> Street | None:
    begin = end
    kind_next = said[end : end + 1] and said[end] in KINDS and (said[end] != "st" or end + 1 == len(said))
    if kind_next and not run.ordinal:
        return None  # “25 street” is a street, not a house
    while begin < len(said) and said[begin] in _BETWEEN:
        begin += 1
    found = street(said[begin:], language)
    if found is None:
        return None
    first = said[begin] if begin < len(said) else ""
    return found if found.sure or (first not in NOT_A_NAME and len(run.digits) > 1) else None


def _number_last(said: Sequence[str], runs: Sequence[Number], language: str) -> House | None:
    """“calle Charles 2400”, “avenida Greenmount número 3100”."""
    named = street(said, language)
    if named is None or not named.sure:
        return None
    after = next((r for r in runs if r.start >= named.end and not r.ordinal and 1 < len(r.digits) <= MOST), None)
    if after is None or any(w not in ("numero", "al", "el") for w in said[named.end : after.start]):
        return None
    return House(after.digits, named.name, f"{named.spoken} {after.digits}")


def unit_of(said: Sequence[str]) -> str:
    """“, apartment 3B”."""
    at = next((n for n, w in enumerate(said[:-1]) if w in _UNIT), None)
    if at is None or at == 0:
        return ""
    what = numbers(said[at + 1 :], "en")
    label = what[0].digits if what and what[0].start == 0 else said[at + 1].upper()
    letter = (
        said[at + 2].upper() if what and what[0].start == 0 and at + 2 < len(said) and len(said[at + 2]) == 1 else ""
    )
    return f", {said[at]} {label}{letter}" if label.isalnum() and said[at + 1] not in DIRECTIONS else ""
