"""Hand-offs, kept: found, locked, written; what is personal of them is sealed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

import msgspec
from sqlalchemy import Executable, Row, Table, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ivr.agents.handoff import ENDED, Handoff
from ivr.agents.tables import HandoffRow
from ivr.db.secrets import Secrets

AFTER = timedelta(minutes=30)
"""So long a call that is over may still bring words about its hand-off."""

# Written once: every word of a caller or a telephone asks these, and making a statement costs more than the answer.
_TABLE = cast(Table, HandoffRow.__table__)
_ROW = _TABLE.c
_KEPT = select(_ROW.value, _ROW.seen_at, _ROW.line, _ROW.token, _ROW.sealed, _ROW.created_at, _ROW.joined_at)
_FIND = _KEPT.where(_ROW.id == bindparam("mine"))
_LOCKED = _FIND.with_for_update(key_share=True)
_WAITING = _KEPT.where(_ROW.phase == "waiting")
_LENGTHS = select(_ROW.queue, func.count().label("many")).where(_ROW.phase == "waiting").group_by(_ROW.queue)
_WRITE = update(_TABLE).where(_ROW.id == bindparam("mine"))
_END = _WRITE.values(ended_at=func.coalesce(_ROW.ended_at, bindparam("now")))
_JOINED = _WRITE.where(_ROW.joined_at.is_(None))


@dataclass(frozen=True, slots=True)
class Matter:
    """What is personal of a hand-off. phone: to call back, E.164 or ""; slots: what was understood."""

    phone: str = field(default="", repr=False)
    slots: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Kept:
    """A hand-off as it is kept. line: our number that was called. token: the sealed state of the caller's last turn."""

    handoff: Handoff
    seen_at: datetime
    line: str = ""
    token: str = field(default="", repr=False)
    sealed: bytes | None = field(default=None, repr=False)
    created_at: datetime | None = None
    joined_at: datetime | None = None


def add(session: Session, kept: Kept, matter: Matter, secrets: Secrets, now: datetime) -> bool:
    """False: this call's turn has one already, which stays as it is."""
    it = kept.handoff
    new = insert(HandoffRow).values(
        id=it.id,
        call_sid=it.call_sid,
        nth=it.nth,
        reason=it.reason,
        seen_at=kept.seen_at,
        sealed=_seal(matter, it.id, secrets),
        phone_hash=secrets.phone_hash(matter.phone) or None,
        line=kept.line,
        created_at=now,
        **_values(it, now),
    )
    done = session.scalar(new.on_conflict_do_nothing().returning(HandoffRow.id))
    return done is not None


def save(session: Session, after: Handoff, now: datetime) -> None:
    """The new value; the row must be locked."""
    values = {"mine": after.id, **_values(after, now)}
    if not after.ended:
        session.execute(_WRITE, values)
        return
    del values["ended_at"]
    session.execute(_END, {**values, "now": now})


def joined(session: Session, id: str, now: datetime) -> None:
    """A person and the caller met for the first time."""
    session.execute(_JOINED, {"mine": id, "joined_at": now})


def seen(session: Session, id: str, now: datetime) -> None:
    """The caller's sign of life."""
    session.execute(_WRITE, {"mine": id, "seen_at": now})


def keep(session: Session, id: str, token: str) -> None:
    """Where the call goes on."""
    session.execute(_WRITE, {"mine": id, "token": token})


def tell(session: Session, id: str, matter: Matter, secrets: Secrets) -> None:
    """What is known of the caller's matter by now."""
    values = {"sealed": _seal(matter, id, secrets), "phone_hash": secrets.phone_hash(matter.phone) or None}
    session.execute(_WRITE, {"mine": id, **values})


def locked(session: Session, id: str) -> Kept | None:
    """Nobody else changes it before this transaction ends."""
    return next(iter(_all(session, _LOCKED, mine=id)), None)


def find(session: Session, id: str) -> Kept | None:
    return next(iter(_all(session, _FIND, mine=id)), None)


def by_turn(session: Session, call_sid: str, nth: int) -> str:
    """The id of what this turn of the call asked; "" for nothing."""
    found = select(HandoffRow.id).where(HandoffRow.call_sid == call_sid, HandoffRow.nth == nth)
    return session.scalar(found) or ""


