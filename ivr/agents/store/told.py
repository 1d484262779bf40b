"""What happened: the journal of hand-offs, and the lines for the screens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ivr.agents.tables import FloorEventRow, HandoffJournalRow

CHANNEL = "onecall_floor"
"""Of PostgreSQL's NOTIFY; the payload is the number of the newest line."""
EVERYBODY = "everybody"
_ORDER = 0x311F100
"""The lock under which lines are numbered: who reads 7 has seen all up to 7 that will ever be."""


@dataclass(frozen=True, slots=True)
class Line:
    """One change for the screens. kind: handoff | presence | words … ; what it means is read anew."""

    id: int
    at: datetime
    kind: str
    handoff: str
    agent: str
    audience: str


@dataclass(frozen=True, slots=True)
class Change:
    """A line still to be written."""

    kind: str
    handoff: str = ""
    agent: str = ""
    audience: str = EVERYBODY


def journal(
    session: Session,
    handoff: str,
    at: datetime,
    event: str,
    before: str,
    after: str,
    version: int,
    agent: str,
    why: str,
) -> None:
    """One event that changed a hand-off; ids and words of ours only."""
    values = {"handoff_id": handoff, "at": at, "event": event, "before": before, "after": after}
    session.execute(insert(HandoffJournalRow).values(**values, version=version, agent=agent, why=why))


def show(session: Session, changes: Sequence[Change], at: datetime) -> None:
    """Tells the screens. The last thing in a transaction: all others that tell wait for its end."""
    if not changes:
        return
    session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ORDER})
    rows = [
        {"at": at, "kind": one.kind, "handoff_id": one.handoff, "agent": one.agent, "audience": one.audience}
        for one in dict.fromkeys(changes)
    ]
    newest = max(session.scalars(insert(FloorEventRow).values(rows).returning(FloorEventRow.id)))
    session.execute(select(func.pg_notify(CHANNEL, str(newest))))


def all_since(session: Session, number: int, limit: int) -> Sequence[Line]:
    """The lines after that number, in order."""
    row = FloorEventRow
    chosen = select(row.id, row.at, row.kind, row.handoff_id, row.agent, row.audience)
    return [Line(*one) for one in session.execute(chosen.where(row.id > number).order_by(row.id).limit(limit))]


def newest(session: Session) -> int:
    """The number of the newest line, 0 for none."""
    return session.scalar(select(func.max(FloorEventRow.id))) or 0
