"""A trigram model of sentences with names in them, as ARPA text.

Interpolated absolute discounting. A class (a street) is never drawn: wherever one may follow a word, every name of the
class may, by its weight; so no name is unlikelier for having met no frame.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import log10

from ivr.speech.offline.english import English, mixed

Words = tuple[str, ...]
Classes = Mapping[str, Sequence[tuple[Words, float]]]
BEGIN, END = "<s>", "</s>"
DISCOUNT = 0.6
LEAST = 1e-7
"""A continuation of a class less likely than this is left to the shorter history."""
RAREST = 1e-7
"""The least chance of a word."""
Counts = dict[Words, dict[str, float]]


def arpa(sentences: Iterable[tuple[Words, float]], classes: Classes) -> Iterator[str]:
    """The lines of an ARPA file. sentences: with how often each counts."""
    two, three, follows = _counted(sentences, classes)
    one = _first(two, follows, classes)
    bigrams, kept_two = _second(two, follows, classes, one)
    trigrams, kept_three = _third(three, follows, bigrams, kept_two, one)
    one, bigrams, trigrams, kept_two, kept_three = mixed(one, bigrams, trigrams, kept_two, kept_three, English())
    yield from ("\\data\\", f"ngram 1={len(one)}", f"ngram 2={len(bigrams)}", f"ngram 3={len(trigrams)}")
    yield from ("", "\\1-grams:")
    for word in sorted(one):
        yield f"{_log(one[word])} {word} {_log(kept_two.get(word, 1.0))}"
    yield from ("", "\\2-grams:")
    for pair in sorted(bigrams):
        yield f"{_log(bigrams[pair])} {pair[0]} {pair[1]} {_log(kept_three.get(pair, 1.0))}"
    yield from ("", "\\3-grams:")
    for first, second, third in sorted(trigrams):
        yield f"{_log(trigrams[first, second, third])} {first} {second} {third}"
    yield from ("", "\\end\\")


def _log(share: float) -> str:
    return f"{log10(max(share, 1e-9)):.4f}"


def _counted(sentences: Iterable[tuple[Words, float]], classes: Classes) -> tuple[Counts, Counts, Counts]:
    """How often a word follows one word, two words; and how often a class follows them."""
    two: Counts = defaultdict(lambda: defaultdict(float))
    three: Counts = defaultdict(lambda: defaultdict(float))
    follows: Counts = defaultdict(lambda: defaultdict(float))
    seen: dict[str, float] = defaultdict(float)
    after: Counts = defaultdict(lambda: defaultdict(float))
    for sentence, weight in sentences:
        whole = (BEGIN, *sentence, END)
        for at in range(1, len(whole)):
            before, word = whole[at - 1], whole[at]
            if word in classes:
                seen[word] += weight
                follows[(before,)][word] += weight
                if at > 1 and before not in classes and whole[at - 2] not in classes:
                    follows[whole[at - 2], before][word] += weight
            elif before in classes:
                after[(before,)][word] += weight
            else:
                two[(before,)][word] += weight
                if at > 1 and whole[at - 2] not in classes:
                    three[whole[at - 2], before][word] += weight
    for name, members in classes.items():
        _inside(members, seen[name], after[(name,)], two, three)
    return two, three, follows


def _inside(
    members: Sequence[tuple[Words, float]], times: float, after: Mapping[str, float], two: Counts, three: Counts
) -> None:
    """A class's own words, one after the other; and what follows the class, after the last of them."""
    if not times:
        return
    for words, share in members:
        for first, second in itertools.pairwise(words):
            two[(first,)][second] += share * times
        for first, second, third in zip(words, words[1:], words[2:], strict=False):
            three[first, second][third] += share * times
        for word, count in after.items():
            two[words[-1:]][word] += share * count


def _first(two: Counts, follows: Counts, classes: Classes) -> dict[str, float]:
    found: dict[str, float] = defaultdict(float)
    for own in two.values():
        for word, count in own.items():
            found[word] += count
    for (*before,), own in follows.items():
        if len(before) == 1:
            for name, count in own.items():
                for words, share in classes[name]:
                    found[words[0]] += share * count
    found.pop(BEGIN, None)
    total = sum(found.values())
    raised = {word: max(count / total, RAREST) for word, count in found.items()}
    whole = sum(raised.values())
    return {BEGIN: 1e-9} | {word: share / whole for word, share in raised.items()}


def _second(
    two: Counts, follows: Counts, classes: Classes, one: Mapping[str, float]
) -> tuple[dict[Words, float], dict[str, float]]:
    """The probability of each pair; and for each first word the share that is left to what was never seen after it."""
    pairs: dict[Words, float] = {}
    kept: dict[str, float] = {}
    firsts = {name: _first_words(own) for name, own in classes.items()}
    for history in {*two, *(key for key in follows if len(key) == 1)}:
        (before,) = history
        if before in classes:
            continue
        own, open_ = two.get(history, {}), follows.get(history, {})
        total = sum(own.values()) + sum(open_.values())
        shares = {word: (count - _discount(count)) / total for word, count in own.items()}
        for name, count in open_.items():
            for word, share in firsts[name].items():
                if share * count / total > LEAST:
                    shares[word] = shares.get(word, 0.0) + share * count / total
        left = max(1.0 - sum(shares.values()), 1e-6)
        kept[before] = left
        for word, share in shares.items():
            pairs[before, word] = share + left * one[word]
    return pairs, kept


def _first_words(members: Sequence[tuple[Words, float]]) -> dict[str, float]:
    found: dict[str, float] = defaultdict(float)
    for words, share in members:
        found[words[0]] += share
    return found


def _third(
    three: Counts, follows: Counts, pairs: Mapping[Words, float], kept: Mapping[str, float], one: Mapping[str, float]
) -> tuple[dict[Words, float], dict[Words, float]]:
    triples: dict[Words, float] = {}
    left: dict[Words, float] = {}
    for history, own in three.items():
        if history not in pairs:
            continue
        open_ = sum(follows[history].values()) if history in follows else 0.0
        total = sum(own.values()) + open_
        rest = (sum(_discount(count) for count in own.values()) + open_) / total
        left[history] = rest
        for word, count in own.items():
            shorter = pairs.get((history[1], word)) or kept.get(history[1], 1.0) * one[word]
            triples[(*history, word)] = (count - _discount(count)) / total + rest * shorter
    return triples, left


def _discount(count: float) -> float:
    return min(DISCOUNT, 0.4 * count)
