"""The mind of one book: what does the caller mean, here, by these words? Danger first, then links, then the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from ivr.flow.book import Book
from ivr.flow.meaning import Meaning, Want
from ivr.flow.spoken import clean
from ivr.understanding import counting, dates, links, options, plate, whereabouts, yesno
from ivr.understanding.alarm import Alarm, Danger
from ivr.understanding.needs import Heard, Needs
from ivr.understanding.saying import said_words

OPEN = frozenset({"intents", "services", "police", "topics"})

LOST = 0.3
"""Below it a need is not understood, and the line has to ask again."""
BRIEF = 20
"""Words. Who sees someone in danger says so briefly; a long story names half a family and is no more than that."""
DOUBTFUL = 0.75
"""So sure at most is an answer in which danger was heard for certain: “no, he is not breathing” is no “no”."""


class Mind:
    """Hears for one published book; immutable, and shared by every call."""

    def __init__(self, alarm: Alarm, needs: Mapping[str, Needs]) -> None:
        """needs: by language; the first one serves a language that has none."""
        self._alarm = alarm
        self._needs = needs

    def hear(self, text: str, language: str, want: Want, now: datetime, confidence: float | None = None) -> Meaning:
        """What the words mean as an answer to `want`. Any text is heard, 2,000 characters of it; nothing is raised.

        now: the city's time, which days are seen from. confidence: the recogniser's 0..1, None if it gave none.
        """
        heard = clean(text)
        said = said_words(heard)
        if not said:
            return Meaning()
        danger = self._alarm.hear(heard)
        answer = self._answer(heard, said, language, want, now)
        danger = replace(danger, strange=danger.strange and len(said) <= BRIEF)
        return _with_danger(answer.meaning, _weighed(danger, answer, want), want)

    def _answer(self, text: str, said: Sequence[str], language: str, want: Want, now: datetime) -> Heard:
        chosen = options.choose(said, language, want.options) if want.options else options.Chosen(None, 0.0)
        if not chosen.exact:
            if name := links.heard(said, language, want.links):
                return Heard(Meaning(link=name, confidence=0.95, because="the words of a link"))
            if links.is_unknown(said, language):
                return Heard(_unknown(want))
            if _may_skip(want) and yesno.declines(said, language):
                return Heard(Meaning(link="skip", confidence=0.9, because="has nothing more to say"))
            if want.kind == "speech" and _may_skip(want) and yesno.only(said, language) == "yes":
                return Heard(Meaning(because="has more to say, and has not said it"))
        if want.kind in OPEN:
            return self._need(text, language, want, chosen)
        if want.options and want.kind != "yesno":
            return Heard(Meaning(value=chosen.value, confidence=chosen.confidence, alternatives=chosen.others))
        return Heard(_plain(text, said, language, want, now))

    def _need(self, text: str, language: str, want: Want, chosen: options.Chosen) -> Heard:
        needs = self._needs.get(language) or next(iter(self._needs.values()))
        heard = needs.hear(text, want.kind)
        if chosen.value is not None and want.kind != "intents" and chosen.confidence > heard.meaning.confidence:
            sure = chosen.confidence
            meaning = replace(heard.meaning, value=chosen.value, confidence=sure, because="the words of a choice")
            return Heard(meaning, usual=chosen.exact)
        return heard


def _unknown(want: Want) -> Meaning:
    """“I don't know”: skipped where that is allowed, said as it is for a place, else no answer."""
    if any(link.value == "skip" for link in want.links):
        return Meaning(link="skip", confidence=0.9, because="does not know")
    if want.kind == "place":
        return Meaning(value="unknown", confidence=0.95, because="does not know")
    return Meaning(because="does not know")


def _may_skip(want: Want) -> bool:
    """Whether the question may be left out, and a “no” cannot be an answer to it."""
    answers = want.kind in OPEN or want.kind == "yesno" or bool(want.options)
    return not answers and any(link.value == "skip" for link in want.links)


def _plain(text: str, said: Sequence[str], language: str, want: Want, now: datetime) -> Meaning:
    """The answer of a kind that is written nowhere in the book: a number, a day, the caller's own words."""
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
            return _sure(counting.phone(said, language, text))
        case "reference":
            return _sure(counting.reference(said, language))
        case "plate":
            return _sure(plate.read(text, language), 0.75)
        case "date":
            when = dates.read(text, language, now)
            return Meaning(value=when.value, confidence=when.confidence) if when else Meaning()
        case "place":
            named = whereabouts.is_named(said, language)
            return Meaning(value=text, confidence=0.8) if named else Meaning(because="no place is named")
        case _:
            return Meaning(value=text, confidence=0.8)


def _sure(value: str | None, confidence: float = 0.9) -> Meaning:
    return Meaning(value=value, confidence=confidence if value is not None else 0.0)


def _weighed(danger: Danger, answer: Heard, want: Want) -> Danger:
    """A doubt is dropped when the words are an answer that was offered or, not of this moment, a phrase of the city's.

    Words that are nearest to an example of danger raise one, unless the danger in them is explained.
    """
    offered = bool(want.options) and answer.meaning.confidence >= 0.95 and answer.meaning.value is not None
    told = answer.meaning.link == "emergency"  # not a doubt but a command, as if by key
    usual = answer.usual and not danger.now
    if danger.emergency == "ask" and (usual or told or (offered and want.kind not in OPEN)):
        return replace(danger, emergency="none")
    if danger.emergency == "none" and not danger.crisis and not danger.explained and answer.like:
        sure = Danger("none", True) if answer.like == "crisis" else Danger("ask")
        return replace(sure, because=f"closest example: “{answer.example}”")
    if danger.emergency == "none" and danger.strange and not danger.explained and _is_lost(answer, want):
        return replace(danger, emergency="ask", because="someone is spoken of, and nothing else is understood")
    return danger


def _is_lost(answer: Heard, want: Want) -> bool:
    """Whether the line would have to ask again anyway: then it can as well ask whether someone is in danger."""
    meaning = answer.meaning
    need = want.kind in ("intents", "services") and meaning.link is None
    return need and meaning.confidence < LOST and (meaning.value is not None or meaning.intent == "other")


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
        meaning, emergency=danger.emergency, crisis=danger.crisis, intent=intent, confidence=sure, because=because
    )


def build(book: Book) -> Mind:
    """The mind of a book. BadPattern: flows/emergency_words.yaml cannot be read; every mistake, one a line."""
    return Mind(Alarm(book.emergency), {language: Needs(book, language) for language in book.city.languages})
