"""What the telephones of the floor hear, besides the flows: prompts of the city, filled in with what is known."""

from __future__ import annotations

from ivr.flow.book import Book
from ivr.flow.directives import Prompt
from ivr.flow.state import State
from ivr.flow.turning.speaking import said


def say(book: Book, key: str, language: str, /, **values: str) -> list[Prompt]:
    """The prompt of this name (placeholders.DESK_PROMPTS) in this language; none for what says nothing."""
    return said(book, State(language=language), key, values)
