"""What an agent may say in a case: the published script of flows/desk.yaml, filled in with what is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from ivr.agents.screens import Card
from ivr.flow.book import Book
from ivr.flow.desk import Case, DeskDocument
from ivr.flow.placeholders import FIELD
from ivr.web.agent.console.naming import Naming


@dataclass(frozen=True, slots=True)
class Script:
    """Sentences in the caller's language. procedure: of an emergency, in the reader's."""

    language: str
    open: tuple[str, ...]
    close: tuple[str, ...]
    procedure: tuple[str, ...]


def script(card: Card, agent: str, naming: Naming) -> Script:
    """For this caller. agent: as callers may hear it, "" for who is not named."""
    said, language = naming.book.desk.script, card.language
    place = card.spot.words if card.spot else ""
    values = {
        "agent": agent or _one(said.nameless, language),
        "city": naming.book.city.city,
        "service": Naming(naming.book, language).service(card.service),
        "place": place,
    }
    first = said.open.get(_case(card)) or said.open.get("asked", {})
    lines = list(_in(first, language))
    if card.service and not card.call_back:  # who is called back is not told of it before it is clear that it is them
        lines += [_one(said.known, language)] if place else []
        lines += _of_matter(naming.book, card.service, language)
    told, last = (tuple(_filled(line, values) for line in each) for each in (lines, _in(said.close, language)))
    return Script(language, told, last, procedure(naming))


def _case(card: Card) -> Case:
    """Why the caller is here; one of the script's own words, or any: what it does not know, nobody wrote lines for."""
    return cast(Case, "call_back" if card.call_back else card.reason)


def procedure(naming: Naming) -> tuple[str, ...]:
    """What an agent does when somebody is in danger."""
    return tuple(_in(naming.book.desk.procedure_911, naming.language))


def ask(desk: DeskDocument, what: str, language: str) -> str:
    """How the place, or the matter, is asked for. what: `place` or `which`."""
    return _one(desk.script.place if what == "place" else desk.script.which, language)


def _of_matter(book: Book, code: str, language: str) -> Sequence[str]:
    """What is said besides in matters of this group, and of this service."""
    service = book.services.get(code)
    if service is None:
        return ()
    return [*_in(book.desk.script.groups.get(service.group, {}), language), *_in(service.script or {}, language)]


def _filled(line: str, values: Mapping[str, str]) -> str:
    return FIELD.sub(lambda found: values.get(found[1], ""), line)


def _one(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or next(iter(texts.values()), "")


def _in(lines: Mapping[str, Sequence[str]], language: str) -> Sequence[str]:
    return lines.get(language) or next(iter(lines.values()), ())
