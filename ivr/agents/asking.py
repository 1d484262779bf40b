"""What the machine wants of Twilio, asked: any number of times, and it is as if once.

Before it is asked, the hand-off is looked at again: what is no longer wanted is done with. A call that was made is told
to the machine in the transaction that notes it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta

import structlog

from ivr.agents import actions as a
from ivr.agents import names, orders
from ivr.agents import place as places
from ivr.agents.addresses import Addresses, telephone
from ivr.agents.city import City
from ivr.agents.events import Event, MoveFailed, Rang, RingFailed
from ivr.agents.floor import Change, Floor
from ivr.agents.people.cabinet import Session
from ivr.agents.people.store import people
from ivr.agents.store import asked, handoffs
from ivr.agents.store.handoffs import Kept
from ivr.telephony.rest import Gone, NotAllowed, NotSent, Twilio, TwilioAway, TwilioProblem

log = structlog.get_logger(__name__)

KINDS: Mapping[str, type[a.Asking]] = {kind.__name__: kind for kind in (
    a.Ring, a.HangUp, a.MoveIntoRoom, a.MoveBack, a.Hold, a.Mute, a.Coach, a.Dial, a.CallCaller
)}  # fmt: skip
DESK_RINGS, CALLER_RINGS = 40, 40
"""Seconds a desk's, and a called-back caller's telephone rings."""


SOON = (1, 1, 2, 3)
"""Seconds between tries while Twilio is away: somebody waits, and the machine's own clock gives up before long."""
LONG = (*SOON, 5, 10, 20, 40, 60, 60, 60)
"""Of hanging up: a telephone that nobody needs does not stop by itself."""
AHEAD = timedelta(seconds=1)
"""A hand of the worker waits no longer than this for the moment of a call; who comes later comes again."""


class TooSoon(Exception):
    """The account makes its calls one after the other, and others are before this one: to be asked again."""


@dataclass(frozen=True, slots=True)
class _Try:
    """One try of an order. nth: from 1. wait: until the account may make this call."""

    kept: Kept
    nth: int
    wait: timedelta = timedelta()


