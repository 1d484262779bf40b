"""Recordings read back: one, those of a call, the newest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, text

from ivr.calls.recordings.recording import Recording

_COLUMNS = """
    r.sid, r.call_sid, r.status, r.seconds, r.arrived_at, r.kind, r.turn,
    coalesce(nullif(r.language, ''), c.language, '') AS language, coalesce(c.version, '') AS version,
    r.media_type, r.size, r.storage_key, r.outcome, r.attempts, r.fetched_at, r.transcribed_at, r.joined_at,
    r.searched_at, r.deleted_at, r.deleted_at_twilio, r.deleted_by
"""
_FROM = f"SELECT {_COLUMNS} FROM recordings r LEFT JOIN calls c USING (call_sid)"  # noqa: S608 - ours alone


def find(connection: Connection, sid: str, *, lock: bool = False) -> Recording | None:
    """One recording. lock: nobody else goes on with it before this transaction ends."""
    more = " FOR UPDATE OF r" if lock else ""
    row = connection.execute(text(f"{_FROM} WHERE r.sid = :sid{more}"), {"sid": sid}).one_or_none()
    return _recording(row) if row else None


def of_calls(connection: Connection, call_sids: Sequence[str]) -> list[Recording]:
    """The recordings of these calls, the oldest first."""
    asked = text(f"{_FROM} WHERE r.call_sid = ANY(:sids) ORDER BY r.arrived_at, r.sid")
    return [_recording(row) for row in connection.execute(asked, {"sids": list(call_sids)})]


def latest(connection: Connection, limit: int) -> list[Recording]:
    """The newest first."""
    asked = text(f"{_FROM} ORDER BY r.arrived_at DESC, r.sid LIMIT :limit")
    return [_recording(row) for row in connection.execute(asked, {"limit": limit})]


def unknown(connection: Connection, sids: Sequence[str], call_sids: Sequence[str]) -> set[str]:
    """Those of these recordings that no row tells of as completed, and whose call is one of ours."""
    asked = """
        SELECT told.sid FROM unnest(CAST(:sids AS text[]), CAST(:calls AS text[])) AS told (sid, call_sid)
        JOIN calls USING (call_sid) LEFT JOIN recordings r ON r.sid = told.sid AND r.status = 'completed'
        WHERE r.sid IS NULL"""
    rows = connection.execute(text(asked), {"sids": list(sids), "calls": list(call_sids)})
    return {row.sid for row in rows}


def _recording(row: Any) -> Recording:
    return Recording(
        sid=row.sid,
        call_sid=row.call_sid,
        status=row.status,
        seconds=row.seconds,
        arrived=row.arrived_at,
        kind=row.kind,
        turn=row.turn,
        language=row.language,
        version=row.version,
        media_type=row.media_type,
        size=row.size,
        storage_key=row.storage_key,
        outcome=row.outcome,
        attempts=row.attempts,
        fetched=row.fetched_at,
        transcribed=row.transcribed_at,
        joined=row.joined_at,
        searched=row.searched_at,
        deleted=row.deleted_at,
        deleted_at_twilio=row.deleted_at_twilio,
        deleted_by=row.deleted_by,
    )
