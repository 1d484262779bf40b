"""Where in a sentence streets are named: exactly, run together, split, or as a recogniser misheard them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ivr.flow.numerals import Number, numbers
from ivr.places.index import Alike, Index, letters
from ivr.places.lexis import HEARD_DIRECTIONS, HEARD_KINDS, IN_NAMES, INSIDE, LEADING_KINDS, LEADS, ORDINARY
from ivr.places.street import ordinal

LONGEST = 5
"""Words of a name."""
MOST_GUESSES = 120
"""Spans of an utterance that are listened to for misheard names."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A street named in words start..end (direction and kind included), its own name in begin..stop.

    names: what it may be, the likest first. prefix, suffix: as said, "" when they were not. loose: the kind was said
    in Spanish before the name (“calle”), which people say of any street. told: direction or kind were the answer to a
    question about them, and hold.
    """

    start: int
    begin: int
    stop: int
    end: int
    names: tuple[Alike, ...]
    prefix: str = ""
    suffix: str = ""
    loose: bool = False
    told: bool = False

    @property
    def exact(self) -> bool:
        return self.names[0].likeness == 1.0

    @property
    def dressed(self) -> bool:
        """Whether it was said that this is a street: by a direction or a kind."""
        return bool(self.prefix or self.suffix)


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
    houses: list[Figure] = []
    streets: list[tuple[int, int, int]] = []
    for run in _runs(said, language):
        begin = run.start
        groups = run.groups
        if run.ordinal:
            begin = _ordinal_at(said, run)
            if run.groups[-1].isdecimal() and len(run.groups[-1]) < 4:
                streets.append((begin, run.end, int(run.groups[-1])))
            groups = run.groups[:-1]
        elif len(run.digits) < 3:
            streets.append((run.start, run.end, int(run.digits)))
        for digits in _houses(groups):
            houses.append(Figure(run.start, begin if run.ordinal else run.end, int(digits), digits))
            houses += _misheard(said, run, digits)
    return [_stretched(said, figure, houses) for figure in houses], streets


_HOMOPHONES = {"to": "2", "too": "2", "for": "4", "fore": "4", "won": "1", "ate": "8"}


def _misheard(said: Sequence[str], run: Number, digits: str) -> Iterator[Figure]:
    """“to four oh one” may be 2401; “three thousand o donnell” is 3000."""
    first = said[run.start - 1] if run.start else ""
    before = said[run.start - 2] if run.start > 1 else "at"
    if first in _HOMOPHONES and before in ("at", "is", "its", "number") and len(digits) in (2, 3):
        if all(len(group) == 1 for group in run.groups):
            whole = _HOMOPHONES[first] + digits
            yield Figure(run.start - 1, run.end, int(whole), whole)
    if not run.ordinal and len(run.groups) > 1 and len(run.groups[-1]) == 1 and said[run.end - 1].isalpha():
        yield Figure(run.start, run.end - 1, int(digits[:-1]), digits[:-1], cut=True)
    elif said[run.end - 1] in ("o", "oh") and run.end < len(said) and len(digits) > 2:
        yield Figure(run.start, run.end - 1, int(digits[:-1]), digits[:-1], cut=True)


def _stretched(said: Sequence[str], figure: Figure, others: Sequence[Figure]) -> Figure:
    """With its half, or up to the last house of several: “1205 and a half”, “2400 to 2410”."""
    after = said[figure.end : figure.end + 3]
    if tuple(after) == ("and", "a", "half"):
        return replace(figure, end=figure.end + 3, digits=f"{figure.digits} 1/2")
    if tuple(after[:2]) in (("y", "medio"), ("y", "media")):
        return replace(figure, end=figure.end + 2, digits=f"{figure.digits} 1/2")
    if after and after[0] in ("to", "through", "thru", "a", "al"):
        for last in others:
            if last.start == figure.end + 1 and 0 < last.value - figure.value < 100:
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
    """Numbers of the call's language, and English ones beside them: “tres mil setenta y nine”."""
    own = list(numbers(said, language))
    if language != "es":
        return own
    taken = {at for run in own for at in range(run.start, run.end)}
    english = [r for r in numbers(said, "en") if not any(at in taken for at in range(r.start, r.end))]
    joined: list[Number] = []
    for run in own:
        nine = next(
            (e for e in english if e.start == run.end + 1 and said[run.end] == "y" and len(e.digits) == 1), None
        )
        if nine and run.digits.endswith("0") and not run.ordinal:
            groups = (*run.groups[:-1], str(int(run.groups[-1]) + int(nine.digits)))
            joined.append(Number(run.start, nine.end, groups))
            english.remove(nine)
        else:
            joined.append(run)
    return sorted([*joined, *english], key=lambda run: run.start)


def _ordinal_at(said: Sequence[str], run: Number) -> int:
    """Where the ordinal a run ends with begins: “ten | twenty fifth”."""
    for at in range(run.start, run.end):
        rest = numbers(said[at : run.end], "en") or numbers(said[at : run.end], "es")
        if len(rest) == 1 and rest[0].start == 0 and len(rest[0].groups) == 1 and rest[0].ordinal:
            return at
    return run.end


