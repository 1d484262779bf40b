"""The rooms of a running process, made from the settings; nothing is connected before it is used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Engine

from ivr import understanding
from ivr.agents.growing import Growing
from ivr.agents.people.cabinet import Cabinet as PeopleCabinet
from ivr.bootstrap import atlas
from ivr.bootstrap import floor as floors
from ivr.bootstrap.ears import EarsOfLine
from ivr.bootstrap.floor import FloorOfLine
from ivr.calls import checking
from ivr.calls.deadlines import Deadline
from ivr.calls.folders import Cache, read
from ivr.calls.hearing import phrases
from ivr.calls.hearing.ear import CityEar
from ivr.calls.hearing.hearing import Hearing
from ivr.calls.hearing.near import Near
from ivr.calls.hearing.recorded import hearing_of
from ivr.calls.hearing.room import ListeningRoom
from ivr.calls.hearing.store import Far
from ivr.calls.library import Library
from ivr.calls.maps import Maps
from ivr.calls.mapshelf import PostgresMaps
from ivr.calls.memory import Memory
from ivr.calls.patience import impatient
from ivr.calls.placing import Finder
from ivr.calls.recordings import later
from ivr.calls.recordings.reading import Cabinet
from ivr.calls.shelf import PostgresShelf
from ivr.calls.turn import Switchboard
from ivr.calls.work import Clerk
from ivr.config import BadSetting, Settings
from ivr.db.engine import connect
from ivr.db.local import LocalStore
from ivr.db.secrets import Secrets
from ivr.flow.book import Book
from ivr.speech.transcript import Expected
from ivr.telephony.ticket import Ticket, Tickets
from ivr.understanding import Mind, encoder

log = structlog.get_logger(__name__)

SILENT_SERVER = 4.0  # seconds after which a database that has gone silent is given up


@dataclass(frozen=True)
class Rooms:
    """One process's rooms; each is made when it is first asked for."""

    settings: Settings

    @cached_property
    def engine(self) -> Engine:
        if not self.settings.database_url:
            raise BadSetting("DATABASE_URL is not set; set it, or start with `ivr run`, which brings its own database")
        return impatient(connect(self.settings.database_url, connect_timeout=3, ping=False), SILENT_SERVER)

    @cached_property
    def secrets(self) -> Secrets:
        if not self.settings.secret_keys:
            raise BadSetting("SECRET_KEYS is not set; make a secret with: openssl rand -hex 32")
        return Secrets(self.settings.secret_keys)

    @cached_property
    def deadline(self) -> Deadline:
        return Deadline(self.settings.patience_ms / 1000)

    @cached_property
    def probes(self) -> Deadline:
        """For whoever asks how the line is: a probe that is not answered in time must not stop callers' questions."""
        return Deadline(threads=1)

    @cached_property
    def local(self) -> LocalStore:
        return LocalStore(self.settings.data_dir, strict=False)

    @cached_property
    def library(self) -> Library[Mind]:
        return Library(
            PostgresShelf(self.engine),
            Cache(self.settings.data_dir / "flows"),
            self.deadline,
            load=checking.load,
            build=self.mind,
            disk=lambda: read(self.settings.home),
        )

    def mind(self, book: Book) -> Mind:
        """What hears for a book; what it learned is kept on disk and shared by all processes."""
        if why := encoder.missing(self.settings.cache_dir):
            log.warning("encoder_missing", because=why, remedy="install the libraries again: python3 install.py")
        return understanding.build(book, self.settings.cache_dir)

    @cached_property
    def memory(self) -> Memory:
        folder, growing = self.settings.data_dir, self.growing
        if growing is None:
            return Memory(self.engine, self.local, self.secrets, self.deadline, folder=folder)
        told = {"told": growing.told, "broke_off": growing.broke_off}
        return Memory(self.engine, self.local, self.secrets, self.deadline, folder=folder, **told)

    @cached_property
    def growing(self) -> Growing | None:
        """Tells the people's screens of new words; None where there is no floor."""
        return Growing(PeopleCabinet(self.engine, self.secrets)) if floors.has_one(self.settings) else None

    @cached_property
    def maps(self) -> Maps:
        return atlas.maps(self.settings, PostgresMaps(self.engine))

    @cached_property
    def finder(self) -> Finder:
        return Finder(lambda: self.maps.current(), atlas.opinion(self.settings))

    @cached_property
    def ears(self) -> EarsOfLine:
        return EarsOfLine(self.settings, lambda: self.library.current().book, lambda: self.maps.current())

    @cached_property
    def ear(self) -> CityEar:
        """What hears streams; shared by the voice door and the door of streams."""
        speaking = self.growing.speaking if self.growing else lambda calls: None
        near, far = Near(self.settings.data_dir, self.secrets, patience=0.25), Far(self.engine, self.secrets, speaking)
        keep = partial(later, self.settings.data_dir)
        return CityEar(
            ListeningRoom(lambda: self.ears.current(), near, far, keep),
            near,
            far,
            Tickets(self.settings.secret_keys),
            Deadline(self.settings.patience_ms / 1000, threads=2),
            able=lambda locale, closed: self.ears.can(locale, closed),
            expected=self._expected,
            recording=self._recorded,
            journal=lambda record: self.memory.journal.put(record),
        )

    def _expected(self, ticket: Ticket) -> Expected:
        return phrases.expected(ticket, self.library.get(ticket.version).book, self.maps.current())

    def _recorded(self, sid: str) -> Hearing:
        cabinet = Cabinet(self.engine, self.secrets)
        return self.deadline.run(lambda: hearing_of(cabinet, sid))

    def now(self) -> datetime:
        """The time in the city."""
        return datetime.now(self.zone)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.settings.city_timezone or self.library.current().book.city.timezone)

    @cached_property
    def switchboard(self) -> Switchboard:
        return Switchboard(
            library=self.library,
            journal=self.memory.journal,
            memory=self.memory.reads,
            clerk=Clerk(self.memory.outbox, self.memory.reads),
            finder=self.finder,
            first_seen=self.local.first_seen,
            zone=self.settings.city_timezone,
            traced=self.settings.simulator,
            people=floors.callers(self.floor),
        )

    @cached_property
    def floor(self) -> FloorOfLine | None:
        """Who takes calls; None where nobody can."""
        return floors.put(
            self.settings, self.engine, self.secrets, lambda: self.library.current().book, lambda: self.memory.outbox
        )

    def start(self) -> None:
        """Begins to answer: the flows are there, the outbox is delivered. Call it after a fork, not before."""
        self.library.start()
        self.maps.start()
        self.memory.start()
        self.ears.start()

    def close(self) -> None:
        """Writes what can be written, and keeps the rest on disk."""
        self.ear.close()
        self.ears.close()
        self.library.close()
        self.maps.close()
        self.memory.close()

    @property
    def prompts(self) -> Path:
        """The folder of recorded prompts."""
        return self.settings.home / "prompts"