def of_call(session: Session, call_sid: str, now: datetime) -> Sequence[str]:
    """The ids of what is open, or was until a moment ago, and in which this call is the caller's; the newest first."""
    lately = (HandoffRow.ended_at.is_(None)) | (HandoffRow.ended_at > now - AFTER)
    chosen = select(HandoffRow.id).where(HandoffRow.caller_leg == call_sid, lately)
    return session.scalars(chosen.order_by(HandoffRow.created_at.desc())).all()


def of_calls(session: Session, calls: Iterable[str]) -> Sequence[Kept]:
    """All that is not over of these calls, those it began in and those that are the caller's now."""
    sids = list(calls)
    mine = _ROW.call_sid.in_(sids) | _ROW.caller_leg.in_(sids)
    return _all(session, _KEPT.where(_ROW.phase.not_in(ENDED), mine))


def helped(session: Session, calls: Iterable[str]) -> Sequence[Kept]:
    """What began in these calls and is not over, or was over with a person."""
    well = _ROW.phase.not_in(ENDED) | _ROW.phase.in_(("done", "called_back"))
    return _all(session, _KEPT.where(_ROW.call_sid.in_(list(calls)), well))


def waiting(session: Session) -> Sequence[Kept]:
    """All who wait for an agent."""
    return _all(session, _WAITING)


def waiting_in(session: Session) -> Mapping[str, int]:
    """How many wait for an agent, by queue; one in which nobody waits is not among them."""
    return {one.queue: one.many for one in session.execute(_LENGTHS)}


def open_ones(session: Session, unchanged_since: datetime | None = None) -> Sequence[Kept]:
    """All that are not over; unchanged_since: of those, what has not changed since then."""
    chosen = _KEPT.where(_ROW.phase.not_in(ENDED))
    if unchanged_since:
        chosen = chosen.where(_ROW.changed_at <= unchanged_since)
    return _all(session, chosen.order_by(_ROW.created_at))


def due(session: Session, now: datetime, limit: int = 50) -> Sequence[str]:
    """The ids of those of which a clock has run out."""
    chosen = select(HandoffRow.id).where(HandoffRow.next_at <= now).order_by(HandoffRow.next_at).limit(limit)
    return session.scalars(chosen).all()


def taken(session: Session, queue: str, since: datetime) -> Sequence[datetime]:
    """When callers of this queue came to a person, since then."""
    chosen = select(HandoffRow.joined_at).where(HandoffRow.queue == queue, HandoffRow.joined_at > since)
    return [at for at in session.scalars(chosen) if at]


def was_cut_off(session: Session, hashes: Iterable[str], since: datetime) -> bool:
    """Whether a caller of this number was lost to us since then: a hand-off that failed, or that nobody ended."""
    lost = HandoffRow.phase.in_(("failed",)) & (HandoffRow.ended_at > since)
    return (
        session.scalar(select(HandoffRow.id).where(HandoffRow.phone_hash.in_(list(hashes)), lost).limit(1)) is not None
    )


def matter(kept: Kept, secrets: Secrets) -> Matter:
    """What is personal of it. Unreadable."""
    if kept.sealed is None:
        return Matter()
    return msgspec.json.decode(secrets.open(kept.sealed, _context(kept.handoff.id)), type=Matter)


def _seal(matter: Matter, id: str, secrets: Secrets) -> bytes | None:
    known = matter.phone or matter.slots
    return secrets.seal(msgspec.json.encode(matter), _context(id)) if known else None


def _context(id: str) -> str:
    return f"handoff/{id}"


def _values(it: Handoff, now: datetime) -> dict[str, object]:
    return {
        "queue": it.queue,
        "priority": it.priority,
        "language": it.language,
        "phase": it.phase,
        "agent": it.offer.agent if it.offer else "",
        "caller_leg": it.caller_leg,
        "cut_off": it.cut_off,
        "since": it.since,
        "next_at": min((clock.at for clock in it.clocks), default=None),
        "value": msgspec.to_builtins(it),
        "version": it.version,
        "changed_at": now,
        "ended_at": now if it.ended else None,
    }


def _all(session: Session, statement: Executable, **values: str) -> list[Kept]:
    return [_kept(row) for row in session.execute(statement, values)]


def _kept(row: Row[Any]) -> Kept:
    value = msgspec.convert(row.value, type=Handoff)
    return Kept(value, row.seen_at, row.line, row.token, row.sealed, row.created_at, row.joined_at)
