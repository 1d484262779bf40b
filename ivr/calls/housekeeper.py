"""The housekeeper: closes calls nobody told the end of, joins recordings to messages, and forgets in time.

How long things are kept is decided here and nowhere else (docs/running.md tells it):
words of callers 90 days, drafts 90 days, the course of a call 2 years, a caller's language 400 days after the last
call, versions of the flows 30 days after they were replaced; recordings as long as the city says
(ivr/calls/recordings/deleting.py). Requests themselves stay: they are the city's record.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from ivr.calls import jobs
from ivr.calls.recordings import joining
from ivr.calls.recordings import store as recordings
from ivr.calls.shelf import PostgresShelf
from ivr.db.engine import transaction
from ivr.db.secrets import Secrets
from ivr.requests import store

log = structlog.get_logger(__name__)

WORDS = timedelta(days=90)
DRAFTS = timedelta(days=90)
COURSE = timedelta(days=730)
LANGUAGES = timedelta(days=400)
LOST = timedelta(hours=1)  # without a turn for so long, a call is over even if Twilio's word never came
CHUNK = 5000  # rows a statement: the journal must not wait behind a long one

_CLOSE = """
WITH lost AS (
    UPDATE calls SET ended_at = last_at, ending = 'lost' WHERE ended_at IS NULL AND last_at < :before RETURNING call_sid
), settled AS (
    UPDATE drafts d SET state = 'left' FROM lost WHERE d.call_sid = lost.call_sid AND d.state = 'open'
)
SELECT count(*) FROM lost
"""

_WORDS = """
UPDATE turns SET words = NULL WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM turns WHERE at < :before AND words IS NOT NULL LIMIT :chunk))
"""

_COURSE = "DELETE FROM turns WHERE ctid = ANY (ARRAY(SELECT ctid FROM turns WHERE at < :before LIMIT :chunk))"
_CALLERS = "DELETE FROM callers WHERE last_called < :before"

_FORGET = """
WITH theirs AS (
    UPDATE calls SET caller_hash = '' WHERE caller_hash = ANY(:hashes) RETURNING call_sid
), silenced AS (
    UPDATE turns t SET words = NULL FROM theirs WHERE t.call_sid = theirs.call_sid AND t.words IS NOT NULL
), greeted AS (
    DELETE FROM callers WHERE caller_hash = ANY(:hashes)
)
SELECT count(*) FROM theirs
"""

_ATTACHED = "UPDATE recordings SET attached_at = coalesce(attached_at, now()) WHERE sid = :sid"
_THEIRS = """
SELECT sid FROM recordings JOIN calls USING (call_sid) WHERE caller_hash = ANY(:hashes) AND deleted_at IS NULL
"""


def close_calls(engine: Engine, now: datetime) -> int:
    """Ends calls without a turn for LOST; their drafts are `left`. How many. A later turn opens such a call again."""
    with engine.begin() as connection:
        return int(connection.execute(text(_CLOSE), {"before": now - LOST}).scalar_one())


def forget(engine: Engine, now: datetime) -> dict[str, int]:
    """Drops what is past its time; how many rows of each kind."""
    with transaction(engine) as session:
        drafts = store.prune_drafts(session, now - DRAFTS)
    return {
        "words": _in_chunks(engine, _WORDS, now - WORDS),
        "turns": _in_chunks(engine, _COURSE, now - COURSE),
        "drafts": drafts,
        "callers": _once(engine, _CALLERS, now - LANGUAGES),
        "versions": PostgresShelf(engine).prune(now),
    }


def forget_caller(engine: Engine, secrets: Secrets, phone: str) -> int:
    """Erases a telephone (E.164) from the journal: its words, its language, and what joins its calls. How many calls.

    Its recordings, here and at Twilio, and what was heard in them are deleted by jobs that commit with this.
    Requests and drafts are erased by requests.store.erase_caller.
    """
    hashes = {"hashes": list(secrets.phone_hashes(phone))}
    with engine.begin() as connection:
        for row in connection.execute(text(_THEIRS), hashes).all():
            jobs.defer(connection, jobs.DELETE, once=row.sid, sid=row.sid, by="the caller")
        return int(connection.execute(text(_FORGET), hashes).scalar_one())


def attach(engine: Engine, sid: str) -> bool:
    """Joins a recording that arrived to the message it was left with; again changes nothing.

    False: the message is not filed (yet). True also when there is nothing to join: no such recording, an absent one, an
    answer to a question, or one of a call that is over and has left no message.
    """
    with Session(engine) as session, session.begin():
        connection = session.connection()
        found = recordings.find(connection, sid, lock=True)
        if found is None or found.status != "completed" or found.kind == "answer":
            return True
        # Of a recording that Twilio never told of nobody knows what it is: then what was filed tells.
        if not (kind := joining.belongs(session, found)):
            if not store.add_recording(session, found.call_sid, sid):
                return recordings.settled(connection, found.call_sid)
            kind = "message"
        recordings.is_a(connection, sid, kind)
        if kind == "message":
            session.execute(text(_ATTACHED), {"sid": sid})
        return True


def _in_chunks(engine: Engine, statement: str, before: datetime) -> int:
    total = 0
    while done := _once(engine, statement, before, chunk=CHUNK):
        total += done
    return total


def _once(engine: Engine, statement: str, before: datetime, **more: int) -> int:
    with engine.begin() as connection:
        return connection.execute(text(statement), {"before": before, **more}).rowcount
