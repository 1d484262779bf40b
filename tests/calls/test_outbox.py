"""The outbox: what a caller was told a number for is filed, once, whatever happens to the machine or the database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from ivr.calls.deadlines import Deadline
from ivr.calls.drainer import Drainer
from ivr.calls.errors import CannotStore, OutboxUnavailable
from ivr.calls.outbox import BLOCK, Outbox, Receipt
from ivr.calls.reads import Reads
from ivr.calls.register import PostgresRegister
from ivr.db.local import LocalStore
from ivr.db.secrets import Secrets
from ivr.requests import store
from ivr.requests.filing import Filing
from ivr.requests.numbers import valid
from ivr.requests.store import Query

from .build import CALLER, NOON, filing
from .conftest import KEY, until
from .proxy import Proxy

DUE = NOON + timedelta(days=2)
LAW = 0.1 + 1.0  # seconds: what a database may delay a turn, and what a busy test machine may add


@pytest.fixture
def outbox(local: LocalStore, database: Engine, secrets: Secrets) -> Outbox:
    return Outbox(local, PostgresRegister(database, secrets), secrets, Deadline(2.0))


@pytest.fixture
def remote(local: LocalStore, far: Engine, secrets: Secrets) -> Iterator[Outbox]:
    """An outbox whose database is behind the proxy, with numbers at hand."""
    deadline = Deadline()
    made = Outbox(local, PostgresRegister(far, secrets), secrets, deadline)
    made.top_up(2026)
    yield made
    deadline.close()


def drainer(outbox: Outbox, local: LocalStore, folder: Path) -> Drainer:
    return Drainer(outbox, local, folder, lambda: NOON)


def filed(engine: Engine) -> list[str]:
    with Session(engine) as session:
        return [request.number for request in store.search(session, Query())]


def timed_file(outbox: Outbox, what: Filing) -> tuple[Receipt, float]:
    began = time.perf_counter()
    receipt = outbox.file(what, agency="transportation", due=DUE)
    return receipt, time.perf_counter() - began


def test_the_request_is_in_the_database_before_its_number_is_told(outbox: Outbox, database: Engine) -> None:
    receipt = outbox.file(filing(), "transportation", DUE)
    assert receipt == Receipt(receipt.number, DUE, fresh=True)
    assert valid(receipt.number)
    assert filed(database) == [receipt.number]


def test_a_repeated_webhook_is_told_the_same(outbox: Outbox, database: Engine) -> None:
    first = outbox.file(filing(), "transportation", DUE)
    again = outbox.file(filing(), "transportation", DUE + timedelta(days=1))
    assert (again.number, again.due, again.fresh) == (first.number, DUE, False)
    assert filed(database) == [first.number]


def test_another_machine_tells_the_same_number(
    outbox: Outbox, database: Engine, secrets: Secrets, tmp_path: Path
) -> None:
    first = outbox.file(filing(), "transportation", DUE)
    other = Outbox(LocalStore(tmp_path / "other"), PostgresRegister(database, secrets), secrets, Deadline(2.0))
    assert other.file(filing(), "transportation", DUE) == Receipt(first.number, DUE, fresh=False)


def test_two_machines_that_could_not_ask_file_once_and_both_numbers_find_it(
    remote: Outbox, proxy: Proxy, far: Engine, database: Engine, secrets: Secrets, local: LocalStore, tmp_path: Path
) -> None:
    other_local = LocalStore(tmp_path / "other")
    other = Outbox(other_local, PostgresRegister(far, secrets), secrets, Deadline())
    other.top_up(2026)
    proxy.cut()
    told = [box.file(filing(), "transportation", DUE).number for box in (remote, other)]
    proxy.restore()
    assert told[0] != told[1]
    assert drainer(remote, local, tmp_path).round() == 1
    assert drainer(other, other_local, tmp_path / "other").round() == 1
    with Session(database) as session:
        found = [store.find(session, number) for number in told]
    assert filed(database) == [told[0]]
    assert all(request and request.number == told[0] for request in found)


def test_eight_threads_with_one_key_get_one_number(outbox: Outbox, database: Engine) -> None:
    outbox.top_up(2026)
    with ThreadPoolExecutor(8) as pool:
        numbers = {r.number for r in pool.map(lambda _: outbox.file(filing(), "transportation", DUE), range(8))}
    assert filed(database) == list(numbers)


def test_a_database_that_is_away_delays_no_caller_and_loses_no_request(
    remote: Outbox, proxy: Proxy, database: Engine, local: LocalStore, tmp_path: Path
) -> None:
    proxy.cut()
    told = [timed_file(remote, filing(f"CA{n}/0")) for n in range(20)]
    assert max(seconds for _, seconds in told) < LAW
    assert filed(database) == []
    proxy.restore()
    assert drainer(remote, local, tmp_path).round() == 20
    assert sorted(filed(database)) == sorted(receipt.number for receipt, _ in told)
    assert drainer(remote, local, tmp_path).round() == 0


@pytest.mark.parametrize("trouble", ["slow", "silent"])
def test_a_slow_or_silent_database_delays_no_caller(
    remote: Outbox, proxy: Proxy, database: Engine, local: LocalStore, tmp_path: Path, trouble: str
) -> None:
    proxy.delay, proxy.silent = (0.5, False) if trouble == "slow" else (0.0, True)
    told = [timed_file(remote, filing(f"CA{n}/0")) for n in range(10)]
    proxy.restore()
    assert max(seconds for _, seconds in told) < LAW
    patient = drainer(remote, local, tmp_path)
    until(lambda: delivered(patient) or len(filed(database)) == 10, 20)
    assert sorted(filed(database)) == sorted(receipt.number for receipt, _ in told)


def delivered(some: Drainer) -> bool:
    """One round, which a connection that is still broken may end."""
    try:
        some.round()
    except Exception:
        return False
    return False


def test_a_database_that_only_reads_delays_no_caller(
    local: LocalStore, database: Engine, secrets: Secrets, tmp_path: Path
) -> None:
    outbox = Outbox(local, PostgresRegister(database, secrets), secrets, Deadline())
    outbox.top_up(2026)
    with database.connect() as busy:
        busy.execute(text("LOCK TABLE service_requests IN EXCLUSIVE MODE"))
        receipt, seconds = timed_file(outbox, filing())
    assert seconds < LAW
    drainer(outbox, local, tmp_path).round()
    assert filed(database) == [receipt.number]


def test_a_drainer_delivers_by_itself_when_the_database_is_back(
    remote: Outbox, proxy: Proxy, database: Engine, local: LocalStore, tmp_path: Path
) -> None:
    proxy.cut()
    number = remote.file(filing(), "transportation", DUE).number
    working = drainer(remote, local, tmp_path)
    working.start()
    time.sleep(0.2)
    proxy.restore()
    working.wake()
    until(lambda: filed(database) == [number])
    working.close()


def test_without_numbers_and_without_a_database_no_number_is_told(
    far: Engine, proxy: Proxy, secrets: Secrets, tmp_path: Path
) -> None:
    local = LocalStore(tmp_path / "new")
    proxy.cut()
    new = Outbox(local, PostgresRegister(far, secrets), secrets, Deadline())
    began = time.perf_counter()
    with pytest.raises(OutboxUnavailable):
        new.file(filing(), "transportation", DUE)
    assert time.perf_counter() - began < LAW
    assert local.waiting() == []


def test_a_new_machine_leases_its_first_numbers_when_it_needs_them(outbox: Outbox, local: LocalStore) -> None:
    assert local.numbers_left(2026) == 0
    outbox.file(filing(), "transportation", DUE)
    assert local.numbers_left(2026) == BLOCK - 1


def test_numbers_of_the_new_year_are_at_hand_before_it_begins(
    outbox: Outbox, local: LocalStore, tmp_path: Path
) -> None:
    Drainer(outbox, local, tmp_path, lambda: datetime(2026, 12, 28, tzinfo=NOON.tzinfo)).round()
    assert (local.numbers_left(2026), local.numbers_left(2027)) == (BLOCK, BLOCK)


def test_one_refused_filing_does_not_hold_up_the_others(
    local: LocalStore, database: Engine, secrets: Secrets, tmp_path: Path
) -> None:
    class Fussy(PostgresRegister):
        def file(self, filing: Filing, number: str, agency: str, due: datetime | None) -> None:
            if filing.call_sid == "CA0":
                raise CannotStore
            super().file(filing, number, agency, due)

    fussy = Outbox(local, Fussy(database, secrets), secrets, Deadline(2.0, rest=0.0))
    for n in range(3):
        fussy.file(filing(f"CA{n}/0"), "transportation", DUE)
    patient = drainer(fussy, local, tmp_path)
    patient.round()
    assert len(filed(database)) == 2
    assert [entry.key for entry in local.waiting()] == ["CA0/0"], "what is refused is still kept"


def test_after_a_backup_was_restored_the_request_is_filed_under_a_new_number(
    outbox: Outbox, database: Engine, secrets: Secrets
) -> None:
    register = PostgresRegister(database, secrets)
    number = outbox.file(filing("CA1/0"), "transportation", DUE).number
    register.file(filing("CA2/0"), number, "transportation", DUE)
    assert len(set(filed(database))) == 2


def test_words_and_numbers_of_callers_are_not_readable_on_the_disk(
    remote: Outbox, proxy: Proxy, tmp_path: Path
) -> None:
    proxy.cut()
    remote.file(filing(), "transportation", DUE)
    disk = b"".join(path.read_bytes() for path in (tmp_path / "data").iterdir())
    assert b"CA1/0" in disk
    assert b"axle" not in disk
    assert CALLER.encode() not in disk


def test_a_caller_who_asks_at_once_hears_of_a_request_that_waits(
    remote: Outbox, proxy: Proxy, far: Engine, secrets: Secrets
) -> None:
    proxy.cut()
    number = remote.file(filing(), "transportation", DUE).number
    known = Reads(far, secrets, Deadline(), remote).find(number.replace("-", ""), date(2026, 11, 24))
    assert known is not None
    assert (known.number, known.status, known.due) == (number, "new", DUE)


def test_without_a_disk_the_request_is_filed_at_once(
    outbox: Outbox, database: Engine, local: LocalStore, tmp_path: Path
) -> None:
    outbox.top_up(2026)
    for path in (tmp_path / "data").glob("local.db*"):
        path.unlink()
    (tmp_path / "data" / "local.db").mkdir()
    with ThreadPoolExecutor(1) as fresh_thread:
        receipt = fresh_thread.submit(outbox.file, filing(), "transportation", DUE).result()
    assert filed(database) == [receipt.number]


# ------------------------------------------------------------------ kill -9

FILE_AND_DIE = """
import os, signal, sys
from pathlib import Path
from datetime import datetime
from ivr.calls.deadlines import Deadline
from ivr.calls.outbox import Outbox
from ivr.calls.register import PostgresRegister
from ivr.db.engine import connect
from ivr.db.local import LocalStore
from ivr.db.secrets import Secrets
from ivr.requests.filing import decode

