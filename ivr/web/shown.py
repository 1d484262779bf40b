"""A request in the reader's words: its service, place, dates and history as the page says them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_date, format_time

from ivr.flow.book import Book
from ivr.requests.request import Change, PublicRequest, place_words
from ivr.requests.status import FOLLOWED, CityStatus, in_words
from ivr.web.pages import words

_LOCALES: Mapping[str, str] = {"en": "en_US", "es": "es_US"}
_SLUGS: Mapping[CityStatus, str] = {
    "New": "new",
    "Open": "open",
    "Pending": "pending",
    "Hold": "hold",
    "Closed": "closed",
    "Closed (Duplicate)": "duplicate",
    "Closed (Transferred)": "transferred",
}


@dataclass(frozen=True, slots=True)
class When:
    """A moment: `iso` for machines, `day` and `hour` for people, `near` where a person would say “tomorrow”."""

    iso: str
    day: str
    hour: str
    near: str


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the history."""

    at: When
    status: str
    word: str
    note: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page of one request says. late: open after its date."""

    number: str
    service: str
    place: str
    status: str
    word: str
    note: str
    agency: str
    received: When
    updated: When
    due: When | None
    late: bool
    open: bool
    history: tuple[Step, ...]


def shown(it: PublicRequest, book: Book, language: str, now: datetime) -> Shown:
    """The request in `language`, its dates in the time zone of `now`; the latest change first."""
    is_open = it.status == "open"
    return Shown(
        number=it.number,
        service=_service(it, book, language),
        place=_capital(place_words(it.place, language)),
        status=_SLUGS[it.city_status],
        word=_capital(in_words(it.city_status, language)),
        note=it.status_notes,
        agency=_agency(it, book, language),
        received=when(it.requested, language, now),
        updated=when(it.updated, language, now),
        due=when(it.expected, language, now) if it.expected else None,
        late=is_open and it.expected is not None and it.expected < now,
        open=is_open,
        history=tuple(_step(change, language, now) for change in reversed(it.history)),
    )


def when(moment: datetime, language: str, now: datetime) -> When:
    """The moment as it is said in the city: “Tuesday, November 24”, with the year when it is not this one."""
    local, locale = moment.astimezone(now.tzinfo), _LOCALES[language]
    year = local.year != now.year
    spanish = "EEEE, d 'de' MMMM" + (" 'de' y" if year else "")
    english = "EEEE, MMMM d" + (", y" if year else "")
    day = format_date(local, spanish if language == "es" else english, locale=locale)
    return When(local.isoformat(), day, format_time(local, "short", locale=locale), _near(local, language, now))


def _near(local: datetime, language: str, now: datetime) -> str:
    days, say = (local.date() - now.date()).days, words(language)
    match days:
        case 0:
            return say("when_today")
        case 1:
            return say("when_tomorrow")
        case -1:
            return say("when_yesterday")
        case _ if 1 < days < 100:
            return say("when_in", days=days)
        case _ if -100 < days < -1:
            return say("when_ago", days=-days)
    return ""


def _step(change: Change, language: str, now: datetime) -> Step:
    word = _capital(in_words(change.city_status, language))
    note = words(language)("request_followed") if change.note == FOLLOWED else change.note
    return Step(when(change.at, language, now), _SLUGS[change.city_status], word, note)


def _service(it: PublicRequest, book: Book, language: str) -> str:
    if it.kind == "message":
        return words(language)("request_message")
    service = book.services.get(it.service_code)
    return (service.name.get(language) if service else None) or _plain(it.service_code)


def _agency(it: PublicRequest, book: Book, language: str) -> str:
    agency = book.city.agencies.get(it.agency)
    return (agency.name.get(language) if agency else None) or _plain(it.agency)


def _plain(code: str) -> str:
    """A code no file names any more, as words: `bulk_trash` → `Bulk trash`."""
    return _capital(code.replace("_", " "))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