def mentions(
    said: Sequence[str], index: Index, houses: Sequence[Figure], ordinals: Sequence[tuple[int, int, int]]
) -> list[Mention]:
    """Every street these words may name, in order of where it starts."""
    counted = {at for figure in houses for at in range(figure.start, figure.end)}
    found: dict[tuple[int, int], tuple[Alike, ...]] = {}
    for begin, stop, number in ordinals:
        if (name := ordinal(number)) in index.streets and _numbered(said, begin, stop, counted):
            found[begin, stop] = (Alike(name, 1.0),)
    guesses = 0
    for begin in range(len(said)):
        for stop in range(begin + 1, min(len(said), begin + LONGEST) + 1):
            if (begin, stop) in found:
                continue
            joined = letters(said[begin:stop])
            exact = joined in index.named
            number = any(at in counted for at in (begin, stop - 1))
            if number and (not exact or stop - begin == 1):
                continue
            anchored = (
                not number and stop - begin <= 4 and guesses < MOST_GUESSES and _anchored(said, begin, stop, counted)
            )
            if anchored and len(joined) > 3:
                guesses += 1
                if names := index.alike(joined):
                    found[begin, stop] = names
            if exact and (begin, stop) not in found:
                found[begin, stop] = (Alike(index.named[joined], 1.0),)
    dressed = [_dressed(said, begin, stop, names) for (begin, stop), names in found.items()]
    return sorted(_unshadowed(said, dressed), key=lambda m: (m.start, m.end))


def _unshadowed(said: Sequence[str], found: Sequence[Mention]) -> Iterator[Mention]:
    """Without names that are only a part of a longer one: “north” of “north charles”, “hollins” of “hollins ferry”."""
    begins = {m.begin for m in found}
    wide = sorted((m for m in found if m.exact), key=lambda m: m.start)
    for one in found:
        if (
            not one.suffix
            and one.stop in begins
            and all(word in HEARD_DIRECTIONS for word in said[one.begin : one.stop])
        ):
            continue
        if any(
            m is not one
            and m.start <= one.start
            and m.end >= one.end
            and (m.begin, m.stop) != (one.begin, one.stop)
            and m.end - m.start > one.end - one.start
            for m in _near(wide, one)
        ):
            continue
        if _broken(said, one):
            continue
        yield one


def _near(wide: Sequence[Mention], one: Mention) -> Sequence[Mention]:
    """Those that start within a name's length before `one`: few, however long the text."""
    at = bisect_left(wide, one.start - LONGEST - 5, key=lambda m: m.start)
    return wide[at : bisect_right(wide, one.start, key=lambda m: m.start)]


def _broken(said: Sequence[str], one: Mention) -> bool:
    """“glen wobble avenue”: a known name before an unknown word is not the street's name."""
    following = said[one.stop : one.stop + 2]
    return (
        one.suffix == ""
        and len(following) == 2
        and following[1] in HEARD_KINDS
        and following[0] not in ORDINARY | LEADS
        and following[0] not in HEARD_DIRECTIONS
    )


def _numbered(said: Sequence[str], begin: int, stop: int, counted: set[int]) -> bool:
    """Whether a number is a street's: an ordinal, “la 33”, “east 33”, “25 street”, “25 and Charles”."""
    if begin not in counted:
        return True
    before = said[begin - 1] if begin else ""
    after = said[stop] if stop < len(said) else ""
    joints = ("and", "&", "at", "y", "con", "between", "entre", "esquina", "meets")
    return before in ("la", "calle", *joints) or before in HEARD_DIRECTIONS or after in HEARD_KINDS or after in joints


def _anchored(said: Sequence[str], begin: int, stop: int, counted: set[int]) -> bool:
    """Whether a name, perhaps misheard, can stand here: after a number, a direction, a lead; or before a kind of street."""
    first = said[begin]
    if stop - begin == 1 and (first in ORDINARY or first in HEARD_KINDS):
        return False
    if first in ORDINARY and first not in INSIDE | IN_NAMES:
        return False
    if any(word in ORDINARY and word not in IN_NAMES for word in said[begin + 1 : stop]):
        return False
    if all(word in ORDINARY for word in said[begin:stop]):
        return False
    before = said[begin - 1] if begin else ""
    after = said[stop] if stop < len(said) else ""
    return (
        not before
        or begin - 1 in counted
        or before in LEADS
        or before in HEARD_DIRECTIONS
        or before in LEADING_KINDS
        or after in HEARD_KINDS
    )


def _dressed(said: Sequence[str], begin: int, stop: int, names: tuple[Alike, ...]) -> Mention:
    """With the direction and the kind said around the name."""
    start, prefix, suffix, loose = begin, "", "", False
    end = stop
    if end < len(said) and said[end] in HEARD_KINDS and not _starts_saint(said, end):
        suffix, end = HEARD_KINDS[said[end]], end + 1
    at = begin - 1
    while at >= 0 and said[at] in ("la", "el", "de", "del") and at > begin - 3:
        at -= 1
    if at >= 0 and said[at] in LEADING_KINDS:
        start = at
        if not suffix:
            suffix, loose = LEADING_KINDS[said[at]], said[at] == "calle"
        at -= 1
        while at >= 0 and said[at] in ("la", "el", "de", "del") and at > start - 3:
            at -= 1
    if at >= 0 and said[at] in HEARD_DIRECTIONS and (at == start - 1 or said[at + 1] in ("de", "del")):
        prefix, start = HEARD_DIRECTIONS[said[at]], at
    elif not prefix and end < len(said):
        skip = 1 if said[end] in ("al", "hacia") else 0
        after = said[end + skip] if end + skip < len(said) else ""
        last = end + skip + 1 >= len(said)
        if after in HEARD_DIRECTIONS and len(after) > 1 and (skip or last) and not (after == "este" and not skip):
            prefix, end = HEARD_DIRECTIONS[after], end + skip + 1
    return Mention(start, begin, stop, end, names, prefix, suffix, loose)


def _starts_saint(said: Sequence[str], at: int) -> bool:
    """“… st paul”: a saint, not a street."""
    return said[at] == "st" and at + 1 < len(said) and said[at + 1] in ("paul", "johns", "marys", "helena", "james")
