"""Followers: who told of the same thing after it was on file. Each is a contact of the request, beside the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as insert_or
from sqlalchemy.orm import Session

from ivr.db.secrets import Secrets
from ivr.requests.request import NoSuchRequest
from ivr.requests.status import FOLLOWED
from ivr.requests.tables import ContactRow, FollowerRow, HistoryRow, NumberRow, RequestRow

_ERASED: dict[str, Any] = {"sealed": None, "phone_hash": None}


@dataclass(frozen=True, slots=True)
class Follower:
    """key: names this following, so that it happens once. phone: E.164, "" for who gives none. by: see Change."""

    key: str
    phone: str = field(repr=False)
    language: str
    at: datetime
    by: str


def follow(session: Session, number: str, who: Follower, secrets: Secrets) -> bool:
    """Adds a follower, and a line to the history; whether this very call did. NoSuchRequest.

    The request's status and dates stay. Again, by the same key or from a telephone that is known there, changes
    nothing.
    """
    mine = select(NumberRow.request_id).where(NumberRow.number == number).scalar_subquery()
    row = session.scalars(select(RequestRow).where(RequestRow.id == mine).with_for_update()).one_or_none()
    if row is None:
        raise NoSuchRequest(f"There is no request {number}.")
    if who.phone and _is_known(session, row.id, secrets.phone_hashes(who.phone)):
        return False
    values = {"request_id": row.id, "key": who.key, "language": who.language, "at": who.at, **_sealed(who, secrets)}
    if not session.scalar(insert_or(FollowerRow).values(**values).on_conflict_do_nothing().returning(FollowerRow.id)):
        return False
    line = {"at": who.at, "status": row.status, "city_status": row.city_status, "note": FOLLOWED, "changed_by": who.by}
    session.execute(insert(HistoryRow).values(request_id=row.id, **line))
    return True


def followers(session: Session, number: str, secrets: Secrets) -> list[Follower]:
    """Who follows the request with this number, the first to do so first; without who was erased. Unreadable."""
    mine = select(NumberRow.request_id).where(NumberRow.number == number).scalar_subquery()
    chosen = select(FollowerRow).where(FollowerRow.request_id == mine, FollowerRow.erased_at.is_(None))
    return [
        Follower(row.key, _opened(row, secrets), row.language, row.at, "")
        for row in session.scalars(chosen.order_by(FollowerRow.id))
    ]


def erase_followers(session: Session, hashes: Sequence[str], at: datetime) -> int:
    """Erases a telephone number wherever it follows; from how many requests."""
    theirs = update(FollowerRow).where(FollowerRow.phone_hash.in_(hashes)).values(erased_at=at, **_ERASED)
    return len(session.scalars(theirs.returning(FollowerRow.id)).all())


def reseal_followers(session: Session, secrets: Secrets, limit: int) -> int:
    """Seals followers anew that an older key sealed; how many."""
    old = func.substring(FollowerRow.sealed, 1, len(secrets.mark)) != secrets.mark
    rows = session.scalars(select(FollowerRow).where(old).limit(limit).with_for_update(skip_locked=True)).all()
    for row in rows:
        phone = _opened(row, secrets)
        row.sealed, row.phone_hash = secrets.seal(phone.encode(), _context(row.key)), secrets.phone_hash(phone) or None
    session.flush()
    return len(rows)


def _is_known(session: Session, request_id: int, hashes: Sequence[str]) -> bool:
    """Whoever made the request, or follows it already."""
    first = (ContactRow.request_id == request_id) & ContactRow.phone_hash.in_(hashes)
    later = (FollowerRow.request_id == request_id) & FollowerRow.phone_hash.in_(hashes)
    asked = select(ContactRow.request_id).where(first).union_all(select(FollowerRow.request_id).where(later))
    return session.scalar(asked.limit(1)) is not None


def _sealed(who: Follower, secrets: Secrets) -> dict[str, Any]:
    sealed = secrets.seal(who.phone.encode(), _context(who.key)) if who.phone else None
    return {"sealed": sealed, "phone_hash": secrets.phone_hash(who.phone) or None}


def _opened(row: FollowerRow, secrets: Secrets) -> str:
    return secrets.open(row.sealed, _context(row.key)).decode() if row.sealed else ""


def _context(key: str) -> str:
    return f"follower/{key}"
