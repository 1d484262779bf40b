"""The floor: takes an event in, and does in one transaction all that follows from it.

The row is locked, the machine steps, and what it wants is written beside the new value (following.py). Clocks need no
jobs: the earliest one stands in the row, and the worker looks every second whose has run out (clock.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy.exc import IntegrityError, OperationalError

from ivr.agents import events as e
from ivr.agents import machine, names
from ivr.agents.city import City
from ivr.agents.following import Aftermath, follow
from ivr.agents.people.cabinet import Cabinet, Session
from ivr.agents.store import handoffs, told
from ivr.agents.store.handoffs import Kept, Matter

TRIES = 4
_AGAIN = ("40001", "40P01", "23505")
"""PostgreSQL's codes: not serialisable, deadlock, and an offer that was made beside this one."""
T = TypeVar("T")


def utc() -> datetime:
    return datetime.now(UTC)


@dataclass
class Change:
    """A transaction on the floor. What is taken in here is told to the screens at its end."""

    session: Session
    floor: Floor
    after: Aftermath = field(default_factory=Aftermath)

    def take(self, kept: Kept, event: e.Event) -> Kept:
        """One event, on a row that is locked."""
        now, before = self.floor.now(), kept.handoff
        step = machine.step(before, event, now, self.floor.city().rules_of(before.queue))
        if step.handoff != before:
            handoffs.save(self.session, step.handoff, now)
        done = follow(self.session, before, step.handoff, step.actions, type(event).__name__, now)
        self._remember(done)
        return replace(kept, handoff=step.handoff)

    def begin(self, asked: e.Asked, matter: Matter, line: str) -> Kept:
        """A new hand-off; the one there is when this turn of the call has asked before. Its row is locked."""
        now = self.floor.now()
        first = machine.begin(names.new(), asked, now, self.floor.city().rules_of(asked.queue))
        new = Kept(first.handoff, now, line, created_at=now)
        if not handoffs.add(self.session, new, matter, self.floor.cabinet.secrets, now):
            found = handoffs.locked(self.session, handoffs.by_turn(self.session, asked.call_sid, asked.nth))
            assert found is not None, "what stood in the way is there"
            return found
        self._remember(follow(self.session, None, first.handoff, first.actions, "Asked", now))
        return new

    def show(self, *changes: told.Change, frees: bool = False) -> None:
        """What else the screens are told. frees: an agent may be free now."""
        self._remember(Aftermath(list(changes), frees))

    def _remember(self, done: Aftermath) -> None:
        self.after.changes += done.changes
        self.after.frees = self.after.frees or done.frees


@dataclass(frozen=True)
class Floor:
    """city: the queues as they are now. free: called after a change that frees an agent or adds a caller; it must
    return at once. What the database raises is raised; nothing has happened then."""

    cabinet: Cabinet
    city: Callable[[], City]
    now: Callable[[], datetime] = utc
    free: Callable[[], None] = lambda: None

    def tell(self, id: str, event: e.Event, also: Callable[[Change], bool] = lambda _: True) -> Kept | None:
        """The hand-off after this event; None: there is none of this id.

        also: done first in the same transaction; where it is False, nothing happens.
        """

        def take(change: Change) -> Kept | None:
            kept = handoffs.locked(change.session, id)
            return change.take(kept, event) if kept and also(change) else kept

        return self.change(take)

    def begin(self, asked: e.Asked, matter: Matter, line: str) -> Kept:
        """A new hand-off; the one there is when this turn of the call has asked before."""
        return self.change(lambda change: change.begin(asked, matter, line))

    def change(self, make: Callable[[Change], T]) -> T:
        """A transaction, made again when it met another one; at its end the screens are told, then the matcher."""
        for left in range(TRIES - 1, -1, -1):
            try:
                with self.cabinet.transaction() as session:
                    change = Change(session, self)
                    made = make(change)
                    told.show(session, change.after.changes, self.now())
            except (OperationalError, IntegrityError) as problem:
                if left and getattr(problem.orig, "sqlstate", None) in _AGAIN:
                    continue
                raise
            if change.after.frees:
                self.free()
            return made
        raise AssertionError("the last try has returned or raised")
