"""Phrases an administrator can write: "(house|car) [is] on fire", read once, matched against plain words.

word     exactly this word             (a|b c)  one of these     [x]  perhaps x
burn*    any word that begins so       ...      up to four words      <past>  a phrase of that list
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Generic, TypeVar

from ivr.understanding.saying import said_words

T = TypeVar("T")

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
    """A phrase as written, its parts, what it can begin with, and what it needs: one word out of each."""

    written: str
    parts: Phrase
    opens: Word
    needs: tuple[Word, ...]


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
    return Pattern(written, parts, _either(_openers(parts)), tuple(_needs(parts)))


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


def _openers(parts: Phrase) -> Iterator[Word]:
    """What a phrase can begin with."""
    for part in parts:
        if isinstance(part, Word):
            yield part
        elif isinstance(part, Choice):
            for way in part.ways:
                yield from _openers(way)
        if not _ends((part,), (), 0):
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


# ------------------------------------------------------------------ many of them


class Table(Generic[T]):
    """Values under words, and under what words begin with."""

    def __init__(self) -> None:
        self._exact: dict[str, list[T]] = {}
        self._starts: dict[str, list[tuple[str, T]]] = {}

    def add(self, key: Word, value: T) -> None:
        for word in key.exact:
            self._exact.setdefault(word, []).append(value)
        for start in key.starts:
            self._starts.setdefault(start[:2], []).append((start, value))

    def of(self, word: str) -> list[T]:
        """Those under the word itself, then those under its beginning, each as they were added."""
        found = self._exact.get(word, [])
        begun = [*self._starts.get(word[:2], ()), *(self._starts.get(word[:1], ()) if word[1:] else ())]
        return found + [value for start, value in begun if word.startswith(start)] if begun else found

    def under(self, words: frozenset[str]) -> set[T]:
        """Those under any of the words. Most words are in no table: they cost next to nothing."""
        found = {value for word in self._exact.keys() & words for value in self._exact[word]}
        begun = ((word, head) for word in words for head in (word[:1], word[:2]) if head in self._starts)
        return found | {value for word, head in begun for start, value in self._starts[head] if word.startswith(start)}


class Index:
    """Finds, among thousands of patterns, the few that some words can match: each stands under a word it needs."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        """The rarest it needs: “the” is in every sentence, and the “fire” of “the house is on fire” is not."""
        self._patterns = patterns
        self._numbers: Table[int] = Table()
        often = Counter(word for pattern in patterns for need in pattern.needs for word in need.exact)
        for number, pattern in enumerate(patterns):
            rarest = min(pattern.needs or (pattern.opens,), key=lambda need: _commonness(need, often))
            self._numbers.add(rarest, number)

    def likely(self, said: Sequence[str]) -> list[int]:
        """The numbers, in order, of all patterns that can be found among the words, and of some that cannot."""
        words = frozenset(said)
        return sorted(number for number in self._numbers.under(words) if _is_possible(self._patterns[number], words))


def _commonness(need: Word, often: Mapping[str, int]) -> int:
    return sum(often[word] for word in need.exact) + len(need.starts)


def _is_possible(pattern: Pattern, said: frozenset[str]) -> bool:
    """Whether all that a pattern needs is said at all: a quick look before a long one."""
    return not any(not need.starts and need.exact.isdisjoint(said) for need in pattern.needs)


def _opens(pattern: Pattern, word: str) -> bool:
    return word in pattern.opens.exact or word.startswith(pattern.opens.starts)


def first(patterns: Sequence[Pattern], said: Sequence[str]) -> Pattern | None:
    """The one that begins first among the words; of several those come first that begin with a word in full."""
    for at, word in enumerate(said if patterns else ()):
        begun = [pattern for pattern in patterns if _opens(pattern, word)]
        begun.sort(key=lambda pattern: word not in pattern.opens.exact)
        if found := next((pattern for pattern in begun if _ends(pattern.parts, said, at)), None):
            return found
    return None


class Patterns:
    """Many phrases, looked up by their words."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self.all = tuple(patterns)
        self._index = Index(self.all)
        self._openers: Table[Pattern] = Table()
        for pattern in self.all:
            self._openers.add(pattern.opens, pattern)

    def _likely(self, said: Sequence[str]) -> list[Pattern]:
        return [self.all[number] for number in self._index.likely(said)]

    def _at(self, word: str, said: frozenset[str]) -> Iterator[Pattern]:
        """The patterns that can begin with a word, if all their words can be among those said."""
        return (pattern for pattern in self._openers.of(word) if _is_possible(pattern, said))

    def find(self, said: Sequence[str]) -> Pattern | None:
        """The first pattern found anywhere among the words."""
        return first(self._likely(said), said)

    def whole(self, said: Sequence[str]) -> Pattern | None:
        """A pattern that matches all the words, from first to last."""
        candidates = self._at(said[0], frozenset(said)) if said else iter(())
        return next((p for p in candidates if len(said) in _ends(p.parts, said, 0)), None)

    def mask(self, said: Sequence[str]) -> list[str]:
        """The words, with MASKED for each one that a pattern explains."""
        left, likely = list(said), self._likely(said)
        for at, word in enumerate(said if likely else ()):
            end = _furthest((pattern for pattern in likely if _opens(pattern, word)), said, at)
            left[at:end] = [MASKED] * (end - at)
        return left

    def reach(self, said: Sequence[str], at: int, all_said: frozenset[str] | None = None) -> int:
        """Where the longest phrase that begins at `at` ends; `at` itself when none does."""
        return _furthest(self._at(said[at], frozenset(said) if all_said is None else all_said), said, at)


def _furthest(patterns: Iterable[Pattern], said: Sequence[str], at: int) -> int:
    return max((max(ends) for pattern in patterns if (ends := _ends(pattern.parts, said, at))), default=at)


class Kinds(Mapping[str, Patterns]):
    """Phrases by kind, in the order of the kinds; looked up all at once."""

    def __init__(self, kinds: Mapping[str, Patterns]) -> None:
        self._kinds = dict(kinds)
        self._all = [(kind, pattern) for kind, patterns in kinds.items() for pattern in patterns.all]
        self._index = Index([pattern for _, pattern in self._all])

    def __getitem__(self, kind: str) -> Patterns:
        return self._kinds[kind]

    def __iter__(self) -> Iterator[str]:
        return iter(self._kinds)

    def __len__(self) -> int:
        return len(self._kinds)

    def likely(self, said: Sequence[str]) -> list[tuple[str, Pattern]]:
        """The few phrases that have to be looked for, each with its kind."""
        return [self._all[number] for number in self._index.likely(said)]

    def first(self, said: Sequence[str]) -> tuple[str, Pattern] | None:
        """The first kind of which a phrase is found, and the phrase."""
        by_kind = ((kind, [p for _, p in own]) for kind, own in groupby(self.likely(said), key=itemgetter(0)))
        return next(((kind, found) for kind, own in by_kind if (found := first(own, said))), None)
