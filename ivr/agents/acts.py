"""What people do at their screens: each act is one transaction, and nothing happens to a caller who is not theirs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Literal

from ivr.agents import events as e
from ivr.agents import matching
from ivr.agents.floor import Change
from ivr.agents.growing import at_it
from ivr.agents.handoff import OFFERING, Handoff, Mode
from ivr.agents.matching import SERVICES
from ivr.agents.people.person import Person
from ivr.agents.reading import POLICE, Reading
from ivr.agents.screens import NoSuchNumber, NotYours, Written
from ivr.agents.store import handoffs, presence, reading
from ivr.agents.store.handoffs import Kept, Matter
from ivr.agents.store.reading import CalledBack
from ivr.agents.store.told import Change as Told
from ivr.flow.turning.question import secret_slots
from ivr.requests import store
from ivr.requests.filing import Contact, Filing, Place
from ivr.requests.request import NoSuchRequest
from ivr.requests.where import place_of, slots_of

DRAFTED = "draft"
"""Handoff.reason of a call-back that was made of a draft."""


class Acts(Reading):
    """The floor as the console has it. NotYours: the hand-off is not with this person, any more."""

    # ------------------------------------------------------------------ presence

    def be(self, person: Person, state: Literal["available", "away"], reason: str) -> None:
        """Whoever is busy is that afterwards; who writes a note is done with it."""

        def be(change: Change) -> None:
            me, now = str(person.id), change.floor.now()
            presence.want(change.session, me, state, reason, now)
            here = presence.find(change.session, me)
            if here and here.state == "wrap_up":
                kept = handoffs.locked(change.session, here.handoff) if here.handoff else None
                if kept and me in kept.handoff.writing:
                    change.take(kept, e.Finished(me))
                else:
                    presence.release(change.session, me, "free", "", now)
            change.show(Told("presence", agent=me), frees=state == "available")

        self.floor.change(be)

    def alive(self, person: Person) -> None:
        """Their screen is there."""
        with self.floor.cabinet.transaction() as session:
            presence.seen(session, str(person.id), self.floor.now())

    def ask(self, person: Person) -> None:
        """Whether a page of theirs is open anywhere: whoever has one, tells."""
        self.floor.change(lambda change: change.show(Told("here", agent=str(person.id))))

    def gone(self, person: Person, since: datetime, signed_in: bool) -> None:
        """No page of theirs was seen since then. The caller they are asked for is the next agent's; who is signed out
        is asked for nobody; who talks, or writes, goes on."""

        def go(change: Change) -> None:
            me, now = str(person.id), change.floor.now()
            here = presence.find(change.session, me)
            if here is None or here.seen_at >= since:
                return
            kept = handoffs.locked(change.session, here.handoff) if here.state == "busy" and here.handoff else None
            if kept and me not in kept.handoff.writing:
                change.take(kept, e.AgentGone(me))
            elif here.state == "available" and not signed_in:
                presence.release(change.session, me, "away", "screen_closed", now)
                change.show(Told("presence", agent=me))

        self.floor.change(go)

    # ------------------------------------------------------------------ the hand-off in hand

    def decline(self, person: Person, handoff: str) -> None:
        """As key 2 is: the next agent is asked."""
        self._do(person, handoff, lambda change, kept: change.take(kept, e.AgentLeft(str(person.id))))

    def tell(self, person: Person, handoff: str, event: e.OfAgent) -> None:
        """An event whose `agent` is this person, and which is theirs to tell. A colleague who is called in is taken, or
        NotYours: they are busy."""

        def tell(change: Change, kept: Kept) -> None:
            if not _theirs(event, kept.handoff, str(person.id)):
                raise NotYours
            if isinstance(event, e.CalledIn) and event.kind == "colleague":
                _take(change, event.who, handoff)
            change.take(kept, event)

        if getattr(event, "agent", str(person.id)) != str(person.id):
            raise NotYours
        self._do(person, handoff, tell)

    def supervise(self, person: Person, handoff: str, mode: Mode | None) -> None:
        """They listen, whisper, join; None: they leave. NotYours: they are busy with somebody else."""

        def supervise(change: Change) -> None:
            me, kept = str(person.id), _locked(change, handoff)
            if mode is None:
                change.take(kept, e.Dropped(me))
                return
            if kept.handoff.leg_of(me) is None:
                here = presence.find(change.session, me)
                if here is None or here.state == "away":
                    presence.want(change.session, me, "away", here.reason if here else "", change.floor.now())
                    presence.borrow(change.session, me, handoff, change.floor.now())
                else:
                    _take(change, me, handoff)
            change.take(kept, e.SupervisorCame(me, mode))

        self.floor.change(supervise)

    def withdraw(self, handoff: str) -> None:
        """A supervisor takes the standing offer back."""

        def withdraw(change: Change) -> None:
            kept = _locked(change, handoff)
            if kept.handoff.offer and kept.handoff.phase in OFFERING:
                change.take(kept, e.OfferWithdrawn(kept.handoff.offer.id))

        self.floor.change(withdraw)

    def danger(self, person: Person, handoff: str) -> None:
        """Marked as an emergency."""

        def mark(change: Change, kept: Kept) -> None:
            reading.mark(change.session, handoff)
            _show(change, kept)

        self._do(person, handoff, mark)

    def place(self, person: Person, handoff: str, place: Place) -> None:
        """Where it is, as this person has found it on the map: known from now on as if the caller had said it."""

        def put(change: Change, kept: Kept) -> None:
            secrets = change.floor.cabinet.secrets
            matter = handoffs.matter(kept, secrets)
            slots = {name: value for name, value in matter.slots.items() if not name.startswith("place")}
            handoffs.tell(change.session, handoff, replace(matter, slots=slots | slots_of(place)), secrets)
            _show(change, kept)

        self._do(person, handoff, put)

    def finish(self, person: Person, handoff: str, reason: str, note: str) -> None:
        """Reason and note are kept, the words sealed, and `Finished` is told."""

        def finish(change: Change, kept: Kept) -> None:
            reading.write(change.session, handoff, reason, note, change.floor.cabinet.secrets)
            if kept.handoff.reason == DRAFTED and kept.joined_at:
                store.settle_draft(change.session, kept.handoff.call_sid)
                change.show(Told("draft"))
            change.take(kept, e.Finished(str(person.id)))

        self._do(person, handoff, finish)

    # ------------------------------------------------------------------ the city's work

    def file(self, person: Person, handoff: str, it: Written, key: str) -> str:
        """The new request's number. key: of the form; sent twice, it is filed once, and the number is the same."""
        with self.floor.cabinet.transaction() as session:
            kept = handoffs.find(session, handoff)
        if kept is None or not _has(kept.handoff, str(person.id)):
            raise NotYours
        matter = handoffs.matter(kept, self.floor.cabinet.secrets)
        number = self.sources.file(self._filing(kept, matter, it, key))
        self._noted(person, handoff, number)
        return number

    def follow(self, person: Person, handoff: str, number: str) -> None:
        """The caller follows this request: their number stands beside the first one's. NoSuchNumber."""

        def join(change: Change, kept: Kept) -> None:
            secrets, it = change.floor.cabinet.secrets, kept.handoff
            phone, by = handoffs.matter(kept, secrets).phone, f"agent:{person.id}"
            who = store.Follower(f"{handoff}/{number}", phone, it.language, change.floor.now(), by)
            try:
                store.follow(change.session, number, who, secrets)
            except NoSuchRequest:
                raise NoSuchNumber from None
            reading.filed(change.session, handoff, number)
            _show(change, kept)

        self._do(person, handoff, join)

    def call_back(self, person: Person, draft: str) -> None:
        """A draft becomes a call-back that this person is asked for first, in the queue of its matter. NotYours:
        somebody else took it, it has no number, or it is none of their queues'."""

        def call(change: Change) -> None:
            session, me, now = change.session, str(person.id), change.floor.now()
            left = store.locked_draft(session, draft)
            phone = self.sources.number(left) if left else ""
            back = reading.called_back(session, [draft]).get(draft, CalledBack())
            if left is None or left.state != "left" or back.taken or not phone:
                raise NotYours
            queue = self._queue_of(left.service_code)
            if not self._may(person, queue):
                raise NotYours
            priority = matching.POLICE if queue == POLICE else SERVICES
            asked = e.Asked(draft, reading.DRAFT + back.tries, queue, DRAFTED, priority, left.language, "")
            kept = change.begin(asked, Matter(phone, left.slots), "")
            change.show(Told("draft"))
            if presence.take(session, me, kept.handoff.id, now):
                change.take(kept, e.Matched(me))
                change.show(Told("presence", agent=me))

        self.floor.change(call)

    # ------------------------------------------------------------------

    def _do(self, person: Person, handoff: str, act: Callable[[Change, Kept], object]) -> None:
        def do(change: Change) -> None:
            kept = _locked(change, handoff)
            if not _has(kept.handoff, str(person.id)):
                raise NotYours
            act(change, kept)

        self.floor.change(do)

    def _noted(self, person: Person, handoff: str, number: str) -> None:
        def note(change: Change, kept: Kept) -> None:
            reading.filed(change.session, handoff, number)
            _show(change, kept)

        self._do(person, handoff, note)

    def _filing(self, kept: Kept, matter: Matter, it: Written, key: str) -> Filing:
        """What is personal of the answers stays sealed, as on the line. Where the place is as it was understood, its
        point goes with it."""
        secret = secret_slots(self.sources.book())
        as_known = it.place == matter.slots.get("place")
        return Filing(
            key=key,
            service_code=it.service,
            language=kept.handoff.language,
            received_at=self.floor.now(),
            call_sid=kept.handoff.call_sid,
            place=it.found or (place_of(matter.slots) if as_known else Place(said=it.place, readback=it.place)),
            details=it.details,
            attributes={code: value for code, value in it.answers.items() if code not in secret},
            private={code: value for code, value in it.answers.items() if code in secret},
            contact=Contact(phone=matter.phone, anonymous=matter.slots.get("anonymous") == "yes"),
            channel="agent",
        )


