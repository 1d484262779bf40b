"""A number of ten digits out of the pieces it was said in, when it was put right or broken off in the middle."""

# ruff: noqa: SIM905  (lists of words are read and edited as text)

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

TEN = 10
_BACK = 5
"""Digits that are said again, at most, when only the last are put right and more follow."""
_KEPT = 24
"""So many readings are followed at once; each piece multiplies them."""
_RESTARTS = (
    *(("start", "over"), ("starting", "over"), ("start", "again"), ("from", "the", "top"), ("let", "me", "start")),
    *(("all", "over", "again"), ("from", "the", "beginning"), ("empiezo", "de", "nuevo"), ("vuelvo", "a", "empezar")),
    *(("desde", "el", "principio"), ("empezar", "de", "nuevo"), ("comienzo", "de", "nuevo"), ("otra", "vez")),
)
_NOES = frozenset("no not nope nah wrong digo miento mean meant scratch strike correction corrijo".split())


@dataclass(frozen=True, slots=True)
class Piece:
    """Digits, the words between them and those before, and whether these take something back."""

    digits: str
    between: tuple[str, ...] = ()
    takes_back: bool = False


def ten(pieces: Sequence[Piece]) -> str | None:
    """The ten digits that are meant by all the pieces together; None where they make no ten, or two different tens."""
    readings = {pieces[0].digits: 0} if pieces else {}
    for piece in pieces[1:]:
        further: dict[str, int] = {}
        for old, cost in readings.items():
            for digits, more in _readings(old, piece):
                further[digits] = min(further.get(digits, cost + more), cost + more)
        readings = dict(sorted(further.items(), key=lambda one: one[1])[:_KEPT])
    tens = sorted((cost, digits) for digits, cost in readings.items() if _is_ten(digits))
    if not tens or (len(tens) > 1 and tens[0][0] == tens[1][0]):
        return None
    return tens[0][1]


def _is_ten(digits: str) -> bool:
    return len(digits) == TEN or (len(digits) == TEN + 1 and digits[0] == "1" and digits[1] > "1")


def _readings(old: str, piece: Piece) -> Iterator[tuple[str, int]]:
    """What the digits may be with one more piece, and how far-fetched that is."""
    new = piece.digits
    if not piece.takes_back:
        yield old + new, 0
        return
    again = len(new) >= min(len(old), TEN) and new[:3] == old[:3]
    if again or any(_has(piece.between, words) for words in _RESTARTS):
        yield new, 0
        return
    fixed = len(new) - len(old)
    if 0 < fixed < len(old) and new[fixed : fixed + 3] == old[:3] and new.endswith(new[:fixed]):
        yield new[fixed:], 0  # “… one seven, no, eight, two one eight”
        return
    denied = not _NOES.isdisjoint(piece.between)
    yield new, 6
    yield old + new, 5 if denied else 2
    most = len(new) if len(old) == TEN and len(new) < TEN else _BACK
    for back in range(1, min(most, len(old) - 1, len(new)) + 1):
        said_again = new[0] == old[-back] and back > 1
        put_right = back in (1, 2) or (len(old) == TEN and back == len(new))
        if said_again or put_right:
            yield old[:-back] + new, (1 if said_again else 2 + back) + (0 if denied else 1)


def _has(words: Sequence[str], phrase: tuple[str, ...]) -> bool:
    return any(tuple(words[n : n + len(phrase)]) == phrase for n in range(len(words)))
