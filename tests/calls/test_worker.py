"""The worker and the housekeeper: what is done later is done, once, and what is past its time is forgotten."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from ivr.calls import housekeeper, store
from ivr.calls.journal import Journal
from ivr.calls.records import CallEnded, LanguageChosen, RecordingArrived
from ivr.calls.register import PostgresRegister
from ivr.calls.worker import application
from ivr.db.local import LocalStore
from ivr.db.secrets import Secrets
from ivr.requests import store as requests
from ivr.requests.numbers import reference

from .build import CALLER, NOON, filing, turn
from .conftest import KEY, until
from .test_journal import KNOWN, all_of, one, put_all


@pytest.fixture
def journal(database: Engine, secrets: Secrets) -> Iterator[Journal]:
    made = Journal(partial(store.write, database, secrets))
    yield made
    made.close()


def file_message(database: Engine, secrets: Secrets) -> str:
    number = reference(2026, 1)
    PostgresRegister(database, secrets).file(filing(kind="message"), number, "311", None)
    return number


def recordings(database: Engine, number: str) -> tuple[str, ...]:
    with Session(database) as session:
        found = requests.find(session, number)
    assert found
    return found.recordings


def work(url: str, database: Engine) -> None:
    """One round of the real worker: until no job waits. In a thread: a browser test may have left its loop in ours."""
    app = application(url, database)
    with ThreadPoolExecutor(1) as alone:
        alone.submit(app.run_worker, wait=False, install_signal_handlers=False, listen_notify=False).result()


ARRIVED = RecordingArrived("CA1", "RE1", "completed", 12, NOON)


def test_a_recording_is_joined_to_its_message(
    journal: Journal, database: Engine, database_url: str, secrets: Secrets
) -> None:
    number = file_message(database, secrets)
    put_all(journal, ARRIVED, ARRIVED)
    put_all(journal, ARRIVED)
    work(database_url, database)
    assert recordings(database, number) == ("RE1",)
    assert one(database, "SELECT attached_at FROM recordings")["attached_at"]
    assert housekeeper.attach(database, "RE1")
    assert recordings(database, number) == ("RE1",)


def test_a_recording_that_comes_before_its_message_is_joined_later(
    journal: Journal, database: Engine, database_url: str, secrets: Secrets
) -> None:
    put_all(journal, ARRIVED)
    work(database_url, database)
    assert one(database, "SELECT status FROM procrastinate_jobs WHERE task_name = 'calls.message_recorded'") == {
        "status": "todo"
    }, "tried again later"
    number = file_message(database, secrets)
    assert housekeeper.attach(database, "RE1")
    assert recordings(database, number) == ("RE1",)


def test_an_absent_recording_is_noted_and_joined_to_nothing(
    journal: Journal, database: Engine, database_url: str, secrets: Secrets
) -> None:
    put_all(journal, RecordingArrived("CA1", "RE2", "absent", 0, NOON))
    assert all_of(database, "SELECT * FROM procrastinate_jobs") == []
    assert one(database, "SELECT status FROM recordings") == {"status": "absent"}


def test_a_call_nobody_told_the_end_of_is_closed_and_its_draft_left(journal: Journal, database: Engine) -> None:
    put_all(journal, turn(known=KNOWN), turn("CA2", known=KNOWN, at=NOON + timedelta(hours=1)))
    assert housekeeper.close_calls(database, NOON + timedelta(minutes=90)) == 1
    assert all_of(database, "SELECT call_sid, state FROM drafts ORDER BY 1") == [
        {"call_sid": "CA1", "state": "left"},
        {"call_sid": "CA2", "state": "open"},
    ]
    assert one(database, "SELECT ending FROM calls WHERE call_sid = 'CA1'") == {"ending": "lost"}


def test_a_call_thought_lost_that_goes_on_is_open_again(journal: Journal, database: Engine) -> None:
    put_all(journal, turn(n=1))
    housekeeper.close_calls(database, NOON + timedelta(hours=2))
    put_all(journal, turn(n=2))
    assert one(database, "SELECT ended_at, ending FROM calls") == {"ended_at": None, "ending": None}


def test_words_are_forgotten_after_90_days_and_the_course_of_the_call_stays(journal: Journal, database: Engine) -> None:
    put_all(journal, turn(n=1, known=KNOWN), turn("CA2", n=1, at=NOON + timedelta(days=2)))
    forgotten = housekeeper.forget(database, NOON + timedelta(days=91))
    assert forgotten == {"words": 1, "turns": 0, "drafts": 1, "callers": 0, "versions": 0}
    assert one(database, "SELECT call_sid FROM turns WHERE words IS NOT NULL") == {"call_sid": "CA2"}
    assert housekeeper.forget(database, NOON + timedelta(days=800))["turns"] == 2


def test_a_caller_who_asks_is_forgotten(journal: Journal, database: Engine, secrets: Secrets) -> None:
    put_all(journal, turn(), LanguageChosen(CALLER, "es", NOON), turn("CA2", phone="+14105550188"))
    assert housekeeper.forget_caller(database, secrets, CALLER) == 1
    assert all_of(database, "SELECT * FROM callers") == []
    assert one(database, "SELECT call_sid FROM turns WHERE words IS NOT NULL") == {"call_sid": "CA2"}


def test_a_status_that_is_no_end_ends_nothing(journal: Journal, database: Engine) -> None:
    put_all(journal, turn(), CallEnded("CA1", "in-progress", None, NOON))
    assert one(database, "SELECT ended_at FROM calls") == {"ended_at": None}


WORK = """
import os
from ivr.calls.worker import run
from ivr.config import Settings

run(Settings.from_env(os.environ))
print("ended tidily", flush=True)
"""


def test_the_worker_delivers_what_a_killed_process_left_and_ends_tidily(
    database: Engine, database_url: str, secrets: Secrets, tmp_path: Path
) -> None:
    from .test_outbox import file_and_die, filed

    file_and_die(database_url, tmp_path, filing(), "kept")
    waiting = LocalStore(tmp_path).waiting()
    assert len(waiting) == 1
    worker = subprocess.Popen(
        [sys.executable, "-c", WORK],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        env={**os.environ, "DATABASE_URL": database_url, "ONECALL_DATA": str(tmp_path), "SECRET_KEYS": KEY},
    )
    try:
        until(lambda: filed(database) == [waiting[0].number], 20)
        until(lambda: beating(database), 20)
        worker.send_signal(signal.SIGTERM)
        told, _ = worker.communicate(timeout=15)
    finally:
        worker.kill()
    assert worker.returncode == 0
    assert b"ended tidily" in told


def beating(database: Engine) -> bool:
    with database.connect() as connection:
        return bool(connection.execute(text("SELECT count(*) FROM procrastinate_workers")).scalar())
