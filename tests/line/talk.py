"""What callers do in these tests, and what was told to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from ivr.simulator.call import PhoneCall
from ivr.simulator.http import Line
from ivr.simulator.turn import Turn

_HOLIDAYS = {(1, 1), (6, 19), (7, 4), (11, 11), (12, 25)}  # of those, what may be a Tuesday or a Wednesday


def _soon() -> datetime:
    """Within a week: for that long numbers of the year are at hand when the database is away."""
    days = [datetime.now().replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(n) for n in range(1, 7)]
    return next(day for day in days if day.weekday() in (1, 2) and (day.month, day.day) not in _HOLIDAYS)


NOON = _soon()
"""Noon of a working day, by the clock of the city."""
CALLER = "+14435550199"


@dataclass(frozen=True)
class Say:
    text: str


@dataclass(frozen=True)
class Press:
    keys: str


Act = Say | Press

TOLD = "it has already eaten two of my tires"
POTHOLE: Sequence[Act] = (
    Say("there's a huge pothole at 2401 North Charles Street"),
    Say("yes"),
    Say("something larger"),
    Say("where people park"),
    Say(TOLD),
    Press("1"),
    Press("1"),
)
"""A pothole with everything about it, up to the review; FILE files it."""
FILE = Press("1")
BYE = Press("3")


def dialled(line: Line, caller: str = CALLER, language: str | None = None) -> PhoneCall:
    """A call that was answered, at noon of a working day."""
    call = PhoneCall(line, caller, now=NOON, language=language)
    call.dial()
    assert call.waiting, call.refusals
    return call


def act(call: PhoneCall, *acts: Act) -> list[Turn]:
    """The turns of these acts, each accepted by Twilio and heard by the line."""
    turns = [call.say(one.text) if isinstance(one, Say) else call.press(one.keys) for one in acts]
    assert not call.refusals, call.refusals
    assert not [turn.ignored for turn in turns if turn.ignored]
    return turns


def number(turn: Turn) -> str:
    """The reference number this turn told; "" for none."""
    filed = (turn.trace or {}).get("filed")
    return str(filed[0]) if isinstance(filed, list) and filed else ""


def some_caller() -> str:
    """A telephone nobody has called from."""
    return f"+1443555{int(uuid4().hex[:6], 16) % 9000 + 1000}"
