"""The store of the journal: one batch, one transaction. The only SQL about calls, turns, notes, callers, recordings.

Rows travel as one JSON value a table: a batch costs a handful of round trips however large it is, and Python little
time, which the calls that are being answered need more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DataError, IntegrityError

from ivr.calls import drafts, jobs, lastwords, rows
from ivr.calls.errors import CannotStore
from ivr.calls.records import FINAL, Batch, CallEnded, LanguageChosen, Other, Overheard, RecordingArrived, TurnRecord
from ivr.db.secrets import Secrets

_TURNS = """
INSERT INTO turns (call_sid, n, digest, at, event, node_before, node_after, language, words, confidence, meaning, notes,
    milliseconds)
SELECT call_sid, n, decode(digest, 'base64'), at, event, node_before, node_after, language, decode(words, 'base64'),
    confidence, meaning, ARRAY(SELECT jsonb_array_elements_text(notes)), milliseconds
FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r (call_sid text, n bigint, digest text, at timestamptz, event text,
    node_before text, node_after text, language text, words text, confidence float8, meaning jsonb, notes jsonb,
    milliseconds float8)
ON CONFLICT DO NOTHING
"""

_NOTES = """
INSERT INTO call_notes (call_sid, n, note, at)
SELECT * FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r (call_sid text, n bigint, note text, at timestamptz)
ON CONFLICT DO NOTHING
"""

# Webhooks of one call may be journaled by several processes in any order: the newest turn has the word, the earliest
# tells when it began, and an ending told by a turn is better than one that was concluded.
_CALLS = """
INSERT INTO calls AS c (call_sid, caller_hash, language, version, started_at, last_at, last_n, filed, ended_at, ending)
SELECT call_sid, caller_hash, language, version, at, at, n, filed, CASE WHEN ending IS NOT NULL THEN at END, ending
FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r (call_sid text, caller_hash text, language text, version text,
    at timestamptz, n bigint, filed bigint, ending text)
ORDER BY call_sid
ON CONFLICT (call_sid) DO UPDATE SET
    caller_hash = CASE WHEN c.caller_hash = '' THEN excluded.caller_hash ELSE c.caller_hash END,
    language = CASE WHEN excluded.last_n >= c.last_n THEN excluded.language ELSE c.language END,
    version = CASE WHEN c.version = '' THEN excluded.version ELSE c.version END,
    started_at = least(c.started_at, excluded.started_at),
    last_at = greatest(c.last_at, excluded.last_at),
    last_n = greatest(c.last_n, excluded.last_n),
    filed = greatest(c.filed, excluded.filed),
    ended_at = CASE WHEN c.ending = 'lost' AND excluded.last_n > c.last_n THEN excluded.ended_at
                    ELSE coalesce(c.ended_at, excluded.ended_at) END,
    ending = CASE WHEN c.ending = 'lost' AND excluded.last_n > c.last_n THEN excluded.ending
                  ELSE coalesce(excluded.ending, c.ending) END
"""

_ENDS = """
INSERT INTO calls AS c (call_sid, caller_hash, language, version, started_at, last_at, last_n, filed, ended_at, ending,
    status, seconds)
SELECT DISTINCT ON (call_sid) call_sid, '', '', '', started_at, started_at, -1, 0, ended_at, ending, status, seconds
FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r (call_sid text, started_at timestamptz, ended_at timestamptz,
    ending text, status text, seconds bigint)
ORDER BY call_sid, ended_at
ON CONFLICT (call_sid) DO UPDATE SET
    started_at = least(c.started_at, excluded.started_at),
    ended_at = CASE WHEN c.ending = 'lost' THEN excluded.ended_at ELSE coalesce(c.ended_at, excluded.ended_at) END,
    ending = CASE WHEN c.ending = 'lost' THEN excluded.ending ELSE coalesce(c.ending, excluded.ending) END,
    status = coalesce(c.status, excluded.status),
    seconds = coalesce(c.seconds, excluded.seconds)
"""

_CALLERS = """
INSERT INTO callers AS c (caller_hash, language, last_called)
SELECT * FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r (caller_hash text, language text, last_called timestamptz)
ORDER BY caller_hash
ON CONFLICT (caller_hash) DO UPDATE SET language = excluded.language, last_called = excluded.last_called
WHERE excluded.last_called >= c.last_called
"""

_RECORDINGS = """
INSERT INTO recordings AS r (sid, call_sid, status, seconds, arrived_at, kind, outcome)
SELECT DISTINCT ON (sid) r.*, CASE WHEN status = 'completed' THEN '' ELSE 'absent' END
FROM jsonb_to_recordset(CAST(:rows AS jsonb))
    AS r (sid text, call_sid text, status text, seconds bigint, arrived_at timestamptz, kind text)
ORDER BY sid, status DESC
ON CONFLICT (sid) DO UPDATE SET
    status = CASE WHEN r.status = 'completed' THEN r.status ELSE excluded.status END,
    seconds = CASE WHEN r.status = 'completed' THEN r.seconds ELSE excluded.seconds END,
    outcome = CASE WHEN r.status <> 'completed' AND excluded.status = 'completed' THEN '' ELSE r.outcome END,
    kind = CASE WHEN r.kind = '' THEN excluded.kind ELSE r.kind END
