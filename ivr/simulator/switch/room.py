"""A conference: who is in it, how far it is, and what its callbacks tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING, Literal

from ivr.simulator.switch import mixing
from ivr.simulator.switch.mixing import Seat
from ivr.simulator.switch.post import Callback

if TYPE_CHECKING:
    from ivr.simulator.switch.outgoing import Outgoing

Ended = Literal[
    "conference-ended-via-api",
    "participant-with-end-conference-on-exit-left",
    "participant-with-end-conference-on-exit-kicked",
    "last-participant-kicked",
    "last-participant-left",
]
USUAL = frozenset({"start", "end"})
"""The events that are told where none are named."""
_GROUPS = {
    "conference-start": "start",
    "conference-end": "end",
    "participant-join": "join",
    "participant-leave": "leave",
    "participant-mute": "mute",
    "participant-unmute": "mute",
    "participant-hold": "hold",
    "participant-unhold": "hold",
    "participant-modify": "modify",
}


@dataclass(frozen=True)
class Wanted:
    """Which callbacks are wanted, and where. url: absolute; "" = none."""

    url: str = ""
    method: str = "POST"
    events: frozenset[str] = frozenset()


@dataclass
class Room:
    """seats: by the sid of the call, in the order they came in. ringing: calls that were asked in and did not answer
    yet. wanted: as the first participant set it."""

    sid: str
    name: str
    account: str
    wanted: Wanted
    made: datetime = field(default_factory=lambda: datetime.now(UTC))
    status: Literal["init", "in-progress", "completed"] = "init"
    seats: dict[str, Seat] = field(default_factory=dict)
    ringing: dict[str, Outgoing] = field(default_factory=dict)
    ended: Ended | None = None
    ended_by: str = ""
    told: int = 0

    @property
    def hears(self) -> Mapping[str, frozenset[str]]:
        return mixing.hears(self.seats.values()) if self.status == "in-progress" else {}

    @property
    def ready(self) -> bool:
        """It begins with the second participant, when one of them may begin it."""
        return self.status == "init" and len(self.seats) > 1 and any(seat.starts for seat in self.seats.values())

    def named(self, key: str) -> Seat | None:
        """By sid or label."""
        return next((seat for seat in self.seats.values() if key in (seat.sid, seat.label)), None)

    def callback(self, event: str, seat: Seat | None = None, **more: str) -> Callback | None:
        """None: nobody wants to know."""
        if not self.wanted.url or _GROUPS[event] not in self.wanted.events:
            return None
        self.told += 1
        form = {
            "AccountSid": self.account,
            "ConferenceSid": self.sid,
            "FriendlyName": self.name,
            "StatusCallbackEvent": event,
            "SequenceNumber": str(self.told),
            "Timestamp": format_datetime(datetime.now(UTC)),
        }
        form |= (_seat(seat) if seat else {}) | more
        return Callback(self.sid, event, self.wanted.url, self.wanted.method, form)


def _seat(seat: Seat) -> dict[str, str]:
    facts = {
        "Muted": seat.muted,
        "Hold": seat.held,
        "Coaching": bool(seat.coach),
        "StartConferenceOnEnter": seat.starts,
        "EndConferenceOnExit": seat.ends,
    }
    label = {"ParticipantLabel": seat.label} if seat.label else {}
    coached = {"CallSidToCoach": seat.coach} if seat.coach else {}
    return {"CallSid": seat.sid, **label, **coached, **{name: str(value).lower() for name, value in facts.items()}}
