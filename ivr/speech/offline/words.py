"""The city's words as the ear is given them: what callers say, what things are called, all as it is spoken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

PhraseKind = Literal["need", "answer", "prompt", "story"]
NameKind = Literal["street", "place", "area"]

_PART = re.compile(r"\d+(?:st|nd|rd|th)?|[a-z]+(?:'[a-z]+)*", re.ASCII)
_PLACEHOLDER = re.compile(r"\{[^}]*\}")
_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Phrase:
    """need: what callers want, a place may follow. answer: a whole answer. prompt: what the line itself says.

    story: what callers tell of anything at all.
    """

    text: str
    kind: PhraseKind = "need"


@dataclass(frozen=True, slots=True)
class Name:
    """A street in whole words (North Charles Street), a landmark or a neighbourhood. weight: how likely it is named."""

    text: str
    kind: NameKind = "street"
    weight: float = 1.0


def said(text: str) -> tuple[str, ...]:
    """The words of an English text as they are spoken: "2400 N 25th" → twenty four hundred n twenty fifth."""
    plain = _PLACEHOLDER.sub(" ", text.lower()).replace("’", "'")
    return tuple(word for part in _PART.findall(plain) for word in _part(part))


def _part(part: str) -> tuple[str, ...]:
    if not part[0].isdigit():
        return (part,)
    if part[-1].isdigit():
        return house(int(part)) if len(part) <= 4 else digits(part)
    return ordinal(int(part[:-2]))


def digits(figures: str) -> tuple[str, ...]:
    """One by one: "410" → four one zero."""
    return tuple(_UNITS[int(figure)] for figure in figures)


def below_hundred(number: int) -> tuple[str, ...]:
    """0..99 in words."""
    if number < 20:
        return (_UNITS[number],)
    tens = _TENS[number // 10 - 2]
    return (tens, _UNITS[number % 10]) if number % 10 else (tens,)


def house(number: int) -> tuple[str, ...]:
    """0..9999 as Americans say a house number: twenty four hundred, twenty four oh one, one twenty five."""
    high, low = divmod(number, 100)
    if not high:
        return below_hundred(low)
    if high % 10 == 0 and high >= 10 and low < 10:
        rest = below_hundred(low) if low else ()
        return (_UNITS[high // 10], "thousand", *rest)
    if not low:
        return (*below_hundred(high), "hundred")
    return (*below_hundred(high), *(("oh", _UNITS[low]) if low < 10 else below_hundred(low)))


def hundreds(number: int) -> tuple[str, ...]:
    """100..9999 the longer way: four hundred and twenty five, two thousand four hundred ten."""
    thousand, rest = divmod(number, 1000)
    hundred, low = divmod(rest, 100)
    return (
        *((_UNITS[thousand], "thousand") if thousand else ()),
        *((_UNITS[hundred], "hundred") if hundred else ()),
        *(below_hundred(low) if low else ()),
    )


def ordinal(number: int) -> tuple[str, ...]:
    """1..999: twenty fifth, one hundredth."""
    *before, last = hundreds(number) if number >= 100 else below_hundred(number)
    if last in _ORDINALS:
        return (*before, _ORDINALS[last])
    return (*before, last[:-1] + "ieth" if last.endswith("y") else last + "th")


def shorter(name: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], float]]:
    """A street's name as people say it, with the share who do: without its direction, or without its kind."""
    directed = name[0] in ("north", "south", "east", "west") and len(name) > 2
    yield name, 0.7
    if directed:
        yield name[1:], 0.15
    if len(name) > 1 and len(name[-1]) > 2:
        yield name[:-1], 0.1
        if directed and len(name) > 2:
            yield name[1:-1], 0.05
