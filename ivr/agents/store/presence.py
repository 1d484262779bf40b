"""Who is there: available, busy, writing, away; and the offers that keep them busy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast

from sqlalchemy import Row, Table, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ivr.agents.matching import Free
from ivr.agents.people.tables import PersonRow
from ivr.agents.tables import OfferRow, PresenceRow

State = Literal["available", "busy", "wrap_up", "away"]

# Written once: making a statement costs more than the answer.
_TABLE = cast(Table, PresenceRow.__table__)
_ROW = _TABLE.c
_FIND = select(_TABLE).where(_ROW.person_id == bindparam("who"))
_WRITE = update(_TABLE).where(_ROW.person_id == bindparam("who"))
_AS_WANTED = _WRITE.values(state=_ROW.wanted)
_TAKE = _WRITE.where(_ROW.state == "available").returning(_ROW.person_id)
_AT_WORK = select(_ROW.person_id, _ROW.since, PersonRow.levels, PersonRow.languages, PersonRow.skills).join(
    PersonRow, PersonRow.id == _ROW.person_id
).where(
    _ROW.seen_at >= bindparam("alive_since"),
    PersonRow.locked_at.is_(None), PersonRow.telephone != "", PersonRow.roles.contains(["agent"]),
)  # fmt: skip
_FREE = _AT_WORK.where(_ROW.state == "available")
_STAFF = _AT_WORK.where(_ROW.state != "away")


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
    return next(iter(_presences(session.execute(_FIND, {"who": int(person)}))), None)


def everybody(session: Session) -> Sequence[Presence]:
    return _presences(session.execute(select(_TABLE)))


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
    session.execute(_WRITE, {"who": int(person), "seen_at": now})


def take(session: Session, person: str, handoff: str, now: datetime) -> bool:
    """Busy from now on; False: they are not available any more."""
    taken = {"who": int(person), "state": "busy", "since": now, "handoff": handoff}
    return session.scalar(_TAKE, taken) is not None


def release(session: Session, person: str, state: Literal["free", "wrap_up", "away"], why: str, now: datetime) -> None:
    """No longer busy. free: what they asked to be; who is sent away is so until they say otherwise."""
    match state:
        case "wrap_up":
            session.execute(_WRITE, {"who": int(person), "since": now, "state": "wrap_up"})
        case "away":
            away = {"state": "away", "wanted": "away", "reason": why, "handoff": ""}
            session.execute(_WRITE, {"who": int(person), "since": now, **away})
        case "free":
            session.execute(_AS_WANTED, {"who": int(person), "since": now, "handoff": ""})


def free(session: Session, alive_since: datetime) -> Sequence[Free]:
    """Who could take a call now: available, with a telephone, their screen seen since then."""
    return [
        Free(str(who), {name: levels.get(name, 1) for name in (*languages, *skills)}, since)
        for who, since, levels, languages, skills in session.execute(_FREE, {"alive_since": alive_since})
    ]


def staffed(session: Session, alive_since: datetime, skills: frozenset[str]) -> bool:
    """Whether anybody is at work who can do this, free or not."""
    return any(skills <= set(one.skills) for one in session.execute(_STAFF, {"alive_since": alive_since}))


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


def _presences(rows: Iterable[Row[Any]]) -> list[Presence]:
    return [
        Presence(str(row.person_id), row.state, row.wanted, row.reason, row.since, row.seen_at, row.handoff)
        for row in rows
    ]


def borrow(session: Session, person: str, handoff: str, now: datetime) -> None:
    """Busy from now on, though they take no calls: a supervisor who listens. Away again afterwards."""
    mine = (PresenceRow.person_id == int(person)) & (PresenceRow.state == "away")
    session.execute(update(PresenceRow).where(mine).values(state="busy", since=now, handoff=handoff))
