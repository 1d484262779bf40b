"""Searching: is there danger in words that nobody heard when they were said? Then people are told, at once and once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Connection

from ivr.calls import jobs
from ivr.calls.recordings import store
from ivr.calls.recordings.desk import Desk
from ivr.calls.recordings.recording import GRAVITY
from ivr.flow.meaning import Meaning, Want
from ivr.understanding import Mind

log = structlog.get_logger(__name__)

WINDOW, STEP = 120, 60
"""Words that are looked at together, and words until the next look: a long story must not drown a cry for help."""
SPEECH = Want("speech")


def search(desk: Desk, sid: str) -> int | None:
    """Looks for danger in the words of a recording; the id of the alert that was raised, None: there is none.

    The alert, its notification and the job that tells the city's number commit together, once.
    """
    with desk.engine.connect() as connection:
        recording = store.find(connection, sid)
        heard = store.transcript(connection, sid, desk.secrets) if recording else None
    if recording is None or recording.searched or heard is None:
        return None
    at = recording.arrived.astimezone(ZoneInfo(desk.book("").city.timezone))
    with desk.mind() as mind:
        kind = danger(mind, heard.text, heard.language[:2], at)
    desk.step("searched")
    with desk.engine.begin() as connection:
        raised = raise_alert(connection, recording.call_sid, sid, kind, desk.now()) if kind else None
        store.searched(connection, sid, desk.now())
    if raised is not None:
        log.warning("danger_found_later", recording=sid, alert=raised, kind=kind)
    return raised


def raise_alert(connection: Connection, call_sid: str, source: str, kind: str, at: datetime) -> int | None:
    """Notes danger, notifies, and has the city's number told, in this transaction; None: it was noted before."""
    raised = store.alert(connection, call_sid, source, kind, at)
    if raised is not None:
        jobs.defer(connection, jobs.TELL, once=str(raised), alert=raised)
    return raised


def danger(mind: Mind, words: str, language: str, at: datetime) -> str:
    """The gravest that is heard in them: danger | crisis | possible_danger | possible_crisis, or "" for none."""
    found = [mind.hear(part, language, SPEECH, at) for part in windows(words)]
    return max((_kind(meaning) for meaning in found), key=GRAVITY.index, default="")


def windows(words: str) -> Iterator[str]:
    """The words in overlapping parts; a short text is one part."""
    said = words.split()
    for at in range(0, max(1, len(said) - STEP), STEP):
        if part := " ".join(said[at : at + WINDOW]):
            yield part


def _kind(meaning: Meaning) -> str:
    if meaning.emergency == "none" and not meaning.crisis:
        return ""
    kind = "crisis" if meaning.crisis else "danger"
    return kind if meaning.emergency == "certain" else f"possible_{kind}"
