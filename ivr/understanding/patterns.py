"""Phrases an administrator can write: "(house|car) [is] on fire", read once, matched against plain words.

word     exactly this word             (a|b c)  one of these     [x]  perhaps x
burn*    any word that begins so       ...      up to four words      <past>  a phrase of that list
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ivr.understanding.saying import said_words

GAP = 4
MASKED = "\0"
"""Stands for a word that another pattern has already explained: nothing matches it, no gap reaches over it."""

_PIECE = re.compile(r"\.\.\.|…|<[a-z_]+>|[()\[\]|]|[^\s()\[\]|<>]+")
_CLOSES = {"(": ")", "[": "]"}


class BadPattern(ValueError):
    """A phrase of the emergency words cannot be read; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word out of `exact`, or one that begins with one of `starts`."""

    exact: frozenset[str]
    starts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """Up to four words of any kind."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several phrases; an empty one makes it optional."""

    ways: tuple[Phrase, ...]


Part = Word | Gap | Choice
Phrase = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A phrase as written, its parts, and the words one each of which must be said (a quick look before a long one)."""

    written: str
    parts: Phrase
    needs: tuple[frozenset[str], ...]


# ------------------------------------------------------------------ reading


def compile_pattern(written: str, lists: Mapping[str, Part] | None = None) -> Pattern:
    """BadPattern: brackets that do not close, a <list> that is not there, a phrase that could match silence."""
    pieces = _PIECE.findall(written)
    ways, at = _ways(pieces, 0, written, lists or {})
    if at != len(pieces):
        raise BadPattern(f"“{written}” closes a bracket that was not opened")
    parts = (_choice(ways),) if len(ways) > 1 else ways[0]
    if 0 in _ends(parts, (), 0):
        raise BadPattern(f"“{written}” would match silence")
    needs = tuple(part.exact for part in parts if isinstance(part, Word) and not part.starts)
    return Pattern(written, parts, needs)


def as_list(patterns: Sequence[Pattern]) -> Part:
    """What <name> stands for: any one of these."""
    return _choice([pattern.parts for pattern in patterns])


def _ways(pieces: Sequence[str], at: int, written: str, lists: Mapping[str, Part]) -> tuple[list[Phrase], int]:
    ways: list[list[Part]] = [[]]
    while at < len(pieces) and pieces[at] not in ")]":
        piece = pieces[at]
        at += 1
        if piece == "|":
            ways.append([])
        elif piece in _CLOSES:
            inner, at = _ways(pieces, at, written, lists)
            if at >= len(pieces) or pieces[at] != _CLOSES[piece]:
                raise BadPattern(f"“{written}” opens a {piece} that is not closed")
            at += 1
            ways[-1].append(_choice([*inner, ()] if piece == "[" else inner))
        else:
            ways[-1] += _plain(piece, written, lists)
    return [tuple(way) for way in ways], at


def _choice(ways: Sequence[Phrase]) -> Part:
    """Single words become one set, so that most choices are one look-up."""
    single = [way[0] for way in ways if len(way) == 1 and isinstance(way[0], Word)]
    word = Word(frozenset().union(*(w.exact for w in single)), tuple(s for w in single for s in w.starts))
    rest = tuple(way for way in ways if not (len(way) == 1 and isinstance(way[0], Word)))
    if not rest:
        return word
    return Choice((*(((word,),) if single else ()), *rest))


def _plain(piece: str, written: str, lists: Mapping[str, Part]) -> list[Part]:
    if piece in ("...", "…"):
        return [Gap()]
    if piece.startswith("<"):
        if piece[1:-1] not in lists:
            raise BadPattern(f"“{written}” speaks of {piece}, which is not among the words")
        return [lists[piece[1:-1]]]
    plain = said_words(piece.rstrip("*"))
    if piece.endswith("*") and plain:
        return [Word(frozenset(), (plain[-1],))]
    return [Word(frozenset((word,))) for word in plain]


# ------------------------------------------------------------------ matching


def _ends(parts: Phrase, said: Sequence[str], at: int) -> set[int]:
    """Every place where the parts can end when they begin at `at`; empty when they do not match there."""
    ends = {at}
    for part in parts:
        match part:
            case Word():
                exact, starts = part.exact, part.starts
                ends = {
                    e + 1
                    for e in ends
                    if e < len(said) and (said[e] in exact or (starts and said[e].startswith(starts)))
                }
            case Choice():
                ends = {end for e in ends for way in part.ways for end in _ends(way, said, e)}
            case Gap():
                ends = {end for e in ends for end in _reach(said, e)}
        if not ends:
            break
    return ends


def _reach(said: Sequence[str], at: int) -> range:
    """Where a gap that begins at `at` can end."""
    end = at
    while end < len(said) and end - at < GAP and said[end] != MASKED:
        end += 1
    return range(at, end + 1)


def _openers(parts: Phrase) -> Iterable[Word]:
    """What a phrase can begin with."""
    for part in parts:
        if isinstance(part, Word):
            yield part
        elif isinstance(part, Choice):
            for way in part.ways:
                yield from _openers(way)
        if not _ends((part,), (), 0):
            return


class Patterns:
    """Many phrases, looked up by their first word."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._exact: dict[str, list[Pattern]] = {}
        self._starts: dict[str, list[tuple[str, Pattern]]] = {}
        for pattern in patterns:
            openers = tuple(_openers(pattern.parts))
            for exact in {word for opener in openers for word in opener.exact}:
                self._exact.setdefault(exact, []).append(pattern)
            for start in {word for opener in openers for word in opener.starts}:
                self._starts.setdefault(start[:2], []).append((start, pattern))

    def _at(self, word: str, said: frozenset[str]) -> Iterator[Pattern]:
        """The patterns that can begin with a word, if all their words can be among those said."""
        for pattern in self._exact.get(word, ()):
            if not any(need.isdisjoint(said) for need in pattern.needs):
                yield pattern
        for start, pattern in self._starts.get(word[:2], ()):
            if word.startswith(start):
                yield pattern

    def find(self, said: Sequence[str]) -> Pattern | None:
        """The first pattern found anywhere among the words."""
        all_said = frozenset(said)
        found = (p for at, word in enumerate(said) for p in self._at(word, all_said) if _ends(p.parts, said, at))
        return next(found, None)

    def whole(self, said: Sequence[str]) -> Pattern | None:
        """A pattern that matches all the words, from first to last."""
        candidates = self._at(said[0], frozenset(said)) if said else iter(())
        return next((p for p in candidates if len(said) in _ends(p.parts, said, 0)), None)

    def mask(self, said: Sequence[str]) -> list[str]:
        """The words, with MASKED for each one that a pattern explains."""
        left, all_said = list(said), frozenset(said)
        for at in range(len(said)):
            end = self.reach(said, at, all_said)
            left[at:end] = [MASKED] * (end - at)
        return left

    def reach(self, said: Sequence[str], at: int, all_said: frozenset[str] | None = None) -> int:
        """Where the longest phrase that begins at `at` ends; `at` itself when none does."""
        candidates = self._at(said[at], frozenset(said) if all_said is None else all_said)
        return max((max(e) for p in candidates if (e := _ends(p.parts, said, at))), default=at)
