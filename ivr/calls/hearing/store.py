"""The only SQL about listenings: where they stand, for the line's other machines."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import msgspec
from sqlalchemy import Engine, text

from ivr.calls.hearing.near import KEPT, context
from ivr.calls.hearing.notice import Notice
from ivr.db.errors import Unreadable
from ivr.db.secrets import Secrets

# Machines' clocks differ: the database's own tells how long ago the last sign of life was.
_PUT = """
INSERT INTO hearings AS h (call_sid, turn, owner, settled, beat_at, notice)
SELECT call_sid, turn, owner, settled, clock_timestamp(), decode(notice, 'base64')
FROM jsonb_to_recordset(CAST(:rows AS jsonb))
    AS r (call_sid text, turn bigint, owner text, settled boolean, notice text)
ORDER BY call_sid, turn
ON CONFLICT (call_sid, turn) DO UPDATE SET
    owner = excluded.owner, settled = excluded.settled, beat_at = excluded.beat_at, notice = excluded.notice
WHERE excluded.owner <> '' AND NOT h.settled
"""
_BEAT = "UPDATE hearings SET beat_at = clock_timestamp() WHERE owner = :owner AND NOT settled"
_FIND = """
SELECT extract(epoch FROM clock_timestamp() - beat_at), notice FROM hearings WHERE call_sid = :call_sid AND turn = :turn
"""
_OF = "SELECT notice FROM hearings WHERE call_sid = :call_sid ORDER BY turn"
_PRUNE = "DELETE FROM hearings WHERE beat_at < clock_timestamp() - make_interval(secs => :kept)"
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Notice).decode


class Far:
    """What PostgreSQL knows. Every method raises what the database raises. told: hears of which calls there is news."""

    def __init__(
        self, engine: Engine, secrets: Secrets, told: Callable[[Collection[str]], None] = lambda calls: None
    ) -> None:
        self._engine, self._secrets, self._told = engine, secrets, told

    def put(self, notices: Sequence[Notice]) -> None:
        """The latest of each; what was settled there stays."""
        rows = [
            {
                "call_sid": notice.call_sid,
                "turn": notice.turn,
                "owner": notice.owner,
                "settled": notice.settled,
                "notice": self._secrets.seal(_encode(notice), context(notice.call_sid)),
            }
            for notice in notices
        ]
        with self._engine.begin() as connection:
            connection.execute(text(_PUT), {"rows": msgspec.json.encode(rows).decode()})
        self._told({notice.call_sid for notice in notices if notice.text})

    def beat(self, owner: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(text(_BEAT), {"owner": owner})

    def find(self, call_sid: str, turn: int, now: float) -> Notice | None:
        """As if its clocks were this machine's; `now` of this machine."""
        with self._engine.connect() as connection:
            row = connection.execute(text(_FIND), {"call_sid": call_sid, "turn": turn}).one_or_none()
        if row is None:
            return None
        notice = self._opened(row[1], call_sid)
        if notice is None:
            return None
        beat = now - max(0.0, float(row[0]))
        return msgspec.structs.replace(notice, beat=beat) if not notice.settled else notice

    def of(self, call_sid: str) -> list[Notice]:
        """All that is known of a call, the earliest answer first."""
        with self._engine.connect() as connection:
            rows = connection.execute(text(_OF), {"call_sid": call_sid}).all()
        return [notice for row in rows if (notice := self._opened(row[0], call_sid))]

    def _opened(self, sealed: bytes, call_sid: str) -> Notice | None:
        try:
            return _decode(self._secrets.open(bytes(sealed), context(call_sid)))
        except (Unreadable, msgspec.DecodeError):
            return None

    def prune(self) -> None:
        with self._engine.begin() as connection:
            connection.execute(text(_PRUNE), {"kept": KEPT})
