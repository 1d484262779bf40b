"""Drafts: what is known of what a call has not filed, so that an agent can call back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, cast

import msgspec
from sqlalchemy import case, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ivr.db.secrets import Secrets
from ivr.requests.filing import clean
from ivr.requests.tables import DraftRow

DraftState = Literal["open", "left", "filed"]


@dataclass(frozen=True, slots=True)
class Draft:
    """nth: how many the call has filed already (State.filed). turn: State.turns, the newer wins. at: aware.

    slots: what is known; private: those of them that are personal data; phone: E.164, sealed like those.
    phone_hash: when the number itself is not at hand. state: only read; saving decides it.
    """

    call_sid: str
    nth: int
    turn: int
    language: str
    at: datetime
    service_code: str = ""
    slots: Mapping[str, str] = field(default_factory=dict, repr=False)
    private: Mapping[str, str] = field(default_factory=dict, repr=False)
    phone: str = field(default="", repr=False)
    phone_hash: str = ""
    state: DraftState = "open"


def save_drafts(session: Session, drafts: Sequence[Draft], secrets: Secrets) -> None:
    """Keeps what is newest of each call, in any order of arrival; a draft of what was filed meanwhile stays filed."""
    newest = {draft.call_sid: draft for draft in sorted(drafts, key=lambda draft: (draft.nth, draft.turn))}
    if not newest:
        return
    # In one order for everybody, or two processes that save the same calls wait for each other.
    added = insert(DraftRow).values([_row(newest[sid], secrets) for sid in sorted(newest)])
    new = added.excluded
    kept = {name: new[name] for name in ("nth", "turn", "service_code", "language", "snapshot", "sealed", "phone_hash")}
    state = case((new.nth > DraftRow.nth, "open"), else_=DraftRow.state)
    newer = (new.nth > DraftRow.nth) | ((new.nth == DraftRow.nth) & (new.turn >= DraftRow.turn))
    session.execute(
        added.on_conflict_do_update(
            index_elements=["call_sid"], set_={**kept, "updated_at": new.updated_at, "state": state}, where=newer
        )
    )


def leave_draft(session: Session, call_sid: str, at: datetime) -> bool:
    """The caller has gone: an open draft is now one to call back. False: there is none, or it was filed."""
    gone = update(DraftRow).where(DraftRow.call_sid == call_sid, DraftRow.state == "open")
    found = session.scalars(gone.values(state="left", updated_at=at).returning(DraftRow.call_sid))
    return found.one_or_none() is not None


def drafts(session: Session, state: DraftState, limit: int = 50, secrets: Secrets | None = None) -> list[Draft]:
    """Drafts in this state, the newest first; `private` and `phone` are filled only with `secrets`."""
    chosen = select(DraftRow).where(DraftRow.state == state).order_by(DraftRow.updated_at.desc()).limit(limit)
    return [_draft(row, secrets) for row in session.scalars(chosen)]


def draft(session: Session, call_sid: str, secrets: Secrets | None = None) -> Draft | None:
    """The draft of one call, in whatever state."""
    row = session.get(DraftRow, call_sid, populate_existing=True)
    return _draft(row, secrets) if row else None


def prune_drafts(session: Session, before: datetime) -> int:
    """Forgets drafts that have not changed since then; how many."""
    return len(session.scalars(delete(DraftRow).where(DraftRow.updated_at < before).returning(DraftRow.call_sid)).all())


def _row(draft: Draft, secrets: Secrets) -> dict[str, Any]:
    hidden = {"private": dict(draft.private), "phone": draft.phone}
    return {
        "call_sid": draft.call_sid,
        "nth": draft.nth,
        "turn": draft.turn,
        "state": "open",
        "service_code": draft.service_code,
        "language": draft.language,
        "snapshot": {clean(code): clean(value) for code, value in draft.slots.items()},
        "sealed": secrets.seal(msgspec.json.encode(hidden), f"draft/{draft.call_sid}")
        if any(hidden.values())
        else None,
        "phone_hash": draft.phone_hash or secrets.phone_hash(draft.phone) or None,
        "created_at": draft.at,
        "updated_at": draft.at,
    }


def _draft(row: DraftRow, secrets: Secrets | None) -> Draft:
    hidden: dict[str, Any] = {}
    if row.sealed and secrets:
        hidden = msgspec.json.decode(secrets.open(row.sealed, f"draft/{row.call_sid}"), type=dict[str, Any])
    return Draft(
        row.call_sid,
        row.nth,
        row.turn,
        row.language,
        row.updated_at,
        row.service_code,
        row.snapshot,
        **hidden,
        phone_hash=row.phone_hash or "",
        state=cast(DraftState, row.state),
    )
