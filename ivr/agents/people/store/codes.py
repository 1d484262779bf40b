"""Recovery codes: ten, each good for one time, kept as hashes."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from ivr.agents.people.tables import RecoveryCodeRow


def replace(session: Session, person: int, hashes: Sequence[str]) -> None:
    """These and no others; () is none."""
    session.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.person_id == person))
    if hashes:
        session.execute(insert(RecoveryCodeRow), [{"person_id": person, "code": each} for each in hashes])


def spend(session: Session, person: int, hashes: Sequence[str]) -> bool:
    """Uses the code that is kept under one of these. False: there is none, or another was quicker."""
    mine = delete(RecoveryCodeRow).where(RecoveryCodeRow.person_id == person, RecoveryCodeRow.code.in_(hashes))
    return session.scalar(mine.returning(RecoveryCodeRow.code)) is not None


def left(session: Session, person: int) -> int:
    counted = select(func.count()).select_from(RecoveryCodeRow).where(RecoveryCodeRow.person_id == person)
    return session.execute(counted).scalar_one()
