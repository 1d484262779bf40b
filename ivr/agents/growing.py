"""What calls add to the screens: whoever has this caller is told that there are new words, and never the words; who is
at work, that a call has broken off.

What a line of the screens means is read anew with the reader's rights; a NOTIFY that carried words would show them to
every process that listens, and to PostgreSQL's own log.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime

import structlog

from ivr.agents.handoff import Handoff
from ivr.agents.people.cabinet import Cabinet
from ivr.agents.store import handoffs, told
from ivr.agents.store.told import Change

log = structlog.get_logger(__name__)

APART = 0.4
"""Seconds between two tellings of words that are still being spoken: a screen is read, not heard."""
MOST = 1000


@dataclass
class Growing:
    """Never raises: a screen that was not told looks again by itself within a minute. Safe for threads."""

    cabinet: Cabinet
    clock: Callable[[], float] = time.monotonic
    _last: dict[str, float] = field(default_factory=dict)

    def told(self, calls: Collection[str]) -> None:
        """There are new words of these calls."""
        if not calls:
            return
        try:
            with self.cabinet.transaction() as session:
                found = handoffs.of_calls(session, calls)
                changes = [Change("words", one.handoff.id, who) for one in found for who in at_it(one.handoff)]
                told.show(session, changes, datetime.now(UTC))
        except Exception as problem:
            log.warning("words_not_told", error=type(problem).__name__)

    def broke_off(self, calls: Collection[str]) -> None:
        """These calls are over, and somebody is to call back."""
        if not calls:
            return
        try:
            with self.cabinet.transaction() as session:
                told.show(session, [Change("draft")], datetime.now(UTC))
        except Exception as problem:
            log.warning("draft_not_told", error=type(problem).__name__)

    def speaking(self, calls: Collection[str]) -> None:
        """The same of words that are still being spoken: not more often than anybody can read."""
        now = self.clock()
        due = [call for call in calls if now - self._last.get(call, -APART) >= APART]
        self._last |= dict.fromkeys(due, now)
        while len(self._last) > MOST:
            self._last.pop(next(iter(self._last)), None)
        self.told(due)


def at_it(it: Handoff) -> tuple[str, ...]:
    """The ids of the people who have this caller: the agent, colleagues and supervisors in the talk, who writes."""
    others = (leg.who for leg in it.legs if leg.kind in ("colleague", "supervisor"))
    return tuple(dict.fromkeys((*([it.offer.agent] if it.offer else []), *others, *it.writing)))
