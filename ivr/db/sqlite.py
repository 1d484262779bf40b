"""One SQLite file, shared by the threads and processes of this machine."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ivr.db.errors import CellarError


class Sqlite:
    """A file in WAL mode with its tables made; one connection a thread, also across a fork.

    durable: what is written survives a loss of power (one fsync a transaction). A file that is not durable is made
    anew when it is found broken; a durable one never is. patience: seconds to wait while another one writes.
    CellarError: the file cannot be used.
    """

    def __init__(self, path: Path, schema: str, *, durable: bool, patience: float) -> None:
        self._path, self._schema, self._durable, self._patience = path, schema, durable, patience
        self._mine = threading.local()
        self._prepared = False

    def prepare(self) -> None:
        """Makes the file and its tables. What fails here is tried again at every use, until it succeeds."""
        with self._told():
            self._prepare()

    def _prepare(self) -> None:
        if self._prepared:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
        try:
            self._make(self._schema)
        except sqlite3.DatabaseError as error:
            if self._durable or isinstance(error, sqlite3.OperationalError):
                raise
            self._drop()
            self._make(self._schema)
        self._prepared = True

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """This thread's connection; each statement sees the newest state."""
        with self._told():
            yield self._connection()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The same in a transaction that nobody else writes beside; committed when the block ends well."""
        with self._told():
            db = self._connection()
            # IMMEDIATE: who reads in order to write must be alone from the reading on.
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise CellarError(
                f"The local store {self._path} fails ({error}); make the folder writable, make room on the disk, "
                "or name another folder in ONECALL_DATA."
            ) from None

    def _connection(self) -> sqlite3.Connection:
        # SQLite's connections must not be used on both sides of a fork.
        held: dict[int, sqlite3.Connection] = self._mine.__dict__.setdefault("held", {})
        if (process := os.getpid()) not in held:
            self._prepare()
            held[process] = self._connect()
        return held[process]

    def _connect(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path, timeout=self._patience, isolation_level=None, check_same_thread=False)
        db.execute(f"PRAGMA synchronous = {'FULL' if self._durable else 'OFF'}")
        return db

    def _make(self, schema: str) -> None:
        with contextlib.closing(self._connect()) as db:
            db.execute("PRAGMA journal_mode = WAL")
            db.executescript(schema)

    def _drop(self) -> None:
        for part in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + part).unlink(missing_ok=True)
