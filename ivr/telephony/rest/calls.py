"""Calls: made, moved and ended; and what is true of them and of the rooms they are in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from twilio.base.exceptions import TwilioRestException  # type: ignore[import-untyped]

from ivr.telephony.rest.account import Account
from ivr.telephony.rest.problems import Gone

LIVE = frozenset({"queued", "initiated", "ringing", "in-progress"})
NOT_IN_PROGRESS = 21220
"""Twilio's code for a call that is not, or no longer, where it could be moved."""
EVENTS = ["initiated", "ringing", "answered", "completed"]
T = TypeVar("T")


class Calls(Account):
    """An account's calls and rooms. Each method: NotAllowed, TwilioAway (it may have been done all the same)."""

    def ring(self, to: str, from_: str, url: str, status: str, seconds: int, *, detect: bool = False) -> str:
        """Rings a telephone for so many seconds; its CallSid. url: its document when it is picked up. status: where it
        tells how it fares. detect: whether a machine picks up is found out first. NotSent: it will never ring."""
        more = {"machine_detection": "Enable"} if detect else {}
        made = self._ask(
            lambda: self._client.calls.create(
                to=to,
                from_=from_,
                url=url,
                method="POST",
                timeout=seconds,
                status_callback=status,
                status_callback_event=EVENTS,
                status_callback_method="POST",
                **more,
            )
        )
        return str(made.sid)

    def move(self, call: str, url: str) -> None:
        """Gives a call another document. Gone: it is over, or was never answered."""
        self._told(lambda: self._client.calls(call).update(url=url, method="POST"))

    def hang_up(self, call: str) -> None:
        """Ends a call, in whatever state. Gone: it is over already."""
        self._told(lambda: self._client.calls(call).update(status="completed"))

    def lives(self, call: str) -> bool:
        """Whether it rings or is in progress."""
        try:
            return str(self._ask(lambda: self._client.calls(call).fetch()).status) in LIVE
        except Gone:
            return False

    def inside(self, room: str) -> frozenset[str]:
        """The CallSids of who is in the room of this name; none where there is no such room now."""
        sid = self._room(room)
        if not sid:
            return frozenset()
        found = self._ask(lambda: self._client.conferences(sid).participants.list(limit=50))
        return frozenset(str(one.call_sid) for one in found)

    def hold(self, room: str, call: str, on: bool) -> None:
        """Gone: they are not in it."""
        self._change(room, call, {"hold": on})

    def mute(self, room: str, call: str, on: bool) -> None:
        """Gone: they are not in it."""
        self._change(room, call, {"muted": on})

    def coach(self, room: str, call: str, *, muted: bool, agent: str) -> None:
        """Heard by that agent's call alone; by everybody, for agent "". Gone: they are not in it."""
        whispers = {"coaching": True, "call_sid_to_coach": agent} if agent else {"coaching": False}
        self._change(room, call, {"muted": muted, **whispers})

    def _change(self, room: str, call: str, what: Mapping[str, Any]) -> None:
        sid = self._room(room)
        if not sid:
            raise Gone
        self._told(lambda: self._client.conferences(sid).participants(call).update(**what))

    def _room(self, name: str) -> str:
        found = self._ask(lambda: self._client.conferences.list(friendly_name=name, status="in-progress", limit=1))
        return str(found[0].sid) if found else ""

    def _told(self, what: Callable[[], T]) -> T:
        def ask() -> T:
            try:
                return what()
            except TwilioRestException as problem:
                if problem.code == NOT_IN_PROGRESS:
                    raise Gone from None
                raise

        return self._ask(ask)
