"""The machine's own store: nothing is lost, no number is given twice, whoever is killed or writes at once."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ivr.db.errors import CellarError, NoNumbersLeft
from ivr.db.local import Entry, LocalStore
from ivr.db.sqlite import Sqlite

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 21, 15, 30, 0, 123456, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    made = LocalStore(tmp_path)
    made.lease(2026, range(100, 300))
    return made


def file(store: LocalStore, key: str, at: datetime = NOW, due: datetime | None = None) -> Entry:
    return store.file(key, b"sealed", at, year=2026, number_of=lambda n: f"26-{n}", due=due)


def test_what_is_filed_waits_under_the_next_number_until_it_is_delivered(store: LocalStore) -> None:
    due = NOW + timedelta(days=2)
    kept = file(store, "CA1/0", due=due)
    assert kept == Entry("CA1/0", "26-100", due, b"sealed", NOW, fresh=True)
    assert [each.number for each in store.waiting()] == ["26-100"]
    store.filed("CA1/0", NOW)
    store.filed("CA1/0", NOW + timedelta(days=1))
    assert store.waiting() == []
    found = store.find("CA1/0")
    assert found is not None
    assert (found.number, found.due, found.filed_at) == ("26-100", due, NOW)


def test_filing_again_gives_the_same_number_and_uses_up_none(store: LocalStore) -> None:
    first, again = file(store, "CA1/0"), file(store, "CA1/0", due=NOW)
    assert (again.number, again.due, again.fresh) == (first.number, None, False)
    assert store.numbers_left(2026) == 199


def test_it_is_found_by_its_number(store: LocalStore) -> None:
    file(store, "CA1/0")
    found = store.find_number("26-100")
    assert found is not None
    assert found.key == "CA1/0"
    assert store.find_number("26-101") is None
    assert store.find("CA2/0") is None


def test_without_a_leased_number_nothing_is_kept(store: LocalStore) -> None:
    with pytest.raises(NoNumbersLeft, match="holds no leased"):
        store.file("CA1/0", b"sealed", NOW, year=2027, number_of=str)
    assert store.find("CA1/0") is None
    assert store.waiting() == []


def test_blocks_are_used_one_after_the_other_and_never_added_twice(store: LocalStore) -> None:
    store.lease(2026, range(100, 300))
    store.lease(2026, range(900, 901))
    numbers = [file(store, f"CA{n}/0").number for n in range(201)]
    assert numbers == [f"26-{n}" for n in (*range(100, 300), 900)]
    store.lease(2026, range(900, 901))
    assert store.numbers_left(2026) == 0


def test_what_has_its_number_already_is_kept_under_it(store: LocalStore) -> None:
    given = Entry("CA1/0", "26-7", None, b"sealed", NOW, filed_at=NOW)
    assert store.keep(given).fresh
    assert store.keep(Entry("CA1/0", "26-8", None, b"other", NOW)).number == "26-7"
    assert store.waiting() == []


def test_what_was_delivered_long_ago_is_forgotten_and_what_waits_never(store: LocalStore) -> None:
    file(store, "CA1/0")
    file(store, "CA2/0")
    store.filed("CA1/0", NOW)
    assert store.prune(NOW) == 0
    assert store.prune(NOW + timedelta(seconds=1)) == 1
    assert [each.key for each in store.waiting()] == ["CA2/0"]


def test_the_oldest_is_delivered_first(store: LocalStore) -> None:
    for minute in (3, 1, 2):
        file(store, f"CA{minute}/0", NOW + timedelta(minutes=minute))
    assert [each.key for each in store.waiting(2)] == ["CA1/0", "CA2/0"]


def test_a_call_keeps_the_moment_it_was_first_seen(store: LocalStore, tmp_path: Path) -> None:
    assert store.first_seen("CA1", NOW) == NOW
    assert LocalStore(tmp_path).first_seen("CA1", NOW + timedelta(minutes=9)) == NOW
    store.prune(NOW + timedelta(seconds=1))
    assert store.first_seen("CA1", NOW + timedelta(days=9)) == NOW + timedelta(days=9)


def test_threads_and_processes_at_once_get_each_number_once(store: LocalStore, tmp_path: Path) -> None:
    file(store, "before/0")  # a connection that must not be used on the other side of the fork
    patient = LocalStore(tmp_path, patience=60)  # sixteen wait for one busy disk
    file(patient, "before/0")
    workers = [multiprocessing.get_context("fork").Process(target=_file_many, args=(patient, w)) for w in range(3)]
    for worker in workers:
        worker.start()
    _file_many(patient, 9)
    for worker in workers:
        worker.join(60)
        assert worker.exitcode == 0
    waiting = store.waiting(500)
    assert len(waiting) == 121
    assert len({each.number for each in waiting}) == 121
    assert store.numbers_left(2026) == 79


def test_a_forked_process_never_uses_the_connection_of_its_parent(tmp_path: Path) -> None:
    shared = Sqlite(tmp_path / "any.db", "CREATE TABLE IF NOT EXISTS t (n)", durable=True, patience=1)
    with shared.reading() as parents:
        child = os.fork()
        if child == 0:
            with shared.reading() as own:
                os._exit(1 if own is parents else 0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def _file_many(store: LocalStore, worker: int) -> None:
    with ThreadPoolExecutor(4) as pool:
        kept = list(pool.map(lambda n: file(store, f"CA{worker}-{n}/0"), range(30)))
    assert all(each.fresh for each in kept)


def test_eight_threads_that_file_the_same_key_get_one_number(store: LocalStore) -> None:
    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(lambda _: file(store, "CA1/0"), range(32)))
    assert {each.number for each in kept} == {"26-100"}
    assert [each.fresh for each in kept].count(True) == 1


def test_what_was_told_is_there_after_the_process_was_killed(store: LocalStore, tmp_path: Path) -> None:
    script = f"""