url, folder, key, at = sys.argv[1:5]
filing = decode(sys.stdin.buffer.read())

def step(name):
    if name == at:
        os.kill(os.getpid(), signal.SIGKILL)

secrets = Secrets([key])
outbox = Outbox(LocalStore(Path(folder)), PostgresRegister(connect(url), secrets), secrets, Deadline(5.0), step=step)
print(outbox.file(filing, "transportation", None).number, flush=True)
"""


def file_and_die(url: str, folder: Path, what: Filing, at: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", FILE_AND_DIE, url, str(folder), KEY, at],
        input=encode(what),
        capture_output=True,
        cwd=Path(__file__).parents[2],
        timeout=60,
    )


def encode(what: Filing) -> bytes:
    from ivr.requests.filing import encode

    return encode(what)


@pytest.mark.parametrize("at", ["leased", "kept", "filed"])
def test_a_process_killed_between_any_two_steps_loses_and_doubles_nothing(
    database: Engine, database_url: str, secrets: Secrets, tmp_path: Path, at: str
) -> None:
    died = file_and_die(database_url, tmp_path, filing(), at)
    assert died.returncode == -signal.SIGKILL, died.stderr
    kept = [entry.number for entry in LocalStore(tmp_path).waiting()]
    # Twilio sends the webhook again, to whichever process is there now.
    again = file_and_die(database_url, tmp_path, filing(), "never")
    number = again.stdout.decode().strip()
    assert again.returncode == 0, again.stderr
    assert kept in ([], [number])
    assert filed(database) == [number]
    assert LocalStore(tmp_path).waiting() == []


def test_several_processes_of_a_machine_and_its_worker_file_every_request_once(
    database: Engine, database_url: str, secrets: Secrets, tmp_path: Path
) -> None:
    local = LocalStore(tmp_path)
    outbox = Outbox(local, PostgresRegister(database, secrets), secrets, Deadline(5.0))
    outbox.top_up(2026)
    children = []
    for _ in range(3):
        if (child := os.fork()) == 0:
            # A child inherits the parent's connections and must not use them.
            database.dispose(close=False)
            code = 1
            try:
                mine = Outbox(local, PostgresRegister(database, secrets), secrets, Deadline(0.0))
                for n in range(10):
                    mine.file(filing(f"CA{n}/0"), "transportation", DUE)
                drainer(mine, local, tmp_path).round()
                code = 0
            finally:
                os._exit(code)
        children.append(child)
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0, 0, 0]
    drainer(outbox, local, tmp_path).round()
    assert len(filed(database)) == 10
    assert local.waiting() == []
