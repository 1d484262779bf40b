"""How far a recording is: it arrives, is fetched, heard, joined, searched; and what nobody works on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, text

from ivr.calls.recordings.outcome import AGAIN, Outcome
from ivr.calls.recordings.recording import Kind
from ivr.calls.recordings.store.changing import change

_ARRIVE = """
INSERT INTO recordings (sid, call_sid, status, seconds, arrived_at, kind, turn, language, media_type, size, storage_key,
    fetched_at)
VALUES (:sid, :call_sid, 'completed', :seconds, :at, :kind, :turn, :language, :media_type, :size, :key, :fetched)
ON CONFLICT (sid) DO NOTHING
"""
# What nobody works on and somebody should: work not begun or given up long ago, and steps that are missing.
_IDLE = """
SELECT sid, CASE WHEN storage_key = '' THEN 'fetch' WHEN transcribed_at IS NULL THEN 'hear'
                 WHEN searched_at IS NULL THEN 'search' ELSE 'join' END AS step
FROM recordings
WHERE deleted_at IS NULL AND status = 'completed'
  AND coalesce(tried_at, arrived_at) < :now - CASE outcome {again} ELSE interval '1 hour' END
  AND (outcome = '' OR outcome = ANY(:again)
       OR (transcribed_at IS NOT NULL AND (joined_at IS NULL OR searched_at IS NULL)))
ORDER BY arrived_at LIMIT :limit
""".format(again=" ".join(f"WHEN '{name}' THEN interval '{hours} hours'" for name, hours in AGAIN.items()))
# Twilio may tell of a recording a little later than of its end.
_IN_VAIN = """
SELECT EXISTS (SELECT FROM recordings r JOIN call_notes n USING (call_sid)
    WHERE r.sid = :sid AND r.kind = 'answer' AND n.note = 'not_heard'
      AND n.at BETWEEN r.arrived_at - interval '1 minute' AND r.transcribed_at)
"""
_SETTLED = """
SELECT c.ended_at IS NOT NULL
   AND (SELECT count(*) FROM service_requests r WHERE r.call_sid = c.call_sid) >= c.filed
FROM calls c WHERE c.call_sid = :sid
"""


def arrive(
    connection: Connection,
    sid: str,
    call_sid: str,
    at: datetime,
    *,
    seconds: int,
    kind: Kind = "",
    turn: int | None = None,
    language: str = "",
    media_type: str = "",
    size: int | None = None,
    key: str = "",
) -> bool:
    """A recording that the journal was not told of; False: it is known. key: where its sound is already."""
    row = {"sid": sid, "call_sid": call_sid, "at": at, "seconds": seconds, "kind": kind, "turn": turn}
    sound = {"language": language, "media_type": media_type, "size": size, "key": key, "fetched": at if key else None}
    return connection.execute(text(_ARRIVE), {**row, **sound}).rowcount > 0


def tried(connection: Connection, sid: str, at: datetime) -> None:
    """Work on it begins once more."""
    change(connection, sid, "attempts = attempts + 1, tried_at = :at", at=at)


def kept(connection: Connection, sid: str, at: datetime, *, key: str, size: int, media_type: str) -> None:
    """Its sound is here."""
    changes = "storage_key = :key, size = :size, media_type = :media_type, fetched_at = coalesce(fetched_at, :at)"
    change(connection, sid, changes, at=at, key=key, size=size, media_type=media_type)


def ended(connection: Connection, sid: str, outcome: Outcome) -> None:
    """How fetching and hearing it ended."""
    change(connection, sid, "outcome = :outcome", outcome=outcome)


def is_a(connection: Connection, sid: str, kind: Kind) -> None:
    """What kind it is, where nobody knew."""
    change(connection, sid, "kind = CASE WHEN kind = '' THEN :kind ELSE kind END", kind=kind)


def settled(connection: Connection, call_sid: str) -> bool:
    """Whether a call is over and all it filed is here."""
    return bool(connection.execute(text(_SETTLED), {"sid": call_sid}).scalar())


def in_vain(connection: Connection, sid: str) -> bool:
    """Whether a question waited for its words, and was asked again before they were there."""
    return bool(connection.execute(text(_IN_VAIN), {"sid": sid}).scalar())


def joined(connection: Connection, sid: str, at: datetime) -> None:
    """Its words stand where they belong."""
    change(connection, sid, "joined_at = coalesce(joined_at, :at)", at=at)


def searched(connection: Connection, sid: str, at: datetime) -> None:
    """Its words were searched for danger."""
    change(connection, sid, "searched_at = coalesce(searched_at, :at)", at=at)


def idle(connection: Connection, now: datetime, limit: int = 500) -> list[tuple[str, str]]:
    """(sid, step) of recordings nobody has worked on for long; step: fetch | hear | search | join."""
    rows = connection.execute(text(_IDLE), {"now": now, "again": list(AGAIN), "limit": limit})
    return [(row.sid, row.step) for row in rows]
