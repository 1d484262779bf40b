"""What one person's screen, and the wall, show of the floor at this moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ivr.agents import screens
from ivr.agents.counting import IN_TIME, halves
from ivr.agents.floor import Floor
from ivr.agents.handoff import Handoff, Leg, Phase
from ivr.agents.people.cabinet import Session
from ivr.agents.people.person import Person
from ivr.agents.people.store import people
from ivr.agents.screens import Card, Heard, Nearby, OnFile, Owed, Party, QueueNow, Screen, Spot, Understood, Wall
from ivr.agents.sources import Sources
from ivr.agents.store import counted, handoffs, presence, reading, told
from ivr.agents.store.reading import CalledBack
from ivr.requests import store
from ivr.requests.request import Request

NEAR, DAYS = 300, 60
"""Metres around a spot, and days back, in which open requests are shown."""
NAMED = 30
"""Colleagues who are named to somebody without a caller: of a large floor the names would be most of the page."""
POLICE = "police"
"""The group of services, and the queue, of matters of the police."""


@dataclass(frozen=True)
class Reading:
    """Each method is one transaction; what other rooms know is asked outside of it: who holds one connection and waits
    for another keeps both from those who need but one. What the database raises is raised."""

    floor: Floor
    sources: Sources

    def screen(self, person: Person) -> Screen:
        """All that this person's screen needs, and nothing of anybody else's callers: who has one is shown that one,
        who has none what there is to do."""
        with self.floor.cabinet.transaction() as session:
            number = told.newest(session)  # first: what comes while the rest is read is read once more
            here = presence.find(session, str(person.id))
            found = self._card(session, here.handoff, str(person.id)) if here and here.handoff else None
            screen = Screen(number, self._presence(here, person))
            if found is None:
                return self._free(session, person, screen)
            screen = replace(screen, colleagues=reading.free(session, person.id))
        card, call = found
        return replace(screen, card=self._with_words(card, self.sources.heard(call)))

    def _with_words(self, card: Card, heard: Heard) -> Card:
        """What was said before, and how sure the line was."""
        known = understood(card.slots, heard.understood, self._asked_of(card.service))
        return replace(card, said=heard.said, understood=known)

    def _free(self, session: Session, person: Person, screen: Screen) -> Screen:
        colleagues, more = reading.colleagues(session, person.id, NAMED)
        return replace(
            screen,
            colleagues=colleagues,
            more=more,
            drafts=tuple(one for one in self._drafts(session) if self._may(person, self._queue_of(one.service))),
            waiting=sum(many for queue, many in handoffs.waiting_in(session).items() if self._may(person, queue)),
            owed=tuple(one for one in counted.waiting(session)[1] if self._may(person, one.queue)),
        )

    def wall(self, now: datetime) -> Wall:
        """now: in the city; its midnight begins the day."""
        day = now.replace(hour=0, minute=0, second=0, microsecond=0)
        alerts = tuple(self.sources.alerts(day))
        with self.floor.cabinet.transaction() as session:
            number = told.newest(session)  # first: what comes while the rest is read is read once more
            here, owed = counted.waiting(session)
            return Wall(
                number,
                now,
                self._queues(here, owed, now),
                tuple(reading.at_work(session)),
                halves(counted.asked(session, day), day, now),
                alerts,
                len(self._drafts(session)),
                IN_TIME,
                owed=tuple(owed),
            )

    # ------------------------------------------------------------------ parts of them

    def _presence(self, here: presence.Presence | None, person: Person) -> screens.Presence:
        telephone = person.profile.telephone
        if here is None:
            return screens.Presence("away", "away", self.floor.now(), "", telephone)
        wanted = "available" if here.wanted == "available" else "away"
        return screens.Presence(here.state, wanted, here.since, here.reason, telephone)  # type: ignore[arg-type]

    def _card(self, session: Session, id: str, person: str) -> tuple[Card, str] | None:
        """Without what was said, and the CallSid by which that is found."""
        kept = handoffs.find(session, id)
        if kept is None or kept.handoff.ended:
            return None
        it, beside = kept.handoff, reading.beside(session, id)
        matter = handoffs.matter(kept, self.floor.cabinet.secrets)
        spot = _spot(matter.slots)
        mine = _beside(it, person)
        card = Card(
            handoff=id,
            phase=_phase(it, person, mine),
            queue=it.queue,
            reason=it.reason,
            language=it.language,
            asked=kept.created_at or it.since,
            since=beside.since,
            until=min((clock.at for clock in it.clocks if clock.kind not in ("talk", "wait", "due")), default=None),
            phone=matter.phone,
            service=matter.slots.get("service", ""),
            spot=spot,
            slots=matter.slots,
            near=self._near(session, spot),
            earlier=self._earlier(session, matter.phone),
            parties=tuple(self._party(session, leg) for leg in it.legs if leg != mine),
            filed=beside.filed,
            on_file=tuple(_on_file(one, id) for number in beside.filed if (one := store.find(session, number))),
            danger=beside.danger or bool(matter.slots.get("in_danger")) or it.priority == 0,
            held=it.held,
            muted=bool(it.offer and it.offer.muted),
            call_back=it.call_back is not None,
            beside=mine.kind if mine else None,
            agent=self._name(session, it.offer.agent) if mine and it.offer else "",
        )
        return card, it.call_sid

    def _party(self, session: Session, leg: Leg) -> Party:
        name = self._name(session, leg.who) if leg.kind in ("colleague", "supervisor") else ""
        return Party(leg.kind, leg.who, name, leg.inside, leg.met, leg.mode)

    def _name(self, session: Session, who: str) -> str:
        found = people.by_id(session, int(who)) if who.isdecimal() else None
        return found.person.name if found else ""

    def _near(self, session: Session, spot: Spot | None) -> tuple[Nearby, ...]:
        """Open requests around the spot, the nearest first."""
        if spot is None or spot.lat is None or spot.long is None:
            return ()
        found = store.near(session, spot.lat, spot.long, NEAR, self.floor.now() - timedelta(days=DAYS))
        return tuple(_nearby(one.request, one.metres) for one in found)

    def _earlier(self, session: Session, phone: str) -> tuple[Nearby, ...]:
        hashes = self.floor.cabinet.secrets.phone_hashes(phone)
        return tuple(_nearby(one) for one in store.by_phone(session, hashes)) if hashes else ()

    def _asked_of(self, service: str) -> tuple[str, ...]:
        """What is shown of what the line took down: the matter, the place, and what this service asks."""
        found = self.sources.book().services.get(service)
        return ("service", "place", *(slot.slot for slot in (found.questions if found else ())), "details")

    def _drafts(self, session: Session) -> tuple[screens.Draft, ...]:
        left = self._unhelped(session, store.drafts(session, "left"))
        called = reading.called_back(session, [one.call_sid for one in left])
        drafts = ((one, called.get(one.call_sid, CalledBack())) for one in left)
        return tuple(
            screens.Draft(
                one.call_sid,
                one.updated,
                one.language,
                one.service_code,
                _spot(one.slots),
                one.slots.get("details", ""),
                back.taken,
                back.who,
                self.sources.number(one),
                back.tries,
            )
            for one, back in drafts
            if not back.talked or back.taken
        )

    def _unhelped(self, session: Session, left: Sequence[store.Draft]) -> Sequence[store.Draft]:
        """Without those whose matter a person has by now, or will have: they talked, or are to be called back."""
        known: dict[str, list[Mapping[str, str]]] = {}
        for kept in handoffs.helped(session, [one.call_sid for one in left]):
            if kept.handoff.nth < reading.DRAFT:
                matter = handoffs.matter(kept, self.floor.cabinet.secrets)
                known.setdefault(kept.handoff.call_sid, []).append(matter.slots)
        return [one for one in left if not any(_told(one.slots, slots) for slots in known.get(one.call_sid, ()))]

    def _may(self, person: Person, name: str) -> bool:
        """Whether this person works for the queue."""
        queue = self.floor.city().queues.get(name)
        return queue is None or queue.skills <= set(person.profile.skills)

    def _queue_of(self, service: str) -> str:
        """The queue of a service's callers: that of the police for its matters, else the first."""
        found, queues = self.sources.book().services.get(service), self.floor.city().queues
        return POLICE if found and found.group == POLICE and POLICE in queues else next(iter(queues), "services")

    def _queues(self, here: Sequence[counted.Waiting], owed: Sequence[Owed], now: datetime) -> tuple[QueueNow, ...]:
        named = (*(one.queue for one in here), *(one.queue for one in owed))
        city = self.floor.city()
        names = dict.fromkeys([*city.queues, *named])
        return tuple(_queue(name, here, owed, city.opens(name, now)) for name in names)


