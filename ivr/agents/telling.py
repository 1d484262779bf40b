"""What changed on the floor, for whoever shows it: lines by number, and a bell when there are new ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from ivr.agents.people.cabinet import Cabinet, Session
from ivr.agents.store import told
from ivr.agents.store.told import CHANNEL, Line
from ivr.db import bell


@dataclass(frozen=True)
class Lines:
    cabinet: Cabinet

    def newest(self) -> int:
        with self._reading() as session:
            return told.newest(session)

    def since(self, number: int, limit: int) -> Sequence[Line]:
        """Those after `number`, in order, of everybody."""
        with self._reading() as session:
            return told.all_since(session, number, limit)

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        """Of one statement: screens wait for it, and beginning and ending a transaction would ask twice more."""
        with Session(self.cabinet.engine.execution_options(isolation_level="AUTOCOMMIT")) as session:
            yield session

    def listen(self, rang: Callable[[], None]) -> Callable[[], None]:
        """Calls `rang` when there may be something new; what is returned ends it."""
        return bell.listen(self.cabinet.engine, CHANNEL, rang)
