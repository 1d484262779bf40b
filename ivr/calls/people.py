"""The people, as a turn asks for them: a place in line, or none; whoever is not there in time is nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Protocol

import structlog

from ivr.calls.deadlines import Deadline
from ivr.flow.directives import Leave, Seek
from ivr.flow.events import Place, Resolved, Room
from ivr.flow.state import State
from ivr.telephony.webhook import Call

log = structlog.get_logger(__name__)

FAILED = Resolved("failed")


Answer = Place | Room | Resolved
"""Of Seek."""


class People(Protocol):
    """Who takes calls. May raise, and may be slow: a turn asks through InTime.

    Asked again with the same `seek.turn`, it is the same asking, whatever else differs: a webhook may come twice.
    """

    def seek(self, call: Call, seek: Seek, state: State, /) -> Answer:
        """Where the caller belongs now: in line, in a room, or elsewhere (directives.SOUGHT). state: before that is
        told; its slots are what is known of the caller's matter."""
        ...

    def leave(self, call: Call, leave: Leave, state: State, /) -> Resolved:
        """left: the caller is no longer waited with; failed: that could not be kept, so no call-back is promised.
        The number to call is the slot `phone`, else `call.caller_number`."""
        ...

    def keep(self, call: Call, token: str, /) -> None:
        """The sealed state of the call's last turn: given that address (`/voice/turn?s=…`), it seeks again at once, and
        goes where it belongs: into the room, or on."""
        ...

    def gone(self, call: Call, /) -> None:
        """The caller has hung up, or Twilio says that the call is over; told late, twice, or of calls that never
        waited."""
        ...


class Nobody:
    """A line on which no agents take calls: every flow goes where it goes when nobody can be queued."""

    def seek(self, call: Call, seek: Seek, state: State, /) -> Answer:
        return FAILED

    def leave(self, call: Call, leave: Leave, state: State, /) -> Resolved:
        return FAILED

    def keep(self, call: Call, token: str, /) -> None:
        return None

    def gone(self, call: Call, /) -> None:
        return None


class _First:
    """Which of two came first: the answer, or the end of patience. Only one of them may act on it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._taken = False

    def __call__(self) -> bool:
        """True for the first who asks."""
        with self._lock:
            first, self._taken = not self._taken, True
            return first


@dataclass(frozen=True, slots=True)
class InTime:
    """People who are asked with a deadline; never raises. What fails or takes too long is Resolved("failed")."""

    people: People
    deadline: Deadline

    def seek(self, call: Call, seek: Seek, state: State, /) -> Answer:
        """A place that came too late is given back: that caller is on the way to somebody's telephone."""
        first, answers = _First(), list[Answer]()

        def ask() -> None:
            answers.append(self.people.seek(call, seek, state))
            if not first():
                self.people.leave(call, Leave(seek.turn, "too_late"), state)

        if self._in_time("seek", ask) or not first():
            return answers[0]
        return FAILED

    def leave(self, call: Call, leave: Leave, state: State, /) -> Resolved:
        answers = list[Resolved]()
        done = self._in_time("leave", lambda: answers.append(self.people.leave(call, leave, state)))
        return answers[0] if done else FAILED

    def keep(self, call: Call, token: str, /) -> None:
        self._in_time("keep", lambda: self.people.keep(call, token))

    def gone(self, call: Call, /) -> None:
        self._in_time("gone", lambda: self.people.gone(call))

    def _in_time(self, what: str, ask: Callable[[], None]) -> bool:
        try:
            self.deadline.run(ask)
            return True
        except Exception as problem:
            log.warning("people_not_asked", what=what, error=type(problem.__cause__ or problem).__name__)
            return False
