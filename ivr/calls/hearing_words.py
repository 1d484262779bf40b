"""The words of a city for the ear that works offline: from its flows, and from its map."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import sqrt

from ivr.flow.book import Book
from ivr.flow.model import Form, Menu, Slot
from ivr.flow.model import Value as Chosen
from ivr.places.gazetteer import Gazetteer
from ivr.speech.offline.words import Name, Phrase, PhraseKind
from ivr.understanding.peril import EXAMPLES
from ivr.understanding.phrases import listed, mapping

LANGUAGE = "en"
SPOKEN_OF = ("street", "highway")
"""Kinds of streets callers name; alleys mostly have numbers for names."""


def words_of(book: Book, gazetteer: Gazetteer | None) -> tuple[tuple[Phrase, ...], tuple[Name, ...]]:
    """What callers say, and what things are called: `build(*words_of(book, gazetteer), cache)`. In English."""
    names = tuple(_names(gazetteer)) if gazetteer else ()
    return tuple(dict.fromkeys(_phrases(book))), names


def _phrases(book: Book) -> Iterator[Phrase]:
    for service in book.services.values():
        for words in (service.name, service.menu or {}):
            yield from _said([words.get(LANGUAGE, "")], "need")
        yield from _said(service.hears.get(LANGUAGE, ()), "need")
        for slot in service.questions:
            yield from _answers(slot)
    for topic in book.topics.values():
        yield from _said([topic.name.get(LANGUAGE, ""), *topic.hears.get(LANGUAGE, ())], "need")
    for said in book.intents.values():
        yield from _said(said.get(LANGUAGE, ()), "answer")
    for flow in book.flows.values():
        for node in flow.nodes.values():
            match node:
                case Menu():
                    for choice in node.choices:
                        yield from _said([*(choice.says or {}).get(LANGUAGE, ())], "answer")
                case Form():
                    for slot in node.fields:
                        yield from _answers(slot)
    yield from _said(book.prompts.get(LANGUAGE, {}).values(), "prompt")
    told = mapping(book.emergency.get(LANGUAGE))
    for kind in EXAMPLES:
        yield from _said(listed(told.get(kind)), "story")


def _answers(slot: Slot) -> Iterator[Phrase]:
    for value in (slot.values or {}).values():
        if isinstance(value, Chosen):
            yield from _said([value.name.get(LANGUAGE, ""), *(value.says or {}).get(LANGUAGE, ())], "answer")
        else:
            yield from _said([value.get(LANGUAGE, "")], "answer")


def _said(texts: Iterable[str], kind: PhraseKind) -> Iterator[Phrase]:
    for text in texts:
        if text:
            yield Phrase(text, kind)


def _names(gazetteer: Gazetteer) -> Iterator[Name]:
    for street in gazetteer.streets:
        if street.kind in SPOKEN_OF:
            weight = sqrt(max(street.blocks, 1))
            yield Name(str(street), "street", weight)
            for other in street.also:
                yield Name(str(other), "street", weight)
    for landmark in gazetteer.landmarks:
        if LANGUAGE in landmark.name:
            yield Name(landmark.name[LANGUAGE], "place", 1.0)
    for area in gazetteer.neighborhoods:
        yield Name(area.name, "area", 1.0)
