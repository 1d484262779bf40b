"""The facts of one call as it runs: who calls, how far it is, and all its turns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import uuid4

from ivr.simulator.http import Line
from ivr.simulator.refusal import Refusal
from ivr.simulator.turn import Turn
from ivr.simulator.waits import Wait
from ivr.simulator.webhook import Parties
from ivr.speech.audio import Audio

Ending = Literal["completed", "transferred", "hung_up", "failed"]


def new_sid(prefix: str) -> str:
    """CA, RE … and 32 hex digits, as Twilio names things."""
    return prefix + uuid4().hex


@dataclass
class Course:
    """elapsed: virtual seconds since the call began. status: Twilio's CallStatus. bridged: somebody took a transfer.

    now: the city's clock at the beginning; language: what the caller is remembered to speak; both for a simulating app.
    """

    line: Line
    caller: str
    now: datetime | None = None
    language: str | None = None
    sids: Callable[[str], str] = new_sid
    sid: str = ""
    status: str = "ringing"
    elapsed: float = 0.0
    waiting: Wait | None = None
    ending: Ending | None = None
    bridged: bool = False
    turns: list[Turn] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sid = self.sid or self.sids("CA")

    @property
    def turn(self) -> Turn:
        """The turn under way."""
        return self.turns[-1]

    @property
    def parties(self) -> Parties:
        return Parties(self.sid, self.line.account_sid, self.caller, self.line.number)

    def refused(self, refusal: Refusal) -> None:
        self.turn.refusals.append(refusal)

    def keep(self, sid: str, sound: Audio, seconds: int, source: str) -> None:
        """Puts a recording of this call where Twilio would."""
        if self.line.shelf:
            self.line.shelf.keep(sid, self.sid, self.line.account_sid, sound, seconds, source)
