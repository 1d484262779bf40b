"""How much of something: “about two feet deep”, “six bags”, “a foot and a half”, “dos metros y medio”."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ivr.flow.numerals import numbers
from ivr.flow.spoken import clean
from ivr.understanding.saying import said_words

_UNITS: Mapping[str, str] = {
    "foot": "foot feet ft pie pies",
    "inch": "inch inches pulgada pulgadas",
    "yard": "yard yards yarda yardas",
    "meter": "meter meters metro metros",
    "mile": "mile miles milla millas",
    "block": "block blocks cuadra cuadras bloque bloques",
    "bag": "bag bags bolsa bolsas",
    "can": "can cans bin bins bote botes zafacon zafacones",
    "tire": "tire tires llanta llantas goma gomas",
    "gallon": "gallon gallons galon galones",
    "pound": "pound pounds lb lbs libra libras",
    "dollar": "dollar dollars buck bucks dolar dolares peso pesos",
    "minute": "minute minutes minuto minutos",
    "hour": "hour hours hora horas",
    "day": "day days dia dias",
    "week": "week weeks semana semanas",
    "month": "month months mes meses",
    "year": "year years ano anos",
}
_NAMED = {word: unit for unit, spoken in _UNITS.items() for word in spoken.split()}
_ONE = frozenset({"a", "an", "one", "un", "una"})
_AND_A_HALF = (("and", "a", "half"),)
_HALF = frozenset({"half", "medio", "media"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """So many of a unit, which is named in English and in the singular."""

    amount: float
    unit: str


def read(text: str, language: str) -> Quantity | None:
    """The first quantity with a unit in a text; None when there is none."""
    said = said_words(clean(text))
    counted = {n.end: n for n in numbers(said, language) if not n.ordinal}
    for at, word in enumerate(said):
        if word not in _NAMED or not at:
            continue
        halved = said[max(0, at - 3) : at] in _AND_A_HALF
        number = counted.get(at - 3 if halved else at)
        amount = float(number.digits[:9]) if number else _few(said[max(0, at - 3) : at])
        if amount:
            return Quantity(amount + (0.5 if halved or _and_half(said, at) else 0), _NAMED[word])
    return None


def _few(before: Sequence[str]) -> float:
    """“A bag”, “half a mile”, “a couple of feet”, “two and a half feet” has its number before the “and”."""
    if before[-1] in _HALF or (before[-1] in _ONE and before[-2:-1] and before[-2] in _HALF):
        return 0.5
    if before[-1] == "couple" or tuple(before[-2:]) in (("couple", "of"), ("par", "de")):
        return 2.0
    return 1.0 if before[-1] in _ONE else 0.0


def _and_half(said: Sequence[str], at: int) -> bool:
    after = tuple(said[at + 1 : at + 4])
    return after == ("and", "a", "half") or after[:2] in (("y", "medio"), ("y", "media"))
