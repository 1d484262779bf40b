"""What was asked of Twilio: begun, done, and which call came of it; and when the account's next call may be made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ivr.agents.tables import AskedRow, OfferRow

_PACE = 0x311CA11
_NEAR = timedelta(minutes=1)
"""What was asked further off was so by a clock that goes wrong: nobody waits for that."""


def turn(session: Session, now: datetime, gap: timedelta) -> datetime:
    """When the account's next call may be made: so long after the newest one, whichever process made it.

    The moment is taken by beginning a call at it in the same transaction; whoever else asks waits for its end.
    """
    session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _PACE})
    made = (AskedRow.tie != "") & AskedRow.asked_at.between(now - _NEAR, now + _NEAR)
    newest = session.scalar(select(func.max(AskedRow.asked_at)).where(made))
    return max(now, newest + gap) if newest else now


def begin(session: Session, key: str, handoff: str, tie: str, now: datetime) -> int:
    """Right before it is asked: which try this is, from 1; 0: it was done. tie: of the call that is made, or ""."""
    new = insert(AskedRow).values(key=key, handoff_id=handoff, tie=tie, asked_at=now, tries=1)
    again = {"tries": AskedRow.tries + 1, "asked_at": now}
    put = new.on_conflict_do_update(index_elements=["key"], set_=again, where=AskedRow.done_at.is_(None))
    return session.scalar(put.returning(AskedRow.tries)) or 0


def done(session: Session, key: str, outcome: str, sid: str, now: datetime) -> None:
    session.execute(update(AskedRow).where(AskedRow.key == key).values(done_at=now, outcome=outcome, sid=sid))


def not_hung_up(session: Session, agent: str, now: datetime) -> Sequence[str]:
    """CallSids of this person's telephone that were to be hung up a moment ago, and are not yet: Twilio refused."""
    hanging = AskedRow.key.startswith("hangup/") & AskedRow.done_at.is_(None) & (AskedRow.asked_at > now - 2 * _NEAR)
    legs = session.scalars(select(func.split_part(AskedRow.key, "/", 2)).where(hanging)).all()
    if not legs:  # as nearly always
        return ()
    mine = select(AskedRow.sid).join(OfferRow, OfferRow.id == AskedRow.tie).where(OfferRow.agent == agent)
    return session.scalars(mine.where(AskedRow.sid.in_(legs))).all()


def calls(session: Session, handoff: str) -> Sequence[tuple[str, str]]:
    """(tie, CallSid) of every call that was made for this hand-off."""
    chosen = select(AskedRow.tie, AskedRow.sid).where(AskedRow.handoff_id == handoff, AskedRow.sid != "")
    return [(tie, sid) for tie, sid in session.execute(chosen)]
