"""Spoken numbers and their digits: “twenty four oh one”, “double five”, “dos mil cuatrocientos”, “twenty fifth”."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

_ORDINAL = re.compile(r"^(\d+)(?:st|nd|rd|th|ra|ro|er|do|da|ta|to|ma|mo|va|vo|na|no)$", re.ASCII)


@dataclass(frozen=True, slots=True)
class Number:
    """A run of number words, tokens start..end: its groups as said ("twenty four", "oh", "one" → "24", "0", "1")."""

    start: int
    end: int
    groups: tuple[str, ...]
    ordinal: bool = False

    @property
    def digits(self) -> str:
        """The groups one after the other: "2401"."""
        return "".join(self.groups)


def _count(text: str, first: int = 1, by: int = 1) -> dict[str, int]:
    return {w: first + by * i for i, w in enumerate(text.split())}


@dataclass(frozen=True)
class NumberWords:
    """The number words of one language, folded. `units` are 1–9, `teens` stand alone, `tens` take a unit.

    one: what stands for 1 before a hundred or a thousand ("a hundred").   repeat: "double five".
    many: digits as in "three fives".
    """

    zero: frozenset[str]
    units: Mapping[str, int]
    teens: Mapping[str, int]
    tens: Mapping[str, int]
    hundreds: Mapping[str, int]
    hundred: frozenset[str]
    thousand: frozenset[str]
    joiner: str
    one: frozenset[str]
    repeat: Mapping[str, int]
    many: Mapping[str, int]
    ordinals: Mapping[str, int]

    @cached_property
    def begin(self) -> frozenset[str]:
        """All words that a number begins with; one in figures begins with a figure."""
        listed = (self.units, self.teens, self.tens, self.hundreds, self.repeat, self.ordinals)
        return self.zero | self.hundred | self.thousand | self.one | {"diez"} | frozenset(chain.from_iterable(listed))


ENGLISH = NumberWords(
    zero=frozenset({"zero", "oh", "o", "nought", "naught", "ought", "aught"}),
    units=_count("one two three four five six seven eight nine"),
    teens=_count("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen", 10),
    tens=_count("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10) | {"fourty": 40},
    hundreds={},
    hundred=frozenset({"hundred"}),
    thousand=frozenset({"thousand"}),
    joiner="and",
    one=frozenset({"a"}),
    repeat={"double": 2, "triple": 3, "treble": 3, "quadruple": 4, "quintuple": 5},
    many=_count("zeros ones twos threes fours fives sixes sevens eights nines", 0) | {"zeroes": 0, "ohs": 0, "os": 0},
    ordinals=_count(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth"
    )
    | _count("twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth hundredth", 20, 10),
)
_SPANISH_UNITS = _count("uno dos tres cuatro cinco seis siete ocho nueve") | {"un": 1, "una": 1}
_SPANISH_TENS = _count("veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa", 20, 10)
_RUN_TOGETHER = {
    f"{ten[:-1]}{joint}{unit}": value + more
    for ten, value in _SPANISH_TENS.items()
    if value > 20
    for unit, more in _SPANISH_UNITS.items()
    for joint in ("i", "ai", "ay", "a")
}
"""“Cuarentaicuatro” and “cuarenticuatro”, as they are spoken."""
SPANISH = NumberWords(
    zero=frozenset({"cero"}),
    units=_SPANISH_UNITS,
    teens=_count("diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve", 10)
    | _count(
        "veintiuno veintidos veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho veintinueve", 21
    )
    | {"veintiun": 21, "veintiuna": 21}
    | _RUN_TOGETHER,
    tens=_SPANISH_TENS | {"veinti": 20, "dieci": 10},
    hundreds=_count(
        "ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos",
        100,
        100,
    )
    | _count(
        "doscientas trescientas cuatrocientas quinientas seiscientas setecientas ochocientas novecientas", 200, 100
    )
    | {"cien": 100, "sietecientos": 700, "nuevecientos": 900},
    hundred=frozenset({"cientos"}),
    thousand=frozenset({"mil"}),
    joiner="y",
    one=frozenset(),
    repeat={"doble": 2, "triple": 3, "cuadruple": 4, "quintuple": 5},
    many=_count("ceros unos doses treses cuatros cincos seises sietes ochos nueves", 0),
    ordinals=_count("primero segundo tercero cuarto quinto sexto septimo octavo noveno decimo")
    | _count("primera segunda tercera cuarta quinta sexta septima octava novena decima")
    | {"primer": 1, "tercer": 3},
)
NUMBER_WORDS: Mapping[str, NumberWords] = {"en": ENGLISH, "es": SPANISH}


@dataclass(frozen=True, slots=True)
class _Group:
    digits: str
    end: int
    ordinal: bool = False


def numbers(said: Sequence[str], language: str) -> tuple[Number, ...]:
    """Every run of number words among folded words, in order. A run ends after an ordinal."""
    known = NUMBER_WORDS.get(language, ENGLISH)
    found: list[Number] = []
    at = 0
    while at < len(said):
        begins = said[at] in known.begin or said[at][:1].isdecimal()
        run = _run(said, at, known) if begins else None
        if run is None:
            at += 1
        else:
            found.append(run)
            at = run.end
    return tuple(found)


def _run(said: Sequence[str], start: int, known: NumberWords) -> Number | None:
    groups: list[str] = []
    at, ordinal = start, False
    while not ordinal and (group := _group(said, at, known)):
        groups.append(group.digits)
        at, ordinal = group.end, group.ordinal
    if not groups or (len(groups) == 1 and said[start] in ("o", "oh", "un", "una")):
        return None
    return Number(start, at, tuple(groups), ordinal)


def _group(said: Sequence[str], at: int, known: NumberWords) -> _Group | None:
    """One number as it is said in one breath: "oh", "double five", "twenty four hundred", "mil doscientos", "25th"."""
    word = said[at] if at < len(said) else ""
    if word in known.zero:
        return _Group("0", at + 1)
    if repeated := _repeated(said, at, known):
        return repeated
    if ordinal := _ordinal(said, at, known):
        return ordinal
    if (
        word.isdecimal()
        and word.isascii()
        and not (at + 1 < len(said) and said[at + 1] in known.hundred | known.thousand)
    ):
        return _Group(word, at + 1)
    return _cardinal(said, at, known)


def _repeated(said: Sequence[str], at: int, known: NumberWords) -> _Group | None:
    """“double five”, “triple oh”, “three zeros”."""
    word, after = (*said[at : at + 2], "", "")[:2]
    if word in known.repeat:
        digit = 0 if after in known.zero else _digit(after, known)
        digit = known.many.get(after) if digit is None else digit
        return _Group(str(digit) * known.repeat[word], at + 2) if digit is not None else None
    times = _digit(word, known) or 0
    return _Group(str(known.many[after]) * times, at + 2) if times > 1 and after in known.many else None


def _digit(word: str, known: NumberWords) -> int | None:
    """A digit said or written, 0 only when it is written."""
    written = int(word) if len(word) == 1 and word.isdecimal() and word.isascii() else None
    return known.units.get(word, written)


def _ordinal(said: Sequence[str], at: int, known: NumberWords) -> _Group | None:
    word = said[at] if at < len(said) else ""
    if word in known.ordinals:
        return _Group(str(known.ordinals[word]), at + 1, True)
    if match := _ORDINAL.match(word):
        return _Group(match[1], at + 1, True)
    if word in known.tens and at + 1 < len(said) and 0 < known.ordinals.get(said[at + 1], 0) < 10:
        return _Group(str(known.tens[word] + known.ordinals[said[at + 1]]), at + 2, True)
    return None


def _below_hundred(said: Sequence[str], at: int, known: NumberWords) -> tuple[int, int] | None:
    """(value, end) of a number from 1 to 99 (or of a figure before "hundred")."""
    word = said[at] if at < len(said) else ""
    if word in known.tens:
        after = at + 1
        if known.joiner == "y" and after < len(said) and said[after] == "y":
            after += 1
        if after < len(said) and said[after] in known.units:
            return known.tens[word] + known.units[said[after]], after + 1
        return known.tens[word], at + 1
    if (
        word == "diez"
        and list(said[at + 1 : at + 2]) == ["y"]
        and known.units.get((*said[at + 2 : at + 3], "")[0], 0) > 5
    ):
        return 10 + known.units[said[at + 2]], at + 3  # “diez y ocho”
    value = known.units.get(word) or known.teens.get(word)
    if value is None and word.isdecimal() and word.isascii() and len(word) < 4:
        value = int(word)
    return (value, at + 1) if value is not None else None


def _cardinal(said: Sequence[str], at: int, known: NumberWords) -> _Group | None:
    head = _hundreds(said, at, known)
    if head is None:
        if at < len(said) and said[at] in known.thousand and known.joiner == "y":  # "mil doscientos"
            head = (1, at)
        else:
            return None
    value, end = head
    if end < len(said) and said[end] in known.thousand:
        value, end = value * 1000, end + 1
        if (rest := _hundreds(said, _joined(said, end, known), known)) and _belongs(said, rest, known):
            value, end = value + rest[0], rest[1]
    return _Group(str(value), end)


def _hundreds(said: Sequence[str], at: int, known: NumberWords) -> tuple[int, int] | None:
    """(value, end) of a number said by hundreds: "four hundred ten", "twenty four hundred", "doscientos"."""
    word = said[at] if at < len(said) else ""
    if word in known.hundreds:
        value, end = known.hundreds[word], at + 1
    else:
        head = _below_hundred(said, at, known) or _one_of_many(said, at, known)
        if head is None:
            return None
        value, end = head
        if not (end < len(said) and said[end] in known.hundred):
            return value, end
        value, end = value * 100, end + 1
    if (
        (rest := _below_hundred(said, _joined(said, end, known), known))
        and rest[0] < 100
        and _belongs(said, rest, known)
    ):
        return value + rest[0], rest[1]
    return value, end


def _one_of_many(said: Sequence[str], at: int, known: NumberWords) -> tuple[int, int] | None:
    """The “a” of “a hundred” and “a thousand”, and what is left out of “hundred fifty”."""
    word, after = (*said[at : at + 2], "", "")[:2]
    if word in known.one and after in known.hundred | known.thousand:
        return 1, at + 1
    return (1, at) if word in known.hundred and known.one and _below_hundred(said, at + 1, known) else None


def _joined(said: Sequence[str], at: int, known: NumberWords) -> int:
    return at + 1 if at < len(said) and said[at] == known.joiner == "and" else at


def _belongs(said: Sequence[str], rest: tuple[int, int], known: NumberWords) -> bool:
    """Whether a number after hundreds belongs to them: "eight hundred five" is 805, before more digits it is 800.

    An ordinal never does: in "twenty one hundred first street" the house is 2100. Nor does one that has hundreds of
    its own: "two hundred three hundred".
    """
    value, end = rest
    if _ordinal(said, end - 1, known) or (end < len(said) and said[end] in known.hundred):
        return False
    by_threes = end < len(said) and said[end] in known.hundreds  # “ochocientos nueve, trescientos …”
    return value > 9 or by_threes or not _begins(said, end, known)


def _begins(said: Sequence[str], at: int, known: NumberWords) -> bool:
    """Whether a number begins here; looks at two words and no further, however many numbers follow."""
    word = said[at] if at < len(said) else ""
    if word in known.zero or word in known.hundreds or (word in known.thousand and known.joiner == "y"):
        return True
    plain = _repeated(said, at, known) or _ordinal(said, at, known) or _below_hundred(said, at, known)
    return bool(plain) or (word.isdecimal() and word.isascii())