import pathlib
from datetime import datetime, UTC
from ivr.db.local import LocalStore
store = LocalStore(pathlib.Path({str(tmp_path)!r}))
for n in range(10**6):
    print(store.file(f"CA{{n}}/0", b"sealed", datetime.now(UTC), year=2026, number_of=str).number, flush=True)
"""
    store.lease(2026, range(1000, 100_000))
    writer = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert writer.stdout
    told = [writer.stdout.readline().strip() for _ in range(50)]
    writer.send_signal(signal.SIGKILL)
    told += writer.stdout.read().split("\n")[:-1]
    writer.wait()
    again = LocalStore(tmp_path)
    kept = [each.number for each in again.waiting(10**6)]
    assert set(told) <= set(kept)
    assert len(kept) - len(told) in (0, 1)
    file(again, "CA-after/0")


def test_a_broken_note_of_calls_is_made_anew_but_a_broken_outbox_is_told(tmp_path: Path) -> None:
    LocalStore(tmp_path)
    for name in ("seen.db", "local.db"):
        for part in ("-wal", "-shm"):
            (tmp_path / (name + part)).unlink(missing_ok=True)
    (tmp_path / "seen.db").write_bytes(b"no database at all" * 500)
    assert LocalStore(tmp_path).first_seen("CA1", NOW) == NOW
    (tmp_path / "local.db").write_bytes(b"no database at all" * 500)
    with pytest.raises(CellarError, match=r"local store .* fails .*ONECALL_DATA"):
        LocalStore(tmp_path)


def test_a_folder_that_cannot_be_is_told_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CellarError, match=r"local store .* fails .*ONECALL_DATA"):
        LocalStore(tmp_path / "file" / "data")


def test_who_waits_too_long_for_others_is_told_and_not_kept_waiting(tmp_path: Path) -> None:
    store = LocalStore(tmp_path, patience=0.05)
    store.lease(2026, range(10))
    with sqlite3.connect(tmp_path / "local.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        with pytest.raises(CellarError, match="locked"):
            file(store, "CA1/0")
        assert time.monotonic() - began < 4
        assert store.first_seen("CA1", NOW) == NOW
        other.execute("ROLLBACK")
    assert file(store, "CA1/0").number == "26-0"


def test_its_files_are_for_their_owner_only(store: LocalStore, tmp_path: Path) -> None:
    file(store, "CA1/0")
    assert {os.stat(path).st_mode & 0o077 for path in tmp_path.iterdir()} == {0}
