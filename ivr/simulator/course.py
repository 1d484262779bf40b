"""The facts of one call as it runs: who calls, how far it is, and all its turns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import uuid4

from ivr.simulator.heard import Heard
from ivr.simulator.http import Line
from ivr.simulator.life import Life, Swift
from ivr.simulator.network import CLEAR, Network
from ivr.simulator.refusal import Refusal
from ivr.simulator.stay import Office
from ivr.simulator.streams import Streams
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
    """life: how time passes. status: Twilio's CallStatus. bridged: somebody took a transfer. streams: of its sound.

    now: the city's clock at the beginning; language: what the caller is remembered to speak; speaks: in sound, not only
    in words; all three for a simulating app. silences: seconds in which a caller who had spoken heard nothing.

    office: what this call shares with others, or None. called: "" = the line's number. direction, parent: as Twilio
    names them, of a call that was made here.
    """

    line: Line
    caller: str
    now: datetime | None = None
    language: str | None = None
    sids: Callable[[str], str] = new_sid
    network: Network = CLEAR
    speaks: bool = True
    office: Office | None = None
    called: str = ""
    direction: str = "inbound"
    parent: str = ""
    sid: str = ""
    status: str = "ringing"
    waiting: Wait | None = None
    ending: Ending | None = None
    bridged: bool = False
    turns: list[Turn] = field(default_factory=list)
    silences: list[float] = field(default_factory=list)
    streams: Streams = field(init=False)
    life: Life = field(init=False)
    _quiet: float | None = None

    def __post_init__(self) -> None:
        self.sid = self.sid or self.sids("CA")
        self.streams = Streams(self.sid, self.line, self.network, self.sids, self.refused)
        self.life = Swift(self.streams)

    # -------------------------------------------------------------- time

    @property
    def elapsed(self) -> float:
        """Seconds since the call began, as the caller lives them."""
        return self.life.elapsed

    def passes(self, seconds: float) -> None:
        self.life.passes(seconds)

    def lives_on(self) -> None:
        """Nobody speaks any more: time passes at once again."""
        self.life.end()
        self.life = Swift(self.streams, self.life.elapsed)

    def hears(self, item: Heard) -> None:
        """The caller hears it; a silence after what they said is over."""
        self.turn.heard.append(item)
        if item.kind != "pause":
            self._noted()
        self.passes(item.seconds)
        if item.kind != "pause" and self._quiet is not None:
            self._quiet = max(self._quiet, self.elapsed)

    def spoken_until(self, moment: float | None, unheard: bool = False) -> None:
        """From here on silence counts; None: no longer. unheard: what there was until now counts too."""
        if unheard:
            self._noted()
        self._quiet = moment

    def _noted(self) -> None:
        if self._quiet is not None and (gap := round(self.elapsed - self._quiet, 2)) > 0:
            self.silences.append(gap)

    # -------------------------------------------------------------- what is known

    @property
    def turn(self) -> Turn:
        """The turn under way."""
        return self.turns[-1]

    @property
    def parties(self) -> Parties:
        called = self.called or self.line.number
        return Parties(self.sid, self.line.account_sid, self.caller, called, self.direction, self.parent)

    def refused(self, refusal: Refusal) -> None:
        self.turn.refusals.append(refusal)

    def keep(self, sid: str, sound: Audio, seconds: int, source: str) -> None:
        """Puts a recording of this call where Twilio would."""
        if self.line.shelf:
            self.line.shelf.keep(sid, self.sid, self.line.account_sid, sound, seconds, source)
