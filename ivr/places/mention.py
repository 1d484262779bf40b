"""Where in a sentence streets are named: exactly, run together, split, or as a recogniser misheard them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from ivr.places.areas import letters
from ivr.places.dress import Mention, dressed
from ivr.places.figure import Figure
from ivr.places.index import ALIKE, Alike, Index
from ivr.places.lexis import (
    BLOCK_WORDS,
    HEARD_DIRECTIONS,
    HEARD_KINDS,
    IN_NAMES,
    INSIDE,
    LEADING_KINDS,
    LEADS,
    ORDINARY,
)
from ivr.places.street import ordinal

LONGEST = 5
"""Words of a name."""
_SURELY_ALIKE = 0.83
"""How alike a name must be that was heard as words of every day: “kate on”, “been wood”."""
MOST_GUESSES = 120
"""Spans of an utterance that are listened to for misheard names."""


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
            if (number and (not exact or stop - begin == 1)) or joined in BLOCK_WORDS:
                continue
            if number or stop - begin > 4 or guesses >= MOST_GUESSES or len(joined) < 4:
                need = 0.0
            else:
                need = _listened(said, begin, stop, counted)
            if need:
                guesses += 1
                if names := tuple(one for one in index.alike(joined) if one.likeness >= need):
                    found[begin, stop] = names
            if exact and (begin, stop) not in found:
                found[begin, stop] = (Alike(index.named[joined], 1.0),)
    clothed = [dressed(said, begin, stop, names) for (begin, stop), names in found.items()]
    return sorted(_unshadowed(said, clothed), key=lambda m: (m.start, m.end))


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


def _listened(said: Sequence[str], begin: int, stop: int, counted: set[int]) -> float:
    """How alike a misheard name must be here: more where words of every day are in it; 0.0: none is listened for."""
    first = said[begin]
    if all(word in ORDINARY for word in said[begin:stop]) or (stop - begin == 1 and first in HEARD_KINDS):
        return 0.0
    if not _anchored(said, begin, stop, counted):
        return 0.0
    usual = first not in ORDINARY or first in INSIDE | IN_NAMES
    usual = usual and not any(word in ORDINARY and word not in IN_NAMES for word in said[begin + 1 : stop])
    return ALIKE if usual else _SURELY_ALIKE if stop - begin < 4 else 0.0


def _anchored(said: Sequence[str], begin: int, stop: int, counted: set[int]) -> bool:
    """Whether a name, perhaps misheard, can stand here: after a number, a direction, a lead; before a kind."""
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
