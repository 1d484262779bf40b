"""What the machine wants of Twilio, asked: any number of times, and it is as if once.

Before it is asked, the hand-off is looked at again: what is no longer wanted is done with. A call that was made is told
to the machine in the transaction that notes it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import msgspec

from ivr.agents import actions as a
from ivr.agents import names
from ivr.agents import place as places
from ivr.agents.addresses import Addresses, telephone
from ivr.agents.city import City
from ivr.agents.events import Event, MoveFailed, Rang, RingFailed
from ivr.agents.floor import Change, Floor
from ivr.agents.people.cabinet import Session
from ivr.agents.people.store import people
from ivr.agents.store import asked, handoffs
from ivr.agents.store.handoffs import Kept
from ivr.telephony.rest import Gone, NotSent, Twilio, TwilioAway, TwilioProblem

KINDS: Mapping[str, type[a.Asking]] = {kind.__name__: kind for kind in (
    a.Ring, a.HangUp, a.MoveIntoRoom, a.MoveBack, a.Hold, a.Mute, a.Coach, a.Dial, a.CallCaller
)}  # fmt: skip
DESK_RINGS, CALLER_RINGS = 40, 40
"""Seconds a desk's, and a called-back caller's telephone rings."""


class Pace:
    """At most so many a second; who comes too soon waits for their turn."""

    def __init__(self, per_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._gap, self._clock, self._lock, self._next = 1.0 / per_second, clock, threading.Lock(), 0.0

    def wait(self, sleep: Callable[[float], None] = time.sleep) -> None:
        with self._lock:
            now = self._clock()
            at, self._next = max(now, self._next), max(now, self._next) + self._gap
        if at > now:
            sleep(at - now)


@dataclass(frozen=True)
class Asker:
    """lines: the telephone of a desk or the police line, by name, "" for none. number: of the city, shown where the
    hand-off has none."""

    floor: Floor
    twilio: Twilio
    addresses: Addresses
    lines: Callable[[str], str] = lambda name: ""
    number: Callable[[], str] = lambda: ""
    pace: Pace = field(default_factory=lambda: Pace(1.0))

    @property
    def city(self) -> City:
        return self.floor.city()

    def ask(self, handoff: str, kind: str, value: str, *, last: bool) -> None:
        """Does one Asking. TwilioAway: to be tried again; with `last` the machine is told that it failed."""
        action: a.Asking = msgspec.json.decode(value, type=KINDS[kind])
        kept = self._wanted(handoff, action)
        if kept is None:
            return
        try:
            sid, outcome = self._do(kept, action), "done"
        except TwilioAway:
            if not last:
                raise
            sid, outcome = "", "away"
        except Gone:
            sid, outcome = "", "gone"
        except NotSent:
            sid, outcome = "", "number"
        except TwilioProblem:
            sid, outcome = "", "refused"
        self._note(kept, action, sid, outcome)

    def _wanted(self, handoff: str, action: a.Asking) -> Kept | None:
        """The hand-off, when it still wants this and it is not done; that it is tried is written down first."""
        with self.floor.cabinet.transaction() as session:
            kept = handoffs.find(session, handoff)
            if kept is None or not places.wanted(kept.handoff, action):
                return None
            tie = getattr(action, "tie", "")
            return kept if asked.begin(session, action.key, handoff, tie, self.floor.now()) else None

    def _do(self, kept: Kept, action: a.Asking) -> str:
        """The CallSid, where a call is made. TwilioProblem."""
        room = names.label(getattr(action, "room", ""))
        match action:
            case a.Ring(tie, agent):
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
        self.pace.wait()
        where = self.addresses
        return self.twilio.ring(to, self._own(kept), where.answered(tie), where.status(tie), seconds)

    def _call(self, kept: Kept, tie: str) -> str:
        phone = handoffs.matter(kept, self.floor.cabinet.secrets).phone
        if not phone:
            raise NotSent("bad_number")
        self.pace.wait()
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
            _done(change.session, action, outcome, sid, self)
            locked = handoffs.locked(change.session, kept.handoff.id)
            if locked and (event := _told(action, sid, outcome)):
                change.take(locked, event)

        self.floor.change(note)


def _done(session: Session, action: a.Asking, outcome: str, sid: str, asker: Asker) -> None:
    asked.done(session, action.key, outcome, sid, asker.floor.now())


def _told(action: a.Asking, sid: str, outcome: str) -> Event | None:
    """What the machine hears of it."""
    match action:
        case a.Ring(tie) | a.Dial(tie) | a.CallCaller(tie):
            return Rang(tie, sid) if sid else RingFailed(tie, "number" if outcome == "number" else "twilio")
        case a.MoveIntoRoom(leg) | a.MoveBack(leg) if outcome != "done":
            return MoveFailed(leg, "gone" if outcome == "gone" else "twilio")
    return None
