"""Who is in, with which browser, since when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from ivr.agents.people.signin import SignIn, Standing
from ivr.agents.people.store.people import _person
from ivr.agents.people.tables import PersonRow, SignInRow


def begin(
    session: Session, person: int, token: bytes, at: datetime, ends: datetime, address: str, device: str, second: bool
) -> int:
    """The id of the new sign-in."""
    values = {"token": token, "at": at, "seen_at": at, "ends_at": ends, "address": address, "device": device}
    new = insert(SignInRow).values(person_id=person, second=second, **values).returning(SignInRow.id)
    return session.execute(new).scalar_one()


def standing(session: Session, token: bytes, now: datetime, idle: timedelta) -> Standing | None:
    """Who is in by this token. None: nobody, not any more, too long without a sign of life, or their name is locked."""
    found = session.execute(
        select(SignInRow, PersonRow)
        .join(PersonRow, PersonRow.id == SignInRow.person_id)
        .where(
            SignInRow.token == token,
            SignInRow.ended_at.is_(None),
            SignInRow.ends_at > now,
            SignInRow.seen_at > now - idle,
            PersonRow.locked_at.is_(None),
        )
    ).one_or_none()
    if found is None:
        return None
    row, person = found
    return Standing(row.id, _person(person), row.at, row.seen_at, row.ends_at, row.second)


def seen(session: Session, sign_in: int, at: datetime) -> None:
    later = (SignInRow.id == sign_in, SignInRow.seen_at < at)
    session.execute(update(SignInRow).where(*later).values(seen_at=at))


def strengthen(session: Session, sign_in: int) -> None:
    """From now on it counts as one with a second step."""
    session.execute(update(SignInRow).where(SignInRow.id == sign_in).values(second=True))


def end(session: Session, sign_in: int, at: datetime, why: str) -> None:
    here = (SignInRow.id == sign_in, SignInRow.ended_at.is_(None))
    session.execute(update(SignInRow).where(*here).values(ended_at=at, ended_why=why))


def end_all(session: Session, person: int, at: datetime, why: str, but: int | None = None) -> int:
    """Everywhere, except in the sign-in `but`; in how many browsers that was."""
    those = update(SignInRow).where(SignInRow.person_id == person, SignInRow.ended_at.is_(None), SignInRow.id != but)
    if but is None:
        those = update(SignInRow).where(SignInRow.person_id == person, SignInRow.ended_at.is_(None))
    done = session.scalars(those.values(ended_at=at, ended_why=why).returning(SignInRow.id))
    return len(done.all())


def recent(session: Session, person: int, limit: int) -> Sequence[SignIn]:
    """The newest first."""
    mine = select(SignInRow).where(SignInRow.person_id == person).order_by(SignInRow.at.desc()).limit(limit)
    return [SignIn(row.id, row.at, row.seen_at, row.ended_at, row.address, row.device) for row in session.scalars(mine)]


def prune(session: Session, before: datetime) -> None:
    """Forgets those that came to their end before."""
    session.execute(delete(SignInRow).where(SignInRow.ends_at < before))
