"""What a caller needs, in their first sentence: a service, the police, news of a request, information, a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from ivr.flow.book import Book
from ivr.flow.meaning import Meaning
from ivr.understanding import alarm, kinship, story, words, yesno
from ivr.understanding.counting import reference
from ivr.understanding.lexical import Guess, Lexicon
from ivr.understanding.links import wants_person
from ivr.understanding.mention import find
from ivr.understanding.saying import bare, said_words

ENOUGH = 0.22
"""A guess below this is none."""
USUAL = 0.85
"""From this likeness the words are one of the city's own phrases for an ordinary need."""
UNSURE = 0.45
"""Below it a long sentence is looked at clause by clause."""
CLEAR, IN_STORY = 0.3, 0.6
"""A clause counts from this product of confidence and likeness; what is found in one is at most so sure."""
ELSEWHERE = 5.0
"""So many times likelier than all that was asked for must something else be."""
GENERAL = "~"
"""Marks the codes that stand for an intent and no service or topic of their own: `~status`."""
_DANGER = frozenset(f"{GENERAL}{intent}" for intent in alarm.EXAMPLES)


@dataclass(frozen=True, slots=True)
class Heard:
    """like: emergency or crisis when an example of it is nearest. usual: nearly one of the city's own phrases."""

    meaning: Meaning
    like: str = ""
    usual: bool = False
    example: str = ""


class Ranker(Protocol):
    """What guesses codes: the lexicon today, a measured model one day."""

    def guess(self, text: str, among: frozenset[str] | None = None) -> tuple[Guess, ...]: ...


class Needs:
    """Everything a caller may need, in one language."""

    def __init__(self, book: Book, language: str, ranker: Ranker | None = None) -> None:
        self._language = language
        self._topics = frozenset(book.topics)
        self._police = frozenset(code for code in book.services if book.services[code].group == "police")
        self._services = frozenset(book.services) - self._police
        self._ranker = ranker or Lexicon(_examples(book, language), language)

    def hear(self, text: str, kind: str) -> Heard:
        """kind: intents, services, police or topics. value: a code; None for an intent without one."""
        said = bare(said_words(text))
        if kind == "intents" and wants_person(said, self._language):
            return Heard(Meaning(intent="agent", confidence=0.97, because="asks for a person"))
        number = reference(said, self._language)
        if kind == "intents" and number:
            slots = {"reference": number}
            return Heard(Meaning(intent="status", confidence=0.9, slots=slots, because="says a request's number"))
        if len(said) <= 2 and yesno.hear(said, self._language)[0]:
            return Heard(Meaning(intent="other", because="a bare yes or no"))
        mention = find(text, self._language)
        rest = mention.rest if mention else text
        guesses = self._guess(rest, kind)
        if mention and _says_more(rest, self._language) and (not guesses or guesses[0].confidence < ENOUGH):
            guesses = self._guess(text, kind)
        heard = self._heard(rest, guesses, {"place": mention.place} if mention else {})
        return heard if kind in ("intents", "topics") else replace(heard, meaning=self._chosen(heard.meaning))

    def _guess(self, text: str, kind: str) -> Sequence[Guess]:
        """Where services are asked, a matter for the police or a question may be said as well, and is not forced."""
        if kind == "topics":
            return self._in_story(text, self._topics | _DANGER)
        everything = self._in_story(text)
        asked = {"services": self._services, "police": self._police}.get(kind)
        if asked is None:
            return everything
        ordinary = [guess for guess in everything if guess.code not in _DANGER]
        best = next((guess.confidence for guess in ordinary if guess.code in asked), 0.0)
        if ordinary and ordinary[0].confidence >= max(ENOUGH, ELSEWHERE * best):
            return everything
        return self._in_story(text, asked | _DANGER)

    def _in_story(self, text: str, among: frozenset[str] | None = None) -> Sequence[Guess]:
        """A long sentence that says little as a whole is looked at clause by clause: callers come to it by and by."""
        guesses = self._ranker.guess(text, among)
        ordinary = [guess for guess in guesses if guess.code not in _DANGER]
        if not story.is_long(text) or (ordinary and ordinary[0].confidence >= UNSURE):
            return guesses
        heard = [g for clause in story.clauses(text, self._language) for g in self._ranker.guess(clause, among)[:1]]
        clear = [g for g in heard if not g.code.startswith(GENERAL) and g.confidence * g.likeness >= CLEAR]
        if not clear:
            return guesses
        best = max(clear, key=lambda g: (g.code not in self._topics, g.confidence * g.likeness))
        return (replace(best, confidence=min(best.confidence, IN_STORY)), *(g for g in guesses if g.code != best.code))

    def _heard(self, text: str, guesses: Sequence[Guess], slots: Mapping[str, str]) -> Heard:
        first = guesses[0] if guesses and guesses[0].confidence >= ENOUGH else None
        alike = first and first.code in _DANGER and kinship.shares(text, first.example, self._language)
        ordinary = [guess for guess in guesses if guess.code not in _DANGER]
        meaning = self._meaning(ordinary, slots)
        return Heard(
            meaning,
            like=first.code.removeprefix(GENERAL) if first and alike else "",
            usual=meaning.value is not None and bool(ordinary) and ordinary[0].likeness >= USUAL,
            example=first.example if first else "",
        )

    def _chosen(self, meaning: Meaning) -> Meaning:
        """Where a request is to be made, a topic is heard as a question and is nothing to be chosen."""
        others = tuple(one for one in meaning.alternatives if one[0] not in self._topics)
        return replace(meaning, value=None if meaning.value in self._topics else meaning.value, alternatives=others)

    def _meaning(self, guesses: Sequence[Guess], slots: Mapping[str, str]) -> Meaning:
        best = guesses[0] if guesses else None
        others = tuple((g.code, g.confidence) for g in guesses if not g.code.startswith(GENERAL))
        if best is None or best.confidence < ENOUGH:
            sure = best.confidence if best else 0.0
            return Meaning(intent="other", confidence=sure, alternatives=others[:5], slots=slots)
        value = None if best.code.startswith(GENERAL) else best.code
        return Meaning(
            intent=self._intent(best.code),
            value=value,
            confidence=best.confidence,
            alternatives=tuple(o for o in others if o[0] != value)[:5],
            slots=slots,
            because=f"closest example: “{best.example}”",
        )

    def _intent(self, code: str) -> str:
        if code.startswith(GENERAL):
            return code.removeprefix(GENERAL)
        if code in self._topics:
            return "info"
        return "police" if code in self._police else "service"


def _says_more(rest: str, language: str) -> bool:
    """Whether a sentence says anything beside the place in it."""
    return any(word not in words.of(language).stop for word in bare(said_words(rest)))


def _examples(book: Book, language: str) -> dict[str, list[str]]:
    """Every code's names and phrases in one language."""
    general = {**words.of(language).examples, **alarm.examples(book.emergency, language)}
    found = {f"{GENERAL}{intent}": list(phrases) for intent, phrases in general.items()}
    for service in book.services.values():
        named = [text[language] for text in (service.name, service.menu or {}) if language in text]
        found[service.code] = [*named, *service.hears.get(language, ())]
    for topic in book.topics.values():
        named = [topic.name[language]] if language in topic.name else []
        found.setdefault(topic.code, []).extend([*named, *topic.hears.get(language, ())])
    return found
