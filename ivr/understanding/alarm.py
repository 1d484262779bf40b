"""Danger: is this 911, might it be, or is it a crisis? By the city's phrases and by its examples, in every language.

Two listeners, both always on. Phrases are exact and explain themselves; what was learned from examples hears what no
phrase was written for, and tells apart what only sounds like danger. docs/emergencies.md says it for a city's lawyer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ivr.flow.meaning import Emergency
from ivr.understanding.pattern import BadPattern
from ivr.understanding.patterns import Kinds
from ivr.understanding.peril import Peril, Weighed
from ivr.understanding.phrases import Phrases, read
from ivr.understanding.saying import said_words
from ivr.understanding.utterance import Part, Utterance

DOUBT = -7.5
"""Log odds, less what speaks for an ordinary need, from which the line asks.

Far below even odds: to miss one is far worse than to ask many. Measured by cross-validation (docs/emergencies.md)."""
BRIEFEST, BRIEF = (2, 5.0), (4, 0.0)
"""“No, I'm not sure” is like many a sentence: in so few words, without a phrase, the odds must be higher."""
OVER, EXPLAINED = 6.0, 3.0
"""How much it speaks against danger that it is told as past, and that some of its words are known to be none."""
ORDINARY, ORDINARY_WITH_PHRASE = 10.0, 5.0
"""How much a need that is surely understood speaks against danger: without a phrase of danger, and with one."""
CLEAR = 5.0
"""From such odds it is far likelier danger than not, whatever else the words ask for.

Of 350 wishes for a person none of every day is above 3.5, and none of a crisis below 8.5."""
CRISIS_SHARE = 0.02
"""The share of an alarm from which it is a crisis. Who is heard as one is told of 911 too."""


@dataclass(frozen=True, slots=True)
class Danger:
    """What was heard, the kind of danger, and what it was heard by. guessed: by examples alone, and by no phrase.

    languages: those whose phrases heard it. clear: by the examples it is far likelier danger than not.
    """

    emergency: Emergency = "none"
    crisis: bool = False
    because: str = ""
    kind: str = ""
    guessed: bool = False
    languages: tuple[str, ...] = ()
    clear: bool = False


Level = Literal["none", "hint", "ask", "certain"]
LEVELS: tuple[Level, ...] = ("none", "hint", "ask", "certain")
"""How grave a phrase is, in rising order."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What the phrases of all languages found: the gravest, and whether one of crisis is among them.

    against: what other phrases say against danger. languages: those whose phrases found any.
    """

    level: Level = "none"
    crisis: bool = False
    because: str = ""
    kind: str = ""
    against: float = 0.0
    languages: tuple[str, ...] = ()

    @property
    def heard(self) -> bool:
        """Whether any phrase was."""
        return self.level != "none" or self.crisis


class Alarm:
    """Hears danger. Words explained by a `never` phrase are left out before the others are looked for."""

    def __init__(self, written: Mapping[str, object], peril: Peril | None = None) -> None:
        """BadPattern: every phrase of flows/emergency_words.yaml that cannot be read, one a line.

        peril: what was learned from the examples; without any, phrases are alone, and every doubt is asked about.
        """
        languages, mistakes = read(written)
        if mistakes:
            raise BadPattern("\n".join(mistakes))
        self._languages = languages
        self._peril = peril if peril and peril.languages else None

    def part(self, utterance: Utterance) -> Part | None:
        """The part of a long story that most sounds like danger."""
        return self._peril.part(utterance) if self._peril else None

    def hear(self, utterance: Utterance, ordinary: float = 0.0) -> Danger:
        """The gravest thing that any language's words find: a Spanish caller may still be in the English greeting.

        ordinary: 0..1, how sure it is that a need of every day was understood.
        """
        found = _gravest(utterance.said, self._languages)
        if self._peril is None or found.level == "certain":  # which no example overrules
            return _without_examples(found)
        weighed = self._peril.weigh(utterance)
        against = found.against + (ORDINARY_WITH_PHRASE if found.heard else ORDINARY) * ordinary
        return _decided(found, weighed, weighed.alarm - against, len(utterance.said))


def _decided(found: _Found, weighed: Weighed, score: float, words: int) -> Danger:
    """A phrase under ask is never overruled; what was learned from examples alone is never certain."""
    least = next((odds for most, odds in (BRIEFEST, BRIEF) if words <= most and not found.heard), DOUBT)
    if found.level != "ask" and score <= least:
        return Danger()
    crisis = found.crisis or (score > DOUBT and weighed.crisis >= CRISIS_SHARE)
    because = found.because or f"closest example: “{weighed.example}”"
    guessed = not found.heard or (crisis and not found.crisis)
    return Danger("ask", crisis, because, found.kind, guessed, found.languages, score >= CLEAR)


def _without_examples(found: _Found) -> Danger:
    if not found.heard:
        return Danger()
    level: Emergency = "certain" if found.level == "certain" else "ask"
    return Danger(level, found.crisis, found.because, found.kind, languages=found.languages)


# ------------------------------------------------------------------ by phrases


def _gravest(said: Sequence[str], languages: Mapping[str, Phrases]) -> _Found:
    now = any(words.now.find(said) for words in languages.values())
    heard = {language: _found(said, words, now) for language, words in languages.items()}
    gravest = max(heard.values(), key=lambda found: (LEVELS.index(found.level), found.crisis), default=_Found())
    against = max((found.against for found in heard.values()), default=0.0)
    found_in = tuple(language for language, found in heard.items() if found.heard)
    return replace(gravest, crisis=any(f.crisis for f in heard.values()), against=against, languages=found_in)


def _found(said: Sequence[str], words: Phrases, now: bool) -> _Found:
    left = words.never.mask(said)
    crisis = words.crisis.first(left)
    # What is over is a hint: “somebody was shot last night” may need an officer, or nobody.
    over = not now and words.past.find(said) is not None
    explained = EXPLAINED * (left != list(said))
    levels: tuple[tuple[Level, Kinds], ...] = (
        ("hint" if over else "certain", words.certain),
        ("hint" if over else "ask", words.ask),
        ("hint", words.hint),
    )
    for level, kinds in levels:
        if hit := kinds.first(left):
            return _Found(level, crisis is not None, hit[1].written, hit[0], explained)
    if crisis:
        return _Found("none", True, crisis[1].written, crisis[0], explained)
    return _Found(against=explained + OVER * over)


def plainly(sentence: str, words: Phrases) -> tuple[Level, bool]:
    """What the phrases of one language alone make of a sentence: how grave it is, and whether it is a crisis."""
    said = said_words(sentence)
    found = _found(said, words, words.now.find(said) is not None)
    return found.level, found.crisis
