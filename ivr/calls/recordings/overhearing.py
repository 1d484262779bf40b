"""Overhearing: is there danger in the last words of a caller who is gone? Then people are told, as of a recording."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.orm import Session

from ivr.calls import drafts
from ivr.calls.recordings import searching
from ivr.calls.recordings.desk import Desk
from ivr.calls.recordings.recording import MARK, last_words
from ivr.requests import store as requests
from ivr.requests.store import Draft

log = structlog.get_logger(__name__)


def search(desk: Desk, call_sid: str) -> int | None:
    """Looks for danger in what a caller said last; the id of the alert that was raised, None: there is none.

    Words that became an answer are last words no more, and the line itself has searched them. Again changes nothing.
    Unreadable: no key in force opens the draft.
    """
    with Session(desk.engine) as session:
        left = requests.draft(session, call_sid)
    words = _words(desk, left) if left else ""
    if left is None or not words:
        return None
    at = left.updated.astimezone(ZoneInfo(desk.book("").city.timezone))
    with desk.mind() as mind:
        kind = searching.danger(mind, words, left.language[:2], at)
    desk.step("searched")
    if not kind:
        return None
    with desk.engine.begin() as connection:
        raised = searching.raise_alert(connection, call_sid, last_words(kind), kind, desk.now())
    if raised is not None:
        log.warning("danger_in_last_words", call=call_sid, alert=raised, kind=kind)
    return raised


def _words(desk: Desk, left: Draft) -> str:
    """What nobody has answered; not what is filed by now, nor a recording, which is searched by itself."""
    said = drafts.opened(left.sealed, left.call_sid, desk.secrets).private.get(drafts.SAID, "")
    return "" if left.state == "filed" or said.startswith(MARK) else said
