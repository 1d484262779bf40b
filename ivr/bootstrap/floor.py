"""The floor of a web process, put together: callers, telephones, the matcher; none where nobody can be rung."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from ivr.agents.acts import Acts
from ivr.agents.addresses import Addresses
from ivr.agents.callers import Callers
from ivr.agents.city import City, city
from ivr.agents.desk import Desk
from ivr.agents.floor import Floor
from ivr.agents.matcher import Matcher
from ivr.agents.people.cabinet import Cabinet
from ivr.agents.sources import Sources
from ivr.agents.telling import Lines
from ivr.calls import conversation, promise
from ivr.calls.deadlines import Deadline
from ivr.calls.outbox import Outbox
from ivr.calls.outlasting import Outlasting
from ivr.calls.people import InTime, Nobody, People
from ivr.config import Settings
from ivr.db.secrets import Secrets
from ivr.flow.book import Book
from ivr.requests.filing import Filing
from ivr.telephony.ties import Ties

PATIENCE = 1.0
"""Seconds a turn waits for the floor: nothing is held up by it but the music of who waits anyway."""


@dataclass(frozen=True)
class FloorOfLine:
    """floor: changes of it wake the matcher. callers: as turns ask. acts, lines: as the console needs them."""

    floor: Floor
    callers: People
    desk: Desk
    ties: Ties
    acts: Acts
    lines: Lines


def put(
    settings: Settings, engine: Engine, secrets: Secrets, book: Callable[[], Book], outbox: Callable[[], Outbox]
) -> FloorOfLine | None:
    """None: no desk in this process, or no account at Twilio that telephones could be rung with."""
    if not has_one(settings):
        return None
    floor = Matcher(Floor(Cabinet(engine, secrets), queues(book))).watching
    ties = Ties(settings.secret_keys)
    asked = InTime(Callers(floor), Deadline(max(PATIENCE, settings.patience_ms / 1000)))
    desk = Desk(floor, Addresses(settings.public_base_url, ties), book)
    acts = Acts(floor, sources(settings, engine, secrets, book, outbox))
    return FloorOfLine(floor, Outlasting(asked), desk, ties, acts, Lines(floor.cabinet))


def has_one(settings: Settings) -> bool:
    """Whether people take calls here: there is a desk, and an account at Twilio that telephones can be rung with."""
    return settings.desk != "off" and settings.rings


def sources(
    settings: Settings, engine: Engine, secrets: Secrets, book: Callable[[], Book], outbox: Callable[[], Outbox]
) -> Sources:
    """What the screens need of the calls."""
    return Sources(
        book,
        heard=lambda call: conversation.heard(engine, secrets, call),
        alerts=lambda since: conversation.alerts(engine, since),
        number=lambda draft: conversation.number(draft, secrets),
        file=lambda filing: _filed(settings, filing, book(), outbox()),
    )


def _filed(settings: Settings, filing: Filing, book: Book, outbox: Outbox) -> str:
    """In the city's time: a request's number has the year in which it was made there."""
    now = filing.received_at.astimezone(ZoneInfo(settings.city_timezone or book.city.timezone))
    return promise.file(outbox, replace(filing, received_at=now), book, now).number


def callers(found: FloorOfLine | None) -> People:
    return found.callers if found else Nobody()


def queues(book: Callable[[], Book]) -> Callable[[], City]:
    """The queues of the flows as they are now."""
    return lambda: city(book())
