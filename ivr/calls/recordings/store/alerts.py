"""Alerts: danger that was found, and who was told of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from ivr.calls.recordings.recording import Alert

_ALERT = """
INSERT INTO alerts (call_sid, source, kind, found_at) VALUES (:call_sid, :source, :kind, :at)
ON CONFLICT (call_sid, source) DO NOTHING RETURNING id
"""


def alert(connection: Connection, call_sid: str, source: str, kind: str, at: datetime) -> int | None:
    """Notes danger and tells every listener on `onecall_alerts` (payload: its id); None: it was noted before."""
    row = {"call_sid": call_sid, "source": source, "kind": kind, "at": at}
    made: int | None = connection.execute(text(_ALERT), row).scalar_one_or_none()
    if made is not None:
        connection.execute(text("SELECT pg_notify('onecall_alerts', :id)"), {"id": str(made)})
    return made


def find_alert(connection: Connection, id_: int) -> Alert | None:
    """One alert; nobody else tells it before this transaction ends."""
    row = connection.execute(text("SELECT * FROM alerts WHERE id = :id FOR UPDATE"), {"id": id_}).one_or_none()
    return _alert(row) if row else None


def alert_in(connection: Connection, sid: str) -> Alert | None:
    """The alert that a recording raised."""
    row = connection.execute(text("SELECT * FROM alerts WHERE source = :sid LIMIT 1"), {"sid": sid}).one_or_none()
    return _alert(row) if row else None


def alerts(connection: Connection, limit: int) -> list[Alert]:
    """The newest first."""
    rows = connection.execute(
        text("SELECT * FROM alerts ORDER BY found_at DESC, id DESC LIMIT :limit"), {"limit": limit}
    )
    return [_alert(row) for row in rows]


def untold(connection: Connection, before: datetime) -> list[int]:
    """Alerts nobody was told of, and nobody tried to tell since then."""
    asked = """SELECT id FROM alerts
        WHERE outcome IN ('', 'away', 'not_allowed') AND coalesce(tried_at, found_at) < :before ORDER BY id"""
    return [row.id for row in connection.execute(text(asked), {"before": before})]


def alert_tried(connection: Connection, id_: int, at: datetime) -> None:
    """A message about it is about to be sent."""
    connection.execute(text("UPDATE alerts SET tried_at = :at WHERE id = :id"), {"id": id_, "at": at})


def alert_told(connection: Connection, id_: int, outcome: str, at: datetime | None) -> None:
    """How telling it ended; at: when it was told, None: it was not."""
    change = "UPDATE alerts SET outcome = :outcome, told_at = coalesce(told_at, :at) WHERE id = :id"
    connection.execute(text(change), {"id": id_, "outcome": outcome, "at": at})


def _alert(row: Any) -> Alert:
    return Alert(row.id, row.call_sid, row.source, row.kind, row.found_at, row.tried_at, row.told_at, row.outcome)
