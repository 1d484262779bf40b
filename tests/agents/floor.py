"""A floor on a real database, with a clock that tests set: agents, callers, and Twilio left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from secrets import token_hex

from sqlalchemy import Engine, select

from ivr.agents.acts import Acts
from ivr.agents.callers import Callers
from ivr.agents.city import City
from ivr.agents.events import CALLER, Entered, Event, PickedUp, Pressed, Rang
from ivr.agents.floor import Floor
from ivr.agents.handoff import Handoff
from ivr.agents.matching import Queue
from ivr.agents.people.cabinet import Cabinet
from ivr.agents.people.person import Person, Profile
from ivr.agents.people.store import people
from ivr.agents.sources import Sources
from ivr.agents.store import handoffs, presence
from ivr.agents.tables import HandoffRow
from ivr.db.secrets import Secrets
from ivr.flow.book import Book
from ivr.flow.directives import Seek
from ivr.flow.model import ServiceDocument
from ivr.flow.state import State
from ivr.telephony.webhook import Call

NOON = datetime(2026, 11, 18, 17, tzinfo=UTC)
CITY = City({"services": Queue("services", frozenset()), "police": Queue("police", frozenset({"police"}))})


POTHOLE = ServiceDocument.model_validate(
    {
        "code": "pothole",
        "name": {"en": "Pothole"},
        "group": "streets",
        "agency": "transportation",
        "target": "2 days",
        "hears": {"en": ["pothole"]},
        "questions": [
            {"code": "size", "ask": {"en": "How big?"}, "type": "number"},
            {"code": "name", "ask": {"en": "Your name?"}, "private": True, "required": False},
        ],
    }
)
BOOK = Book("", None, {}, {"pothole": POTHOLE}, {}, {})  # type: ignore[arg-type]  # no city: nobody asks for one


@dataclass
class House:
    """now: what the floor's clock says. reached: the number of every draft's caller."""

    database: Engine
    now: datetime = NOON
    reached: str = "+14435550177"
    cabinet: Cabinet = field(init=False)
    floor: Floor = field(init=False)

    def __post_init__(self) -> None:
        self.cabinet = Cabinet(self.database, Secrets([token_hex(32)]))
        self.floor = Floor(self.cabinet, lambda: CITY, lambda: self.now)

    @property
    def callers(self) -> Callers:
        return Callers(self.floor)

    @property
    def acts(self) -> Acts:
        return Acts(self.floor, Sources(book=lambda: BOOK, number=lambda draft: self.reached))

    def passes(self, **by: float) -> None:
        self.now += timedelta(**by)

    def agent(self, login: str, *skills: str) -> Person:
        """Somebody who is free."""
        with self.cabinet.transaction() as session:
            person = people.add(session, Profile(login, skills=skills, telephone="+14105550201", name=login), self.now)
        assert person
        self.acts.be(person, "available", "")
        return person

    def call(self, number: str = "+14435550199") -> Call:
        return Call(f"CA{token_hex(16)}", caller=number, called="+14105550100", at=self.now)

    def seeks(self, call: Call, queue: str = "services", **slots: str) -> object:
        """One turn of who waits."""
        return self.callers.seek(call, Seek(queue, 3, "asked", "services", "en"), State(slots=slots))

    def handoff(self, call: Call) -> Handoff:
        with self.cabinet.transaction() as session:
            id = session.scalars(select(HandoffRow.id).where(HandoffRow.call_sid == call.sid)).one()
            kept = handoffs.find(session, id)
        assert kept
        return kept.handoff

    def tell(self, call: Call, event: Event) -> Handoff:
        kept = self.floor.tell(self.handoff(call).id, event)
        assert kept
        return kept.handoff

    def takes(self, call: Call) -> str:
        """The agent who is asked takes it: their telephone's CallSid."""
        offer, leg = self.handoff(call).offer, f"CA{token_hex(16)}"
        assert offer
        for event in (Rang(offer.id, leg), PickedUp(offer.id, leg), Pressed(offer.id, leg, "1")):
            self.tell(call, event)
        return leg

    def joined(self, call: Call, leg: str) -> None:
        """Both are in the room."""
        it = self.handoff(call)
        assert it.offer
        self.tell(call, Entered(it.room, it.offer.id, leg))
        self.tell(call, Entered(it.room, CALLER, call.sid))

    def state(self, person: Person) -> str:
        with self.cabinet.transaction() as session:
            here = presence.find(session, str(person.id))
        return here.state if here else ""
