"""The web application: every door, hung where its guard stands."""

from __future__ import annotations

import atexit
import gc
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import structlog
from flask import Blueprint, Flask, Response
from sqlalchemy import text

from ivr.bootstrap import phones
from ivr.bootstrap.logs import configure
from ivr.bootstrap.rooms import Rooms
from ivr.calls.errors import NoAnswer
from ivr.calls.recordings.links import Passes, Purpose
from ivr.calls.recordings.reading import Cabinet
from ivr.config import Settings
from ivr.flow.book import Book
from ivr.requests.request import PublicRequest
from ivr.speech.counted import exposed
from ivr.speech.storing import open_storage
from ivr.telephony import media
from ivr.telephony.apology import Apologies
from ivr.telephony.seal import Sealer
from ivr.telephony.signature import Signatures
from ivr.web import guards, health, metrics, pages, portal, recordings, stream, voice
from ivr.web import rooms as meeting
from ivr.web.application import Application
from ivr.web.sockets import Sockets
from ivr.web.switchboard import Line

if TYPE_CHECKING:
    from ivr.bootstrap.floor import FloorOfLine
    from ivr.web.agent.desk import Desk

log = structlog.get_logger(__name__)

MOST_BYTES = 256 * 1024
"""The largest body a webhook may have; a long transcript is a tenth of it."""
STREAMS = 200
"""WebSockets a process reads at once; whoever calls beyond that is heard by Twilio's recogniser."""


def create_app(settings: Settings | None = None) -> Flask:
    """The application for these settings (default: the environment's). BadSetting, CallsError: one line each."""
    settings = settings or Settings.from_env(os.environ)
    configure(settings.log_level)
    rooms = Rooms(settings)
    rooms.start()
    atexit.register(rooms.close)
    app = Application(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = MOST_BYTES
    app.config["PREFERRED_URL_SCHEME"] = "https" if settings.https else "http"
    app.extensions["onecall"] = rooms
    _hang_doors(app, rooms)
    guards.refuse_unguarded(app)
    _settle()
    return app


def _settle() -> None:
    """The flows and all that understands callers stay as long as the process: no use to look for garbage in them."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def _hang_doors(app: Flask, rooms: Rooms) -> None:
    settings = rooms.settings
    signatures, streams = _signatures(settings)
    _warn(settings)
    people = _people(app, rooms)
    archive = _archive(rooms, people)
    known = guards.checks(
        signatures,
        settings.simulator,
        streams,
        settings.metrics_token,
        archive.allowed,
        people.guards if people else None,
    )
    doors = [
        voice.door(_line(rooms)),
        stream.door(rooms.ear, _sockets(rooms)),
        metrics.door(exposed),
        recordings.door(archive),
        health.door(health.Probes(rooms.library.versions, lambda: _answers(rooms))),
        pages.kit(),
        portal.door(lambda number: _public(rooms, number), _book(rooms), rooms.now, _telephone(rooms)),
    ]
    doors += phones.doors(rooms)
    if people:
        doors += people.doors
    if rooms.floor:
        doors.append(meeting.door(rooms.floor.desk, rooms.floor.ties))
    for door in doors:
        guards.register(app, door, known)


def _warn(settings: Settings) -> None:
    """What stands open that a line with a real number keeps shut."""
    if not settings.auth_tokens and not settings.simulator:
        log.error("webhooks_unsigned", remedy="set TWILIO_AUTH_TOKEN: without it anybody may speak for a caller")
    if settings.simulator and settings.twilio_account_sid:
        log.error("test_phone_open", remedy="unset ONECALL_SIMULATOR: whoever reaches /phone calls from any number")


@dataclass(frozen=True)
class _People:
    doors: Sequence[Blueprint]
    guards: Mapping[str, guards.Check]
    listener: Callable[[str, Purpose], recordings.Listener | Response]


def _people(app: Flask, rooms: Rooms) -> _People | None:
    """The door of those who work at the line; None where this process has none: then nothing of it is imported."""
    if rooms.settings.desk == "off":
        return None
    from ivr.bootstrap import desk as putting
    from ivr.web.agent import entrance
    from ivr.web.agent.door import door
    from ivr.web.agent.listening import listener
    from ivr.web.agent.roster import door as roster
    from ivr.web.agent.roster.parts import Roster

    desk, settings = putting.desk(app, rooms), rooms.settings
    lists = Roster(desk, _book(rooms), settings.public_base_url, settings.browser_phone)
    doors = [door(desk, putting.sign_on(rooms), putting.browser_phones(settings)), roster.door(lists)]
    if rooms.floor:
        doors += _console(desk, rooms, rooms.floor)
    return _People(doors, entrance.checks(desk), partial(listener, desk))


def _console(desk: Desk, rooms: Rooms, floor: FloorOfLine) -> Sequence[Blueprint]:
    """The pages of those who take calls."""
    from ivr.web.agent.console.door import door
    from ivr.web.agent.console.parts import Console
    from ivr.web.agent.console.sketch import Sketcher
    from ivr.web.agent.console.wire import Wire

    wire = Wire(floor.lines)
    atexit.register(wire.close)
    sketcher = Sketcher(lambda: rooms.maps.current())
    return [door(Console(desk, floor.acts, _book(rooms), sketcher, lambda *asked: rooms.finder.find(*asked), wire))]


def _archive(rooms: Rooms, people: _People | None) -> recordings.Archive:
    settings = rooms.settings
    return recordings.Archive(
        cabinet=Cabinet(rooms.engine, rooms.secrets),
        place=lambda: open_storage(settings.recordings, settings.data_dir),
        passes=Passes(rooms.secrets),
        now=rooms.now,
        city=lambda: rooms.library.current().book.city.city,
        signed_in=people.listener if people else None,
    )


def _signatures(settings: Settings) -> tuple[Signatures | None, Signatures | None]:
    """Over the address of webhooks, and over that of WebSockets; None: no token is set."""
    if not settings.auth_tokens:
        return None, None
    sockets = settings.public_base_url.replace("http", "ws", 1)
    return Signatures(settings.auth_tokens, settings.public_base_url), Signatures(settings.auth_tokens, sockets)


def _sockets(rooms: Rooms) -> Sockets:
    sockets = Sockets(STREAMS, media.MOST_BYTES, rooms.ear.tick)
    atexit.register(sockets.close)  # before the rooms are closed: who registers last is asked first
    return sockets


def _line(rooms: Rooms) -> Line:
    settings, city = rooms.settings, rooms.library.current().book.city
    operator = city.lines.get("operator")
    return Line(
        switchboard=rooms.switchboard,
        sealer=Sealer(settings.secret_keys),
        base=settings.public_base_url,
        voices=lambda version: (rooms.library.get(version) if version else rooms.library.current()).book.city.languages,
        apologies=Apologies(settings.public_base_url, operator.number if operator else "", city.languages),
        recordings=rooms.prompts,
        zone=rooms.zone,
        simulator=settings.simulator,
        ear=rooms.ear,
    )


def _telephone(rooms: Rooms) -> portal.Telephone:
    return portal.Telephone(test="/phone" if rooms.settings.simulator else "")


def _book(rooms: Rooms) -> Callable[[], Book]:
    return lambda: rooms.library.current().book


def _public(rooms: Rooms, number: str) -> PublicRequest | None:
    return rooms.memory.reads.public(number)


def _answers(rooms: Rooms) -> bool:
    def ask() -> bool:
        with rooms.engine.connect() as connection:
            return connection.execute(text("SELECT 1")).scalar() == 1

    try:
        return rooms.probes.run(ask)
    except NoAnswer:
        return False
