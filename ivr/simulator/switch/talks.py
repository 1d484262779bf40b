"""A <Dial> of telephones: they ring, one hears what is for them alone, two talk, and one of them goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ivr.simulator.course import Course
from ivr.simulator.document import Element
from ivr.simulator.exchange import Exchange
from ivr.simulator.stay import Absolute, Kind, Music, Why
from ivr.simulator.switch.outgoing import Order, Outgoing
from ivr.simulator.switch.room import Wanted
from ivr.simulator.verbs import WHISPER
from ivr.simulator.waits import Outcome

if TYPE_CHECKING:
    from ivr.simulator.switch.account import Account

_NOUNS = ("Number", "Client", "Sip")


class Calling:
    """The stay of whoever dials."""

    kind: Kind = "talk"
    allowed: frozenset[str] = frozenset()
    music: Music | None = None

    def __init__(self, account: Account, sid: str, dial: Element) -> None:
        self.name = ", ".join(_address(noun) for noun in dial.elements or (dial,))
        self.timeout = int(dial.get("timeout", "30"))
        self.legs: list[Outgoing] = []
        self.taken: Outgoing | None = None
        self._account, self._sid = account, sid
        self._joined: float | None = None
        self._ends = "no-answer"

    @property
    def talks(self) -> bool:
        return self._joined is not None

    def form(self) -> Mapping[str, str]:
        return {}

    def idle(self) -> None:
        return

    def lingered(self) -> Why | None:
        return None if self.taken else "waited"

    def left(self, why: Why) -> Mapping[str, str] | None:
        account, taken = self._account, self.taken
        account.part(self._sid)
        for leg in self.legs:
            if not account.dialler.over(leg, "no-answer" if why == "waited" else "canceled"):
                account.move(leg.sid, "the caller has gone", Exchange.finish)
        if why == "redirected":
            return None
        if taken is None:
            return {"DialCallStatus": "canceled" if why == "hung up" else self._ends, "DialCallSid": self.legs[-1].sid}
        seconds = 0 if self._joined is None else round(account.work.now - self._joined)
        return {
            "DialCallStatus": "completed",
            "DialCallSid": taken.sid,
            "DialCallDuration": str(seconds),
            "DialBridged": str(self.talks).lower(),
        }

    # -------------------------------------------------------------- what the legs do

    def answered(self, leg: Outgoing) -> None:
        """The first one who answers; the others stop ringing."""
        with self._account.lock:
            self.taken = self.taken or leg
        for other in self.legs:
            if other is not self.taken:
                self._account.dialler.over(other, "canceled")

    def joined(self, leg: Outgoing) -> None:
        if leg is self.taken and self._joined is None:
            self._joined = self._account.work.now
            self._account.join(self._sid, leg.sid)

    def over(self, leg: Outgoing) -> None:
        """A leg has ended; the caller goes on when no other rings."""
        self._ends = leg.status if leg.status in ("busy", "failed", "canceled") else "no-answer"
        still = [other for other in self.legs if not other.ending and other is not leg]
        if leg is self.taken or (self.taken is None and not still):
            self._account.move(self._sid, "the other end is over", Exchange.over, self)


class Called:
    """The stay of whoever answers: first what is for them alone, then the talk."""

    kind: Kind = "talk"
    allowed = WHISPER
    timeout = 10

    def __init__(self, calling: Calling, leg: Outgoing, whisper: Music | None) -> None:
        self.name, self._calling, self._leg, self._whisper = "", calling, leg, whisper

    @property
    def music(self) -> Music | None:
        return None if self._calling.talks else self._whisper

    @property
    def talks(self) -> bool:
        return self._calling.talks

    def form(self) -> Mapping[str, str]:
        return {}

    def idle(self) -> None:
        self._calling.joined(self._leg)

    def lingered(self) -> Why | None:
        return None

    def left(self, why: Why) -> Mapping[str, str] | None:
        return None


def dial(account: Account, course: Course, dial: Element, absolute: Absolute) -> Calling | None:
    """What a <Dial> of telephones leads to; None: none of them is registered here."""
    nouns = [noun for noun in dial.elements or (dial,) if noun.name in (*_NOUNS, "Dial")]
    if not any(account.phone_of(_address(noun)) for noun in nouns):
        return None
    calling = Calling(account, course.sid, dial)
    with account.lock:
        for noun in nouns:
            leg = account.dialler.place(_order(course, dial, noun, absolute, calling))
            calling.legs.append(leg)
            account.callings[leg.sid] = calling
    return calling


def _order(course: Course, dial: Element, noun: Element, absolute: Absolute, calling: Calling) -> Order:
    url, told = noun.get("url"), noun.get("statusCallback")
    whisper = Music(absolute(url), noun.get("method", "POST")) if url else None
    events = frozenset(noun.get("statusCallbackEvent", "completed").split())

    def stays(leg: Outgoing, exchange: Exchange) -> Outcome:
        calling.answered(leg)
        outcome = exchange.stay(Called(calling, leg, whisper), noun)
        if whisper is None:
            calling.joined(leg)
        return outcome

    return Order(
        _address(noun),
        dial.get("callerId") or course.caller,
        timeout=int(dial.get("timeout", "30")),
        wanted=Wanted(absolute(told) if told else "", noun.get("statusCallbackMethod", "POST"), events),
        detection=bool(noun.get("machineDetection")),
        direction="outbound-dial",
        parent=course.sid,
        stays=stays,
    )


def _address(noun: Element) -> str:
    name = next((one.text for one in noun.elements if one.name == "Identity"), noun.text)
    return f"client:{name}" if noun.name == "Client" else name