@dataclass(frozen=True)
class Asker:
    """lines: the telephone of a desk or the police line, by name, "" for none. number: of the city, shown where the
    hand-off has none. gap: between two calls of the account, whichever process makes them."""

    floor: Floor
    twilio: Twilio
    addresses: Addresses
    lines: Callable[[str], str] = lambda name: ""
    number: Callable[[], str] = lambda: ""
    gap: timedelta = timedelta(seconds=1)
    sleep: Callable[[float], None] = time.sleep

    @property
    def city(self) -> City:
        return self.floor.city()

    def ask(self, handoff: str, action: a.Asking) -> None:
        """Does one Asking. TooSoon, TwilioAway: to be tried again; after the last try the machine is told that it
        failed."""
        tried = self._begun(handoff, action)
        if tried is None:
            return
        kept = tried.kept
        try:
            sid, outcome = self._do(kept, action), "done"
        except TwilioAway:
            if tried.nth <= len(waits(action)):
                raise
            sid, outcome = "", "away"
        except Gone:
            sid, outcome = "", "gone"
        except NotSent as problem:
            sid, outcome = "", "number" if problem.why == "bad_number" else "refused"
        except NotAllowed:
            log.error("twilio_refuses_the_account", order=type(action).__name__, remedy=str(NotAllowed()))
            sid, outcome = "", "refused"
        except TwilioProblem:
            sid, outcome = "", "refused"
        self._note(kept, action, sid, outcome)

    def _begun(self, handoff: str, action: a.Asking) -> _Try | None:
        """The hand-off, when it still wants this and it is not done; that it is tried is written down first."""
        with self.floor.cabinet.transaction() as session:
            tried = self._turn(session, handoff, action)
        if tried is None or not tried.wait:
            return tried
        self.sleep(tried.wait.total_seconds())
        with self.floor.cabinet.transaction() as session:
            kept = self._wanted(session, handoff, action)
        return replace(tried, kept=kept) if kept else None

    def _turn(self, session: Session, handoff: str, action: a.Asking) -> _Try | None:
        kept, tie = self._wanted(session, handoff, action), getattr(action, "tie", "")
        if kept is None:
            return None
        now = self.floor.now()
        at = asked.turn(session, now, self.gap) if tie else now
        if at - now > AHEAD:
            raise TooSoon
        nth = asked.begin(session, orders.key(action), handoff, tie, at)
        return _Try(kept, nth, at - now) if nth else None

    def _wanted(self, session: Session, handoff: str, action: a.Asking) -> Kept | None:
        kept = handoffs.find(session, handoff)
        return kept if kept and places.wanted(kept.handoff, action) else None

    def _do(self, kept: Kept, action: a.Asking) -> str:
        """The CallSid, where a call is made. TwilioProblem."""
        room = names.label(getattr(action, "room", ""))
        match action:
            case a.Ring(tie, agent):
                self._quiet(agent)
                return self._ring(kept, self._person(agent), tie, self.city.rings(kept.handoff.queue))
            case a.Dial(tie, kind, who):
                person = kind in ("colleague", "supervisor")
                to = self._person(who) if person else self.lines(who)
                return self._ring(kept, to, tie, self.city.rings(kept.handoff.queue) if person else DESK_RINGS)
            case a.CallCaller(tie):
                return self._call(kept, tie)
            case a.HangUp(leg):
                self.twilio.hang_up(leg)
            case a.MoveIntoRoom(leg) | a.MoveBack(leg):
                self.twilio.move(leg, self._next(kept))
            case a.Hold(leg, _, on):
                self.twilio.hold(room, leg, on)
            case a.Mute(leg, _, on):
                self.twilio.mute(room, leg, on)
            case a.Coach(leg, _, mode, agent):
                self.twilio.coach(room, leg, muted=mode == "listen", agent=agent if mode == "whisper" else "")
        return ""

    def _ring(self, kept: Kept, to: str, tie: str, seconds: int) -> str:
        if not to:
            raise NotSent("bad_number")
        where = self.addresses
        return self.twilio.ring(to, self._own(kept), where.answered(tie), where.status(tie), seconds)

    def _quiet(self, agent: str) -> None:
        """Their telephone no longer rings for somebody before: it would be busy, and that was not their doing."""
        with self.floor.cabinet.transaction() as session:
            before = asked.not_hung_up(session, agent, self.floor.now())
        for leg in before:
            with suppress(Gone):
                self.twilio.hang_up(leg)

    def _call(self, kept: Kept, tie: str) -> str:
        phone = handoffs.matter(kept, self.floor.cabinet.secrets).phone
        if not phone:
            raise NotSent("bad_number")
        where = self.addresses
        return self.twilio.ring(phone, self._own(kept), where.called(tie), where.status(tie), CALLER_RINGS, detect=True)

    def _own(self, kept: Kept) -> str:
        return kept.line or self.number()

    def _next(self, kept: Kept) -> str:
        """The caller's own address: the flow's, or that of who was called back. Gone: none was ever kept."""
        it = kept.handoff
        if it.dial and it.caller_leg != it.call_sid:
            return self.addresses.waiting(it.dial)
        if not kept.token:
            raise Gone
        return self.addresses.turn(kept.token)

    def _person(self, id: str) -> str:
        with self.floor.cabinet.transaction() as session:
            found = people.by_id(session, int(id))
        return telephone(found.person) if found and not found.person.locked else ""

    def _note(self, kept: Kept, action: a.Asking, sid: str, outcome: str) -> None:
        def note(change: Change) -> None:
            asked.done(change.session, orders.key(action), outcome, sid, self.floor.now())
            locked = handoffs.locked(change.session, kept.handoff.id)
            if locked and (event := _told(action, sid, outcome)):
                change.take(locked, event)

        self.floor.change(note)


def waits(action: a.Asking) -> tuple[int, ...]:
    """Seconds between its tries while Twilio is away."""
    return LONG if isinstance(action, a.HangUp) else SOON


def _told(action: a.Asking, sid: str, outcome: str) -> Event | None:
    """What the machine hears of it."""
    match action:
        case a.Ring(tie) | a.Dial(tie) | a.CallCaller(tie):
            return Rang(tie, sid) if sid else RingFailed(tie, "number" if outcome == "number" else "twilio")
        case a.MoveIntoRoom(leg) | a.MoveBack(leg) if outcome != "done":
            return MoveFailed(leg, "gone" if outcome == "gone" else "twilio")
    return None
