"""The clocks: once a second whose has run out is told so, and who is free is matched, should nobody have done it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog

from ivr.agents.events import TimeUp
from ivr.agents.floor import Change, Floor
from ivr.agents.matcher import ALIVE, match
from ivr.agents.store import handoffs, presence
from ivr.agents.store.told import Change as Told

log = structlog.get_logger(__name__)

EVERY = 1.0


def tick(floor: Floor) -> int:
    """Tells every hand-off of which a clock has run out; how many. Any number of processes may do it at once."""
    with floor.cabinet.transaction() as session:
        due = handoffs.due(session, floor.now())
    for id in due:
        floor.change(lambda change, id=id: _run_out(change, id))  # type: ignore[misc]
    return len(due)


def _run_out(change: Change, id: str) -> None:
    kept, now = handoffs.locked(change.session, id), change.floor.now()
    while kept and (clock := next((one for one in kept.handoff.clocks if one.at <= now), None)):
        after = change.take(kept, TimeUp(clock.kind, clock.at, clock.who))
        if after.handoff == kept.handoff:
            break  # a clock that means nothing any more; it does not come up again: see the machine
        kept = after


def sweep(floor: Floor) -> int:
    """Sends away who is available and whose screen is gone; how many. Who talks goes on talking."""

    def away(change: Change) -> int:
        now, gone = change.floor.now(), 0
        for person in presence.lost(change.session, now - ALIVE):
            found = presence.find(change.session, person)
            if found and found.state == "available":
                presence.release(change.session, person, "away", "screen_closed", now)
                change.show(Told("presence", agent=person))
                gone += 1
        return gone

    return floor.change(away)


@dataclass
class Clock:
    """The worker's thread for this; it goes on whatever happens to the database. first: done once, before all else."""

    floor: Floor
    first: Callable[[], object] = lambda: None
    _ending: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="clock", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._ending.set()
        if self._thread:
            self._thread.join(5)

    def _run(self) -> None:
        left = [self.first]
        while not self._ending.wait(EVERY):
            try:
                while left:
                    left[0]()
                    left.pop()
                tick(self.floor)
                sweep(self.floor)
                match(self.floor)
            except Exception as problem:
                log.warning("clock_stands", error=type(problem).__name__)
                self._ending.wait(EVERY)
