"""Links by which somebody sets up how they come in: each once, and for a day."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.orm import Session

from ivr.agents.people.tables import InvitationRow


def make(session: Session, person: int, token: bytes, at: datetime, ends: datetime) -> None:
    """A new one; those made for the same person before lead nowhere any more."""
    session.execute(delete(InvitationRow).where(InvitationRow.person_id == person))
    session.execute(insert(InvitationRow).values(token=token, person_id=person, made_at=at, ends_at=ends))


def standing(session: Session, token: bytes, now: datetime) -> int | None:
    """Whom it is for; None: it was used, it is too old, or there is none."""
    return session.scalar(select(InvitationRow.person_id).where(*_open(token, now)))


def use(session: Session, token: bytes, now: datetime) -> int | None:
    """Whom it was for, to exactly one of those who use it."""
    once = update(InvitationRow).where(*_open(token, now)).values(used_at=now)
    return session.scalar(once.returning(InvitationRow.person_id))


def drop(session: Session, person: int) -> bool:
    """Whether there was one that nobody has used."""
    gone = delete(InvitationRow).where(InvitationRow.person_id == person).returning(InvitationRow.used_at)
    return any(used is None for used in session.scalars(gone))


def prune(session: Session, before: datetime) -> None:
    session.execute(delete(InvitationRow).where(InvitationRow.ends_at < before))


def _open(token: bytes, now: datetime) -> tuple[ColumnElement[bool], ...]:
    it = InvitationRow
    return (it.token == token, it.used_at.is_(None), it.ends_at > now)
