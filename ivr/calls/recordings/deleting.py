"""Deleting: at Twilio and here, each noted when it is done, so that somebody can show that it was."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from sqlalchemy import Engine

from ivr.calls import jobs
from ivr.calls.recordings import outlines, store
from ivr.calls.recordings.desk import Desk
from ivr.calls.recordings.errors import NotNow
from ivr.calls.recordings.recording import Recording
from ivr.speech.storing import StorageAway
from ivr.telephony.rest import NotAllowed, TwilioAway

log = structlog.get_logger(__name__)

RETENTION = "retention"
"""Who deletes what was kept long enough."""
WORDS = timedelta(days=90)
"""How long the words of a recording that is gone are kept, as those of callers who were heard at once (housekeeper)."""


def delete(desk: Desk, sid: str, by: str) -> bool:
    """Deletes the sound at Twilio, then here; False: it was gone before. Each is noted as soon as it is done.

    by: RETENTION, or whose wish it was; then the transcript goes too. Words that were joined to a request stay with
    it: they are the city's record. NotNow: another time may do.
    """
    with desk.engine.connect() as connection:
        recording = store.find(connection, sid)
    if recording is None or (recording.deleted and not recording.at_twilio):
        return False
    try:
        _at_twilio(desk, recording)
        if recording.storage_key:
            outlines.forget(desk.storage, recording.storage_key)
            desk.storage.delete(recording.storage_key)
    except (NotAllowed, TwilioAway, StorageAway) as problem:
        log.warning("recording_not_deleted", recording=sid, why=type(problem).__name__)
        raise NotNow(type(problem).__name__) from None
    desk.step("deleted_here")
    with desk.engine.begin() as connection:
        store.deleted(connection, sid, desk.now(), by)
        if by != RETENTION:
            store.forget_words(connection, sid)
    log.info("recording_deleted", recording=sid, retention=by == RETENTION)
    return True


def expire(desk: Desk, now: datetime) -> int:
    """Has everything deleted that was kept long enough; how many. CallsError: no flows say how long."""
    keep = desk.hearing.keep
    days = {"messages": keep.messages, "answers": keep.answers, "streams": keep.streams}
    with desk.engine.begin() as connection:
        due = store.expired(connection, now, days)
        for sid in due:
            jobs.defer(connection, jobs.DELETE, once=sid, sid=sid, by=RETENTION)
        store.forget_old_words(connection, now - WORDS)
    return len(due)


def request(engine: Engine, sids: list[str], by: str) -> None:
    """Has these deleted as durable jobs, on somebody's wish."""
    with engine.begin() as connection:
        for sid in sids:
            jobs.defer(connection, jobs.DELETE, once=sid, sid=sid, by=by)


def _at_twilio(desk: Desk, recording: Recording) -> None:
    if not recording.at_twilio:
        return
    if desk.twilio is not None:
        desk.twilio.delete(recording.sid)
        desk.step("deleted_at_twilio")
    elif not recording.fetched:  # without an account nothing was fetched from one either
        raise NotAllowed
    with desk.engine.begin() as connection:
        store.deleted_at_twilio(connection, recording.sid, desk.now())
