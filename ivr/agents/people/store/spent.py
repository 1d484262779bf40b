"""Answers of the single sign-on that were taken: each once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ivr.agents.people.tables import SpentRow


def spend(session: Session, state: bytes, at: datetime) -> bool:
    """False: it was taken before."""
    once = insert(SpentRow).values(state=state, at=at).on_conflict_do_nothing().returning(SpentRow.state)
    return session.scalar(once) is not None


def prune(session: Session, before: datetime) -> None:
    session.execute(delete(SpentRow).where(SpentRow.at < before))
