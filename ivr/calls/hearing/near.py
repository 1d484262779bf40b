"""Where the listenings of this machine stand: one file, which each of its processes reads within a millisecond."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from ivr.calls.hearing.notice import Notice
from ivr.db.errors import Unreadable
from ivr.db.secrets import Secrets
from ivr.db.sqlite import Sqlite

FILE = "hearing.db"
KEPT = 900.0
"""Seconds until a notice is forgotten: its words are in the journal by then, or were not wanted."""
OVER = "-"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS hearings (
    call_sid TEXT NOT NULL, turn INTEGER NOT NULL, owner TEXT NOT NULL, beat REAL NOT NULL, notice BLOB NOT NULL,
    PRIMARY KEY (call_sid, turn)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS hearings_of ON hearings (owner);
"""
_PUT = "INSERT OR REPLACE INTO hearings (call_sid, turn, owner, beat, notice) VALUES (?, ?, ?, ?, ?)"
_ANNOUNCE = "INSERT OR IGNORE INTO hearings (call_sid, turn, owner, beat, notice) VALUES (?, ?, ?, ?, ?)"
_CLAIM = "SELECT owner FROM hearings WHERE call_sid = ? AND turn = ?"
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Notice).decode


class Near:
    """Sealed, because words are in it; lost with the machine's power, because a call is lost with it too.

    Every method: CellarError, when the file cannot be used.
    """

    def __init__(self, folder: Path, secrets: Secrets, patience: float = 1.0) -> None:
        self._file = Sqlite(folder / FILE, _SCHEMA, durable=False, patience=patience)
        self._secrets = secrets

    def announce(self, notice: Notice) -> Notice:
        """Tells that a stream is on its way. What is known of that turn already stays, and is returned."""
        with self._file.writing() as db:
            if db.execute(_ANNOUNCE, self._row(notice)).rowcount:
                return notice
        return self.find(notice.call_sid, notice.turn) or notice

    def claim(self, notice: Notice) -> bool:
        """The stream has arrived here. False: it has arrived before, and is listened to once only."""
        with self._file.writing() as db:
            found = db.execute(_CLAIM, (notice.call_sid, notice.turn)).fetchone()
            if found and found[0]:
                return False
            db.execute(_PUT, self._row(notice))
        return True

    def put(self, notices: Sequence[Notice]) -> None:
        with self._file.writing() as db:
            db.executemany(_PUT, [self._row(notice) for notice in notices])

    def beat(self, owner: str, now: float) -> None:
        """A sign of life for all that this process listens to."""
        with self._file.writing() as db:
            db.execute("UPDATE hearings SET beat = ? WHERE owner = ?", (now, owner))

    def find(self, call_sid: str, turn: int) -> Notice | None:
        with self._file.reading() as db:
            row = db.execute(
                "SELECT beat, notice FROM hearings WHERE call_sid = ? AND turn = ?", (call_sid, turn)
            ).fetchone()
        return self._notice(row, call_sid) if row else None

    def of(self, call_sid: str) -> list[Notice]:
        """All that is known of a call, the earliest answer first."""
        with self._file.reading() as db:
            rows = db.execute("SELECT beat, notice FROM hearings WHERE call_sid = ? ORDER BY turn", (call_sid,))
            return [notice for row in rows if (notice := self._notice(row, call_sid))]

    def prune(self, before: float) -> None:
        with self._file.writing() as db:
            db.execute("DELETE FROM hearings WHERE beat < ?", (before,))

    def _row(self, notice: Notice) -> tuple[str, int, str, float, bytes]:
        sealed = self._secrets.seal(_encode(notice), context(notice.call_sid))
        owner = OVER if notice.settled else notice.owner  # its last sign of life is its last
        return notice.call_sid, notice.turn, owner, notice.beat, sealed

    def _notice(self, row: tuple[float, bytes], call_sid: str) -> Notice | None:
        try:
            notice = _decode(self._secrets.open(row[1], context(call_sid)))
        except (Unreadable, msgspec.DecodeError):
            return None
        return notice if notice.settled else msgspec.structs.replace(notice, beat=max(notice.beat, row[0]))


def context(call_sid: str) -> str:
    """What the words of a call are sealed with."""
    return f"hearing {call_sid}"
