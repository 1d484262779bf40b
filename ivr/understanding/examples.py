"""What the city's staff wrote that callers say: every service, topic and intent with its names and phrases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ivr.flow.book import Book
from ivr.understanding.saying import said_words
from ivr.understanding.words.earlier import earlier

GENERAL = "~"
"""Marks the codes that stand for an intent and no service or topic of their own: `~status`."""


@dataclass(frozen=True)
class Examples:
    """Of one language. phrases: by code, each once."""

    phrases: Mapping[str, Sequence[str]]

    @cached_property
    def said(self) -> Mapping[str, Sequence[tuple[str, ...]]]:
        """The same as plain words."""
        return {code: [said_words(phrase) for phrase in own] for code, own in self.phrases.items()}


def examples(book: Book, language: str) -> Examples:
    """Those of a book in one language."""
    found = {f"{GENERAL}{intent}": list(said.get(language, ())) for intent, said in book.intents.items()}
    called = [(service.menu or service.name).get(language, "").lower() for service in book.services.values()]
    found.setdefault(f"{GENERAL}status", []).extend(earlier(language, [name for name in called if name]))
    for service in book.services.values():
        named = [text[language] for text in (service.name, service.menu or {}) if language in text]
        found[service.code] = [*named, *service.hears.get(language, ())]
    for topic in book.topics.values():
        named = [topic.name[language]] if language in topic.name else []
        found.setdefault(topic.code, []).extend([*named, *topic.hears.get(language, ())])
    return Examples({code: tuple(dict.fromkeys(own)) for code, own in found.items()})