def _beside(it: Handoff, person: str) -> Leg | None:
    """Their own telephone where the caller is somebody else's: called in, or listening."""
    theirs = person in it.writing or (it.offer is not None and it.offer.agent == person)
    return None if theirs else it.leg_of(person)


def _phase(it: Handoff, person: str, mine: Leg | None) -> Phase:
    """As it is for them: who is called in is asked first, like an agent."""
    if mine:
        return "joined" if mine.inside or mine.accepted else "ringing"
    return "wrap_up" if person in it.writing else it.phase


def _told(slots: Mapping[str, str], before: Mapping[str, str]) -> bool:
    """Whether a draft says nothing of its matter that was not known before."""
    return all(before.get(name) == slots[name] for name in ("service", "place") if slots.get(name))


def understood(slots: Mapping[str, str], heard: Sequence[Understood], asked: Sequence[str]) -> tuple[Understood, ...]:
    """What is known, in the order of `asked`, as sure as the line was of it when it took it down; what has been put
    right since then is sure. Of what was heard and not taken only the need is told: whoever helps may ask."""
    known = {one.slot: one for one in heard}
    found = []
    for slot in asked:
        one, value = known.get(slot), slots.get(slot, "")
        if value and value != "unknown":
            found.append(one if one and one.value == value else _put_right(slot, value, one))
        elif slot == "service" and one:
            found.append(replace(one, taken=False))
    return tuple(found)


def _put_right(slot: str, value: str, one: Understood | None) -> Understood:
    others = ((one.value, one.sure or 0.0), *one.others) if one else ()
    return Understood(slot, value, None, tuple(other for other in others if other[0] != value))


def _queue(name: str, here: Sequence[counted.Waiting], owed: Sequence[Owed], is_open: bool) -> QueueNow:
    since = [one.since for one in here if one.queue == name]
    return QueueNow(name, len(since), min(since, default=None), sum(one.queue == name for one in owed), is_open)


def _spot(slots: Mapping[str, str]) -> Spot | None:
    words = slots.get("place", "")
    if not words or words == "unknown":
        return None
    try:
        return Spot(words, float(slots["place_lat"]), float(slots["place_long"]))
    except (KeyError, ValueError):
        return Spot(words)


def _on_file(one: Request, handoff: str) -> OnFile:
    return OnFile(
        one.number,
        one.service_code,
        one.city_status,
        one.requested,
        one.expected,
        one.place.readback or one.place.said,
        one.description,
        one.attributes,
        followed=not one.filing_key.startswith(f"{handoff}/"),
    )


def _nearby(one: Request, metres: int | None = None) -> Nearby:
    place = one.place
    words = place.readback or place.said
    return Nearby(one.number, one.service_code, one.city_status, one.requested, words, metres, place.lat, place.long)
