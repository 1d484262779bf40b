"""The mind of one book: what does the caller mean, here, by these words? Danger first, then links, then the answer."""

from __future__ import annotations

import json
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from itertools import chain
from pathlib import Path

from ivr.flow.book import Book
from ivr.flow.meaning import Meaning, Want
from ivr.flow.reference import CHECK
from ivr.understanding import (
    coming,
    correcting,
    counting,
    dates,
    describing,
    encoder,
    farewell,
    links,
    mention,
    options,
    plate,
    references,
    telephone,
    whereabouts,
    yesno,
)
from ivr.understanding.alarm import Alarm, Danger
from ivr.understanding.encoder import Encoder
from ivr.understanding.examples import Examples, examples
from ivr.understanding.needs import Learned, Needs
from ivr.understanding.peril import Peril
from ivr.understanding.saying import POLITE, bare
from ivr.understanding.tongue import LOOKED_AT, Tongues
from ivr.understanding.utterance import Utterance
from ivr.understanding.vulnerable import Vulnerable

OPEN = frozenset({"intents", "services", "police", "topics"})

EXACT = 0.95
FAIR = 0.5
"""So sure of a need, the call stays in its language, whatever the words look like."""
MIXED = 0.8
"""So sure must another language be of a service, where the call's own is not even fairly sure of anything."""
SHORT = 12
"""Words of a sentence that is heard in another language too; a story says enough in its own."""
PLAIN = frozenset({"yesno", "number", "digits", "phone", "reference", "plate", "date", "time"})
"""Questions whose answers have no story in them."""
ANY_WORDS = frozenset({"speech", "place", "vehicle"})
"""Questions to which nearly anything is an answer."""
POLICE = 0.5
"""How far a matter for the police is one of every day: it may be going on now."""
SENSELESS, POINTLESS = 0.7, 0.8
"""So surely of no matter at all, a song or a greeting, words are so far ordinary."""
TOLD = 0.9
"""How ordinary an answer to any other question is: “a man in a red jacket”, asked who it was."""
WRITTEN = 2.0
"""How ordinary a sentence is that the city itself wrote down for a service: only a phrase of danger is heard in it."""
ANSWERED = 0.8
"""So sure of such an answer, nothing is guessed into it."""
DOUBTFUL = 0.75
"""So sure at most is an answer in which danger was heard for certain: “no, he is not breathing” is no “no”."""


