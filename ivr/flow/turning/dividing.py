"""A sentence of several problems, “a pothole, and the light is out, and they missed my trash”, divided at what joins.

Which part of it is heard by itself, one after another, until all of it is told apart. Pure: what was heard comes in.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass

from ivr.flow.spoken import tokens

JOINTS = frozenset({"and", "also", "plus", "y", "tambien", "ademas", "e"})
MARKS = frozenset(",;.")
ANEW = frozenset("another other second otro otra segundo segunda".split())  # noqa: SIM905
ONE, WHERE = frozenset({"one", "uno", "una"}), frozenset({"at", "on", "in", "by", "near", "en", "por", "cerca"})
"""“… and another pothole at Pratt Street”, “y uno en la esquina de …”: the same once more, somewhere else."""
TRIED = 3
"""Places at which a sentence is divided, at most; the last one first: “at Charles and Pratt, and …”."""
MOST = 6
"""Parts of one sentence that are heard by themselves; each takes some milliseconds, and a turn has few rounds."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A part by itself. need: what it is about, "" for nothing it is fairly sure of; sure: surely so; clear: so surely
    that it is about that alone."""

    need: str = ""
    sure: bool = False
    clear: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A part that is about one need, in the caller's words."""

    need: str
    text: str


Told = tuple[int, int, Heard]
"""Pieces first..last, and what they tell of."""


def joined(text: str) -> bool:
    """Whether anything in the sentence may join two problems."""
    return len(_pieces(text)) > 1


def anew(text: str) -> bool:
    """Whether this part begins as what tells of the same once more: “another one at …”."""
    heard = [token.word for token in tokens(text)][:2]
    return heard[:1] != [] and (heard[0] in ANEW or (heard[0] in ONE and heard[-1] in WHERE))


def twice(text: str) -> bool:
    """Whether a part of the sentence begins so."""
    return any(anew(text[start:end]) for start, end in _pieces(text)[1:])


def following(text: str, heard: Sequence[Heard]) -> str | tuple[Part, ...]:
    """The next part to hear, after these; or the parts, in order, once there is no more to hear.

    No parts: the sentence is about one thing, or cannot be told apart. Two of them at least are sure: then a third that
    is only fairly so is not lost.
    """
    pieces = _pieces(text)
    again = frozenset(at for at, (start, end) in enumerate(pieces) if anew(text[start:end]))
    search = _parts(0, len(pieces), Heard(), again)
    try:
        first, last = next(search)
        for each in heard:
            first, last = search.send(each)
    except StopIteration as done:
        told: tuple[Told, ...] = done.value if sum(each.sure for _, _, each in done.value) > 1 else ()
        return tuple(Part(each.need, _text(text, pieces, first, last)) for first, last, each in told)
    return _text(text, pieces, first, last) if len(heard) < MOST else ()


def _parts(
    first: int, last: int, whole: Heard | None, again: frozenset[int]
) -> Generator[tuple[int, int], Heard, tuple[Told, ...]]:
    """What is told in these pieces: the last of them by itself, then all before it, which may be several again."""
    heard = whole or (yield first, last)
    for at in range(last - 1, max(first, last - 1 - TRIED), -1) if not heard.clear else ():
        tail = yield at, last
        before = (yield from _parts(first, at, None, again)) if tail.need else ()
        if before:
            return _with(before, (at, last, tail), at in again)
    return ((first, last, heard),) if heard.need else ()


def _with(before: tuple[Told, ...], tail: Told, anew: bool) -> tuple[Told, ...]:
    """The same told twice running is one, unless it is told of as another."""
    *others, (first, _, heard) = before
    return (*others, (first, tail[1], heard)) if heard.need == tail[2].need and not anew else (*before, tail)


def _pieces(text: str) -> list[tuple[int, int]]:
    """Where in the text stands what is between the joints."""
    found: list[tuple[int, int]] = []
    ends = True  # before the next word a piece ended
    for token in tokens(text):
        ends = ends or bool(MARKS.intersection(text[found[-1][1] : token.start]))
        if token.word in JOINTS:
            ends = True
        elif ends:
            found.append((token.start, token.end))
            ends = False
        else:
            found[-1] = (found[-1][0], token.end)
    return found


def _text(text: str, pieces: Sequence[tuple[int, int]], first: int, last: int) -> str:
    return text[pieces[first][0] : pieces[last - 1][1]]
