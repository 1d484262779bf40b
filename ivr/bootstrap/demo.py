"""What `ivr run` and `ivr release` put into a database: the published flows, and for a demo some requests to look at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from ivr.bootstrap.rooms import Rooms
from ivr.calls.errors import FlowNotPublished
from ivr.calls.folders import read
from ivr.calls.publish import Published, Refused
from ivr.config import Settings
from ivr.db.engine import transaction
from ivr.flow.book import Book
from ivr.requests import numbers
from ivr.requests.due import due_at
from ivr.requests.filing import Filing, Place
from ivr.requests.store import Query, change_status, count, file, lease_block

EXAMPLES = (
    ("pothole", "2401 North Charles Street", 1, ""),
    ("street_light_out", "Pratt Street and Light Street", 6, ""),
    ("rats", "3000 Greenmount Avenue", 3, "open"),
    ("missed_trash", "1700 East Lombard Street", 2, "closed"),
    ("water_leak", "Druid Hill Park", 1, "open"),
    ("abandoned_vehicle", "500 South Broadway", 9, "closed"),
)
NOTES = {
    "open": "A crew has been assigned.",
    "closed": "Done. The crew took a photo when it left.",
}


def publish(settings: Settings, say: Callable[[str], None]) -> None:
    """Publishes the files of the home folder. FlowNotPublished: they hold errors; the message is one line."""
    library = Rooms(settings).library
    match library.publish(read(settings.home), "release", datetime.now(UTC)):
        case Published(version, _, fresh):
            say(f"Published the flows, version {version}." if fresh else f"The flows are at version {version}.")
        case Refused() as refused:
            raise FlowNotPublished(refused.line)


def fill(settings: Settings, say: Callable[[str], None]) -> None:
    """Some requests of the last days, only where there are none yet."""
    rooms = Rooms(settings)
    with transaction(rooms.engine) as session:
        if count(session, Query()):
            return
        say("Adding a few requests to look at.")
        book, now = rooms.library.start().book, datetime.now(UTC)
        ordinals = iter(lease_block(session, now.year, len(EXAMPLES)))
        for code, place, days, status in EXAMPLES:
            _example(rooms, session, book, code, place, now - timedelta(days=days), status, next(ordinals))


def _example(rooms, session, book: Book, code, place, at, status, ordinal) -> None:  # type: ignore[no-untyped-def]
    from zoneinfo import ZoneInfo

    service = book.services[code]
    zone = ZoneInfo(book.city.timezone)
    filing = Filing(
        key=f"demo-{code}/0",
        service_code=code,
        language="en",
        received_at=at,
        place=Place(said=place, readback=place),
    )
    number = numbers.reference(at.year, ordinal)
    file(
        session, filing, number, agency=service.agency, due=due_at(service.target, at, zone, ()), secrets=rooms.secrets
    )
    if status:
        change_status(session, number, status, note=NOTES[status], by="demo", at=at + timedelta(hours=20))