WHERE r.status <> 'completed' AND excluded.status = 'completed' OR r.kind = '' AND excluded.kind <> ''
RETURNING sid, status
"""

# As requests.store.save_drafts, for many calls many times a second: a twentieth of the processor's time (measured).
_DRAFTS = """
INSERT INTO drafts AS d (call_sid, nth, turn, state, service_code, language, snapshot, sealed, phone_hash, created_at,
    updated_at)
SELECT call_sid, nth, turn, 'open', service_code, language, snapshot, decode(sealed, 'base64'), phone_hash, at, at
FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r (call_sid text, nth smallint, turn bigint, service_code text,
    language text, snapshot jsonb, sealed text, phone_hash text, at timestamptz)
ORDER BY call_sid
ON CONFLICT (call_sid) DO UPDATE SET nth = excluded.nth, turn = excluded.turn,
    state = CASE WHEN excluded.nth > d.nth THEN 'open' ELSE d.state END,
    service_code = excluded.service_code, language = excluded.language, snapshot = excluded.snapshot,
    sealed = excluded.sealed, phone_hash = excluded.phone_hash, updated_at = excluded.updated_at
WHERE (excluded.nth, excluded.turn) >= (d.nth, d.turn)
"""

# Nothing is open any more: it was filed, or the caller began anew and nothing is left to call about.
_SETTLED = """
WITH r AS (
    SELECT * FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r (call_sid text, n bigint, filed smallint)
), filed AS (
    UPDATE drafts d SET state = 'filed', updated_at = now() FROM r
    WHERE d.call_sid = r.call_sid AND d.state <> 'filed' AND d.nth < r.filed
)
DELETE FROM drafts d USING r
WHERE d.call_sid = r.call_sid AND d.state <> 'filed' AND d.nth >= r.filed AND d.turn <= r.n
"""

_LEFT = """
UPDATE drafts d SET state = 'left', updated_at = greatest(d.updated_at, c.ended_at) FROM calls c
WHERE d.call_sid = ANY(:sids) AND c.call_sid = d.call_sid AND c.ended_at IS NOT NULL AND d.state = 'open'
RETURNING d.call_sid
"""


def write(engine: Engine, secrets: Secrets, batch: Batch) -> frozenset[str]:
    """Writes all of the batch or nothing; what is there already stays as it is, so that it may be written again.

    The calls that broke off with it: over, with something to call back about.

    CannotStore: a record in it can never be stored. Anything else raised is the database's trouble: try again.
    """
    try:
        with engine.begin() as connection:
            _calls(connection, secrets, batch.turns, batch.calls.values())
            _others(connection, secrets, batch.others)
            sids = sorted({*batch.calls, *(o.call_sid for o in batch.others if isinstance(o, CallEnded | Overheard))})
            return frozenset(connection.scalars(text(_LEFT), {"sids": sids}) if sids else ())
    except (DataError, IntegrityError, OverflowError, TypeError, ValueError) as problem:
        raise CannotStore(type(problem).__name__) from None


def _calls(connection: Connection, secrets: Secrets, turns: Sequence[TurnRecord], newest: Iterable[TurnRecord]) -> None:
    newest = list(newest)
    known = [turn for turn in newest if turn.known]
    settled = [{"call_sid": t.call_sid, "n": t.n, "filed": t.filed} for t in newest if not t.known]
    _put(connection, _CALLS, [rows.call_row(turn, secrets) for turn in newest])
    _put(connection, _TURNS, [rows.turn_row(turn, secrets) for turn in turns])
    _put(connection, _NOTES, rows.note_rows(turns))
    _put(connection, _DRAFTS, [drafts.row(turn, secrets) for turn in known])
    _put(connection, _SETTLED, settled)


def _others(connection: Connection, secrets: Secrets, others: Sequence[Other]) -> None:
    _put(connection, _ENDS, [rows.end_row(o) for o in others if isinstance(o, CallEnded) and o.status in FINAL])
    lastwords.write(connection, secrets, [other for other in others if isinstance(other, Overheard)])
    chosen = [other for other in others if isinstance(other, LanguageChosen)]
    _put(connection, _CALLERS, rows.caller_rows(chosen, secrets))
    arrived = [rows.recording_row(other) for other in others if isinstance(other, RecordingArrived)]
    for sid, status in _put(connection, _RECORDINGS, arrived):
        if status == "completed":
            jobs.defer(connection, jobs.FETCH, once=sid, sid=sid)
            jobs.defer(connection, jobs.ATTACH, once=sid, sid=sid)


def _put(connection: Connection, statement: str, made: list[dict[str, Any]]) -> Sequence[Any]:
    """Runs a statement on these rows; what it returns, if it returns anything."""
    if not made:
        return ()
    result = connection.execute(text(statement), {"rows": rows.encode(made)})
    return result.all() if result.returns_rows else ()
