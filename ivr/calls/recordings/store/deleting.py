"""Recordings whose time is over, and that they are gone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, text

from ivr.calls.recordings.store.changing import change

# A message is kept as long as messages are; what nobody knows the kind of, as long as the longest-kept kind.
_EXPIRED = """
SELECT sid FROM recordings
WHERE deleted_at IS NULL AND arrived_at < :now - make_interval(days => CASE kind WHEN 'message' THEN :messages
        WHEN 'answer' THEN :answers WHEN 'stream' THEN :streams ELSE greatest(:messages, :answers, :streams) END)
  AND (outcome <> '' OR arrived_at < :now - interval '30 days')
  AND (joined_at IS NOT NULL OR transcribed_at IS NULL OR arrived_at < :now - interval '30 days')
ORDER BY arrived_at LIMIT :limit
"""


def expired(connection: Connection, now: datetime, days: dict[str, int], limit: int = 500) -> list[str]:
    """Recordings kept longer than their kind may be. days: `messages`, `answers`, `streams`.

    One that still waits for a recogniser, or whose words still wait for their request, has 30 days more.
    """
    return [row.sid for row in connection.execute(text(_EXPIRED), {"now": now, "limit": limit, **days})]


def deleted_at_twilio(connection: Connection, sid: str, at: datetime) -> None:
    """Twilio has it no more."""
    change(connection, sid, "deleted_at_twilio = coalesce(deleted_at_twilio, :at)", at=at)


def deleted(connection: Connection, sid: str, at: datetime, by: str) -> None:
    """Its sound is here no more. by: whose wish it was."""
    change(connection, sid, "deleted_at = coalesce(deleted_at, :at), deleted_by = :by, storage_key = ''", at=at, by=by)
