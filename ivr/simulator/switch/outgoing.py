"""A call that is made here: asked for by REST, or by a <Dial>; and what its status callbacks tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Literal

from ivr.simulator import webhook
from ivr.simulator.call import PhoneCall
from ivr.simulator.exchange import Exchange
from ivr.simulator.http import Line
from ivr.simulator.stay import Office
from ivr.simulator.switch.post import Callback
from ivr.simulator.switch.room import Wanted
from ivr.simulator.turn import Did, Turn
from ivr.simulator.waits import Ask, Given, Outcome

EVENTS = ("initiated", "ringing", "answered", "completed")
"""In this order: their place is the SequenceNumber."""
AnsweredBy = Literal["human", "machine_start", "machine_end_beep", "fax", "unknown"]


@dataclass(frozen=True)
class Order:
    """A call to be made. first: its document when it is answered. fallback: where Twilio turns when that fails.

    timeout: seconds it rings. wanted: its status callbacks. detection: who answers is told with the document; machine:
    it is told there instead, while the call goes on. label: of the participant it becomes. direction, parent: as Twilio
    names them. stays: called instead of `first`, when the call goes to somebody who is on the line already.
    """

    to: str
    sender: str
    first: Ask | Given = field(default_factory=lambda: Given(b"<Response/>"))
    fallback: str = ""
    timeout: int = 60
    wanted: Wanted = field(default_factory=Wanted)
    detection: bool = False
    machine: Wanted = field(default_factory=Wanted)
    label: str = ""
    direction: str = "outbound-api"
    parent: str = ""
    stays: Callable[[Outgoing, Exchange], Outcome] | None = None


class Outgoing(PhoneCall):
    """From the account's side; the telephone that is called answers it. answered_by: as Twilio tells it, or ""."""

    def __init__(self, line: Line, order: Order, sids: Callable[[str], str], office: Office) -> None:
        voice = order.first.url if isinstance(order.first, Ask) else ""
        line = replace(line, voice=voice or line.voice, status="", fallback=order.fallback)
        super().__init__(line, order.sender, sids=sids, office=office)
        self.order = order
        self.answered_by: AnsweredBy | Literal[""] = ""
        course = self._course
        course.called, course.direction, course.parent = order.to, order.direction, order.parent
        course.status = "queued"

    def turns_to(self, status: str) -> None:
        """The next of Twilio's states, before it is answered."""
        self._course.status = status

    def never(self, status: str) -> None:
        """It ends without having been answered: busy, no-answer, failed or canceled."""
        self._course.status, self._course.ending = status, "failed"

    def begin(self) -> Turn:
        """It is answered: whoever did hears its document."""
        said = {"AnsweredBy": self.answered_by} if self.answered_by else {}

        def answered(_: object) -> Outcome:
            match self.order:
                case Order(stays=stays) if stays is not None:
                    return stays(self, self._exchange)
                case Order(first=Ask() as ask):
                    return replace(ask, form={**ask.form, **said})
                case Order(first=given):
                    return given

        return self._turn(Did("answer"), answered)

    def callback(self, event: str, seconds: int = 0) -> Callback | None:
        """None: nobody wants to know."""
        wanted = self.order.wanted
        if not wanted.url or event not in wanted.events:
            return None
        at, order = datetime.now(UTC), EVENTS.index(event)
        status = event if event in ("initiated", "ringing") else self.status
        more = webhook.completed(seconds, at, order) if event == "completed" else webhook.progress(order, at)
        return Callback(self.sid, event, wanted.url, wanted.method, {**self._form(status), **self._by(), **more})

    def machine_callback(self, by: AnsweredBy) -> Callback | None:
        """Who answered, where that is told beside the document."""
        where = self.order.machine
        if not where.url:
            return None
        form = {"CallSid": self.sid, "AccountSid": self._course.line.account_sid, "AnsweredBy": by}
        return Callback(self.sid, "amd", where.url, where.method, {**form, "MachineDetectionDuration": "2000"})

    def _form(self, status: str) -> Mapping[str, str]:
        return self._course.parties.form(status)

    def _by(self) -> Mapping[str, str]:
        return {"AnsweredBy": self.answered_by} if self.answered_by else {}
