"""What a caller may say at a question, the likeliest first: an ear that is told so hears it better."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import cast, get_args

from ivr.calls import streets
from ivr.flow.book import Book
from ivr.flow.model import ServiceDocument, Topic
from ivr.flow.state import Phase, State
from ivr.flow.turning import question
from ivr.flow.turning.options import words_in
from ivr.flow.turning.scene import Moment, Scene
from ivr.places.gazetteer import Gazetteer
from ivr.speech.transcript import Expected
from ivr.telephony.ticket import Ticket

MOST, LONGEST = 1_000, 100
"""Phrases, and characters of one: within what Google takes."""
WELL_KNOWN = 500
"""Streets of these."""
_SOME_DAY = Moment(datetime(2000, 1, 1))
_YES_NO = {"en": ("yes", "no", "yeah", "nope"), "es": ("sí", "no", "claro", "correcto")}
_MEAN_NEEDS = frozenset({"intents", "services", "police", "topics"})
_PLACES = frozenset({"place"})


def expected(ticket: Ticket, book: Book, gazetteer: Gazetteer) -> Expected:
    """What the ear should be ready for at the ticket's question. Never fails: an ear hears without help too."""
    language = next((name for name, voice in book.city.languages.items() if voice.locale == ticket.locale), "en")
    others = tuple(voice.locale for voice in book.city.languages.values() if voice.locale != ticket.locale)
    phrases = dict.fromkeys(p.strip() for p in _phrases(ticket, book, gazetteer, language) if 0 < len(p) <= LONGEST)
    return Expected((ticket.locale, *others), tuple(phrases)[:MOST], ticket.closed)


def _phrases(ticket: Ticket, book: Book, gazetteer: Gazetteer, language: str) -> Iterator[str]:
    asked = _asked(ticket, book, language)
    if asked is None:
        return
    kind = asked.want.kind
    yield from (word for option in asked.want.options for word in option.words)
    yield from words_in(asked.node.hints, language)
    if kind == "yesno":
        yield from _YES_NO.get(language, ())
    if kind in _PLACES or (asked.want.inner is not None and asked.want.inner.kind in _PLACES):
        yield from streets.expected(gazetteer, ticket.near, language, WELL_KNOWN)
        yield from (name for place in gazetteer.landmarks if (name := place.name.get(language)))
    if kind in _MEAN_NEEDS:
        yield from needs(book, language)
    yield from (word for link in asked.want.links for word in link.words)


def _asked(ticket: Ticket, book: Book, language: str) -> question.Asked | None:
    """The question of the ticket; None: this book has no such question."""
    slots = {"group": ticket.group, "service": ticket.service}
    phase = cast(Phase, ticket.phase if ticket.phase in get_args(Phase) else "ask")
    state = State(ticket.version, ticket.at, ticket.index, phase, language, slots, offered=ticket.offered)
    try:
        return question.asked(Scene(book, _SOME_DAY), state)
    except (KeyError, IndexError, AssertionError):
        return None


@lru_cache(maxsize=16)
def needs(book: Book, language: str) -> tuple[str, ...]:
    """How callers name what the city does: services and topics, the likeliest first, each with a phrase in turn."""
    every: list[ServiceDocument | Topic] = [*book.services.values(), *book.topics.values()]
    every.sort(key=lambda one: -one.likelihood)
    said = [(one.name.get(language, ""), *words_in(one.hears, language)) for one in every]
    depth = max(map(len, said), default=0)
    return tuple(words[n] for n in range(depth) for words in said if n < len(words))
