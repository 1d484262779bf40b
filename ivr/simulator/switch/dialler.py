"""Makes the account's calls: as many a second as it may, each until it is answered, or is over without."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from ivr.simulator.switch.outgoing import AnsweredBy, Order, Outgoing
from ivr.simulator.switch.work import Timer

if TYPE_CHECKING:
    from ivr.simulator.switch.account import Account

BUFFER = 5
"""Seconds Twilio lets an outgoing call ring beyond its timeout."""
_BEFORE = ("queued", "initiated", "ringing")


class Dialler:
    """per_second: calls by REST that begin in a second; the rest wait in line. Legs of a <Dial> never do."""

    def __init__(self, account: Account, per_second: float) -> None:
        self._account, self._every = account, 1 / per_second
        self._free = 0.0
        self._queued: deque[str] = deque()
        self._timers: dict[str, Timer] = {}

    def place(self, order: Order) -> Outgoing:
        """A call, queued."""
        account = self._account
        call = Outgoing(account.line, order, account.sids, account)
        account.began(call)
        with account.lock:
            now = account.work.now
            if order.direction == "outbound-dial":
                start = now
            else:
                start, self._free = max(now, self._free), max(now, self._free) + self._every
            if start <= now:
                account.work.do(call.sid, lambda: self._begin(call))
            else:
                self._queued.append(call.sid)
                account.work.later(start - now, call.sid, lambda: self._begin(call))
                account.changed()
        return call

    @property
    def waits(self) -> float | None:
        """Seconds until the last of the calls in line may begin; None: there is none."""
        with self._account.lock:
            return self._free - self._every - self._account.work.now if self._queued else None

    def answered(self, call: Outgoing, by: AnsweredBy) -> bool:
        """Somebody, or something, takes it. False: it does not ring any more."""
        with self._account.lock:
            if call.status != "ringing":
                return False
            call.turns_to("in-progress")
            self._account.answered(call.sid)
            self._timers.pop(call.sid).cancel()
            if call.order.detection and not call.order.machine.url:
                call.answered_by = by
            self._tell(call, "answered")
            if call.order.detection and (callback := call.machine_callback(by)):
                self._account.post.send(callback)
            return True

    def over(self, call: Outgoing, status: str) -> bool:
        """It ends without having been answered. False: it has been, or was over before."""
        account = self._account
        with account.lock:
            if call.status not in _BEFORE:
                return False
            call.never(status)
            if timer := self._timers.pop(call.sid, None):
                timer.cancel()
            self._tell(call, "completed")
            account.rooms.missed(call.sid, status)
            account.ended(call.sid)
            return True

    def completed(self, call: Outgoing, seconds: int) -> None:
        """It was answered, and is over now."""
        self._tell(call, "completed", seconds)

    def _begin(self, call: Outgoing) -> None:
        account = self._account
        with account.lock:
            if call.sid in self._queued:
                self._queued.remove(call.sid)
            if call.status != "queued":
                return
            call.turns_to("initiated")
            self._tell(call, "initiated")
            phone = account.dialled(call.order.to)
            result = phone.rung(call) if phone else "failed"
            if result != "ringing":
                self.over(call, result)
                return
            call.turns_to("ringing")
            self._tell(call, "ringing")
            patience = call.order.timeout + (BUFFER if call.order.direction == "outbound-api" else 0)
            self._timers[call.sid] = account.work.later(patience, call.sid, lambda: self._unanswered(call))
        if phone:
            phone.rings(phone)

    def _unanswered(self, call: Outgoing) -> None:
        self.over(call, "no-answer")

    def _tell(self, call: Outgoing, event: str, seconds: int = 0) -> None:
        if callback := call.callback(event, seconds):
            self._account.post.send(callback)
