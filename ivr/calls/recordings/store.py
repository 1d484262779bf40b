"""The only SQL about recordings after they arrived: how far each is, its words, alerts, and who opened what.

Every function takes a connection and leaves the transaction to who opened it: a step and the job that follows it
commit together.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from ivr.calls.recordings import sealing
from ivr.calls.recordings.outcome import AGAIN, Outcome
from ivr.calls.recordings.recording import Alert, Kind, Opening, Recording
from ivr.db.secrets import Secrets
from ivr.speech.transcript import Transcript

_COLUMNS = """
    r.sid, r.call_sid, r.status, r.seconds, r.arrived_at, r.kind, r.turn,
    coalesce(nullif(r.language, ''), c.language, '') AS language, coalesce(c.version, '') AS version,
    r.media_type, r.size, r.storage_key, r.outcome, r.attempts, r.fetched_at, r.transcribed_at, r.joined_at,
    r.searched_at, r.deleted_at, r.deleted_at_twilio, r.deleted_by
"""
_FROM = f"SELECT {_COLUMNS} FROM recordings r LEFT JOIN calls c USING (call_sid)"  # noqa: S608 - ours alone
_ARRIVE = """
INSERT INTO recordings (sid, call_sid, status, seconds, arrived_at, kind, turn, language, media_type, size, storage_key,
    fetched_at)
VALUES (:sid, :call_sid, 'completed', :seconds, :at, :kind, :turn, :language, :media_type, :size, :key, :fetched)
ON CONFLICT (sid) DO NOTHING
"""
_WORDS = """
INSERT INTO transcripts (recording_sid, sealed, language, engine, confidence, seconds, billed, at)
VALUES (:sid, :sealed, :language, :engine, :confidence, :seconds, :billed, :at)
ON CONFLICT (recording_sid) DO UPDATE SET sealed = excluded.sealed, language = excluded.language,
    engine = excluded.engine, confidence = excluded.confidence, seconds = excluded.seconds, billed = excluded.billed,
    at = excluded.at
"""
_OPENED = """
INSERT INTO recording_openings AS o (recording_sid, who, what, link, at, last_at) VALUES (:sid, :who, :what, :link, :at,
    :at)
ON CONFLICT (link, what) DO UPDATE SET times = o.times + 1, last_at = greatest(o.last_at, excluded.last_at)
"""
_ALERT = """
INSERT INTO alerts (call_sid, source, kind, found_at) VALUES (:call_sid, :source, :kind, :at)
ON CONFLICT (call_sid, source) DO NOTHING RETURNING id
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
# A message is kept as long as messages are; what nobody knows the kind of, as long as the longest-kept kind.
_EXPIRED = """
SELECT sid FROM recordings
WHERE deleted_at IS NULL AND arrived_at < :now - make_interval(days => CASE kind WHEN 'message' THEN :messages
        WHEN 'answer' THEN :answers WHEN 'stream' THEN :streams ELSE greatest(:messages, :answers, :streams) END)
  AND (outcome <> '' OR arrived_at < :now - interval '30 days')
  AND (joined_at IS NOT NULL OR transcribed_at IS NULL OR arrived_at < :now - interval '30 days')
ORDER BY arrived_at LIMIT :limit
"""
_SETTLED = """
SELECT c.ended_at IS NOT NULL
   AND (SELECT count(*) FROM service_requests r WHERE r.call_sid = c.call_sid) >= c.filed
FROM calls c WHERE c.call_sid = :sid
"""
_OLD_WORDS = """
DELETE FROM transcripts t USING recordings r
WHERE r.sid = t.recording_sid AND r.deleted_at IS NOT NULL AND t.at < :before
"""


# ---------------------------------------------------------------------- how far it is


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


def unknown(connection: Connection, sids: Sequence[str], call_sids: Sequence[str]) -> set[str]:
    """Those of these recordings that no row tells of as completed, and whose call is one of ours."""
    asked = """
        SELECT told.sid FROM unnest(CAST(:sids AS text[]), CAST(:calls AS text[])) AS told (sid, call_sid)
        JOIN calls USING (call_sid) LEFT JOIN recordings r ON r.sid = told.sid AND r.status = 'completed'
        WHERE r.sid IS NULL"""
    rows = connection.execute(text(asked), {"sids": list(sids), "calls": list(call_sids)})
    return {row.sid for row in rows}


def tried(connection: Connection, sid: str, at: datetime) -> None:
    """Work on it begins once more."""
    _set(connection, sid, "attempts = attempts + 1, tried_at = :at", at=at)


def kept(connection: Connection, sid: str, at: datetime, *, key: str, size: int, media_type: str) -> None:
    """Its sound is here."""
    changes = "storage_key = :key, size = :size, media_type = :media_type, fetched_at = coalesce(fetched_at, :at)"
    _set(connection, sid, changes, at=at, key=key, size=size, media_type=media_type)


def ended(connection: Connection, sid: str, outcome: Outcome) -> None:
    """How fetching and hearing it ended."""
    _set(connection, sid, "outcome = :outcome", outcome=outcome)


