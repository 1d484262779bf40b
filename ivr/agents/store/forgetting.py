"""What the floor forgets: words and numbers first, then how it went."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Delete, delete, select, update
from sqlalchemy.orm import Session

from ivr.agents.tables import AskedRow, FloorEventRow, HandoffJournalRow, HandoffRow, OfferRow

WORDS, LINES, COURSE = timedelta(days=90), timedelta(days=2), timedelta(days=730)
"""Sealed numbers, words and notes · what the screens were told, and what was asked of Twilio · how hand-offs went."""


def forget(session: Session, now: datetime) -> Mapping[str, int]:
    """How many were forgotten, of each kind. Only of hand-offs that are over."""
    over = HandoffRow.ended_at
    personal = HandoffRow.sealed.is_not(None) | HandoffRow.note.is_not(None) | (HandoffRow.token != "")
    bare: dict[str, Any] = {"sealed": None, "note": None, "phone_hash": None, "token": ""}
    words = update(HandoffRow).where(over < now - WORDS, personal).values(bare)
    old = select(HandoffRow.id).where(over < now - COURSE)
    return {
        "handoff_words": session.execute(words).rowcount,  # type: ignore[attr-defined]
        "floor_events": _gone(session, delete(FloorEventRow).where(FloorEventRow.at < now - LINES)),
        "asked": _gone(session, delete(AskedRow).where(AskedRow.asked_at < now - LINES)),
        "journal": _gone(session, delete(HandoffJournalRow).where(HandoffJournalRow.handoff_id.in_(old))),
        "offers": _gone(session, delete(OfferRow).where(OfferRow.handoff_id.in_(old))),
        "handoffs": _gone(session, delete(HandoffRow).where(over < now - COURSE)),
    }


def _gone(session: Session, what: Delete) -> int:
    return int(session.execute(what).rowcount)  # type: ignore[attr-defined]
