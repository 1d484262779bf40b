"""What the city promises of a request: who does it, and by when; and its filing, by the line or by a person."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from ivr.flow.book import Book
from ivr.flow.hours import holiday_dates
from ivr.requests.due import due_at
from ivr.requests.filing import Filing


class Receipt(Protocol):
    """What the caller is told of a filing. due: aware, None where the service promises no date."""

    @property
    def number(self) -> str: ...
    @property
    def due(self) -> datetime | None: ...


class Files(Protocol):
    """Takes a filing for good, at once; raises OutboxUnavailable when it cannot."""

    def file(self, filing: Filing, agency: str, due: datetime | None) -> Receipt: ...


def due(book: Book, service: str, now: datetime) -> datetime | None:
    """By when what is filed now is promised; None: by no date, or there is no such service. now: in the city."""
    found = book.services.get(service)
    if found is None or not found.target:
        return None
    days = frozenset(day for year in (now.year, now.year + 1) for day in holiday_dates(book.city.holidays, year))
    return due_at(found.target, now, now.tzinfo, days)  # type: ignore[arg-type]


def file(files: Files, filing: Filing, book: Book, now: datetime) -> Receipt:
    """Files with the agency and the date of its service; a message goes to those who listen to messages. now: in the
    city. OutboxUnavailable."""
    service = book.services.get(filing.service_code) if filing.kind == "request" else None
    agency = service.agency if service else book.city.messages_to
    return files.file(filing, agency, due(book, service.code, now) if service else None)
