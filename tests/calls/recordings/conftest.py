"""A line whose callers leave recordings: Twilio's API on this machine, a journal, and a worker that can be run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from ivr.calls import store as journal_store
from ivr.calls.journal import Journal
from ivr.calls.recordings.desk import Desk
from ivr.calls.recordings.reading import Cabinet
from ivr.calls.recordings.recording import Heard
from ivr.calls.records import CallEnded, RecordingArrived
from ivr.calls.register import PostgresRegister
from ivr.calls.worker import application
from ivr.db.secrets import Secrets
from ivr.requests import store as requests
from ivr.requests.numbers import reference
from ivr.requests.request import Request
from ivr.simulator.rest import Rest
from ivr.simulator.shelf import Shelf
from ivr.speech.audio import Audio
from tests.calls.build import NOON, filing, turn
from tests.calls.conftest import KEY

from . import desk as desks
from .desk import Clock, Ear, spoken


@pytest.fixture
def secrets() -> Secrets:
    return Secrets([KEY])


@pytest.fixture
def rest(tmp_path: Path) -> Iterator[Rest]:
    with Rest(Shelf(tmp_path / "twilio"), auth_token=desks.TOKEN) as running:
        yield running


@pytest.fixture
def journal(database: Engine, secrets: Secrets) -> Iterator[Journal]:
    made = Journal(partial(journal_store.write, database, secrets))
    yield made
    made.close()


@dataclass
class City:
    """Everything a recording passes through."""

    engine: Engine
    url: str
    secrets: Secrets
    rest: Rest
    journal: Journal
    folder: Path
    ear: Ear
    clock: Clock

    def desk(self, **what: Any) -> Desk:
        given = {"ear": self.ear, "clock": self.clock, **what}
        return desks.desk(self.engine, self.secrets, self.folder, self.rest, **given)

    def record(
        self, sid: str = "RE1", call_sid: str = "CA1", sound: Audio | bytes | Path | None = None, **what: Any
    ) -> None:
        """Twilio records, and tells of it as often as it likes."""
        kept = spoken() if sound is None else sound
        seconds = what.get("seconds", round(kept.seconds) if isinstance(kept, Audio) else 3)
        self.rest.shelf.keep(sid, call_sid, self.rest.account_sid, kept, seconds)
        if what.get("told", True):
            self.tell(sid, call_sid, seconds, kind=what.get("kind", ""))

    def tell(
        self, sid: str = "RE1", call_sid: str = "CA1", seconds: int = 3, status: str = "completed", kind: str = ""
    ) -> None:
        self.journal.put(RecordingArrived(call_sid, sid, status, seconds, NOON, kind))
        assert self.journal.flush()

    def call(self, call_sid: str = "CA1", filed: int = 1, ended: bool = True, **what: Any) -> None:
        """A call as the journal knows it."""
        self.journal.put(turn(call_sid, n=5, filed=filed, **what))
        if ended:
            self.journal.put(CallEnded(call_sid, "completed", 60, NOON))
        assert self.journal.flush()

    def file(self, key: str = "CA1/0", ordinal: int = 1, **what: Any) -> str:
        number = reference(2026, ordinal)
        PostgresRegister(self.engine, self.secrets).file(filing(key, **what), number, "water", None)
        return number

    def request(self, number: str) -> Request:
        with Session(self.engine) as session:
            found = requests.find(session, number)
        assert found
        return found

    def heard(self, sid: str = "RE1") -> Heard:
        found = Cabinet(self.engine, self.secrets).find(sid)
        assert found
        return found

    def work(self, desk: Desk | None = None) -> None:
        """The real worker, until no job waits that is due."""
        app = application(self.url, self.engine, desk or self.desk())
        with ThreadPoolExecutor(1) as alone:
            alone.submit(app.run_worker, wait=False, install_signal_handlers=False, listen_notify=False).result()

    def hurry(self) -> None:
        """What is to be tried again later is due now."""
        self.run("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'")

    def run(self, statement: str, **values: Any) -> list[Any]:
        with self.engine.begin() as connection:
            done = connection.execute(text(statement), values)
            return list(done) if done.returns_rows else []

    def jobs(self, task: str) -> list[tuple[str, int]]:
        rows = self.run(
            "SELECT status, attempts FROM procrastinate_jobs WHERE task_name = :task ORDER BY id", task=task
        )
        return [(row.status, row.attempts) for row in rows]


@pytest.fixture
def city(database: Engine, database_url: str, secrets: Secrets, rest: Rest, journal: Journal, tmp_path: Path) -> City:
    return City(database, database_url, secrets, rest, journal, tmp_path / "data", Ear(), Clock())


Make = Callable[..., Desk]
