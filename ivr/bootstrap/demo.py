"""What `ivr run` and `ivr release` put into a database: the published flows, and for a demo a few requests."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from ivr import flow
from ivr.bootstrap.rooms import Rooms
from ivr.calls.errors import FlowNotPublished
from ivr.calls.folders import read
from ivr.calls.publish import Published, Refused
from ivr.calls.shelf import PostgresShelf
from ivr.config import Settings
from ivr.db.engine import transaction
from ivr.places import locate
from ivr.places.gazetteer import Gazetteer
from ivr.requests import numbers
from ivr.requests.due import due_at
from ivr.requests.filing import Filing, Place
from ivr.requests.status import CityStatus
from ivr.requests.store import Query, change_status, count, file, lease_block


@dataclass(frozen=True, slots=True)
class Example:
    """A request for the demo: received `days` ago, with the city's status it has now ("" is New)."""

    service: str
    place: str
    days: int
    status: CityStatus | None = None


EXAMPLES = (
    Example("pothole", "2401 North Charles Street", 1),
    Example("street_light_out", "corner of Pratt Street and Light Street", 6),
    Example("rats", "3000 Greenmount Avenue", 3, "Open"),
    Example("missed_trash", "1700 East Lombard Street", 2, "Closed"),
    Example("water_leak", "1900 Eutaw Place", 1, "Open"),
    Example("abandoned_vehicle", "500 South Broadway", 9, "Closed"),
)
NOTES: Mapping[CityStatus, str] = {
    "Open": "A crew has been assigned.",
    "Closed": "Done. The crew took a photo when it left.",
}


def publish(settings: Settings, say: Callable[[str], None]) -> str:
    """Publishes the files of the home folder; the version. FlowNotPublished: they hold errors; one line tells."""
    with _rooms(settings) as rooms:
        result = rooms.library.publish(read(settings.home), "release", datetime.now(UTC))
    match result:
        case Published(version, _, fresh):
            say(f"Published the flows, version {version}." if fresh else f"The flows are at version {version}.")
            return version
        case Refused() as refused:
            raise FlowNotPublished(refused.line)


def publish_or_keep(settings: Settings, say: Callable[[str], None]) -> None:
    """Like `publish`; where the files hold errors but an earlier version is published, says so and keeps that one.

    Files that are published already are not read and checked again: that is most of the time a start takes.
    """
    known, now = settings.data_dir / "flows" / "published", _fingerprint(settings.home)
    with _rooms(settings) as rooms:
        current = PostgresShelf(rooms.engine).current()
    if current and known.exists() and known.read_text() == f"{current} {now}":
        return say(f"The flows are at version {current}.")
    try:
        version = publish(settings, say)
    except FlowNotPublished as problem:
        if not current:
            raise
        return say(f"Not published: {problem}\nThe line goes on with version {current}, which was published before.")
    known.parent.mkdir(parents=True, exist_ok=True)
    known.write_text(f"{version} {now}")


def _fingerprint(home: Path) -> str:
    """Changes with the files of the line, and with the program that reads and checks them."""
    digest = hashlib.sha256()
    for name, text in read(home).items():
        digest.update(f"{name}\0{len(text)}\0{text}".encode())
    for module in sorted(Path(flow.__path__[0]).rglob("*.py")):
        digest.update(module.read_bytes())
    return digest.hexdigest()


def fill(settings: Settings, say: Callable[[str], None]) -> None:
    """Some requests of the last days, only where there are none yet."""
    with _rooms(settings) as rooms, transaction(rooms.engine) as session:
        if count(session, Query()):
            return
        say("Adding a few requests to look at.")
        rooms.library.glance()
        ordinals = lease_block(session, rooms.now().year, len(EXAMPLES))
        for example, ordinal in zip(EXAMPLES, ordinals, strict=True):
            _example(session, rooms, example, ordinal)


@contextmanager
def _rooms(settings: Settings) -> Iterator[Rooms]:
    """Rooms for one piece of work: nothing of them goes on afterwards."""
    rooms = Rooms(settings)
    try:
        yield rooms
    finally:
        rooms.library.close()
        rooms.maps.close()
        rooms.engine.dispose()


def _example(session: Session, rooms: Rooms, example: Example, ordinal: int) -> None:
    book, at = rooms.library.current().book, rooms.now() - timedelta(days=example.days)
    service = book.services[example.service]
    number = numbers.reference(at.year, ordinal)
    filing = Filing(
        key=f"demo-{example.service}/0",
        service_code=example.service,
        language="en",
        received_at=at,
        place=_placed(example.place, rooms.maps.current()),
    )
    due = due_at(service.target, at, rooms.zone, ())
    file(session, filing, number=number, agency=service.agency, due=due, secrets=rooms.secrets)
    if example.status:
        change_status(
            session, number, example.status, note=NOTES[example.status], by="agency:demo", at=at + timedelta(hours=20)
        )


def _placed(text: str, gazetteer: Gazetteer) -> Place:
    found = locate(text, "en", gazetteer)
    return Place(
        found.said,
        found.kind,
        found.number,
        found.street,
        found.cross,
        found.readback or text,
        found.lat,
        found.long,
        found.neighborhood or "",
        found.council_district or "",
        found.police_district or "",
    )
