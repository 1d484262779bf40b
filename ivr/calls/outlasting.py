"""Who waits for a person outlasts a database that is away for a while: they hear music, and keep their place."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from ivr.calls.people import FAILED, Answer, People
from ivr.flow.directives import Leave, Seek
from ivr.flow.events import Place, Resolved
from ivr.flow.state import State
from ivr.telephony.webhook import Call

LONGEST = 120.0
"""Seconds after the first who was not answered, after which callers are better off with the line's telephone."""
KEPT = Place(-1)


@dataclass
class Outlasting:
    """People who never fail somebody who waits already, but for LONGEST. people: never raise (InTime)."""

    people: People
    clock: Callable[[], float] = time.monotonic
    _since: float | None = None

    def seek(self, call: Call, seek: Seek, state: State, /) -> Answer:
        answer = self.people.seek(call, seek, state)
        if answer != FAILED:
            self._since = None
            return answer
        if state.sought is None or not state.sought.told or state.phase == "talked":
            return answer
        now = self.clock()
        if self._since is None or now - self._since > 3 * LONGEST:  # of an outage that is long over
            self._since = now
        return KEPT if now - self._since < LONGEST else answer

    def leave(self, call: Call, leave: Leave, state: State, /) -> Resolved:
        return self.people.leave(call, leave, state)

    def keep(self, call: Call, token: str, /) -> None:
        self.people.keep(call, token)

    def gone(self, call: Call, /) -> None:
        self.people.gone(call)
