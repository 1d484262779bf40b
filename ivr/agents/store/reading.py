"""What the screens ask of the floor's tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, Text, cast, func, select, update
from sqlalchemy.orm import Session

from ivr.agents.handoff import ENDED
from ivr.agents.people.tables import PersonRow
from ivr.agents.screens import AtWork, Colleague
from ivr.agents.tables import HandoffJournalRow, HandoffRow, PresenceRow
from ivr.db.secrets import Secrets

DRAFT = 1_000_000
"""From here on Handoff.nth of call-backs that were made of a draft: no turn of a call comes so far."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a hand-off. since: the moment of its phase."""

    danger: bool
    filed: tuple[str, ...]
    since: datetime


def beside(session: Session, id: str) -> Beside:
    row = session.execute(
        select(HandoffRow.danger, HandoffRow.filed, HandoffRow.changed_at).where(HandoffRow.id == id)
    ).one()
    entered = (HandoffJournalRow.handoff_id == id) & (HandoffJournalRow.before != HandoffJournalRow.after)
    since = session.scalar(select(func.max(HandoffJournalRow.at)).where(entered))
    return Beside(row.danger, tuple(row.filed), since or row.changed_at)


def filed(session: Session, id: str, number: str) -> None:
    """A request was filed, or followed, in this talk."""
    new = ~HandoffRow.filed.contains([number])
    added = func.array_append(HandoffRow.filed, number)
    session.execute(update(HandoffRow).where(HandoffRow.id == id, new).values(filed=added))


def mark(session: Session, id: str) -> None:
    """An emergency."""
    session.execute(update(HandoffRow).where(HandoffRow.id == id).values(danger=True))


def write(session: Session, id: str, outcome: str, note: str, secrets: Secrets) -> None:
    """What the talk was about, and the agent's note."""
    sealed = secrets.seal(note.encode(), f"note of {id}") if note else None
    session.execute(update(HandoffRow).where(HandoffRow.id == id).values(outcome=outcome, note=sealed))


@dataclass(frozen=True, slots=True)
class CalledBack:
    """What has become of calling a draft's caller back. who: the name of the agent who has them in hand, "" for nobody
    in particular; taken: somebody has. talked: a person and the caller have met. tries: hand-offs made of it so far."""

    taken: bool = False
    who: str = ""
    talked: bool = False
    tries: int = 0


def called_back(session: Session, drafts: Iterable[str]) -> Mapping[str, CalledBack]:
    """By the draft's CallSid; those nobody has called back yet are not among them."""
    mine = HandoffRow.call_sid.in_(list(drafts)) & (HandoffRow.nth >= DRAFT)
    chosen = select(HandoffRow.call_sid, HandoffRow.phase, HandoffRow.joined_at, PersonRow.name)
    whose = chosen.outerjoin(PersonRow, cast(PersonRow.id, Text) == HandoffRow.agent)
    found: dict[str, CalledBack] = {}
    for sid, phase, joined, name in session.execute(whose.where(mine).order_by(HandoffRow.nth)):
        was, is_open = found.get(sid, CalledBack()), phase not in ENDED
        found[sid] = CalledBack(
            was.taken or is_open, (name or "") if is_open else was.who, was.talked or joined is not None, was.tries + 1
        )
    return found


def free(session: Session, but: int) -> tuple[Colleague, ...]:
    """Everybody else who could be called in now."""
    free = _others(but).where(PresenceRow.state == "available")
    return tuple(_colleague(row) for row in session.execute(free))


def colleagues(session: Session, but: int, most: int) -> tuple[tuple[Colleague, ...], int]:
    """Everybody else who is at work, who is free first: `most` of them, and how many there are besides."""
    at_work = _others(but).where(PresenceRow.state != "away").add_columns(func.count().over())
    found = session.execute(at_work.limit(most)).all()
    return tuple(map(_colleague, found)), (found[0][-1] - len(found) if found else 0)


def _colleague(row: Row[*tuple[Any, ...]]) -> Colleague:
    return Colleague(str(row.id), row.name, row.state)


def _others(but: int) -> Select[int, str, str]:
    chosen = select(PersonRow.id, PersonRow.name, PresenceRow.state)
    mine = chosen.join(PresenceRow, PresenceRow.person_id == PersonRow.id).where(PersonRow.id != but)
    return mine.order_by(PresenceRow.state != "available", PersonRow.name)


def at_work(session: Session) -> Sequence[AtWork]:
    """Agents, with the hand-off each is in; who is away stands there too."""
    chosen = (
        select(PersonRow, PresenceRow, HandoffRow)
        .join(PresenceRow, PresenceRow.person_id == PersonRow.id)
        .outerjoin(HandoffRow, (HandoffRow.id == PresenceRow.handoff) & HandoffRow.phase.not_in(ENDED))
        .order_by(PersonRow.name)
    )
    return [_at_work(*row) for row in session.execute(chosen)]


def _at_work(person: PersonRow, here: PresenceRow, handoff: HandoffRow | None) -> AtWork:
    me = str(person.id)
    at = AtWork(me, person.name, here.state, here.since, here.reason)  # type: ignore[arg-type]
    if handoff is None:
        return at
    value = handoff.value
    if me in value.get("writing", ()):
        return replace(at, handoff=handoff.id, phase="wrap_up", queue=handoff.queue, language=handoff.language)
    return replace(
        at,
        handoff=handoff.id,
        phase=handoff.phase,  # type: ignore[arg-type]
        queue=handoff.queue,
        language=handoff.language,
        danger=handoff.danger,
        held=bool(value.get("held")),
        beside=next((leg["kind"] for leg in value.get("legs", ()) if leg["who"] == me), None),
    )
