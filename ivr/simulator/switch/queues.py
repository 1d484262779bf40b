"""Twilio's own queues: <Enqueue> waits in one, <Dial><Queue> takes whoever came first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ivr.simulator.course import Course
from ivr.simulator.document import Element
from ivr.simulator.exchange import Exchange
from ivr.simulator.stay import Absolute, Kind, Music, Why
from ivr.simulator.verbs import WAIT_CONFERENCE, WAIT_QUEUE

if TYPE_CHECKING:
    from ivr.simulator.switch.account import Account

MOST = 100
_RESULTS: Mapping[Why, str] = {
    "hung up": "hangup",
    "redirected": "redirected",
    "leave": "leave",
    "error": "error",
    "over": "bridged",
}


@dataclass
class Queue:
    """here: who waits, in order. takers: who waits for somebody to come. waits: seconds everybody waited who left."""

    sid: str
    name: str
    most: int = MOST
    here: list[Waiting] = field(default_factory=list)
    takers: list[Taking] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)

    @property
    def average(self) -> int:
        return round(sum(self.waits) / len(self.waits)) if self.waits else 0


class Waiting:
    """The stay of a call in a queue, and with the one who took it out."""

    timeout = 10

    def __init__(self, account: Account, queue: Queue, course: Course, enqueue: Element) -> None:
        self.name, self.queue, self.sid = queue.name, queue, course.sid
        self.taker: Taking | None = None
        self._account, self._course = account, course
        self._music = Music(enqueue.get("waitUrl"), enqueue.get("waitUrlMethod", "POST"), again=True)
        self._since = self._now

    @property
    def kind(self) -> Kind:
        return "talk" if self.taker else "queue"

    @property
    def allowed(self) -> frozenset[str]:
        return WAIT_CONFERENCE if self.taker else WAIT_QUEUE

    @property
    def music(self) -> Music | None:
        """Its own, and then what is told right before the talk."""
        if self.taker is None:
            return self._music
        return None if self.taker.talks else self.taker.notice

    @property
    def talks(self) -> bool:
        return bool(self.taker and self.taker.talks)

    @property
    def waited(self) -> int:
        return round(self._now - self._since)

    def form(self) -> Mapping[str, str]:
        queue = self.queue
        if self.taker:
            return {"QueueSid": queue.sid, "QueueTime": str(self.waited), "DequeingCallSid": self.taker.sid}
        return {
            "QueueSid": queue.sid,
            "QueuePosition": str(queue.here.index(self) + 1),
            "QueueTime": str(self.waited),
            "AvgQueueTime": str(queue.average),
            "CurrentQueueSize": str(len(queue.here)),
            "MaxQueueSize": str(queue.most),
        }

    def idle(self) -> None:
        if self.taker:
            self.taker.joined()

    def lingered(self) -> Why | None:
        return None

    def left(self, why: Why) -> Mapping[str, str] | None:
        result = "redirected-from-bridged" if self.taker and why == "redirected" else _RESULTS.get(why, "system-error")
        form = {"QueueResult": result, "QueueSid": self.queue.sid, "QueueTime": str(self.waited)}
        self._account.queues.leave(self)
        return form

    @property
    def _now(self) -> float:
        """The account's clock, and what the caller has lived through: whichever went further."""
        return self._account.work.now + self._course.elapsed


class Taking:
    """The stay of whoever dialled a queue."""

    kind: Kind = "talk"
    allowed: frozenset[str] = frozenset()
    music: Music | None = None

    def __init__(self, account: Account, queue: Queue, sid: str, dial: Element, notice: Music | None) -> None:
        self.name, self.queue, self.sid, self.notice = queue.name, queue, sid, notice
        self.timeout = int(dial.get("timeout", "30"))
        self.taken: Waiting | None = None
        self._account = account
        self._joined: float | None = None

    @property
    def talks(self) -> bool:
        return self._joined is not None

    def form(self) -> Mapping[str, str]:
        return {}

    def idle(self) -> None:
        return

    def lingered(self) -> Why | None:
        return None if self.taken else "waited"

    def joined(self) -> None:
        if self.taken and self._joined is None:
            self._joined = self._account.work.now
            self._account.join(self.sid, self.taken.sid)

    def left(self, why: Why) -> Mapping[str, str] | None:
        self._account.queues.stop(self)
        if why == "redirected":
            return None
        if self.taken is None:
            return {"DialCallStatus": "canceled" if why == "hung up" else "no-answer"}
        seconds = 0 if self._joined is None else round(self._account.work.now - self._joined)
        return {"DialCallStatus": "completed", "DialCallSid": self.taken.sid, "DialCallDuration": str(seconds)}


class Queues:
    """By name; each is made by the first who waits in it, and stays."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self.all: dict[str, Queue] = {}

    def enqueue(self, course: Course, enqueue: Element) -> Waiting | Mapping[str, str]:
        with self._account.lock:
            name = enqueue.text
            queue = self.all.setdefault(name, Queue(self._account.sids("QU"), name))
            queue.most = int(enqueue.get("maxQueueSize", str(queue.most)))
            if len(queue.here) >= queue.most:
                return {"QueueResult": "queue-full"}
            waiting = Waiting(self._account, queue, course, enqueue)
            queue.here.append(waiting)
            if queue.takers:
                self._take(queue.takers.pop(0), waiting)
            return waiting

    def dial(self, course: Course, dial: Element, absolute: Absolute) -> Taking | Mapping[str, str]:
        """Whoever came first; nobody waits: until somebody comes."""
        noun = dial.elements[0]
        with self._account.lock:
            queue = self.all.get(noun.text)
            if queue is None:
                return {"DialCallStatus": "failed"}
            url = noun.get("url")
            notice = Music(absolute(url), noun.get("method", "POST")) if url else None
            taking = Taking(self._account, queue, course.sid, dial, notice)
            if queue.here:
                self._take(taking, queue.here[0])
            else:
                queue.takers.append(taking)
            return taking

    def leave(self, waiting: Waiting) -> None:
        """Who waited, or talked, has gone."""
        with self._account.lock:
            if waiting in waiting.queue.here:
                waiting.queue.here.remove(waiting)
                waiting.queue.waits.append(waiting.waited)
            if taker := waiting.taker:
                self._account.part(waiting.sid)
                self._account.move(taker.sid, "the other end is over", Exchange.over, taker)

    def stop(self, taking: Taking) -> None:
        """Who took somebody, or would have, has gone."""
        with self._account.lock:
            if taking in taking.queue.takers:
                taking.queue.takers.remove(taking)
            if taken := taking.taken:
                self._account.part(taking.sid)
                self._account.move(taken.sid, "the other end is over", Exchange.over, taken)

    def _take(self, taking: Taking, waiting: Waiting) -> None:
        queue = waiting.queue
        queue.here.remove(waiting)
        queue.waits.append(waiting.waited)
        taking.taken, waiting.taker = waiting, taking
        if taking.notice is None:
            taking.joined()
        self._account.move(waiting.sid, "taken out of the queue", Exchange.play, waiting)
