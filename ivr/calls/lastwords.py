"""Last words: what a caller had said when they were gone, before it was an answer: kept in the draft, and searched."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import structlog
from sqlalchemy import Connection, text

from ivr.calls import drafts, jobs, rows
from ivr.calls.records import Overheard
from ivr.db.errors import Unreadable
from ivr.db.secrets import Secrets

log = structlog.get_logger(__name__)

SOON = timedelta(seconds=5)
"""How long words of a call that goes on have to become an answer, which the line itself searches for danger."""

_CALL = """
SELECT c.last_n, c.filed, c.ended_at, d.sealed,
    d.call_sid IS NOT NULL AND d.state <> 'filed' AND d.nth = c.filed AS begun
FROM calls c LEFT JOIN drafts d USING (call_sid) WHERE c.call_sid = :sid FOR UPDATE OF c
"""
_ADD = """
UPDATE drafts SET sealed = :sealed, phone_hash = coalesce(phone_hash, :phone_hash),
    updated_at = greatest(updated_at, :at)
WHERE call_sid = :sid
"""
_BEGIN = """
INSERT INTO drafts (call_sid, nth, turn, state, service_code, language, snapshot, sealed, phone_hash, created_at,
    updated_at)
SELECT call_sid, nth, turn, 'open', '', language, '{}'::jsonb, decode(sealed, 'base64'), phone_hash, at, at
FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r (call_sid text, nth smallint, turn bigint, language text,
    sealed text, phone_hash text, at timestamptz)
ON CONFLICT (call_sid) DO UPDATE SET nth = excluded.nth, turn = excluded.turn, state = 'open', service_code = '',
    language = excluded.language, snapshot = excluded.snapshot, sealed = excluded.sealed,
    phone_hash = excluded.phone_hash, updated_at = excluded.updated_at
"""


def write(connection: Connection, secrets: Secrets, heard: Sequence[Overheard]) -> None:
    """Keeps them where no later turn has made an answer of them; the turn that does so takes them out again.

    The job that searches them for danger commits with them: it is due at once where the call is known to be over.
    Of a call nobody has told of there is nothing to add to: they are not kept.
    """
    for one in sorted(heard, key=lambda each: (each.call_sid, each.n)):
        call = connection.execute(text(_CALL), {"sid": one.call_sid}).one_or_none()
        if call is None or call.last_n > one.n:
            continue
        if call.begun:
            _add(connection, secrets, one, call.sealed)
        else:
            connection.execute(text(_BEGIN), {"rows": rows.encode([drafts.overheard(one, call.filed, secrets)])})
        _search(connection, one, over=call.ended_at is not None)


def _add(connection: Connection, secrets: Secrets, one: Overheard, sealed: bytes | None) -> None:
    try:
        fresh = drafts.with_last(sealed, one, secrets)
    except Unreadable:  # of another key: what is there is worth more
        log.error("last_words_not_kept", remedy="put the older key back into SECRET_KEYS")
        return
    told = {"sid": one.call_sid, "sealed": fresh, "phone_hash": secrets.phone_hash(one.phone) or None, "at": one.at}
    connection.execute(text(_ADD), told)


def _search(connection: Connection, one: Overheard, over: bool) -> None:
    once, at = (one.call_sid, None) if over else (f"{one.call_sid} {one.n}", one.at + SOON)
    jobs.defer(connection, jobs.OVERHEAR, once=once, at=at, call_sid=one.call_sid)
