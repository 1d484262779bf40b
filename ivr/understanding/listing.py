"""Things that are named one by one, and how many of each: “a couch and a mattress”, “two chairs and the old table”."""

# ruff: noqa: SIM905  (lists of words are read and edited as text)

from __future__ import annotations

from collections.abc import Sequence

from ivr.flow.numerals import numbers
from ivr.understanding.saying import bare

_AND = frozenset("and plus also y e tambien mas".split())
_ONE = frozenset("a an the my our one un una el la mi este esta".split())
_NO_LIST = frozenset(
    (
        "of on in at with for from to by not no is are lot few couple bunch whole load pile some bag bags things stuff "
        "de en con para por hay es son monton par poco varias cosas"
    ).split()
)
"""In words with one of these more is told than a list, or less."""
LONGEST = 6
"""Words of one thing: “an old king size mattress”."""


def amounts(said: Sequence[str], language: str) -> tuple[int, ...]:
    """How many there are of each thing, when the words are a list of things and nothing else; else none."""
    plain = bare(said)
    if not _NO_LIST.isdisjoint(plain):
        return ()
    begun = {at: 1 for at, word in enumerate(plain) if word in _ONE}
    begun |= {run.start: int(run.digits) for run in numbers(plain, language) if run.digits.isdecimal()}
    starts = sorted(begun)
    if not starts or not _AND.issuperset(plain[: starts[0]]):
        return ()
    ends = [*starts[1:], len(plain)]
    things = [[word for word in plain[at + 1 : end] if word not in _AND] for at, end in zip(starts, ends, strict=True)]
    return tuple(begun[at] for at in starts) if all(0 < len(thing) <= LONGEST for thing in things) else ()
