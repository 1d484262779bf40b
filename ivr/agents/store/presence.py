"""Who is there: available, busy, writing, away; and the offers that keep them busy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ivr.agents.matching import Free
from ivr.agents.people.tables import PersonRow
from ivr.agents.tables import OfferRow, PresenceRow

State = Literal["available", "busy", "wrap_up", "away"]


@dataclass(frozen=True, slots=True)
class Presence:
    """person: as hand-offs name them. wanted: what they will be after the call in hand. handoff: that keeps them."""

    person: str
    state: State
    wanted: State
    reason: str
    since: datetime
    seen_at: datetime
    handoff: str = ""


def find(session: Session, person: str) -> Presence | None:
    return _presence(session.get(PresenceRow, int(person), populate_existing=True))


def everybody(session: Session) -> Sequence[Presence]:
    return [one for row in session.scalars(select(PresenceRow)) if (one := _presence(row))]


def want(session: Session, person: str, state: State, reason: str, now: datetime) -> None:
    """They say what they are. Whoever is busy stays so, and is that afterwards."""
    new = insert(PresenceRow).values(
        person_id=int(person), state=state, wanted=state, reason=reason, since=now, seen_at=now
    )
    session.execute(new.on_conflict_do_nothing())
    mine = update(PresenceRow).where(PresenceRow.person_id == int(person))
    session.execute(mine.values(wanted=state, reason=reason, seen_at=now))
    changes = PresenceRow.state.in_(("available", "away")) & (PresenceRow.state != state)
    session.execute(mine.where(changes).values(state=state, since=now))


def seen(session: Session, person: str, now: datetime) -> None:
    """Their screen is there."""
    session.execute(update(PresenceRow).where(PresenceRow.person_id == int(person)).values(seen_at=now))


def take(session: Session, person: str, handoff: str, now: datetime) -> bool:
    """Busy from now on; False: they are not available any more."""
    mine = (PresenceRow.person_id == int(person)) & (PresenceRow.state == "available")
    taken = update(PresenceRow).where(mine).values(state="busy", since=now, handoff=handoff)
    return session.scalar(taken.returning(PresenceRow.person_id)) is not None


def release(session: Session, person: str, state: Literal["free", "wrap_up", "away"], why: str, now: datetime) -> None:
    """No longer busy. free: what they asked to be; who is sent away is so until they say otherwise."""
    row = session.get(PresenceRow, int(person), populate_existing=True, with_for_update=True)
    if row is None:
        return
    row.since = now
    match state:
        case "wrap_up":
            row.state = "wrap_up"
        case "away":
            row.state, row.wanted, row.reason, row.handoff = "away", "away", why, ""
        case "free":
            row.state, row.handoff = row.wanted, ""
    session.flush()


def free(session: Session, alive_since: datetime) -> Sequence[Free]:
    """Who could take a call now: available, with a telephone, their screen seen since then."""
    chosen = (
        select(PresenceRow, PersonRow)
        .join(PersonRow, PersonRow.id == PresenceRow.person_id)
        .where(PresenceRow.state == "available", PresenceRow.seen_at >= alive_since)
        .where(PersonRow.locked_at.is_(None), PersonRow.telephone != "", PersonRow.roles.contains(["agent"]))
    )
    return [
        Free(
            str(row.person_id),
            {name: person.levels.get(name, 1) for name in (*person.languages, *person.skills)},
            row.since,
        )
        for row, person in session.execute(chosen)
    ]


def staffed(session: Session, alive_since: datetime, skills: frozenset[str]) -> bool:
    """Whether anybody is at work who can do this, free or not."""
    chosen = (
        select(PersonRow.skills)
        .join(PresenceRow, PersonRow.id == PresenceRow.person_id)
        .where(PresenceRow.state != "away", PresenceRow.seen_at >= alive_since)
        .where(PersonRow.locked_at.is_(None), PersonRow.telephone != "", PersonRow.roles.contains(["agent"]))
    )
    return any(skills <= set(able) for able in session.scalars(chosen))


def lost(session: Session, before: datetime) -> Sequence[str]:
    """Who is available, or takes calls, and whose screen was not seen since then."""
    chosen = select(PresenceRow.person_id).where(PresenceRow.state != "away", PresenceRow.seen_at < before)
    return [str(person) for person in session.scalars(chosen)]


def offered(session: Session, tie: str, handoff: str, agent: str, now: datetime) -> None:
    """This agent is asked. IntegrityError: the hand-off, or the agent, has an offer already."""
    session.execute(insert(OfferRow).values(id=tie, handoff_id=handoff, agent=agent, made_at=now))


def accepted(session: Session, tie: str, now: datetime) -> None:
    """Key 1."""
    first = OfferRow.taken_at.is_(None)
    session.execute(update(OfferRow).where(OfferRow.id == tie, first).values(taken_at=now))


def settled(session: Session, tie: str, why: str, now: datetime) -> None:
    """The offer stands no more."""
    standing = OfferRow.ended_at.is_(None)
    session.execute(update(OfferRow).where(OfferRow.id == tie, standing).values(ended_at=now, why=why))


def _presence(row: PresenceRow | None) -> Presence | None:
    if row is None:
        return None
    state: State = row.state  # type: ignore[assignment]  # the table's check says which
    wanted: State = row.wanted  # type: ignore[assignment]
    return Presence(str(row.person_id), state, wanted, row.reason, row.since, row.seen_at, row.handoff)


def borrow(session: Session, person: str, handoff: str, now: datetime) -> None:
    """Busy from now on, though they take no calls: a supervisor who listens. Away again afterwards."""
    mine = (PresenceRow.person_id == int(person)) & (PresenceRow.state == "away")
    session.execute(update(PresenceRow).where(mine).values(state="busy", since=now, handoff=handoff))
