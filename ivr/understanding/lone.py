"""One bare word, “water”, “tree”: it is of many needs, and sure of none, unless it is what one of them is called."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence

from ivr.understanding import words
from ivr.understanding.classifier import Guess
from ivr.understanding.saying import bare
from ivr.understanding.stem import stem

ALONE = 0.75
"""A code with such a share of a word has it to itself: the guess stands."""
KNOWN = 0.9
"""What all that may be meant share: the rest is something the examples do not have."""
MOST = 4
LONGEST = 2
"""Words of what is said: “the alley”."""
SHORT = 4
"""Words of a phrase that may be one word and politeness: “my water, thank you”."""


class Lone:
    """How the examples of the codes share their words; immutable."""

    def __init__(self, said: Mapping[str, Sequence[Sequence[str]]], language: str) -> None:
        """said: the plain words of every phrase of each code."""
        self._language = language
        self._shares: dict[str, dict[str, float]] = defaultdict(dict)
        self._called: dict[str, set[str]] = defaultdict(set)
        for code, phrases in said.items():
            stems = [frozenset(self._stems(phrase)) for phrase in phrases]
            for phrase, own in zip(phrases, stems, strict=True):
                if len(phrase) <= SHORT and len(bare(phrase)) == 1:
                    self._called[next(iter(own), "")].add(code)
            for one, times in Counter(one for own in stems for one in own).items():
                self._shares[one][code] = times / len(stems)

    def spread(self, said: Sequence[str], guesses: Sequence[Guess], among: Collection[str]) -> Sequence[Guess]:
        """The guesses; those of one bare word that several of `among` share, by how much of it is theirs."""
        plain = bare(said)
        general = bool(guesses) and guesses[0].code not in among
        stop = words.of(self._language).stop
        meant = [] if general or len(plain) > LONGEST else [word for word in plain if word not in stop]
        one = stem(meant[0], self._language) if len(meant) == 1 else ""
        shares = {code: share for code, share in self._shares.get(one, {}).items() if code in among}
        if not shares or self._called.get(one) or max(shares.values()) >= ALONE * sum(shares.values()):
            return guesses
        best = sorted(shares, key=lambda code: -shares[code])[:MOST]
        total = sum(shares[code] for code in best)
        likely = {code: round(KNOWN * shares[code] / total, 4) for code in best}
        return [Guess(code, sure, meant[0], sure) for code, sure in likely.items()]

    def _stems(self, phrase: Sequence[str]) -> list[str]:
        stop = words.of(self._language).stop
        return [stem(word, self._language) for word in phrase if word not in stop]
