"""A floor that is played by hand, in memory: callers come, telephones are answered, supervisors look on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from ivr.agents import events as e
from ivr.agents.handoff import Mode, Phase
from ivr.agents.people.person import Person
from ivr.agents.screens import (
    Alert,
    AtWork,
    Card,
    Colleague,
    Draft,
    HalfHour,
    Nearby,
    NoSuchNumber,
    NotYours,
    OnFile,
    Owed,
    Party,
    Presence,
    QueueNow,
    Said,
    Screen,
    Spot,
    State,
    Understood,
    Wall,
    Written,
)  # fmt: skip
from ivr.requests import numbers
from ivr.requests.filing import Place

OPEN = numbers.reference(2026, 14)
EARLIER = numbers.reference(2026, 15)


@dataclass(frozen=True)
class Line:
    """As agents.store.told has it, as far as screens look at it."""

    id: int
    kind: str
    agent: str
    audience: str = "everybody"


@dataclass
class PlayedFloor:
    """now: a clock. Whatever it is told stands in `told`."""

    now: Callable[[], datetime]
    cards: dict[int, Card] = field(default_factory=dict)
    states: dict[int, Presence] = field(default_factory=dict)
    drafts: list[Draft] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    told: list[Any] = field(default_factory=list)
    filed: dict[str, str] = field(default_factory=dict)
    seen: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._rang: list[Callable[[], None]] = []
        self._lock = threading.RLock()

    # ------------------------------------------------------------------ played by a test

    def offer(self, person: Person, **more: Any) -> Card:
        """A caller comes, and this agent is asked."""
        card = card_of(self.now(), **more)
        self.cards[person.id] = card
        self.state(person, "busy")
        return card

    def goes_on(self, person: Person, phase: Phase, **more: Any) -> None:
        self.cards[person.id] = replace(self.cards[person.id], phase=phase, since=self.now(), **more)
        self.state(person, "wrap_up" if phase == "wrap_up" else "busy")

    def says(self, person: Person, text: str, live: bool = False) -> None:
        card = self.cards[person.id]
        kept = tuple(one for one in card.said if not one.live)
        said = Said(len(kept), "caller", text, card.language, live)
        self.cards[person.id] = replace(card, said=(*kept, said))
        self.tell_screens("words", person)

    def over(self, person: Person) -> None:
        self.cards.pop(person.id, None)
        self.state(person, "available")

    def state(self, person: Person, state: State, reason: str = "") -> None:
        self.states[person.id] = Presence(state, "available", self.now(), reason, person.profile.telephone)
        self.tell_screens("handoff", person)

    def tell_screens(self, kind: str, person: Person | None = None) -> None:
        with self._lock:
            agent = str(person.id) if person else ""
            self.lines.append(Line(len(self.lines) + 1, kind, agent))
        for rang in list(self._rang):
            rang()

    # ------------------------------------------------------------------ lines

    def newest(self) -> int:
        return len(self.lines)

    def since(self, number: int, limit: int) -> Sequence[Line]:
        with self._lock:
            return self.lines[number : number + limit]

    def listen(self, rang: Callable[[], None]) -> Callable[[], None]:
        self._rang.append(rang)
        return lambda: self._rang.remove(rang)

    # ------------------------------------------------------------------ the floor

    def screen(self, person: Person) -> Screen:
        mine = self.states.get(person.id) or Presence("away", "away", self.now(), "", person.profile.telephone)
        others = (Colleague("8", "Luis Ortega", "available"), Colleague("9", "Priya Shah", "busy"))
        card = self.cards.get(person.id)
        others = others[:1] if card else others
        owed = (Owed("services", "es", self.now() + timedelta(hours=2)),)
        return Screen(self.newest(), mine, card, tuple(self.drafts), others, waiting=3, owed=owed)

    def be(self, person: Person, state: Literal["available", "away"], reason: str) -> None:
        self.told.append(("be", state, reason))
        self.states[person.id] = Presence(state, state, self.now(), reason, person.profile.telephone)
        self.tell_screens("presence", person)

    def alive(self, person: Person) -> None:
        self.seen.append(person.id)

    def ask(self, person: Person) -> None:
        self.told.append("ask")

    def gone(self, person: Person, since: datetime, signed_in: bool) -> None:
        self.told.append(("gone", signed_in))

    def decline(self, person: Person, handoff: str) -> None:
        self._mine(person, handoff)
        self.told.append("decline")
        self.over(person)

    def tell(self, person: Person, handoff: str, event: e.OfAgent) -> None:
        card = self._mine(person, handoff)
        self.told.append(event)
        match event:
            case e.Held(on=on):
                card = replace(card, held=on, parties=tuple(replace(p, met=p.inside or p.met) for p in card.parties))
            case e.Muted(on=on):
                card = replace(card, muted=on)
            case e.CalledIn(kind=kind, who=who, hold=hold):
                name = "Luis Ortega" if kind == "colleague" else ""
                card = replace(card, held=hold, parties=(*card.parties, Party(kind, who, name)))
            case e.Dropped(who=who):
                card = replace(card, parties=tuple(p for p in card.parties if p.who != who))
            case e.AgentLeft() | e.HandedOn():
                card = replace(card, phase="wrap_up", parties=())
        self.cards[person.id] = card
        self.tell_screens("handoff", person)

    def file(self, person: Person, handoff: str, it: Written, key: str) -> str:
        card = self._mine(person, handoff)
        if key not in self.filed:
            number = self.filed[key] = numbers.reference(2026, 100 + len(self.filed))
            self.told.append(it)
            due, where = self.now() + timedelta(days=2), it.found.readback if it.found else it.place
            kept = OnFile(number, it.service, "New", self.now(), due, where, it.details, it.answers)
            self.cards[person.id] = replace(card, filed=(*card.filed, number), on_file=(*card.on_file, kept))
            self.tell_screens("handoff", person)
        return self.filed[key]

    def follow(self, person: Person, handoff: str, number: str) -> None:
        card = self._mine(person, handoff)
        if number not in (OPEN, EARLIER):
            raise NoSuchNumber
        self.told.append(("follow", number))
        kept = OnFile(number, "pothole", "Open", self.now(), None, "2400 North Charles", followed=True)
        self.cards[person.id] = replace(card, filed=(*card.filed, number), on_file=(*card.on_file, kept))

    def place(self, person: Person, handoff: str, place: Place) -> None:
        card = self._mine(person, handoff)
        self.told.append(place)
        spot = Spot(place.readback or place.said, place.lat, place.long)
        self.cards[person.id] = replace(card, spot=spot)
        self.tell_screens("handoff", person)

    def danger(self, person: Person, handoff: str) -> None:
        self.cards[person.id] = replace(self._mine(person, handoff), danger=True)
        self.told.append("danger")
        self.tell_screens("handoff", person)

    def finish(self, person: Person, handoff: str, reason: str, note: str) -> None:
        self._mine(person, handoff)
        self.told.append(("finish", reason, note))
        self.over(person)

    def call_back(self, person: Person, draft: str) -> None:
        found = next((one for one in self.drafts if one.id == draft and not one.taken), None)
        if found is None:
            raise NotYours
        self.drafts[self.drafts.index(found)] = replace(found, taken=True)
        self.told.append(("call_back", draft))

    def supervise(self, person: Person, handoff: str, mode: Mode | None) -> None:
        if handoff not in {card.handoff for card in self.cards.values()}:
            raise NotYours
        self.told.append(("supervise", handoff, mode))

    def withdraw(self, handoff: str) -> None:
        self.told.append(("withdraw", handoff))

    def wall(self, now: datetime) -> Wall:
        return wall_of(self.newest(), now)

    def _mine(self, person: Person, handoff: str) -> Card:
        card = self.cards.get(person.id)
        if card is None or card.handoff != handoff:
            raise NotYours
        return card


def card_of(now: datetime, handoff: str = "h1", **more: Any) -> Card:
    """A caller about a pothole, whose words were heard well, and whose corner is on the map."""
    usual: dict[str, Any] = {
        "phase": "ringing",
        "queue": "services",
        "reason": "asked",
        "language": "en",
        "asked": now - timedelta(seconds=95),
        "since": now - timedelta(seconds=4),
        "phone": "+14105550164",
        "service": "pothole",
        "spot": Spot("North Charles Street and East 25th Street", 39.3176, -76.6167),
        "said": (
            Said(0, "line", "Baltimore 311. What can we do for you?", "en"),
            Said(1, "caller", "There's a big pothole at Charles and twenty-fifth", "en", sure=0.93),
            Said(2, "line", "A pothole at North Charles Street and East 25th Street. Is that right?", "en"),
            Said(3, "caller", "Yes but I need to talk to somebody", "en", sure=0.61),
        ),
        "understood": (
            Understood("service", "pothole", 0.93, (("street_repair", 0.05),)),
            Understood("place", "North Charles Street and East 25th Street"),
            Understood("pothole_size", "larger", 0.44),
        ),
        "slots": {"pothole_size": "larger"},
        "near": (
            Nearby(OPEN, "pothole", "Open", now - timedelta(days=1), "2400 North Charles", 40, 39.3173, -76.6164),
            Nearby(numbers.reference(2026, 16), "street_light_out", "New", now - timedelta(days=3), "East 25th Street",
                   140, 39.3179, -76.6150),
        ),
        "earlier": (Nearby(EARLIER, "illegal_dumping", "Closed", now - timedelta(days=31), "400 East 25th Street"),),
    }  # fmt: skip
    return Card(handoff, **(usual | more))


def draft_of(now: datetime, id: str = "d1") -> Draft:
    spot = Spot("1200 West North Avenue", 39.31, -76.637)
    return Draft(
        id, now - timedelta(minutes=26), "es", "water_leak", spot, "Hay agua saliendo de la calle", phone="+14105550177"
    )


def wall_of(number: int, now: datetime) -> Wall:
    """A floor in the middle of a morning: nine half hours, five agents, two queues."""
    begin = now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=4)
    busy = ["4440", "7760", "9871", "14.12.9.2", "22.17.11.4", "19.16.12.2", "12.11.10.1", "8880", "5440"]
    counts = [tuple(map(int, one.split(".") if "." in one else one)) for one in busy]
    halves = tuple(
        HalfHour(
            begin + timedelta(minutes=30 * n),
            asked,
            answered,
            in_time,
            gone,
            12.5 + 3 * gone,
            called_back=n % 2,
            longest=40.0 + 30 * gone,
        )
        for n, (asked, answered, in_time, gone) in enumerate(counts)
    )

    def ago(**by: float) -> datetime:
        return now - timedelta(**by)

    agents = (
        AtWork("1", "Dana Reed", "busy", ago(minutes=4), "", "h1", "joined", "services", "en"),
        AtWork("2", "Luis Ortega", "busy", ago(seconds=9), "", "h2", "ringing", "services", "es"),
        AtWork("3", "Priya Shah", "available", ago(minutes=2)),
        AtWork("4", "Marcus Bell", "wrap_up", ago(seconds=41), "", "h3", "wrap_up", "police", "en"),
        AtWork("5", "Joan Kim", "away", ago(minutes=18), "lunch"),
    )
    queues = (QueueNow("services", 3, ago(seconds=95), 2), QueueNow("police", 1, ago(seconds=22)))
    alerts = (Alert(ago(minutes=11), "CA" + "1" * 32, "RE" + "2" * 32),)
    owed = (Owed("services", "es", ago(minutes=3), 1), Owed("services", "en", now + timedelta(hours=2, minutes=30)))
    return Wall(number, now, queues, agents, halves, alerts, drafts=2, owed=owed)
