"""What a caller may say at a question, the likeliest first: an ear that is told so hears it better."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import cast, get_args

from ivr.flow.book import Book
from ivr.flow.model import ServiceDocument, Topic
from ivr.flow.state import Phase, State
from ivr.flow.turning import question
from ivr.flow.turning.options import words_in
from ivr.flow.turning.scene import Moment, Scene
from ivr.places import locate
from ivr.places.gazetteer import Gazetteer, Street
from ivr.speech.transcript import Expected
from ivr.telephony.ticket import Ticket

MOST, LONGEST = 1_000, 100
"""Phrases, and characters of one: within what Google takes."""
CROSSING, WELL_KNOWN = 150, 400
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
        yield from streets(gazetteer, ticket.near, language)
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


def streets(gazetteer: Gazetteer, near: str, language: str) -> Iterator[str]:
    """Names of streets: those that meet the one that is known, the nearest first; then the longest of the city."""
    found = locate(near, language, gazetteer) if near else None
    known = _by_name(_Handle(gazetteer)).get(found.street or "") if found else None
    if known is not None and found is not None:
        yield str(known.called)
        yield from _crossing(gazetteer, known, found.lat, found.long)
    yield from _well_known(_Handle(gazetteer))


def _crossing(gazetteer: Gazetteer, street: Street, lat: float | None, long: float | None) -> Iterator[str]:
    def away(cross: int) -> float:
        points = gazetteer.crossings(street.id, cross)
        if lat is None or long is None or not points:
            return 0.0
        return min((point.lat - lat) ** 2 + (point.long - long) ** 2 for point in points)

    crossing = gazetteer.crossing_streets(street.id)[: CROSSING * 4]
    for cross in sorted(crossing, key=away)[:CROSSING]:
        yield str(gazetteer.streets[cross].called)


class _Handle:
    """A gazetteer by its version, so that what follows from it is worked out once."""

    __slots__ = ("gazetteer",)

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer

    def __hash__(self) -> int:
        return hash(self.gazetteer.about.version)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Handle) and other.gazetteer.about.version == self.gazetteer.about.version


@lru_cache(maxsize=2)
def _by_name(handle: _Handle) -> Mapping[str, Street]:
    return {str(street.called): street for street in handle.gazetteer.streets}


@lru_cache(maxsize=2)
def _well_known(handle: _Handle) -> Sequence[str]:
    longest = sorted(handle.gazetteer.streets, key=lambda street: -street.blocks)[:WELL_KNOWN]
    return tuple(str(street.called) for street in longest)
