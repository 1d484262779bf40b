"""What changed on the floor, for whoever shows it: lines by number, and a bell when there are new ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ivr.agents.people.cabinet import Cabinet
from ivr.agents.store import told
from ivr.agents.store.told import CHANNEL, Line
from ivr.db import bell


@dataclass(frozen=True)
class Lines:
    cabinet: Cabinet

    def newest(self) -> int:
        with self.cabinet.transaction() as session:
            return told.newest(session)

    def since(self, number: int, limit: int) -> Sequence[Line]:
        """Those after `number`, in order, of everybody."""
        with self.cabinet.transaction() as session:
            return told.all_since(session, number, limit)

    def listen(self, rang: Callable[[], None]) -> Callable[[], None]:
        """Calls `rang` when there may be something new; what is returned ends it."""
        return bell.listen(self.cabinet.engine, CHANNEL, rang)
