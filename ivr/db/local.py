"""The machine's own small durable store, for when PostgreSQL is slow or away: filings to deliver, numbers at hand."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog

from ivr.db.errors import CellarError, NoNumbersLeft
from ivr.db.sqlite import Sqlite

log = structlog.get_logger(__name__)

_SCHEMA = """
CREATE TABLE IF NOT EXISTS outbox (
    key TEXT PRIMARY KEY, number TEXT NOT NULL UNIQUE, due REAL, payload BLOB NOT NULL,
    created REAL NOT NULL, filed_at REAL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS outbox_waiting ON outbox (created) WHERE filed_at IS NULL;
CREATE TABLE IF NOT EXISTS leases (
    year INTEGER NOT NULL, next INTEGER NOT NULL, beyond INTEGER NOT NULL, PRIMARY KEY (year, beyond)
) WITHOUT ROWID;
"""
_BY_KEY = "SELECT key, number, due, payload, created, filed_at FROM outbox WHERE key = ?"
_BY_NUMBER = "SELECT key, number, due, payload, created, filed_at FROM outbox WHERE number = ?"
_WAITING = (
    "SELECT key, number, due, payload, created, filed_at FROM outbox WHERE filed_at IS NULL ORDER BY created LIMIT ?"
)
_SEEN = "CREATE TABLE IF NOT EXISTS first_seen (call_sid TEXT PRIMARY KEY, started REAL NOT NULL) WITHOUT ROWID;"


@dataclass(frozen=True, slots=True)
class Entry:
    """One filing on its way. payload: sealed by whoever put it here. due, created, filed_at: aware, in UTC.

    fresh: this call of `file` put it here (false: it was here before).
    """

    key: str
    number: str
    due: datetime | None
    payload: bytes
    created: datetime
    filed_at: datetime | None = None
    fresh: bool = False


class LocalStore:
    """`local.db` and `seen.db` in a folder; shared by any number of threads and processes, also across a fork.

    What `file` and `lease` return is on the disk. An operation takes well under 2 ms and one fsync; while others write
    it waits for them, at most `patience` seconds. CellarError: the folder cannot be written, or the disk is full.
    """

    def __init__(self, folder: Path, patience: float = 2.0, *, strict: bool = True) -> None:
        """strict: CellarError when the folder cannot be used now; else only what is asked of it then fails, until it
        can be: a line that starts with a full disk still answers calls."""
        self._outbox = Sqlite(folder / "local.db", _SCHEMA, durable=True, patience=patience)
        self._seen = Sqlite(folder / "seen.db", _SEEN, durable=False, patience=patience)
        for file in (self._outbox, self._seen):
            try:
                file.prepare()
            except CellarError as problem:
                if strict:
                    raise
                log.error("local_store_fails", remedy=str(problem))

    # ------------------------------------------------------------------ the outbox

    def file(
        self,
        key: str,
        payload: bytes,
        created: datetime,
        *,
        year: int,
        number_of: Callable[[int], str],
        due: datetime | None = None,
    ) -> Entry:
        """Keeps a filing under the next leased number of `year`, at once and for good; a known key gives what is kept.

        number_of: makes the number of an ordinal. NoNumbersLeft: nothing is kept.
        """
        with self._outbox.writing() as db:
            if known := _entry(db.execute(_BY_KEY, (key,)).fetchone()):
                return known
            number = number_of(_take(db, year))
            return _put(db, Entry(key, number, due, payload, created))

    def keep(self, entry: Entry) -> Entry:
        """Keeps an entry that has its number from elsewhere; a known key gives what is kept."""
        with self._outbox.writing() as db:
            known = _entry(db.execute(_BY_KEY, (entry.key,)).fetchone())
            return known or _put(db, entry)

    def find(self, key: str) -> Entry | None:
        """What is kept under this key, delivered or not."""
        with self._outbox.reading() as db:
            return _entry(db.execute(_BY_KEY, (key,)).fetchone())

    def find_number(self, number: str) -> Entry | None:
        """What is kept under this reference number, delivered or not."""
        with self._outbox.reading() as db:
            return _entry(db.execute(_BY_NUMBER, (number,)).fetchone())

    def waiting(self, limit: int = 100) -> list[Entry]:
        """What has not been delivered, the oldest first."""
        with self._outbox.reading() as db:
            rows = db.execute(_WAITING, (limit,))
            return [entry for row in rows if (entry := _entry(row))]

    def filed(self, key: str, at: datetime) -> None:
        """Notes that it has been delivered; the first time counts."""
        with self._outbox.writing() as db:
            db.execute("UPDATE outbox SET filed_at = ? WHERE key = ? AND filed_at IS NULL", (at.timestamp(), key))

    def prune(self, before: datetime) -> int:
        """Forgets what was delivered, and the calls that began, before then. How many filings were forgotten."""
        with self._seen.writing() as db:
            db.execute("DELETE FROM first_seen WHERE started < ?", (before.timestamp(),))
        with self._outbox.writing() as db:
            return db.execute("DELETE FROM outbox WHERE filed_at < ?", (before.timestamp(),)).rowcount

    # ------------------------------------------------------------------ numbers

    def lease(self, year: int, ordinals: range) -> None:
        """Adds a block that PostgreSQL gave to this machine; the same block again adds nothing."""
        with self._outbox.writing() as db:
            row = (year, ordinals.start, ordinals.stop)
            db.execute("INSERT OR IGNORE INTO leases (year, next, beyond) VALUES (?, ?, ?)", row)

    def numbers_left(self, year: int) -> int:
        """How many numbers of this year are at hand."""
        with self._outbox.reading() as db:
            total = db.execute("SELECT total(beyond - next) FROM leases WHERE year = ?", (year,)).fetchone()[0]
            return int(total)

    # ------------------------------------------------------------------ calls

    def first_seen(self, call_sid: str, now: datetime) -> datetime:
        """When this call was first seen by any process of this machine: `now` the first time, the same ever after.

        Survives the end of the process but perhaps not a loss of power. Never raises: where it cannot be kept it is
        `now`, because a full disk must cost a repeated webhook its likeness and no caller the call.
        """
        try:
            return self._first_seen(call_sid, now)
        except CellarError:
            log.error("call_not_noted", remedy="make room on the disk, or make ONECALL_DATA writable")
            return now

    def _first_seen(self, call_sid: str, now: datetime) -> datetime:
        with self._seen.reading() as db:
            known = db.execute("SELECT started FROM first_seen WHERE call_sid = ?", (call_sid,)).fetchone()
            if not known:
                db.execute("INSERT OR IGNORE INTO first_seen VALUES (?, ?)", (call_sid, now.timestamp()))
                known = db.execute("SELECT started FROM first_seen WHERE call_sid = ?", (call_sid,)).fetchone()
            return _moment(known[0])


def _take(db: sqlite3.Connection, year: int) -> int:
    block = db.execute(
        "SELECT next, beyond FROM leases WHERE year = ? AND next < beyond ORDER BY next LIMIT 1", (year,)
    ).fetchone()
    if not block:
        raise NoNumbersLeft(NoNumbersLeft.__doc__)
    db.execute("UPDATE leases SET next = next + 1 WHERE year = ? AND beyond = ?", (year, block[1]))
    return int(block[0])


def _put(db: sqlite3.Connection, entry: Entry) -> Entry:
    row = (
        entry.key,
        entry.number,
        entry.due.timestamp() if entry.due else None,
        entry.payload,
        entry.created.timestamp(),
        entry.filed_at.timestamp() if entry.filed_at else None,
    )
    db.execute("INSERT INTO outbox (key, number, due, payload, created, filed_at) VALUES (?, ?, ?, ?, ?, ?)", row)
    return replace(entry, fresh=True)


def _entry(row: tuple[Any, ...] | None) -> Entry | None:
    if row is None:
        return None
    key, number, due, payload, created, filed_at = row
    return Entry(
        key,
        number,
        _moment(due) if due is not None else None,
        payload,
        _moment(created),
        _moment(filed_at) if filed_at is not None else None,
    )


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