class Mind:
    """Hears for one published book; immutable, and shared by every call."""

    def __init__(
        self,
        alarm: Alarm,
        needs: Mapping[str, Needs],
        encoder: Encoder | None = None,
        area: str | None = None,
        tongues: Tongues | None = None,
        written: Container[tuple[str, ...]] = (),
        vulnerable: Vulnerable | None = None,
    ) -> None:
        """needs: by language; the first one serves a language that has none.

        encoder: the one they learned with. area: the area code of the city, for numbers said without one.
        tongues: the words of its languages; without them the language of a call is never left.
        written: what the city itself wrote that is said of its services, as plain words.
        vulnerable: hears who should have a person first.
        """
        self._alarm = alarm
        self._needs = needs
        self._encoder = encoder
        self._area = area
        self._tongues = tongues or Tongues({})
        self._written = written
        self._vulnerable = vulnerable or Vulnerable({})

    def hear(self, text: str, language: str, want: Want, now: datetime, confidence: float | None = None) -> Meaning:
        """What the words mean as an answer to `want`. Any text is heard, 2,000 characters of it; nothing is raised.

        now: the city's time, which days are seen from. confidence: the recogniser's 0..1, None if it gave none.
        """
        utterance = Utterance(text, self._encoder, self._alarm.part)
        if not utterance.said:
            return Meaning()
        goodbye = farewell.heard(utterance.said, language)
        meaning = self._parting(goodbye, language, want, now) if goodbye else None
        meaning = meaning or self._answer(utterance, language, want, now)
        ordinary = WRITTEN if bare(utterance.said) in self._written else _ordinary(meaning, want)
        danger = self._alarm.hear(utterance, ordinary)
        plain = danger.guessed and (
            _is_plain(meaning, want, utterance.said, language) or _is_parting(goodbye, language)
        )
        danger = _weighed(danger, meaning, want, plain)
        heard = self._in_words_of(_with_danger(meaning, danger, want), danger, utterance.said, language, want)
        return replace(heard, vulnerable=True) if self._vulnerable.heard(utterance.said) else heard

    def _in_words_of(self, meaning: Meaning, danger: Danger, said: Sequence[str], language: str, want: Want) -> Meaning:
        """The meaning with the language of the words, where that is another than the call's: of danger, and of what is
        no plain answer in the call's own. At an open question a need has it already."""
        if meaning.emergency != "none" or meaning.crisis:
            other = self._tongues.of_danger(said[:LOOKED_AT], language, danger.languages)
        elif want.kind in OPEN or meaning.link or _is_exact(meaning, want) or not _tells_tongue(said, want):
            return meaning
        else:
            other = self._tongues.clearly_other(said, language)
            if other and want.kind != "place" and _is_only_a_place(said, other):  # streets are called in English
                return meaning
        return replace(meaning, slots={**meaning.slots, "language": other}) if other else meaning

    def _parting(self, goodbye: farewell.Farewell, language: str, want: Want, now: datetime) -> Meaning | None:
        """A goodbye with its reason: what is said before it is the answer, where it is one; None: heard as a whole."""
        leaves = Meaning(link="goodbye", confidence=0.95, because="a goodbye, and why")
        may_leave = any(link.value == "goodbye" for link in want.links)
        if not goodbye.rest:
            return leaves if may_leave else None
        if yesno.declines(goodbye.rest, language) and (want.kind in OPEN or _may_skip(want)):
            return _skipped(want) or (leaves if may_leave else None)
        if want.kind in OPEN or not (want.options or want.kind == "yesno"):
            return None
        answer = self._answer(Utterance(" ".join(goodbye.rest), self._encoder), language, want, now)
        lost = answer.value is None and answer.link is None and answer.correction is None
        return answer if not lost else leaves if goodbye.leaving and may_leave else None

    def _answer(self, utterance: Utterance, language: str, want: Want, now: datetime) -> Meaning:
        said = utterance.said
        chosen = options.choose(said, language, want.options) if want.options else options.Chosen(None, 0.0)
        if not chosen.exact:
            refused = links.refuses_person(utterance.text, language)
            if name := links.heard(said, language, want.links, amid=want.kind not in OPEN, refused=refused):
                return Meaning(link=name, confidence=0.95, because="the words of a link")
            answered = want.kind == "yesno" and yesno.hear(said, language)[0] is not None  # “no, I don't have one”
            if not answered and any(links.is_unknown(said, one) for one in (language, *self._needs)):
                return _unknown(want)
            if yesno.declines(said, language) and (skipped := _skipped(want)):
                return skipped
            if want.kind == "plate" and _may_skip(want) and plate.is_none(utterance.text, language):
                return Meaning(link="skip", confidence=0.9, because="there is no plate")
            if want.kind in ("speech", "vehicle") and _may_skip(want) and yesno.only(said, language) == "yes":
                return Meaning(because="has more to say, and has not said it")
        if want.kind in OPEN:
            return self._need(utterance, language, want, chosen)
        if want.options and want.kind != "yesno":
            return Meaning(value=chosen.value, confidence=chosen.confidence, alternatives=chosen.others)
        if want.kind == "yesno" and want.inner is not None:
            return self._whether(utterance, language, want.inner, now)
        return _plain(utterance, language, want, now, self._area)

    def _whether(self, utterance: Utterance, language: str, inner: Want, now: datetime) -> Meaning:
        """A yes or no to a value that was read back, and what was said instead of it."""

        def instead(text: str) -> Meaning:
            heard = utterance if text == utterance.text else Utterance(text, self._encoder)
            return self._answer(heard, language, inner, now)

        return correcting.hear(utterance.text, language, inner.kind, instead)

    def _need(self, utterance: Utterance, language: str, want: Want, chosen: options.Chosen) -> Meaning:
        needs = self._needs.get(language) or next(iter(self._needs.values()))
        if links.refuses_person(utterance.text, language) and (told := links.beside_refusal(utterance.text, language)):
            utterance = Utterance(told, self._encoder)
        heard = needs.hear(utterance, want.kind)
        other = self._tongues.clearly_other(utterance.said, language)
        other = None if other and _is_only_a_place(utterance.said, other) else other
        if other and other in self._needs and chosen.value is None:
            there = self._needs[other].hear(utterance, want.kind)
            return _in_tongue(heard, there, other, len(utterance.said))
        if chosen.value is not None and want.kind != "intents" and chosen.confidence > heard.confidence:
            return replace(heard, value=chosen.value, confidence=chosen.confidence, because="the words of a choice")
        unsure = _wary(heard) < FAIR or heard.intent == "other"
        return self._mixed(utterance, language, want, heard) if unsure and len(utterance.said) <= SHORT else heard

    def _mixed(self, utterance: Utterance, language: str, want: Want, heard: Meaning) -> Meaning:
        """“There's a bache on my street”: a service that only another language is sure of; the call's own stays."""
        for other in self._tongues.mixed_in(utterance.said, language):
            there = self._needs[other].hear(utterance, want.kind) if other in self._needs else heard
            if there.intent == "service" and there.value is not None and _wary(there) >= MIXED:
                return there
        return heard


