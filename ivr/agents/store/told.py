"""What happened: the journal of hand-offs, and the lines for the screens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, bindparam, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ivr.agents.tables import FloorEventRow, HandoffJournalRow
from ivr.db.engine import commit_with

CHANNEL = "onecall_floor"
"""Of PostgreSQL's NOTIFY; the payload is the number of the newest line."""
EVERYBODY = "everybody"
_ORDER = 0x311F100
"""The lock under which lines are numbered: who reads 7 has seen all up to 7 that will ever be."""

_NOTE = insert(cast(Table, HandoffJournalRow.__table__))
_NEWEST = select(func.max(FloorEventRow.id))
_SINCE = select(
    FloorEventRow.id, FloorEventRow.at, FloorEventRow.kind, FloorEventRow.handoff_id, FloorEventRow.agent,
    FloorEventRow.audience,
).where(FloorEventRow.id > bindparam("number")).order_by(FloorEventRow.id).limit(bindparam("most"))  # fmt: skip
_TELL = """
WITH turn AS MATERIALIZED (SELECT pg_advisory_xact_lock(%(order)s)),
     told AS (
         INSERT INTO floor_events (at, kind, handoff_id, agent, audience)
         SELECT %(at)s, one.kind, one.handoff_id, one.agent, one.audience
         FROM turn, unnest(%(kinds)s::text[], %(handoffs)s::text[], %(agents)s::text[], %(audiences)s::text[])
              WITH ORDINALITY AS one (kind, handoff_id, agent, audience, nth)
         ORDER BY one.nth
         RETURNING id
     )
SELECT pg_notify(%(channel)s, max(id)::text) FROM told
"""
"""A number is given to a line when the lock is had, not before."""


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
    session.execute(_NOTE, {**values, "version": version, "agent": agent, "why": why})


def show(session: Session, changes: Sequence[Change], at: datetime) -> None:
    """Tells the screens, and commits: the last thing in a transaction. Raises what a commit does.

    All who tell wait for each other, so that numbers grow in the order of commits. The lock is taken, the lines are
    written, the bell is rung and all is committed by one message: nobody else's telling waits until this process, which
    may be busy, has heard an answer and found words for the next question.
    """
    if not changes:
        return
    once = list(dict.fromkeys(changes))
    told = {
        "order": _ORDER, "channel": CHANNEL, "at": at, "kinds": [one.kind for one in once],
        "handoffs": [one.handoff for one in once], "agents": [one.agent for one in once],
        "audiences": [one.audience for one in once],
    }  # fmt: skip
    commit_with(session, _TELL, told)


def all_since(session: Session, number: int, limit: int) -> Sequence[Line]:
    """The lines after that number, in order."""
    return [Line(*one) for one in session.execute(_SINCE, {"number": number, "most": limit})]


def newest(session: Session) -> int:
    """The number of the newest line, 0 for none."""
    return session.scalar(_NEWEST) or 0
