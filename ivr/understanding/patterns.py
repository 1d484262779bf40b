"""Many phrases at once: the first that is said, all that is explained, the longest from a place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Generic, TypeVar

from ivr.understanding.pattern import MASKED, Pattern, Word, ends

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Seen:
    """Words, each once; those that begin with one letter and with two; and where each stands."""

    words: frozenset[str]
    heads: Mapping[str, Sequence[str]]
    where: Mapping[str, Sequence[int]]


@lru_cache(maxsize=16)
def _seen(said: tuple[str, ...]) -> Seen:
    """Kept while a dozen lists of phrases are held against the same words."""
    where: dict[str, list[int]] = {}
    for at, word in enumerate(said):
        where.setdefault(word, []).append(at)
    heads: dict[str, list[str]] = {}
    for word in where:
        for head in (word[:1], word[:2]):
            heads.setdefault(head, []).append(word)
    return Seen(frozenset(where), heads, where)


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

    def under(self, seen: Seen) -> set[T]:
        """Those under any of the words. Most words are in no table: they cost next to nothing."""
        found = {value for word in self._exact.keys() & seen.words for value in self._exact[word]}
        for head in self._starts.keys() & seen.heads.keys():
            words = seen.heads[head]
            found |= {value for start, value in self._starts[head] if any(word.startswith(start) for word in words)}
        return found


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
        seen = _seen(tuple(said))
        found = self._numbers.under(seen)
        return sorted(number for number in found if self._patterns[number].demands.met(seen.words))


def _commonness(need: Word, often: Mapping[str, int]) -> int:
    return sum(often[word] for word in need.exact) + len(need.starts)


def first(patterns: Sequence[Pattern], said: Sequence[str]) -> Pattern | None:
    """The one that begins first among the words; of several those come first that begin with a word in full."""
    if not patterns:
        return None
    where = _seen(tuple(said)).where
    begun = sorted(begin for n, pattern in enumerate(patterns) for begin in _begins(n, pattern.opens, where))
    return next((patterns[n] for at, _, n in begun if ends(patterns[n].parts, said, at)), None)


def _begins(n: int, opens: Word, where: Mapping[str, Sequence[int]]) -> Iterator[tuple[int, bool, int]]:
    """(where, whether by the beginning of a word alone, n) for each word that may open the pattern."""
    for word in opens.exact & where.keys():
        yield from ((at, False, n) for at in where[word])
    if opens.starts:
        begun = (word for word in where if word.startswith(opens.starts) and word not in opens.exact)
        yield from ((at, True, n) for word in begun for at in where[word])


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
        return (pattern for pattern in self._openers.of(word) if pattern.demands.met(said))

    def find(self, said: Sequence[str]) -> Pattern | None:
        """The first pattern found anywhere among the words."""
        return first(self._likely(said), said)

    def whole(self, said: Sequence[str]) -> Pattern | None:
        """A pattern that matches all the words, from first to last."""
        candidates = self._at(said[0], frozenset(said)) if said else iter(())
        return next((p for p in candidates if len(said) in ends(p.parts, said, 0)), None)

    def mask(self, said: Sequence[str]) -> list[str]:
        """The words, with MASKED for each one that a pattern explains."""
        left, where = list(said), _seen(tuple(said)).where
        for pattern in self._likely(said):
            for at, _, _ in _begins(0, pattern.opens, where):
                end = _furthest((pattern,), said, at)
                left[at:end] = [MASKED] * (end - at)
        return left

    def reach(self, said: Sequence[str], at: int, all_said: frozenset[str] | None = None) -> int:
        """Where the longest phrase that begins at `at` ends; `at` itself when none does."""
        return _furthest(self._at(said[at], frozenset(said) if all_said is None else all_said), said, at)


def _furthest(patterns: Iterable[Pattern], said: Sequence[str], at: int) -> int:
    return max((max(reached) for pattern in patterns if (reached := ends(pattern.parts, said, at))), default=at)


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
