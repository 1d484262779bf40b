"""Callers who should have a person first: old and alone, on oxygen, blind … By the phrases of flows/desk.yaml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ivr.understanding.pattern import BadPattern, Part, Pattern, as_list, compile_pattern
from ivr.understanding.patterns import Patterns

_DIGITS = "|".join(str(age) for age in range(65, 116))
_AGES = {
    "en": (f"({_DIGITS})", "(sixty (five|six|seven|eight|nine)|seventy|eighty|ninety)"),
    "es": (f"({_DIGITS})", "(sesenta y (cinco|seis|siete|ocho|nueve)|setenta|ochenta|noventa)"),
}
_UNITS = {
    "en": "[one|two|three|four|five|six|seven|eight|nine]",
    "es": "[y (uno|una|un|dos|tres|cuatro|cinco|seis|siete|ocho|nueve)]",
}


class Vulnerable:
    """Hears in every language at once: half of what a family says may be in the other one."""

    def __init__(self, written: Mapping[str, Sequence[str]]) -> None:
        """written: phrases by language, in which <age> is any age from 65. One that cannot be read is left out."""
        self._languages = tuple(Patterns(_read(language, phrases)[0]) for language, phrases in written.items())

    def heard(self, said: Sequence[str]) -> bool:
        """Whether one of the phrases is among the plain words of what was said."""
        return any(patterns.find(said) for patterns in self._languages)


def problems(written: Mapping[str, Sequence[str]]) -> list[str]:
    """Every phrase that cannot be read, a sentence each."""
    return [f"{language}: {wrong}" for language, phrases in written.items() for wrong in _read(language, phrases)[1]]


def _read(language: str, phrases: Sequence[str]) -> tuple[list[Pattern], list[str]]:
    """What can be read, and what is wrong with the rest."""
    age, good, wrong = {"age": _age(language)}, list[Pattern](), list[str]()
    for phrase in phrases:
        try:
            good.append(compile_pattern(phrase, age))
        except BadPattern as mistake:
            wrong.append(str(mistake))
    return good, wrong


def _age(language: str) -> Part:
    digits, words = _AGES.get(language, _AGES["en"])
    return as_list([compile_pattern(digits), compile_pattern(f"{words} {_UNITS.get(language, _UNITS['en'])}")])
