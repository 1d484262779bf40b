"""Danger, crisis or harmless? What the examples taught, for sentences that no phrase was written for.

A sentence is weighed in the language of its own words, whatever the call's: a Spanish caller may still be in the
English greeting. A long story is looked at as a whole and window by window, because an emergency stands in the middle
of a complaint.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ivr.understanding import words
from ivr.understanding.classifier import WARY, Alike, Classifier, likelihoods
from ivr.understanding.encoder import Encoder
from ivr.understanding.features import Sparse
from ivr.understanding.learned import learned
from ivr.understanding.phrases import listed, mapping
from ivr.understanding.utterance import Part, Utterance

Floats = NDArray[np.float32]

KINDS = ("harmless", "danger", "crisis")
EXAMPLES = {"like_harmless": "harmless", "like_danger": "danger", "like_crisis": "crisis"}
"""The lists of flows/emergency_examples.yaml, and what they are examples of."""
LONG, WINDOW, STEP, MOST = 28, 14, 9, 10
"""Words from which a story is looked at in windows; the words of one; from one to the next; windows at most."""
IN_STORY = 10.0
"""How much graver a window must be than the whole: taken out of their story, more words sound like danger."""
GLANCE = 5.5
"""A window whose words alone weigh less is left: of 480 stories with danger in the middle three weighed less."""
LOOKED_AT = 60
"""Words by which the language is known."""
NEIGHBOURS = 12.0
"""What it weighs whether the few examples nearest to a sentence are harmless: log odds, from all of them to none."""
TINY = 1e-6


@dataclass(frozen=True, slots=True)
class Weighed:
    """alarm: the log odds that it is not harmless. crisis: of that, the share that is a crisis and no other danger.

    example: the one that it is most like, of what it is taken for.
    """

    alarm: float
    crisis: float = 0.0
    example: str = ""


CALM = Weighed(-math.inf)


class Peril:
    """Learned once for a book, a language at a time; immutable."""

    def __init__(
        self,
        written: Mapping[str, object],
        encoder: Encoder | None = None,
        cache: Path | None = None,
    ) -> None:
        """written: language → lists, of which those in EXAMPLES are read."""
        taught = {str(language): dict(examples_of(lists)) for language, lists in written.items()}
        self._learned = {
            language: _classifier(kinds, encoder, cache)
            for language, kinds in taught.items()
            if {"danger", "crisis"} & set(kinds.values())
        }

    @property
    def languages(self) -> tuple[str, ...]:
        """Those it has examples of danger in."""
        return tuple(self._learned)

    def weigh(self, utterance: Utterance) -> Weighed:
        """The gravest of the whole and of its part, which is the one that `part` finds."""
        if not self._learned or not utterance.said:
            return CALM
        part = utterance.part
        found = utterance.features.beside(part.features) if part else utterance.features
        heard = zip(*self._by_language(utterance, found), strict=True)
        gravest: list[Weighed] = [max(one, key=_alarm) for one in heard]
        gravest[1:] = [replace(one, alarm=one.alarm - IN_STORY) for one in gravest[1:]]
        return max(gravest, key=_alarm)

    def _by_language(self, utterance: Utterance, found: Sparse) -> Iterator[list[Weighed]]:
        """For each language that the words may be in, the whole and the part."""
        for language in languages_of(utterance.said, self.languages):
            classifier = self._learned[language]
            yield [_weighed(classifier, alike) for alike in classifier.nearest(found, utterance.vectors)]

    def part(self, utterance: Utterance) -> Part | None:
        """The window of a long story whose words weigh most; None of a short one, and where none weighs enough."""
        seen = windows(len(utterance.text.split())) if self._learned else ()
        if not seen:
            return None
        found = utterance.apart.runs(seen)
        languages = languages_of(utterance.said, self.languages)
        alarms = zip(*(_alarms(self._learned[language], found) for language in languages), strict=True)
        grave, alarm = max(enumerate(map(max, alarms)), key=itemgetter(1))
        return Part(*seen[grave], found.only(grave)) if alarm >= GLANCE else None


def languages_of(said: Sequence[str], languages: Sequence[str]) -> tuple[str, ...]:
    """The languages whose little words are most among those said; all of several where that does not tell."""
    little = {language: words.of(language).stop for language in languages}
    own = {language: sum(word in stop for word in said[:LOOKED_AT]) for language, stop in little.items()}
    most = max(own.values())
    return tuple(language for language, many in own.items() if many == most)


def _alarm(weighed: Weighed) -> float:
    return weighed.alarm


def _weighed(classifier: Classifier, alike: Alike) -> Weighed:
    guesses = {guess.code: guess for guess in classifier.best(alike)}
    harmless, danger, crisis = (guesses[kind].wary if kind in guesses else 0.0 for kind in KINDS)
    nearest = guesses.get("crisis" if crisis > danger else "danger")
    around = dict(zip(classifier.codes, classifier.around(alike).tolist(), strict=True))
    alarm = _log_odds(danger + crisis, harmless) + NEIGHBOURS * (0.5 - around.get("harmless", 0.0))
    return Weighed(alarm, crisis / max(danger + crisis, TINY), nearest.example if nearest else "")


def _alarms(classifier: Classifier, found: Sparse) -> list[float]:
    """How grave each text is by its features alone."""
    codes = classifier.codes
    harmless = codes.index("harmless") if "harmless" in codes else None
    likely = [[round(share, 4) for share in row] for row in likelihoods(classifier.glance(found), WARY).tolist()]
    calm = [0.0 if harmless is None else row[harmless] for row in likely]
    return [_log_odds(sum(row) - of, of) for row, of in zip(likely, calm, strict=True)]


def _log_odds(grave: float, harmless: float) -> float:
    return math.log(max(grave, TINY) / max(harmless, TINY))


def _classifier(taught: Mapping[str, str], encoder: Encoder | None, cache: Path | None) -> Classifier:
    """taught: phrase → kind."""
    known = [kind for kind in KINDS if kind in taught.values()]
    phrases, kinds = list(taught), [known.index(kind) for kind in taught.values()]
    found = learned(phrases, kinds, len(known), encoder, cache, len(phrases))
    return Classifier(known, phrases, kinds, found, cache).prepare(nearest=True)


def windows(length: int) -> Sequence[tuple[int, int]]:
    """The windows of a story of so many words, (first, end), at most MOST: of its beginning and end if it has more."""
    if length < LONG:
        return ()
    all_ = [(at, min(at + WINDOW, length)) for at in range(0, length - WINDOW + STEP, STEP)]
    return all_ if len(all_) <= MOST else [*all_[: MOST // 2], *all_[-MOST // 2 :]]


def examples_of(lists: object) -> Iterator[tuple[str, str]]:
    """(phrase, kind); a phrase in several lists counts as the graver."""
    for name, kind in EXAMPLES.items():
        yield from ((phrase, kind) for phrase in listed(mapping(lists).get(name)))