def _show(change: Change, kept: Kept) -> None:
    """Everybody who has this caller sees it."""
    change.show(*(Told("handoff", kept.handoff.id, who) for who in at_it(kept.handoff)))


def _locked(change: Change, handoff: str) -> Kept:
    kept = handoffs.locked(change.session, handoff)
    if kept is None:
        raise NotYours
    return kept


def _has(it: Handoff, person: str) -> bool:
    """The agent, somebody in the room who was called in, or who writes."""
    asked = it.offer is not None and it.offer.agent == person
    return asked or person in it.writing or it.leg_of(person) is not None


def _theirs(event: e.OfAgent, it: Handoff, me: str) -> bool:
    """Supervisors come by themselves, and go by themselves: nobody who takes calls rings them or sends them away. Of
    the others the agent lets go whom they like, and who was called in only themselves."""
    match event:
        case e.CalledIn(kind="supervisor") | e.SupervisorCame():
            return False
        case e.Dropped(who) if who != me:
            leg, mine = it.leg_of(who), it.offer is not None and it.offer.agent == me
            return mine and leg is not None and leg.kind != "supervisor"
    return True


def _take(change: Change, person: str, handoff: str) -> None:
    if not presence.take(change.session, person, handoff, change.floor.now()):
        raise NotYours
    change.show(Told("presence", agent=person))
