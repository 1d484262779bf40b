"""Joining: words that were recorded come to stand in the requests of their call, where their mark stood."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from ivr.calls import drafts
from ivr.calls.recordings import store
from ivr.calls.recordings.desk import Desk
from ivr.calls.recordings.errors import NotFiledYet
from ivr.calls.recordings.outcome import WITH_WORDS
from ivr.calls.recordings.recording import Kind, Recording, mark
from ivr.db.secrets import Secrets
from ivr.requests import store as requests
from ivr.requests.filing import clean

ENOUGH = timedelta(hours=24)
"""After so long without a request to stand in, words stay with their recording alone."""


def join(desk: Desk, sid: str) -> int:
    """Puts the words of a recording into its call's requests; into how many. Again changes nothing.

    NotFiledYet: the call goes on, or what it filed is not in the database yet. A caller who hung up before anything was
    filed has left a draft: there they are put too. Words that a question waited for in vain are a remark. Words nobody
    filed stay with the recording. A message's words stay there too: it is shown with them, lists of requests are not.
    """
    with Session(desk.engine) as session, session.begin():
        connection = session.connection()
        recording = store.find(connection, sid, lock=True)
        if recording is None or recording.joined or not recording.transcribed:
            return 0
        heard = store.transcript(connection, sid, desk.secrets)
        put, left = 0, False
        if heard and recording.outcome in WITH_WORDS:
            put = requests.put_words(session, recording.call_sid, sid, mark(sid), heard.text, desk.secrets)
            left = _told_in_draft(session, recording, heard.text, desk.secrets)
        if put or left:
            store.is_a(connection, sid, "answer")
        over = store.settled(connection, recording.call_sid) or desk.now() - recording.arrived > ENOUGH
        if over and heard and heard.text and not (put or left) and store.in_vain(connection, sid):
            _remarked(session, recording, heard.text, desk.secrets)
        if over:
            store.joined(connection, sid, desk.now())
    desk.step("joined")
    if not over:  # what was put stays put; another request of the call may hold the mark too
        raise NotFiledYet
    return put


def _told_in_draft(session: Session, recording: Recording, words: str, secrets: Secrets) -> bool:
    """Puts the words into what the call has left unfinished; whether their mark stood there. Unreadable."""
    left = requests.locked_draft(session, recording.call_sid)
    if left is None:
        return False
    hidden = drafts.opened(left.sealed, left.call_sid, secrets)
    told = drafts.with_words(hidden, left.slots, mark(recording.sid), clean(words))
    if told is None:
        return False
    requests.tell_draft(session, left.call_sid, told[1], drafts.closed(told[0], left.call_sid, secrets))
    return True


def _remarked(session: Session, recording: Recording, words: str, secrets: Secrets) -> None:
    """Words that came too late for their question, and were never its answer: said last in what the call has left
    unfinished, else beside its latest request."""
    if requests.holding(session, recording.call_sid, recording.sid, mark(recording.sid)):
        return
    left = requests.locked_draft(session, recording.call_sid)
    if left is None or left.state == "filed":
        requests.remark(session, recording.call_sid, recording.sid)
        return
    hidden = drafts.with_remark(drafts.opened(left.sealed, left.call_sid, secrets), clean(words))
    requests.tell_draft(session, left.call_sid, left.slots, drafts.closed(hidden, left.call_sid, secrets))


def belongs(session: Session, recording: Recording) -> Kind:
    """What the requests of its call, or its draft, say a recording is: message | answer, "" while none holds it."""
    held = requests.holding(session, recording.call_sid, recording.sid, mark(recording.sid))
    if not held:
        left = requests.draft(session, recording.call_sid)
        marked = left is not None and mark(recording.sid) in left.slots.values()
        return "answer" if marked or recording.kind == "answer" else ""
    return "message" if any(r.kind == "message" and recording.sid in r.recordings for r in held) else "answer"
