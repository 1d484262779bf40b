"""Fetching: the sound of a recording comes from Twilio to where the city keeps it, once, whole or not at all."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from ivr.calls import jobs
from ivr.calls.recordings import store
from ivr.calls.recordings.desk import Desk
from ivr.calls.recordings.errors import NotNow
from ivr.calls.recordings.outcome import Outcome
from ivr.calls.recordings.recording import Recording
from ivr.speech.storing import StorageAway
from ivr.telephony.rest import Gone, NotAllowed, NotSound, NotThereYet, TooLarge, TwilioAway

log = structlog.get_logger(__name__)

PATIENCE = timedelta(hours=24)
"""For how long Twilio may say that it does not know a recording it told of: its parts learn of it at their own pace."""
KIND = "audio/wav"
LONG = 5_000_000
"""Bytes, five minutes: larger ones are heard one after the other, so that a message of ten seconds need not wait."""
ONE_BY_ONE = "long recordings"


def fetch(desk: Desk, sid: str, *, last: bool = False) -> Outcome | None:
    """Brings the sound here and has it heard; None: it is here, or was. Else how it ended, which is written down.

    NotNow: another time may do. last: there is no other time soon, so that its ending is written down as it stands.
    """
    with desk.engine.begin() as connection:
        recording = store.find(connection, sid)
        if recording is None or recording.deleted or recording.status != "completed":
            return None
        store.tried(connection, sid, desk.now())
    if recording.storage_key and desk.storage.exists(recording.storage_key):
        _hand_on(desk, recording, recording.storage_key, recording.size or 0)
        return None
    try:
        _bring(desk, recording)
    except (TooLarge, Gone, NotSound, NotAllowed, NotThereYet, TwilioAway, StorageAway) as problem:
        return _ended(desk, recording, problem, last)
    return None


def _bring(desk: Desk, recording: Recording) -> None:
    key = f"{recording.sid}.wav"
    with desk.account.sound(recording.sid) as sound:
        size = desk.storage.put(key, sound.chunks, KIND)
    desk.step("fetched")
    _hand_on(desk, recording, key, size)


def _hand_on(desk: Desk, recording: Recording, key: str, size: int) -> None:
    """That it is here and that it is to be heard commit together."""
    with desk.engine.begin() as connection:
        store.kept(connection, recording.sid, desk.now(), key=key, size=size, media_type=KIND)
        store.ended(connection, recording.sid, "")
        lock = ONE_BY_ONE if size > LONG else None
        jobs.defer(connection, jobs.HEAR, once=recording.sid, lock=lock, sid=recording.sid)
    desk.step("kept")


def _ended(desk: Desk, recording: Recording, problem: Exception, last: bool) -> Outcome:
    outcome = _outcome(problem, recording.arrived, desk.now(), last)
    if outcome is None:
        raise NotNow(type(problem).__name__) from None
    with desk.engine.begin() as connection:
        store.ended(connection, recording.sid, outcome)
    tell = log.warning if outcome in ("gone", "too_large", "not_audio") else log.error
    tell("recording_not_fetched", recording=recording.sid, outcome=outcome)
    return outcome


def _outcome(problem: Exception, arrived: datetime, now: datetime, last: bool) -> Outcome | None:
    """None: it may be had another time."""
    match problem:
        case TooLarge():
            return "too_large"
        case Gone() if now - arrived > PATIENCE or (last and now - arrived > timedelta(hours=1)):
            return "gone"
        case _ if not last:
            return None
        case NotSound():
            return "not_audio"
        case NotAllowed():
            return "not_allowed"
        case _:
            return "unreachable"
