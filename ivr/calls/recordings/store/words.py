"""What was heard in recordings: sealed, opened, sealed anew, forgotten."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, text

from ivr.calls.recordings import sealing
from ivr.calls.recordings.outcome import Outcome
from ivr.calls.recordings.store.changing import change
from ivr.db.secrets import Secrets
from ivr.speech.transcript import Transcript

_WORDS = """
INSERT INTO transcripts (recording_sid, sealed, language, engine, confidence, seconds, billed, at)
VALUES (:sid, :sealed, :language, :engine, :confidence, :seconds, :billed, :at)
ON CONFLICT (recording_sid) DO UPDATE SET sealed = excluded.sealed, language = excluded.language,
    engine = excluded.engine, confidence = excluded.confidence, seconds = excluded.seconds, billed = excluded.billed,
    at = excluded.at
"""
_OLD_WORDS = """
DELETE FROM transcripts t USING recordings r
WHERE r.sid = t.recording_sid AND r.deleted_at IS NOT NULL AND t.at < :before
"""


def heard(connection: Connection, sid: str, made: Transcript, secrets: Secrets, at: datetime, outcome: Outcome) -> None:
    """Its words, sealed, and how it ended; a second hearing takes the place of the first."""
    row = {"sid": sid, "sealed": sealing.seal(made, sid, secrets), "language": made.language, "engine": made.engine}
    figures = {"confidence": made.confidence, "seconds": made.seconds, "billed": made.billed, "at": at}
    connection.execute(text(_WORDS), {**row, **figures})
    change(connection, sid, "outcome = :outcome, transcribed_at = :at", outcome=outcome, at=at)


def transcript(connection: Connection, sid: str, secrets: Secrets) -> Transcript | None:
    """What was heard in it; None: nothing yet. Unreadable: no key in force opens it."""
    row = connection.execute(text("SELECT * FROM transcripts WHERE recording_sid = :sid"), {"sid": sid}).one_or_none()
    return sealing.open_(row, sid, secrets) if row else None


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
        renew = text("UPDATE transcripts SET sealed = :sealed WHERE recording_sid = :sid")
        connection.execute(renew, {"sealed": fresh, "sid": row.recording_sid})
    return len(rows)
