"""Alerts: danger that was found, and who was told of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from ivr.calls.recordings.recording import GRAVITY, Alert

_ALERT = """
INSERT INTO alerts (call_sid, source, kind, found_at) VALUES (:call_sid, :source, :kind, :at)
ON CONFLICT (call_sid, source) DO NOTHING RETURNING id
"""
# Told, or about to be: of its call, no less grave, and found before.
_TOLD_OF_CALL = """
SELECT EXISTS (SELECT FROM alerts WHERE call_sid = :call_sid AND id < :id
    AND array_position(CAST(:gravity AS text[]), kind) >= :grave
    AND outcome IN ('', 'away', 'not_allowed', 'sent', 'held', 'summing', 'summed'))
"""
_TEXTED = """
SELECT count(*) FROM alerts WHERE outcome = 'sent' AND told_at > :since
    OR outcome IN ('', 'away') AND tried_at > :since
"""
_UNTOLD = """
SELECT id FROM alerts
WHERE outcome IN ('', 'away', 'not_allowed') AND coalesce(tried_at, found_at) < :before ORDER BY id
"""
_NUMBERED = """
UPDATE alerts SET outcome = '', tried_at = NULL WHERE outcome = 'no_number' AND found_at > :since RETURNING id
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
    """Alerts nobody was told of, and nobody tried to tell since then; those of a summary are not among them."""
    return [row.id for row in connection.execute(text(_UNTOLD), {"before": before})]


def numberless(connection: Connection, since: datetime) -> bool:
    """Whether alerts were found since then that nobody could be told of for want of a number."""
    asked = "SELECT EXISTS (SELECT FROM alerts WHERE outcome = 'no_number' AND found_at > :since)"
    return bool(connection.execute(text(asked), {"since": since}).scalar())


def numbered(connection: Connection, since: datetime) -> list[int]:
    """Alerts found since then that nobody could be told of for want of a number: from now on they are told."""
    return sorted(row.id for row in connection.execute(text(_NUMBERED), {"since": since}))


# ---------------------------------------------------------------------- who tells what


def alone(connection: Connection) -> None:
    """Nobody else decides what is told before this transaction ends."""
    connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('onecall alerts'))"))


def told_of_call(connection: Connection, of: Alert) -> bool:
    """Whether people are told of the same call already, of something no less grave that was found before."""
    grave = GRAVITY.index(of.kind) + 1  # as PostgreSQL counts
    row = {"call_sid": of.call_sid, "id": of.id, "gravity": list(GRAVITY), "grave": grave}
    return bool(connection.execute(text(_TOLD_OF_CALL), row).scalar())


def texted(connection: Connection, since: datetime) -> int:
    """How many messages about one alert were sent since then, or are being sent."""
    return int(connection.execute(text(_TEXTED), {"since": since}).scalar_one())


def alert_tried(connection: Connection, id_: int, at: datetime) -> None:
    """A message about it is about to be sent."""
    connection.execute(text("UPDATE alerts SET tried_at = :at WHERE id = :id"), {"id": id_, "at": at})


def alert_told(connection: Connection, id_: int, outcome: str, at: datetime | None) -> None:
    """How telling it ended; at: when it was told, None: it was not."""
    change = "UPDATE alerts SET outcome = :outcome, told_at = coalesce(told_at, :at) WHERE id = :id"
    connection.execute(text(change), {"id": id_, "outcome": outcome, "at": at})


# ---------------------------------------------------------------------- summaries


def summed_up(connection: Connection, at: datetime) -> list[Alert]:
    """The alerts of the summary that is being sent, or else of the next one: all that are held, the first first.

    The same ones until summary_told, however often it is asked.
    """
    asked = text("SELECT * FROM alerts WHERE outcome = 'summing' ORDER BY id FOR UPDATE")
    if rows := connection.execute(asked).all():
        return [_alert(row) for row in rows]
    held = "UPDATE alerts SET outcome = 'summing', tried_at = :at WHERE outcome = 'held' RETURNING *"
    fresh = [_alert(row) for row in connection.execute(text(held), {"at": at})]
    return sorted(fresh, key=lambda one: one.id)


def last_summary(connection: Connection) -> datetime | None:
    """When the last summary was sent."""
    found: datetime | None = connection.execute(
        text("SELECT max(told_at) FROM alerts WHERE outcome = 'summed'")
    ).scalar()
    return found


def held(connection: Connection) -> bool:
    """Whether alerts wait for a summary, or one was not sent."""
    return bool(
        connection.execute(text("SELECT EXISTS (SELECT FROM alerts WHERE outcome IN ('held', 'summing'))")).scalar()
    )


def summary_told(connection: Connection, ids: Sequence[int], outcome: str, at: datetime | None) -> None:
    """How telling these in one message ended; at: when they were told, None: they were not."""
    change = "UPDATE alerts SET outcome = :outcome, told_at = coalesce(told_at, :at) WHERE id = ANY(:ids)"
    connection.execute(text(change), {"ids": list(ids), "outcome": outcome, "at": at})


def _alert(row: Any) -> Alert:
    return Alert(row.id, row.call_sid, row.source, row.kind, row.found_at, row.tried_at, row.told_at, row.outcome)
