"""What a caller needs, in their first sentence: a service, the police, news of a request, information, a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ivr.flow.book import Book
from ivr.flow.meaning import Meaning
from ivr.understanding import references, yesno
from ivr.understanding.classifier import Classifier, Guess
from ivr.understanding.encoder import Encoder
from ivr.understanding.examples import GENERAL, Examples
from ivr.understanding.learned import learned
from ivr.understanding.links import asks_whether_done, refuses_person, wants_person
from ivr.understanding.lone import Lone
from ivr.understanding.mention import Mention, find
from ivr.understanding.saying import bare, said_words
from ivr.understanding.utterance import Utterance

ENOUGH = 0.15
"""A guess below this is none."""
CLEAR = 0.6
"""So sure must a need be to be heard in words that seem to be a place and no more."""
ELSEWHERE = 5.0
"""So many times likelier than all that was asked for must something else be."""
NOTHING = f"{GENERAL}other"
PERSON = f"{GENERAL}agent"

_EN = "no i mean meant said actually wait sorry it is was that not"
_ES = "no yo digo dije decir quise es era eso perdon espere"
REPAIRS = frozenset(f"{_EN} {_ES}".split())
"""Words by which an address puts another one right: “no, I meant 1200 Light Street”."""


@dataclass(frozen=True, slots=True)
class Learned(Meaning):
    """What was understood by examples. wary: how sure of it, where a danger may be overheard."""

    wary: float = 0.0


class Needs:
    """Everything a caller may need, in one language."""

    def __init__(
        self,
        book: Book,
        language: str,
        examples: Examples,
        encoder: Encoder | None = None,
        cache: Path | None = None,
    ) -> None:
        self._language = language
        self._topics = frozenset(book.topics)
        self._police = frozenset(code for code in book.services if book.services[code].group == "police")
        self._services = frozenset(book.services) - self._police
        self._classifier = _classifier(examples, encoder, cache)
        self._lone = Lone(examples.said, language)

    def hear(self, utterance: Utterance, kind: str) -> Meaning:
        """kind: intents, services, police or topics. value: a code; None for an intent without one."""
        if kind == "intents" and (meaning := self._by_words(bare(utterance.said))):
            return meaning
        if yesno.only(utterance.said, self._language):
            return Meaning(intent="other", because="a bare yes or no")
        mention = find(utterance.text, self._language)
        slots = {"place": mention.place} if mention else {}
        guesses = self._lone.spread(utterance.said, self._guess(utterance, kind), self._among(kind))
        if refuses_person(utterance.text, self._language):
            guesses = [guess for guess in guesses if guess.code != PERSON]
        if mention and self._names_only(mention, guesses):
            return Meaning(intent="other", slots=slots, because="names a place and no need")
        meaning = self._meaning(guesses, slots)
        return meaning if kind in ("intents", "topics") else self._chosen(meaning)

    def _names_only(self, mention: Mention, guesses: Sequence[Guess]) -> bool:
        """Whether a place is all that is said, and it sounds like no need, or is an address."""
        if mention.is_address(self._language):
            return REPAIRS.issuperset(said_words(mention.rest)) or not mention.says_more(self._language)
        clear = bool(guesses) and guesses[0].wary >= CLEAR
        return not clear and not mention.says_more(self._language)

    def _by_words(self, said: Sequence[str]) -> Meaning | None:
        """What a few words settle: a wish for a person, the number of a request."""
        if wants_person(said, self._language):
            return Meaning(intent="agent", confidence=0.97, because="asks for a person")
        if asks_whether_done(said, self._language):
            return Meaning(intent="status", confidence=0.85, because="asks whether it has been done")
        if number := references.hear(said, self._language).value:
            slots = {"reference": number}
            return Meaning(intent="status", confidence=0.9, slots=slots, because="says a request's number")
        return None

    def _guess(self, utterance: Utterance, kind: str) -> Sequence[Guess]:
        """Where services are asked, a matter for the police or a question may be said as well, and is not forced."""
        alike = self._classifier.weigh(utterance.features, utterance.vector)
        if kind == "topics":
            return self._classifier.best(alike, self._topics | {NOTHING}, explained=1)
        everything = self._classifier.best(alike, explained=1)
        asked = {"services": self._services, "police": self._police}.get(kind)
        if asked is None:
            return everything
        best = next((guess.wary for guess in everything if guess.code in asked), 0.0)
        if everything and everything[0].wary >= max(ENOUGH, ELSEWHERE * best):
            return everything
        return self._classifier.best(alike, asked | {NOTHING}, explained=1)

    def _among(self, kind: str) -> frozenset[str]:
        """What one bare word may mean where such a kind is asked."""
        everything = self._services | self._police | self._topics
        return {"services": self._services, "police": self._police, "topics": self._topics}.get(kind, everything)

    def _chosen(self, meaning: Meaning) -> Meaning:
        """Where a request is to be made, a topic is heard as a question and is nothing to be chosen."""
        others = tuple(one for one in meaning.alternatives if one[0] not in self._topics)
        return replace(meaning, value=None if meaning.value in self._topics else meaning.value, alternatives=others)

    def _meaning(self, guesses: Sequence[Guess], slots: Mapping[str, str]) -> Meaning:
        """The best guess, if it is one; the others as alternatives."""
        best = guesses[0] if guesses else None
        others = tuple((guess.code, guess.confidence) for guess in guesses if not guess.code.startswith(GENERAL))
        if best is None or best.wary < ENOUGH or best.code == NOTHING:
            sure, wary = (best.confidence, best.wary) if best else (0.0, 0.0)
            return Learned(intent="other", confidence=sure, alternatives=others[:5], slots=slots, wary=wary)
        value = None if best.code.startswith(GENERAL) else best.code
        return Learned(
            wary=best.wary,
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


def _classifier(examples: Examples, encoder: Encoder | None, cache: Path | None) -> Classifier:
    """What has learned these examples."""
    codes = tuple(examples.phrases)
    taught = [(phrase, n) for n, own in enumerate(examples.phrases.values()) for phrase in own]
    said, meanings = [phrase for phrase, _ in taught], [n for _, n in taught]
    return Classifier(codes, said, meanings, learned(said, meanings, len(codes), encoder, cache)).prepare()
