"""The memory of the calls in one process: the journal, the outbox and its drainer, and questions with a deadline."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from ivr.calls import spool, store
from ivr.calls.deadlines import Deadline
from ivr.calls.drainer import Drainer
from ivr.calls.journal import Journal
from ivr.calls.outbox import Outbox
from ivr.calls.reads import Reads
from ivr.calls.records import Batch
from ivr.calls.register import PostgresRegister
from ivr.db.local import LocalStore
from ivr.db.secrets import Secrets


class Memory:
    """Makes the pieces fit; nothing is connected and no thread runs before `start` or the first use.

    engine: impatient (see patience). folder: the data directory that `local` stands in. After each writing, and in the
    journal's own thread, `told` hears of which calls there are new turns, and `broke_off` which are over with something
    to call back about; neither must raise.
    """

    def __init__(
        self,
        engine: Engine,
        local: LocalStore,
        secrets: Secrets,
        deadline: Deadline,
        *,
        folder: Path,
        told: Callable[[Collection[str]], None] = lambda calls: None,
        broke_off: Callable[[Collection[str]], None] = lambda calls: None,
    ) -> None:
        self._engine, self._secrets, self._folder = engine, secrets, folder / "spool"
        self._told, self._broke_off = told, broke_off
        self.journal = Journal(self._write)
        register = PostgresRegister(engine, secrets)
        self.outbox = Outbox(local, register, secrets, deadline, wake=lambda: self.drainer.wake())
        self.drainer = Drainer(self.outbox, local, folder, lambda: datetime.now(UTC))
        self.reads = Reads(engine, secrets, deadline, self.outbox)

    def start(self) -> None:
        """Begins to deliver, to keep numbers at hand, and to journal what an earlier process could not write.

        Call it in the process that answers calls: after a fork, not before.
        """
        for record in spool.fetch(self._folder, self._secrets):
            self.journal.put(record)
        self.drainer.start()

    def _write(self, batch: Batch) -> None:
        left = store.write(self._engine, self._secrets, batch)
        self._told({turn.call_sid for turn in batch.turns})
        self._broke_off(left)

    def close(self, seconds: float = 5.0) -> None:
        """Writes what can be written within the time; the rest is kept on disk for the next start."""
        left = self.journal.close(seconds)
        spool.keep(self._folder, left, self._secrets)
        self.drainer.close(seconds)
