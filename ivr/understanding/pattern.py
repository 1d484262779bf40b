"""Phrases an administrator can write: "(house|car) [is] on fire", and where it can end among plain words.

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
class Demands:
    """One word out of each of `words`, and of each of `choices` all that one of its ways demands."""

    words: tuple[frozenset[str], ...] = ()
    choices: tuple[tuple[Demands, ...], ...] = ()

    def met(self, said: frozenset[str]) -> bool:
        """Whether all of it is said, in whatever order."""
        for words in self.words:
            if words.isdisjoint(said):
                return False
        return all(any(way.met(said) for way in ways) for ways in self.choices)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A phrase as written, its parts, what it can begin with, and what it needs: one word out of each.

    demands: all it cannot be without, for a quick look whether it is possible at all.
    """

    written: str
    parts: Phrase
    opens: Word
    needs: tuple[Word, ...]
    demands: Demands


# ------------------------------------------------------------------ reading


def compile_pattern(written: str, lists: Mapping[str, Part] | None = None) -> Pattern:
    """BadPattern: brackets that do not close, a <list> that is not there, a phrase that could match silence."""
    pieces = _PIECE.findall(written)
    ways, at = _ways(pieces, 0, written, lists or {})
    if at != len(pieces):
        raise BadPattern(f"“{written}” closes a bracket that was not opened")
    parts = (_choice(ways),) if len(ways) > 1 else ways[0]
    if 0 in ends(parts, (), 0):
        raise BadPattern(f"“{written}” would match silence")
    return Pattern(written, parts, _either(_openers(parts)), tuple(_needs(parts)), _demands(parts))


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
    word = _either(single)
    rest = tuple(way for way in ways if not (len(way) == 1 and isinstance(way[0], Word)))
    if not rest:
        return word
    return Choice((*(((word,),) if single else ()), *rest))


def _either(of: Iterable[Word]) -> Word:
    found = tuple(of)
    return Word(frozenset().union(*(w.exact for w in found)), tuple(dict.fromkeys(s for w in found for s in w.starts)))


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


def ends(parts: Phrase, said: Sequence[str], at: int) -> set[int]:
    """Every place where the parts can end when they begin at `at`; empty when they do not match there."""
    found = {at}
    for part in parts:
        match part:
            case Word():
                exact, starts = part.exact, part.starts
                found = {
                    e + 1
                    for e in found
                    if e < len(said) and (said[e] in exact or (starts and said[e].startswith(starts)))
                }
            case Choice():
                found = {end for e in found for way in part.ways for end in ends(way, said, e)}
            case Gap():
                found = {end for e in found for end in _reach(said, e)}
        if not found:
            break
    return found


def _reach(said: Sequence[str], at: int) -> range:
    """Where a gap that begins at `at` can end."""
    end = at
    while end < len(said) and end - at < GAP and said[end] != MASKED:
        end += 1
    return range(at, end + 1)


def _openers(parts: Phrase) -> Iterator[Word]:
    """What a phrase can begin with."""
    for part in parts:
        if isinstance(part, Word):
            yield part
        elif isinstance(part, Choice):
            for way in part.ways:
                yield from _openers(way)
        if not ends((part,), (), 0):
            return


def _needs(parts: Phrase) -> Iterator[Word]:
    """What a phrase cannot do without: its words, and of a choice one word of each way."""
    for part in parts:
        if isinstance(part, Word):
            yield part
        elif isinstance(part, Choice):
            ways = [next(_needs(way), None) for way in part.ways]
            if all(ways):
                yield _either(way for way in ways if way)


def _demands(parts: Phrase) -> Demands:
    """Words that only begin in some way are not asked for: it takes longer to look for them than to try."""
    words = tuple(need.exact for need in _needs(parts) if not need.starts)
    choices = (tuple(map(_demands, part.ways)) for part in parts if isinstance(part, Choice))
    return Demands(words, tuple(ways for ways in choices if Demands() not in ways))
