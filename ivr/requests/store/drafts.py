"""Drafts: what is known of what a call has not filed, to call back with; the journal of the calls writes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, cast

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from ivr.requests.tables import DraftRow

DraftState = Literal["open", "left", "filed"]


@dataclass(frozen=True, slots=True)
class Draft:
    """nth: how many the call had filed already. slots: what is known. sealed: the private rest, for who wrote it."""

    call_sid: str
    nth: int
    state: DraftState
    service_code: str
    language: str
    slots: Mapping[str, str] = field(repr=False)
    sealed: bytes | None = field(repr=False)
    created: datetime
    updated: datetime


def draft(session: Session, call_sid: str) -> Draft | None:
    """The draft of one call, in whatever state."""
    row = session.get(DraftRow, call_sid, populate_existing=True)
    return _draft(row) if row else None


def drafts(session: Session, state: DraftState, limit: int = 50) -> list[Draft]:
    """Drafts in this state, the newest first; `left` are the callers to call back."""
    chosen = select(DraftRow).where(DraftRow.state == state).order_by(DraftRow.updated_at.desc()).limit(limit)
    return [_draft(row) for row in session.scalars(chosen)]


def locked_draft(session: Session, call_sid: str) -> Draft | None:
    """The draft of one call; nobody else changes it before this transaction ends."""
    row = session.get(DraftRow, call_sid, populate_existing=True, with_for_update=True)
    return _draft(row) if row else None


def tell_draft(session: Session, call_sid: str, slots: Mapping[str, str], sealed: bytes | None) -> None:
    """What is known in a draft is this by now; when it was left, and whom it is of, stays."""
    told = update(DraftRow).where(DraftRow.call_sid == call_sid)
    session.execute(told.values(snapshot=dict(slots), sealed=sealed))


def settle_draft(session: Session, call_sid: str) -> None:
    """Nothing is left to call back about: somebody has talked with the caller."""
    session.execute(update(DraftRow).where(DraftRow.call_sid == call_sid).values(state="filed"))


def prune_drafts(session: Session, before: datetime) -> int:
    """Forgets drafts that have not changed since then; how many."""
    return len(session.scalars(delete(DraftRow).where(DraftRow.updated_at < before).returning(DraftRow.call_sid)).all())


def _draft(row: DraftRow) -> Draft:
    return Draft(
        row.call_sid,
        row.nth,
        cast(DraftState, row.state),
        row.service_code,
        row.language,
        row.snapshot,
        row.sealed,
        row.created_at,
        row.updated_at,
    )
