"""The matcher: who waits and who is free are brought together, each pair by exactly one process.

It locks the hand-off's row, and then takes the agent if they are still available: whoever comes second finds the phase
or the presence changed, and looks anew. It waits for a lock instead of skipping what is locked: a caller whose sign of
life is being written at this very moment is not passed over.
"""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog

from ivr.agents.events import Matched
from ivr.agents.floor import Change, Floor
from ivr.agents.following import look
from ivr.agents.matching import choose, is_due
from ivr.agents.store import handoffs, presence
from ivr.agents.store.handoffs import Kept
from ivr.agents.store.told import Change as Told

log = structlog.get_logger(__name__)

ALIVE = timedelta(seconds=90)
"""A screen, or a caller in line, that was not seen for so long is asked for by nobody."""
MOST = 100
"""Pairs in one go."""


def match(floor: Floor) -> int:
    """Makes offers until nobody is left whom somebody free could take; how many."""
    made = 0
    while made < MOST and floor.change(_one):
        made += 1
    return made


def _one(change: Change) -> bool:
    """One pair, or False: there is none."""
    session, now = change.session, change.floor.now()
    free = list(presence.free(session, now - ALIVE))
    waiting = [one for one in handoffs.waiting(session) if _heard_of(change, one, now)] if free else []
    city = change.floor.city()
    while waiting and free and (pair := choose((one.handoff for one in waiting), free, city.queues, now)):
        kept = handoffs.locked(session, pair.handoff)
        if kept is None or not is_due(kept.handoff, now):  # is being helped by now
            waiting = [one for one in waiting if one.handoff.id != pair.handoff]
        elif presence.take(session, pair.agent, pair.handoff, now):
            change.show(Told("presence", agent=pair.agent))
            change.take(kept, Matched(pair.agent))
            return True
        else:  # the agent is busy by now: the same caller is the next agent's
            free = [one for one in free if one.agent != pair.agent]
    return False


def _heard_of(change: Change, one: Kept, now: datetime) -> bool:
    """Whether the caller is there, as far as is known; Twilio is asked about those who were not seen for long."""
    here = one.handoff.caller in ("none", "gone") or now - one.seen_at < ALIVE
    if not here and now - one.seen_at < 3 * ALIVE:
        look(change.session, one.handoff.id)
    return here


@dataclass
class Matcher:
    """A thread that matches when it is woken; made at the first use, in the process that uses it."""

    floor: Floor
    _woken: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _pid: int = 0

    @property
    def watching(self) -> Floor:
        """The floor whose changes wake this matcher."""
        return replace(self.floor, free=self.wake)

    def wake(self) -> None:
        """Returns at once."""
        if self._pid != os.getpid():
            self._start()
        self._woken.set()

    def _start(self) -> None:
        with self._lock:
            if self._pid == os.getpid():
                return
            self._pid, self._woken = os.getpid(), threading.Event()
            threading.Thread(target=self._run, args=(self._woken,), name="matcher", daemon=True).start()

    def _run(self, woken: threading.Event) -> None:
        while True:
            woken.wait()
            woken.clear()
            try:
                match(self.floor)
            except Exception as problem:  # the worker looks again within a second
                log.warning("not_matched", error=type(problem).__name__)