def _in_tongue(heard: Meaning, there: Meaning, other: str, length: int) -> Meaning:
    """What was clearly said in another language, as it is understood in that one, unless only the call's makes sense.

    One word that means nothing there leaves no language: “gracias”.
    """
    sure, sure_there = (0.0 if one.intent == "other" else _wary(one) for one in (heard, there))
    if sure_there < FAIR and (length == 1 or sure >= FAIR):
        return heard
    return replace(there, slots={**there.slots, "language": other})


def _unknown(want: Want) -> Meaning:
    """“I don't know”: skipped or left open where that is allowed, said as it is for a place, else no answer."""
    if any(link.value == "skip" for link in want.links):
        return Meaning(link="skip", confidence=0.9, because="does not know")
    if any(link.value == "unknown" for link in want.links):
        return Meaning(link="unknown", confidence=0.9, because="does not know")
    if want.kind == "place":
        return Meaning(value="unknown", confidence=0.95, because="does not know")
    return Meaning(because="does not know")


def _skipped(want: Want) -> Meaning | None:
    return Meaning(link="skip", confidence=0.9, because="has nothing more to say") if _may_skip(want) else None


def _is_parting(goodbye: farewell.Farewell | None, language: str) -> bool:
    """Whether a goodbye and its reason are all that was said, or a “no, that's all” before them."""
    return goodbye is not None and (not goodbye.rest or yesno.declines(goodbye.rest, language))


def _tells_tongue(said: Sequence[str], want: Want) -> bool:
    """Whether there are words enough to know a language by: “gracias” and “la Plata” are in every one."""
    return len([word for word in bare(said) if word not in POLITE]) >= (2 if want.options else 3)


def _is_only_a_place(said: Sequence[str], language: str) -> bool:
    """Whether these words of that language name a place and say nothing else: “on eastern avenue and conkling”.

    In English only, as streets are called: who says “en la calle Charles dos mil” is speaking Spanish.
    """
    if language != "en":
        return False
    named = mention.find(" ".join(said[:LOOKED_AT]), language)
    return named is not None and not named.says_more(language)


def _is_exact(meaning: Meaning, want: Want) -> bool:
    """Whether the words are surely an answer in the call's language; a story or a place is one in any words."""
    return want.kind not in ANY_WORDS and meaning.value is not None and meaning.confidence >= EXACT


def _may_skip(want: Want) -> bool:
    """Whether the question may be left out, and a “no” cannot be an answer to it."""
    answers = want.kind in OPEN or want.kind == "yesno" or bool(want.options)
    return not answers and any(link.value == "skip" for link in want.links)


def _plain(utterance: Utterance, language: str, want: Want, now: datetime, area: str | None) -> Meaning:
    """The answer of a kind that is written nowhere in the book: a number, a day, the caller's own words."""
    text, said = utterance.text, utterance.said
    fewest, most = want.digits or (1, 12)
    match want.kind:
        case "yesno":
            answer, sure = yesno.hear(said, language)
            return Meaning(value=answer, confidence=sure)
        case "number":
            return _sure(counting.amount(said, language, want.digits))
        case "digits":
            return _sure(counting.digits(said, language, fewest, most))
        case "phone":
            return telephone.hear(said, language, text, area)
        case "reference":
            return references.hear(said, language)
        case "plate":
            return _sure(plate.read(text, language), 0.75)
        case "vehicle":
            return describing.hear(text, language)
        case "date":
            when = dates.read(text, language, now)
            return Meaning(value=when.value, confidence=when.confidence) if when else Meaning()
        case "time":
            then = coming.read(text, language, now)
            return Meaning(value=then.value, confidence=then.confidence) if then else Meaning()
        case "place":
            named = whereabouts.is_named(said, language)
            return Meaning(value=text, confidence=0.8) if named else Meaning(because="no place is named")
        case _:
            return Meaning(value=text, confidence=0.8)


def _sure(value: str | None, confidence: float = 0.9) -> Meaning:
    return Meaning(value=value, confidence=confidence if value is not None else 0.0)


def _ordinary(meaning: Meaning, want: Want) -> float:
    """How sure it is that a need of every day was understood. Where none was asked for, a story is told of one."""
    if want.kind not in OPEN:
        return TOLD
    sure = _wary(meaning)
    if meaning.intent == "other" and sure >= SENSELESS:
        return POINTLESS * sure
    need = meaning.link is None and meaning.intent not in (None, "other")
    share = POLICE if meaning.intent == "police" else 1.0
    return share * sure if need else 0.0


