"""The audit: added to, and read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from ivr.agents.people.audited import Entry
from ivr.agents.people.tables import AuditRow


def write(session: Session, entry: Entry) -> None:
    session.execute(
        insert(AuditRow).values(
            at=entry.at,
            person_id=entry.person,
            who=entry.who,
            what=entry.what,
            about=entry.about,
            address=entry.address,
        )
    )


def read(
    session: Session,
    *,
    who: str = "",
    about: str = "",
    what: str = "",
    since: datetime | None,
    before: int | None = None,
    limit: int,
) -> Sequence[Entry]:
    """The newest first; "" and None ask for everything. before: only those older than this one."""
    asked = select(AuditRow).order_by(AuditRow.id.desc()).limit(limit)
    if who:
        asked = asked.where(AuditRow.who == who)
    if about:
        asked = asked.where(AuditRow.about == about)
    if what:
        asked = asked.where(AuditRow.what == what)
    if before is not None:
        asked = asked.where(AuditRow.id < before)
    if since:
        asked = asked.where(AuditRow.at >= since)
    return [Entry(r.at, r.who, r.what, r.about, r.address, r.person_id, r.id) for r in session.scalars(asked)]
