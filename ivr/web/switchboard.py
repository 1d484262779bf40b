"""What the voice door asks of the rooms behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Protocol

from ivr.calls.hearing.hearing import Hearing
from ivr.flow.directives import Directive, Listen
from ivr.flow.events import Event
from ivr.flow.model import Voice
from ivr.flow.state import State
from ivr.telephony.apology import Apologies
from ivr.telephony.seal import Sealer
from ivr.telephony.webhook import Call, Kind


class Reply(Protocol):
    """What the line answers. state: after this turn, None when the call is over. trace: for the test phone only."""

    @property
    def directives(self) -> tuple[Directive, ...]: ...
    @property
    def state(self) -> State | None: ...
    @property
    def language(self) -> str: ...
    @property
    def trace(self) -> object: ...


class Switchboard(Protocol):
    """The use case behind the door. `call.at` is the moment of the webhook: the only clock a turn may read.

    A repeated webhook must get an equal Reply; `ended` and `recording` may come late, twice, or out of order.
    """

    def answered(self, call: Call, /) -> Reply: ...
    def turn(self, call: Call, state: State, event: Event, /) -> Reply: ...
    def moment(self, call: Call, state: State, /) -> Reply:
        """What is said while the caller's words take longer than usual; nothing changes by it."""
        ...

    def keep(self, call: Call, token: str, /) -> None:
        """A call waits for a person, or goes into a room with one; `token`: its sealed state, to go on with."""
        ...

    def ended(self, call: Call, /) -> None: ...
    def recording(self, call: Call, sid: str, status: str, seconds: int, kind: Kind, /) -> None: ...


class Ear(Protocol):
    """The line's own ear. It answers within a few milliseconds and never raises; the door trusts it in neither."""

    def begin(self, call: Call, state: State, listen: Listen, /) -> str | None:
        """The token the stream of this question carries (`state` is the one that waits: its `turns` name the stream);
        None: no stream can be had for it, it is heard by gather. Asked again for one turn, it changes nothing."""
        ...

    def heard(self, call: Call, turn: int, /) -> Hearing:
        """Where the listening to that turn's stream stands. Once settled it stays as it is."""
        ...

    def recorded(self, call: Call, sid: str, /) -> Hearing:
        """Where the words of a recording stand, for a question that needs them now."""
        ...


def utc() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Line:
    """What the door needs. base: PUBLIC_BASE_URL. voices: language → Voice of a published version of the flows.

    recordings: the folder of recorded prompts. zone: the city's. simulator: the test phone is on; it may set the clock
    (CLOCK_HEADER, ISO 8601) and is told what the engine thought (TRACE_HEADER, see ivr/web/trace.py). ear: hears
    streams, and recordings whose words are waited for; None: Twilio's recogniser hears everything.
    """

    switchboard: Switchboard
    sealer: Sealer
    base: str
    voices: Callable[[str], Mapping[str, Voice]]
    apologies: Apologies
    recordings: Path
    zone: tzinfo = UTC
    simulator: bool = False
    clock: Callable[[], datetime] = utc
    ear: Ear | None = None