def _wary(meaning: Meaning) -> float:
    return meaning.wary if isinstance(meaning, Learned) else meaning.confidence


def _weighed(danger: Danger, meaning: Meaning, want: Want, plain: bool) -> Danger:
    """A doubt is dropped when the words are an answer that was offered, or a command, as if by key.

    What is only guessed is dropped for any answer with no story in it: “repeat that”, a telephone number, a plain no,
    a wish for a person, unless that is clearly a crisis: “I'm losing my mind, is there somebody I can talk to?”
    """
    offered = bool(want.options) and want.kind not in OPEN and meaning.value is not None and meaning.confidence >= EXACT
    desperate = danger.crisis and danger.clear
    person = meaning.intent == "agent" and _wary(meaning) >= EXACT and not desperate
    if danger.guessed and (offered or meaning.link or person or plain):
        return Danger()
    if danger.emergency == "ask" and (offered or meaning.link == "emergency"):
        return replace(danger, emergency="none")
    return danger


def _is_plain(meaning: Meaning, want: Want, said: Sequence[str], language: str) -> bool:
    """Whether the words are a number, a day or a yes or no, as was asked, and nothing more.

    “I don't see the point any more” is a no, and not only that.
    """
    if want.kind == "yesno":
        return yesno.only(said, language) is not None
    answered = meaning.value is not None and meaning.confidence >= ANSWERED
    return want.kind in PLAIN and (answered or meaning.ask == CHECK)


def _with_danger(meaning: Meaning, danger: Danger, want: Want) -> Meaning:
    """A doubt leaves the need as it was understood, so that the call can go on with it when there is no danger."""
    if danger.emergency == "none" and not danger.crisis:
        return meaning
    intent = meaning.intent
    if want.kind in OPEN and danger.emergency != "ask":
        intent = "emergency" if danger.emergency == "certain" else "crisis"
    because = f"danger: {danger.because}"
    sure = meaning.confidence if danger.emergency == "ask" else min(meaning.confidence, DOUBTFUL)
    return replace(
        meaning,
        emergency=danger.emergency,
        crisis=danger.crisis,
        intent=intent,
        confidence=sure,
        because=because,
        guessed=danger.guessed,
    )


@lru_cache(maxsize=2)
def _alarm(written: str, cache: Path | None) -> Alarm:
    """What hears danger by these words, as JSON: they seldom change from one version of a book to the next."""
    words = json.loads(written)
    return Alarm(words, Peril(words, encoder.load(cache), cache))


def build(book: Book, cache: Path | None = None) -> Mind:
    """The mind of a book. BadPattern: flows/emergency_words.yaml cannot be read; every mistake, one a line.

    cache: a folder that all processes of this machine share; what is learned of a book is kept there and mapped, so
    that only the first one learns it. Without it every process does, for some seconds, in its own memory.
    """
    known = encoder.load(cache)
    taught = {language: examples(book, language) for language in book.city.languages}
    needs = {language: Needs(book, language, own, known, cache) for language, own in taught.items()}
    alarm = _alarm(json.dumps(book.emergency), cache)
    tongues = Tongues({language: chain.from_iterable(own.said.values()) for language, own in taught.items()})
    written = _written(book, taught)
    area = telephone.area_of(line.number for line in book.city.lines.values())
    return Mind(alarm, needs, known, area, tongues, written, Vulnerable(book.desk.vulnerable))


def listener(book: Book, cache: Path | None = None) -> Mind:
    """A mind that hears danger as the whole one does, and of questions only those for the caller's own words.

    For words that nobody waits for: it holds no needs, and nothing keeps it when it is let go. cache: as in `build`.
    """
    known = encoder.load(cache)
    taught = {language: examples(book, language) for language in book.city.languages}
    alarm = Alarm(book.emergency, Peril(book.emergency, known, cache))
    return Mind(alarm, {}, known, written=_written(book, taught))


def danger_in(phrase: str, language: str, book: Book, cache: Path | None = None) -> str | None:
    """What danger is heard in words that a service is to be taught, and why; None: none.

    Once they are taught, nothing is guessed into them any more: they would be a sentence the city wrote for a service.
    """
    heard = listener(book, cache).hear(phrase, language, Want("speech"), datetime.min)
    return heard.because if heard.emergency != "none" or heard.crisis else None


def _written(book: Book, taught: Mapping[str, Examples]) -> frozenset[tuple[str, ...]]:
    """What the city itself wrote that is said of its services, but for matters of the police, as plain words."""
    police = {code for code, service in book.services.items() if service.group == "police"}
    return frozenset(
        bare(said)
        for own in taught.values()
        for code, phrases in own.said.items()
        if code not in police
        for said in phrases
    )
