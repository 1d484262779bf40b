"""What was asked of Twilio: begun, done, and which call came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ivr.agents.tables import AskedRow


def begin(session: Session, key: str, handoff: str, tie: str, now: datetime) -> bool:
    """Right before it is asked; False: it was done. tie: of the telephone that will ring, or ""."""
    new = insert(AskedRow).values(key=key, handoff_id=handoff, tie=tie, asked_at=now, tries=1)
    again = {"tries": AskedRow.tries + 1, "asked_at": now}
    put = new.on_conflict_do_update(index_elements=["key"], set_=again, where=AskedRow.done_at.is_(None))
    return session.scalar(put.returning(AskedRow.key)) is not None


def done(session: Session, key: str, outcome: str, sid: str, now: datetime) -> None:
    session.execute(update(AskedRow).where(AskedRow.key == key).values(done_at=now, outcome=outcome, sid=sid))


def calls(session: Session, handoff: str) -> Sequence[tuple[str, str]]:
    """(tie, CallSid) of every call that was made for this hand-off."""
    chosen = select(AskedRow.tie, AskedRow.sid).where(AskedRow.handoff_id == handoff, AskedRow.sid != "")
    return [(tie, sid) for tie, sid in session.execute(chosen)]
