"""While the line's own ear hears the caller: where that stands, and what a webhook that asks about it means.

The address of such a webhook carries the sealed state of its question, unchanged, and how often Twilio has asked. The
answer is an event for the switchboard, or that Twilio shall ask again in a second; no engine and no journal is involved
in that. A repeated webhook asks the ear again: once an answer is final it is the same each time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

import structlog

from ivr.calls.deadlines import Deadline
from ivr.calls.errors import NoAnswer
from ivr.calls.hearing.hearing import Hearing
from ivr.flow.directives import Listen
from ivr.flow.events import Dialed, Digits, Event, HungUp, Recorded, Silence, Unheard, Utterance
from ivr.flow.state import State
from ivr.telephony.webhook import Call
from ivr.web.switchboard import Ear

PATIENCE = 0.25
"""Seconds an ear has to answer; more would be heard as silence on top of the second between two questions."""
LONGEST = 90
"""Seconds a caller may speak: then what was made out until then is taken."""
LATE = 3
"""Seconds that the words of a recording are waited for, after something was said; with the way there and back it is
less than four."""
DONE = 3
"""The same, after the pound key said that the caller is done."""
AFTER_MOMENT = 3
"""The same, after the caller was asked for a moment."""
QUIET = 2.5
"""Seconds of silence after which a caller whose words are still made out is told so: at the next question, a second
later, it would be nearly four."""
LOST = 3
"""So often in turn an ear may fail to answer before it is taken for broken."""
_RECORDING = re.compile(r"RE[0-9a-fA-F]{32}")
_Query = Mapping[str, Sequence[str]]
T = TypeVar("T")

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Poll:
    """A webhook that asks where the listening stands.

    turn: of the state, names its stream. recording: whose words are waited for; empty: the stream's. times: seconds it
    was asked for by now. wait: seconds of silence after which nobody has spoken. done: the caller pressed the pound
    key. lost: how often in turn the ear did not answer. said: the caller was asked for a moment; `asks`: now.
    """

    turn: int
    recording: str = ""
    times: int = 0
    wait: int = 6
    done: bool = False
    lost: int = 0
    said: bool = False
    asks: bool = False

    @property
    def query(self) -> str:
        """What the address of the next one carries, but for its count."""
        if self.recording:
            return f"&recorded={self.recording}" + (f"&lost={self.lost}" if self.lost else "")
        flags = {"done": self.done, "said": self.said, "lost": self.lost}
        more = "".join(f"&{name}={int(flag)}" for name, flag in flags.items() if flag)
        return f"&stream=q{self.turn}&wait={self.wait}{more}"


def asked(query: _Query, turn: int) -> Poll | None:
    """The poll an address stands for; None: it is an ordinary turn."""
    times, lost = _number(query, "heard"), _number(query, "lost")
    if "stream" in query:
        return Poll(turn, "", times, _number(query, "wait", 6), "done" in query, lost, "said" in query)
    sid = query.get("recorded", [""])[0]
    return Poll(turn, sid, times, lost=lost) if _RECORDING.fullmatch(sid) else None


def _number(query: _Query, name: str, default: int = 0) -> int:
    said = query.get(name, [""])[0]
    return int(said) if said.isascii() and said.isdigit() and len(said) < 4 else default


@dataclass(frozen=True, slots=True)
class Listening:
    """The ear, as the door may rely on it: it answers within PATIENCE, or not at all, whatever it does."""

    ear: Ear | None
    deadline: Deadline = field(default_factory=lambda: Deadline(PATIENCE, rest=1.0, threads=8))

    def begin(self, call: Call, state: State, listen: Listen) -> str:
        """The token of a stream for this question; empty: there is none."""
        ear = self.ear
        return self._asked("begin", lambda: ear.begin(call, state, listen) or "") or "" if ear else ""

    def settle(self, poll: Poll, call: Call, event: Event) -> Event | Poll:
        """What happened, for the switchboard; or the poll that comes after this one."""
        match event:
            case HungUp() | Dialed():
                return event
            case Recorded(sid) if sid != poll.recording:
                return event
            case Digits(keys) if keys != "#" or poll.recording:
                return event
        pressed = isinstance(event, Digits)
        found = self._hearing(poll, call)
        if found is None and poll.lost < LOST:
            return replace(poll, times=poll.times + 1, lost=poll.lost + 1, done=poll.done or pressed)
        hearing, poll = found or Hearing("broken"), replace(poll, lost=0)
        if pressed and not poll.done and hearing.state == "speaking":
            return replace(poll, times=1, done=True)
        if hearing.state == "speaking" and hearing.quiet >= QUIET and not (poll.said or poll.recording):
            return replace(poll, times=1, done=poll.done or pressed, said=True, asks=True)
        over = _after_pound(poll, hearing) if poll.done or pressed else _after_words(poll, hearing)
        return over or replace(poll, times=poll.times + 1)

    def _hearing(self, poll: Poll, call: Call) -> Hearing | None:
        ear = self.ear
        if ear is None:
            return Hearing("broken")
        if poll.recording:
            return self._asked("recorded", lambda: ear.recorded(call, poll.recording))
        return self._asked("heard", lambda: ear.heard(call, poll.turn))

    def _asked(self, what: str, ask: Callable[[], T]) -> T | None:
        try:
            return self.deadline.run(ask)
        except NoAnswer as problem:
            cause = type(problem.__cause__).__name__ if problem.__cause__ else "late"
            log.warning("ear gave no answer", asked=what, reason=cause)
            return None


def _after_words(poll: Poll, hearing: Hearing) -> Event | None:
    """The event; None: nothing is final yet."""
    match hearing.state:
        case "heard" | "broken" if hearing.text:
            return _said(hearing)
        case "heard" if not poll.recording:
            return _said(hearing)  # a voice without an answer in it: not understood
        case "heard" | "nothing":
            return Silence()
        case "broken":
            return Unheard(poll.recording)
        case "waiting" if not poll.recording:
            return Silence() if poll.times >= poll.wait else None
    if poll.times < (LATE if poll.recording else LONGEST):
        return None
    return _said(hearing) if hearing.text else Unheard(poll.recording)


def _after_pound(poll: Poll, hearing: Hearing) -> Event | None:
    """The caller is done: what was heard so far; without a voice it was only the key, which may begin the call anew."""
    late = poll.times >= (AFTER_MOMENT if poll.said else DONE)
    if hearing.state == "heard" or (hearing.text and (hearing.state != "speaking" or late)):
        return _said(hearing)
    if hearing.state == "speaking" and not late:
        return None
    spoke = hearing.state == "speaking" or (poll.done and hearing.state == "broken")
    return Unheard() if spoke else Digits("#")


def _said(hearing: Hearing) -> Utterance:
    return Utterance(hearing.text, hearing.confidence, hearing.language, hearing.doubtful)
