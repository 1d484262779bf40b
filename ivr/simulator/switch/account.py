"""An account at Twilio: everything its calls share, and the clock and the threads they share it on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Self

from ivr.simulator.call import Moved, PhoneCall
from ivr.simulator.course import Course, new_sid
from ivr.simulator.document import Element
from ivr.simulator.exchange import Exchange
from ivr.simulator.heard import Heard
from ivr.simulator.http import Line
from ivr.simulator.stay import Absolute, Stay
from ivr.simulator.switch import talks
from ivr.simulator.switch.dialler import Dialler
from ivr.simulator.switch.outgoing import Outgoing
from ivr.simulator.switch.post import Callback, Post
from ivr.simulator.switch.queues import Queues
from ivr.simulator.switch.rooms import Rooms
from ivr.simulator.switch.telephone import AgentPhone, address
from ivr.simulator.switch.work import PATIENCE, Work
from ivr.telephony.rooms import CALLER

_CHARACTERS_A_SECOND = 14.5
MOST_PHONES = 100


@dataclass
class Times:
    """Of one call. started: when it was answered."""

    made: datetime = field(default_factory=lambda: datetime.now(UTC))
    started: datetime | None = None
    ended: datetime | None = None
    from_clock: float = 0.0


class Account:
    """calls_per_second: outgoing ones. threads: on which it does what it does by itself. pace: real seconds for each
    second of its clock; None: it stands still, but for `passes`, and for calls that wait in line when a test waits.
    most: calls, rooms and callbacks that are over and still known; None: all. everybody: a number that is dialled and
    that nobody has becomes a telephone.

    calls, rooms: all there ever were, by sid. phones: by number. numbers: that outgoing calls may show. post: how
    callbacks are delivered. Locks: a call's own first, then the account's, then the work's; never the other way.
    """

    def __init__(
        self,
        line: Line,
        *,
        calls_per_second: float = 1.0,
        threads: int = 1,
        pace: float | None = None,
        sids: Callable[[str], str] = new_sid,
        most: int | None = None,
        everybody: bool = False,
    ) -> None:
        self.line, self.sids = line, sids
        self._most, self._everybody = most, everybody
        self.lock = threading.RLock()
        self.work = Work(threads, pace)
        self.post = Post(line, self.work)
        self.calls: dict[str, PhoneCall] = {}
        self.times: dict[str, Times] = {}
        self.phones: dict[str, AgentPhone] = {}
        self.numbers = {line.number}
        self.rooms, self.queues = Rooms(self), Queues(self)
        self.dialler = Dialler(self, calls_per_second)
        self.callings: dict[str, talks.Calling] = {}
        self._pairs: dict[str, str] = {}
        self._paced = pace is not None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.work.stop()

    # -------------------------------------------------------------- what a test does

    def phone(self, number: str, rings: Callable[[AgentPhone], object] | None = None) -> AgentPhone:
        """A telephone of this number, sip: or client: address. rings: what is done by itself when it rings."""
        phone = self.phones[address(number)] = AgentPhone(self, number, rings)
        return phone

    def settle(self, timeout: float = PATIENCE) -> None:
        """Until nothing is under way. NothingHappened."""
        self.until(lambda: not any(call.moving for call in self.live()), timeout, quiet=True)

    def until(self, holds: Callable[[], bool], timeout: float = PATIENCE, quiet: bool = False) -> None:
        """Until that holds. NothingHappened."""

        def looked() -> bool:
            waits = None if self._paced else self.dialler.waits
            if waits is not None:
                self.work.passes(max(0.0, waits))
            return waits is None and holds()

        self.work.until(looked, timeout, quiet)

    def passes(self, seconds: float) -> None:
        """The clock goes forward: what rings too long is over, what waits in line begins."""
        self.work.passes(seconds)

    def watch(self, holds: Callable[[], bool], timeout: float) -> bool:
        """Whether that came about in time; looked at whenever something has changed, and nothing is raised."""
        return self.work.watch(holds, timeout)

    def live(self) -> list[PhoneCall]:
        """The calls that are not over."""
        with self.lock:
            return [call for call in self.calls.values() if not call.ending]

    # -------------------------------------------------------------- what a call asks for

    def began(self, call: PhoneCall) -> None:
        with self.lock:
            self.calls[call.sid], self.times[call.sid] = call, Times()
            if not isinstance(call, Outgoing):
                self.answered(call.sid)

    def answered(self, sid: str) -> None:
        times = self.times[sid]
        times.started, times.from_clock = datetime.now(UTC), self.work.now

    def ended(self, sid: str) -> None:
        with self.lock:
            call, times = self.calls[sid], self.times[sid]
            times.ended = datetime.now(UTC)
            if isinstance(call, Outgoing):
                if times.started:
                    self.dialler.completed(call, self.seconds(sid))
                if calling := self.callings.pop(sid, None):
                    calling.over(call)
            if self._most is not None:
                self._forget(self._most)
        self.changed()

    def _forget(self, most: int) -> None:
        """What has long been over, so that an account may stand for weeks."""
        over = [sid for sid, call in self.calls.items() if call.ending]
        for sid in over[: max(0, len(over) - most)]:
            del self.calls[sid], self.times[sid]
        self.rooms.forget(most, set(self.calls))
        self.post.forget(most)
        for phone in self.phones.values():
            del phone.calls[:-most]

    def dial(self, course: Course, dial: Element, absolute: Absolute) -> Stay | Mapping[str, str] | None:
        match [noun.name for noun in dial.elements]:
            case ["Conference"]:
                return self.rooms.dial(course, dial.elements[0], absolute)
            case ["Queue"]:
                return self.queues.dial(course, dial, absolute)
            case _:
                return talks.dial(self, course, dial, absolute)

    def enqueue(self, course: Course, enqueue: Element, absolute: Absolute) -> Stay | Mapping[str, str]:
        return self.queues.enqueue(course, enqueue)

    def hears(self, sid: str) -> frozenset[str]:
        with self.lock:
            room = self.rooms.of(sid)
            if room is None:
                return frozenset({self._pairs[sid]} if sid in self._pairs else ())
            return frozenset(room.seats[other].name for other in room.hears.get(sid, ()))

    def people(self, sid: str) -> frozenset[str]:
        return frozenset(self.who(name) for name in self.hears(sid))

    def who(self, name: str) -> str:
        call = self.calls.get(self.rooms.who.get(name, name))
        return call.order.to if isinstance(call, Outgoing) and name != CALLER else CALLER

    def said(self, sid: str, words: str) -> bool:
        with self.lock:
            room = self.rooms.of(sid)
            name = room.seats[sid].name if room else sid
            listeners = [other for other in (room.seats if room else self._pairs) if name in self.hears(other)]
        for listener in listeners:
            self.overheard(listener, Heard("voice", "", name, words, round(len(words) / _CHARACTERS_A_SECOND, 1)))
        return bool(listeners)

    def tell(self, sid: str, event: str, url: str, form: Mapping[str, str]) -> None:
        self.post.send(Callback(sid, event, url, "POST", form))

    def changed(self) -> None:
        self.work.changed()

    # -------------------------------------------------------------- what its parts do with calls

    def phone_of(self, to: str) -> AgentPhone | None:
        return self.phones.get(address(to))

    def dialled(self, to: str) -> AgentPhone | None:
        """The telephone that a request by REST is to ring."""
        found = self.phone_of(to)
        return self.phone(to) if found is None and self._everybody and len(self.phones) < MOST_PHONES else found

    def seconds(self, sid: str) -> int:
        """How long a call has been on: by the account's clock, or as its caller lived it."""
        return round(max(self.calls[sid].elapsed, self.work.now - self.times[sid].from_clock))

    def move(self, sid: str, what: str, act: Moved, at: Stay | None = None) -> None:
        """at: only as long as the call is still there."""
        call = self.calls[sid]
        self.work.do(sid, lambda: call.move(what, act, at))

    def overheard(self, sid: str, item: Heard) -> None:
        self.calls[sid].overhear(item)

    def join(self, sid: str, other: str) -> None:
        """Two talk."""
        with self.lock:
            self._pairs |= {sid: other, other: sid}
        self.changed()

    def part(self, sid: str) -> None:
        with self.lock:
            if (other := self._pairs.pop(sid, None)) is not None:
                self._pairs.pop(other, None)

    def lose(self, sid: str, noticed: float) -> None:
        """A call's telephone is not heard from any more; after so many seconds Twilio ends the call."""
        with self.lock:
            if stay := self.rooms.stay(sid):
                stay.seat.lost = True
            self.part(sid)
        self.work.later(noticed, sid, lambda: self.calls[sid].move("the network is lost", Exchange.finish))
