"""A question to the database is answered in time or not at all, and a database in trouble is left in peace."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from typing import TypeVar

import pytest
from sqlalchemy import Engine, text

from ivr.calls.deadlines import Deadline
from ivr.calls.errors import NoAnswer
from ivr.calls.journal import Journal
from ivr.calls.memory import Memory
from ivr.calls.outbox import Outbox
from ivr.calls.reads import Reads
from ivr.calls.records import LanguageChosen
from ivr.calls.register import PostgresRegister
from ivr.calls.store import write
from ivr.db.local import LocalStore
from ivr.db.secrets import Secrets

from .build import CALLER, NOON, filing
from .conftest import KEY
from .proxy import Proxy
from .test_outbox import DUE, LAW

T = TypeVar("T")

TODAY = date(2026, 11, 24)


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def deadline(clock: Clock) -> Iterator[Deadline]:
    made = Deadline(0.05, rest=3.0, clock=clock)
    yield made
    made.close()


def fail() -> str:
    raise ConnectionError


def test_an_answer_in_time_is_given(deadline: Deadline) -> None:
    assert deadline.run(lambda: "yes") == "yes"


def test_a_slow_answer_is_not_waited_for(deadline: Deadline) -> None:
    slow = threading.Event()
    began = time.perf_counter()
    with pytest.raises(NoAnswer):
        deadline.run(slow.wait)
    assert time.perf_counter() - began < LAW
    slow.set()


def test_after_a_failure_questions_are_refused_unasked_and_then_one_tries(deadline: Deadline, clock: Clock) -> None:
    asked: list[str] = []
    with pytest.raises(NoAnswer):
        deadline.run(fail)
    with pytest.raises(NoAnswer):
        deadline.run(lambda: asked.append("too early"))
    assert deadline.resting
    clock.now += 3.1
    with pytest.raises(NoAnswer):
        deadline.run(fail)
    with pytest.raises(NoAnswer):
        deadline.run(lambda: asked.append("the one that tried has failed again"))
    assert asked == []
    clock.now += 3.1
    assert deadline.run(lambda: "well again") == "well again"
    assert not deadline.resting


def test_while_one_tries_the_others_are_refused(deadline: Deadline, clock: Clock) -> None:
    with pytest.raises(NoAnswer):
        deadline.run(fail)
    clock.now += 3.1
    refused: list[bool] = []

    def ask() -> None:
        with pytest.raises(NoAnswer):
            deadline.run(lambda: "second")
        refused.append(True)

    deadline.run(ask, 5.0)
    assert refused == [True]


# ------------------------------------------------------------------ what a call asks


@pytest.fixture
def reads(far: Engine, database: Engine, secrets: Secrets, local: LocalStore) -> Reads:
    """Questions through the proxy; the database knows one request and one caller."""
    near = PostgresRegister(database, secrets)
    Outbox(local, near, secrets, Deadline(5.0)).file(filing(), "transportation", DUE)
    journal = Journal(lambda batch: write(database, secrets, batch))
    journal.put(LanguageChosen(CALLER, "es", NOON))
    journal.close()
    made = Reads(far, secrets, Deadline(), Outbox(local, PostgresRegister(far, secrets), secrets, Deadline()))
    with far.connect() as connection:  # the first connection takes longer than a caller waits on a busy machine
        connection.execute(text("SELECT 1"))
    return made


def test_a_caller_is_greeted_in_the_language_chosen_last_time(reads: Reads) -> None:
    assert reads.language_of(CALLER) == "es"
    assert reads.language_of("+14105550000") is None


def test_a_number_hashed_with_an_older_key_is_found(database: Engine, reads: Reads, local: LocalStore) -> None:
    rotated = Secrets(["a new secret of thirty-two characters", KEY])
    renewed = Reads(database, rotated, Deadline(5.0), Outbox(local, reads._register, rotated, Deadline()))
    assert renewed.language_of(CALLER) == "es"
    assert len(_patiently(lambda: renewed.mine(CALLER))) == 1


def test_a_request_is_found_by_its_number_with_or_without_the_year(reads: Reads) -> None:
    known = _patiently(lambda: reads.mine(CALLER))[0]
    assert (known.service_code, known.status, known.agency, known.due) == ("pothole", "new", "transportation", DUE)
    assert _patiently(lambda: reads.find(known.number, TODAY)) == known
    assert _patiently(lambda: reads.find(known.number[3:], TODAY)) == known
    assert _patiently(lambda: reads.find("26-11111111", TODAY)) is None
    assert reads.find("nonsense", TODAY) is None


def _patiently(ask: Callable[[], T]) -> T:
    """The answer of a database that is there, on a machine that may be too busy to give it in time."""
    for _ in range(5):
        try:
            return ask()
        except NoAnswer:
            time.sleep(3.1)
    return ask()


def test_a_database_that_does_not_answer_is_no_answer_and_no_delay(reads: Reads, proxy: Proxy) -> None:
    number = _patiently(lambda: reads.mine(CALLER))[0].number
    proxy.silent = True
    began = time.perf_counter()
    assert reads.language_of(CALLER) is None
    assert time.perf_counter() - began < LAW
    again = time.perf_counter()
    with pytest.raises(NoAnswer):
        reads.find(number, TODAY)
    with pytest.raises(NoAnswer):
        reads.mine(CALLER)
    assert time.perf_counter() - again < 0.15, "refused unasked"


# ------------------------------------------------------------------ a process's memory


def test_what_a_process_could_not_journal_the_next_one_does(
    far: Engine, proxy: Proxy, database: Engine, secrets: Secrets, local: LocalStore, tmp_path: object
) -> None:
    from pathlib import Path

    from .build import turn

    folder = Path(str(tmp_path))
    proxy.cut()
    first = Memory(far, local, secrets, Deadline(), folder=folder)
    first.journal.put(turn(known={"service": "pothole", "details": "it broke my axle"}))
    first.journal.put(LanguageChosen(CALLER, "es", NOON))
    first.close(1.0)
    kept = list((folder / "spool").iterdir())
    assert len(kept) == 1
    assert b"axle" not in kept[0].read_bytes()
    proxy.restore()
    for _ in range(2):
        later = Memory(database, local, secrets, Deadline(), folder=folder)
        later.start()
        assert later.journal.flush()
        later.close()
    with database.connect() as connection:
        counts = connection.execute(
            text("SELECT (SELECT count(*) FROM turns), (SELECT count(*) FROM drafts), (SELECT count(*) FROM callers)")
        ).one()
    assert tuple(counts) == (1, 1, 1)
    assert list((folder / "spool").iterdir()) == []