def heard(connection: Connection, sid: str, made: Transcript, secrets: Secrets, at: datetime, outcome: Outcome) -> None:
    """Its words, sealed, and how it ended; a second hearing takes the place of the first."""
    row = {"sid": sid, "sealed": sealing.seal(made, sid, secrets), "language": made.language, "engine": made.engine}
    figures = {"confidence": made.confidence, "seconds": made.seconds, "billed": made.billed, "at": at}
    connection.execute(text(_WORDS), {**row, **figures})
    _set(connection, sid, "outcome = :outcome, transcribed_at = :at", outcome=outcome, at=at)


def transcript(connection: Connection, sid: str, secrets: Secrets) -> Transcript | None:
    """What was heard in it; None: nothing yet. Unreadable: no key in force opens it."""
    row = connection.execute(text("SELECT * FROM transcripts WHERE recording_sid = :sid"), {"sid": sid}).one_or_none()
    return sealing.open_(row, sid, secrets) if row else None


def is_a(connection: Connection, sid: str, kind: Kind) -> None:
    """What kind it is, where nobody knew."""
    _set(connection, sid, "kind = CASE WHEN kind = '' THEN :kind ELSE kind END", kind=kind)


def settled(connection: Connection, call_sid: str) -> bool:
    """Whether a call is over and all it filed is here."""
    return bool(connection.execute(text(_SETTLED), {"sid": call_sid}).scalar())


def joined(connection: Connection, sid: str, at: datetime) -> None:
    """Its words stand where they belong."""
    _set(connection, sid, "joined_at = coalesce(joined_at, :at)", at=at)


def searched(connection: Connection, sid: str, at: datetime) -> None:
    """Its words were searched for danger."""
    _set(connection, sid, "searched_at = coalesce(searched_at, :at)", at=at)


def idle(connection: Connection, now: datetime, limit: int = 500) -> list[tuple[str, str]]:
    """(sid, step) of recordings nobody has worked on for long; step: fetch | hear | search | join."""
    rows = connection.execute(text(_IDLE), {"now": now, "again": list(AGAIN), "limit": limit})
    return [(row.sid, row.step) for row in rows]


# ---------------------------------------------------------------------- deleting


def expired(connection: Connection, now: datetime, days: dict[str, int], limit: int = 500) -> list[str]:
    """Recordings kept longer than their kind may be. days: `messages`, `answers`, `streams`.

    One that still waits for a recogniser, or whose words still wait for their request, has 30 days more.
    """
    return [row.sid for row in connection.execute(text(_EXPIRED), {"now": now, "limit": limit, **days})]


def deleted_at_twilio(connection: Connection, sid: str, at: datetime) -> None:
    """Twilio has it no more."""
    _set(connection, sid, "deleted_at_twilio = coalesce(deleted_at_twilio, :at)", at=at)


def deleted(connection: Connection, sid: str, at: datetime, by: str) -> None:
    """Its sound is here no more. by: whose wish it was."""
    _set(connection, sid, "deleted_at = coalesce(deleted_at, :at), deleted_by = :by, storage_key = ''", at=at, by=by)


def forget_words(connection: Connection, sid: str) -> None:
    """Its transcript goes at once."""
    connection.execute(text("DELETE FROM transcripts WHERE recording_sid = :sid"), {"sid": sid})


def forget_old_words(connection: Connection, before: datetime) -> int:
    """Transcripts of recordings that are gone, heard before then; how many."""
    return connection.execute(text(_OLD_WORDS), {"before": before}).rowcount


def reseal(connection: Connection, secrets: Secrets, limit: int) -> int:
    """Seals transcripts of older keys anew with the newest; how many. One that no key opens is left as it is."""
    asked = (
        "SELECT * FROM transcripts WHERE substring(sealed FROM 1 FOR 4) <> :mark LIMIT :limit FOR UPDATE SKIP LOCKED"
    )
    rows = connection.execute(text(asked), {"mark": secrets.mark, "limit": limit}).all()
    for row in rows:
        fresh = sealing.seal(sealing.open_(row, row.recording_sid, secrets), row.recording_sid, secrets)
        change = text("UPDATE transcripts SET sealed = :sealed WHERE recording_sid = :sid")
        connection.execute(change, {"sealed": fresh, "sid": row.recording_sid})
    return len(rows)


# ---------------------------------------------------------------------- alerts


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


# ---------------------------------------------------------------------- who opened it


def opened(connection: Connection, sid: str, who: str, what: str, link: str, at: datetime) -> None:
    """Writes down who opened what of a recording, one line a link; a player's further requests are counted in it."""
    connection.execute(text(_OPENED), {"sid": sid, "who": who, "what": what, "link": link, "at": at})


def openings(connection: Connection, sid: str) -> list[Opening]:
    """Who opened a recording, the first first."""
    rows = connection.execute(
        text("SELECT * FROM recording_openings WHERE recording_sid = :sid ORDER BY at, id"), {"sid": sid}
    )
    return [Opening(r.recording_sid, r.who, r.what, r.at, r.last_at, r.times) for r in rows]


def _set(connection: Connection, sid: str, changes: str, **values: Any) -> None:
    connection.execute(text(f"UPDATE recordings SET {changes} WHERE sid = :sid"), {"sid": sid, **values})  # noqa: S608


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


def _alert(row: Any) -> Alert:
    return Alert(row.id, row.call_sid, row.source, row.kind, row.found_at, row.tried_at, row.told_at, row.outcome)
