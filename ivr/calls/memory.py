"""The memory of the calls in one process: the journal, the outbox and its drainer, and questions with a deadline."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Engine

from ivr.calls import spool, store
from ivr.calls.deadlines import Deadline
from ivr.calls.drainer import Drainer
from ivr.calls.journal import Journal
from ivr.calls.outbox import Outbox
from ivr.calls.reads import Reads
from ivr.calls.register import PostgresRegister
from ivr.db.local import LocalStore
from ivr.db.secrets import Secrets


class Memory:
    """Makes the pieces fit; nothing is connected and no thread runs before `start` or the first use.

    engine: impatient (see patience). folder: the data directory that `local` stands in.
    """

    def __init__(
        self, engine: Engine, local: LocalStore, secrets: Secrets, deadline: Deadline, *, folder: Path
    ) -> None:
        self._secrets, self._folder = secrets, folder / "spool"
        self.journal = Journal(partial(store.write, engine, secrets))
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

    def close(self, seconds: float = 5.0) -> None:
        """Writes what can be written within the time; the rest is kept on disk for the next start."""
        left = self.journal.close(seconds)
        spool.keep(self._folder, left, self._secrets)
        self.drainer.close(seconds)
