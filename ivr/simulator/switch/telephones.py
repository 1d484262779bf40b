"""The telephones of an account as pages see them: what one can do with each, in values that JSON can carry.

    telephones = Telephones(account)
    telephones.all()                                     # [{"number": "+14105550201", "state": "ringing"}, …]
    shown = telephones.look("+14105550201")              # makes one of a number that nobody has yet
    shown = telephones.act("+14105550201", action)       # one of the actions below
    shown = telephones.news("+14105550201", at, seen)    # waits a moment until something has changed

`action` is one of {"answer": "human"} or "machine_start" (voicemail), {"decline": true}, {"let_ring": true},
{"press": "1"}, {"say": "…"}, {"hangup": true}.

`shown` is
    {"number": "+14105550201", "state": "idle",          # idle | ringing | answered | listening | conference | talk …
     "call": "CA…", "from": "+14105550100",              # the call that rings or is talked on, or the last one; or ""
     "status": "no-answer",                              # Twilio's, of that call
     "heard": […], "at": 3, "seen": "…",                 # all its lines, as in ivr.simulator.sessions
     "people": ["caller"], "held": false,                # who is heard, and whether this one is on hold
     "keys": true, "ignored": null, "missed": 0}         # keys are heard; the last act reached nobody, and why
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ivr.simulator import snapshot
from ivr.simulator.call import CallEndedError, PhoneCall
from ivr.simulator.sessions import MOST_TEXT, NEWS, BadAction, NoSuchCall
from ivr.simulator.snapshot import Snapshot
from ivr.simulator.switch.account import Account
from ivr.simulator.switch.telephone import AgentPhone, NotOnACall, NotRinging
from ivr.simulator.turn import Turn
from ivr.simulator.waits import Listening

_NUMBER = re.compile(r"\+[1-9]\d{7,14}|(?:sip|sips|client):[\w.+@:-]{1,120}")
OVER = "this call is over"


class Telephones:
    def __init__(self, account: Account) -> None:
        self._account = account

    def all(self) -> list[Snapshot]:
        with self._account.lock:
            return [{"number": phone.number, "state": phone.state} for phone in self._account.phones.values()]

    def look(self, number: str) -> Snapshot:
        """NoSuchCall: this is no number, or there are too many telephones."""
        return self._shown(self._phone(number))

    def news(self, number: str, at: int, seen: str, seconds: float = NEWS) -> Snapshot:
        """The telephone once there is more to hear than `at` lines or it stands otherwise than `seen`; or `quiet`."""
        phone = self._phone(number)

        def new() -> bool:
            return not (phone.call and phone.call.moving) and (self._heard(phone) > at or self._seen(phone) != seen)

        return self._shown(phone) if self._account.watch(new, seconds) else {"number": phone.number, "quiet": True}

    def act(self, number: str, action: Mapping[str, object]) -> Snapshot:
        """NoSuchCall, BadAction."""
        phone = self._phone(number)
        try:
            turn = _perform(phone, action)
        except NotRinging:
            raise BadAction("it does not ring any more") from None
        except (NotOnACall, CallEndedError):
            raise BadAction(OVER) from None
        return self._shown(phone, turn)

    def passes(self, pastime: Callable[[PhoneCall], None]) -> None:
        """What time does to a telephone that is off the hook and was asked something."""
        with self._account.lock:
            talked = [phone.call for phone in self._account.phones.values() if phone.call and not phone.call.ending]
        for call in talked:
            if isinstance(call.waiting, Listening):
                pastime(call)

    def _phone(self, number: str) -> AgentPhone:
        if not _NUMBER.fullmatch(number):
            raise NoSuchCall("a telephone has a number like +14105550201")
        with self._account.lock:
            found = self._account.phone_of(number) or self._account.dialled(number)
        if found is None:
            raise NoSuchCall("there is no such telephone")
        return found

    def _shown(self, phone: AgentPhone, turn: Turn | None = None) -> Snapshot:
        call, office = phone.call, self._account
        lines = snapshot.heard(call) if call else []
        return {
            "number": phone.number,
            "state": phone.state,
            "call": call.sid if call else "",
            "from": call.order.sender if call else "",
            "status": call.status if call else "",
            "heard": [snapshot.line(item, office) for item in lines],
            "at": len(lines),
            "seen": self._seen(phone),
            "people": snapshot.people(call, office) if call else [],
            "held": bool(call and self._held(call)),
            "keys": bool(call and isinstance(call.waiting, Listening) and call.waiting.keys),
            "ignored": turn.ignored or None if turn else None,
            "missed": len(phone.missed),
        }

    def _seen(self, phone: AgentPhone) -> str:
        call = phone.call
        if call is None:
            return "idle"
        there = snapshot.people(call, self._account)
        return " ".join((call.sid, phone.state, call.status, str(self._held(call)), *there))

    @staticmethod
    def _heard(phone: AgentPhone) -> int:
        return len(snapshot.heard(phone.call)) if phone.call else 0

    def _held(self, call: PhoneCall) -> bool:
        stay = self._account.rooms.stay(call.sid)
        return stay is not None and stay.seat.held


def _perform(phone: AgentPhone, action: Mapping[str, object]) -> Turn | None:
    match dict(action):
        case {"answer": "human" | "machine_start" as by}:
            return phone.answer(by)
        case {"decline": _}:
            phone.decline()
            return None
        case {"let_ring": _}:
            phone.let_ring()
            return None
        case {"press": str(keys)} if keys and set(keys) <= set("0123456789*#"):
            return phone.press(keys[:20])
        case {"say": str(text)} if text.strip() and len(text) <= MOST_TEXT:
            return phone.say(text)
        case {"hangup": _}:
            return phone.hang_up()
    raise BadAction("an action is one of answer (human, machine_start), decline, let_ring, press (0-9*#), say, hangup")
