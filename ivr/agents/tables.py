"""The tables of the floor: hand-offs, who is asked for them, who is there, and what happened."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column

from ivr.db.base import Base

_EMPTY = text("''")
_ZERO = text("0")
_OPEN = "phase NOT IN ('done', 'abandoned', 'withdrawn', 'called_back', 'failed')"


class HandoffRow(Base):
    """One caller's way to a person. value: the machine's (handoff.Handoff); what stands beside it is for questions.

    next_at: its earliest clock. seen_at: the caller's last sign of life. sealed: the number and what was understood
    (store.handoffs.Matter). danger: marked by an agent. filed: numbers of what was filed in the talk. outcome, note:
    what it was about, as the agent says at its end; the words are sealed. line: our number that was called, E.164.
    token: the sealed state of the caller's last turn.
    """

    __tablename__ = "handoffs"

    id: Mapped[str] = mapped_column(primary_key=True)
    call_sid: Mapped[str]
    nth: Mapped[int]
    queue: Mapped[str]
    priority: Mapped[int]
    reason: Mapped[str]
    language: Mapped[str]
    phase: Mapped[str]
    agent: Mapped[str] = mapped_column(server_default=_EMPTY)
    caller_leg: Mapped[str] = mapped_column(server_default=_EMPTY)
    cut_off: Mapped[bool] = mapped_column(server_default=false())
    since: Mapped[datetime]
    next_at: Mapped[datetime | None]
    seen_at: Mapped[datetime]
    value: Mapped[dict[str, Any]]
    version: Mapped[int]
    sealed: Mapped[bytes | None]
    phone_hash: Mapped[str | None]
    line: Mapped[str] = mapped_column(server_default=_EMPTY)
    token: Mapped[str] = mapped_column(server_default=_EMPTY)
    danger: Mapped[bool] = mapped_column(server_default=false())
    filed: Mapped[list[str]] = mapped_column(server_default=text("'{}'::text[]"))
    outcome: Mapped[str] = mapped_column(server_default=_EMPTY)
    note: Mapped[bytes | None]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    joined_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        Index("uq_handoffs_call_sid_nth", "call_sid", "nth", unique=True),
        Index("ix_handoffs_phase", "phase", postgresql_where=text(_OPEN)),
        Index("ix_handoffs_next_at", "next_at", postgresql_where=text("next_at IS NOT NULL")),
        Index("ix_handoffs_caller_leg", "caller_leg", postgresql_where=text("caller_leg <> ''")),
        Index("ix_handoffs_created_at", "created_at"),
        Index("ix_handoffs_queue_joined_at", "queue", "joined_at", postgresql_where=text("joined_at IS NOT NULL")),
        Index("ix_handoffs_phone_hash", "phone_hash", postgresql_where=text("phone_hash IS NOT NULL")),
    )


class OfferRow(Base):
    """An agent who was asked for a hand-off; of those that are open one a hand-off, and one an agent. id: the tie."""

    __tablename__ = "offers"

    id: Mapped[str] = mapped_column(primary_key=True)
    handoff_id: Mapped[str] = mapped_column(ForeignKey("handoffs.id"))
    agent: Mapped[str]
    made_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    why: Mapped[str] = mapped_column(server_default=_EMPTY)

    __table_args__ = (
        Index("uq_offers_handoff_id", "handoff_id", unique=True, postgresql_where=text("ended_at IS NULL")),
        Index("uq_offers_agent", "agent", unique=True, postgresql_where=text("ended_at IS NULL")),
        Index("ix_offers_made_at", "made_at"),
    )


class PresenceRow(Base):
    """Who is there. state: now; wanted: what it will be when the call in hand is done. seen_at: the screen's last sign
    of life. handoff: the one that keeps them busy."""

    __tablename__ = "presence"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    state: Mapped[str]
    wanted: Mapped[str]
    reason: Mapped[str] = mapped_column(server_default=_EMPTY)
    since: Mapped[datetime]
    seen_at: Mapped[datetime]
    handoff: Mapped[str] = mapped_column(server_default=_EMPTY)

    __table_args__ = (
        CheckConstraint("state IN ('available', 'busy', 'wrap_up', 'away')", name="state"),
        CheckConstraint("wanted IN ('available', 'away')", name="wanted"),
        Index("ix_presence_state", "state"),
    )


class HandoffJournalRow(Base):
    """Every event that changed a hand-off. No words of people: ids, phases, and words of ours."""

    __tablename__ = "handoff_journal"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    handoff_id: Mapped[str] = mapped_column(ForeignKey("handoffs.id"))
    at: Mapped[datetime]
    event: Mapped[str]
    before: Mapped[str]
    after: Mapped[str]
    version: Mapped[int]
    agent: Mapped[str] = mapped_column(server_default=_EMPTY)
    why: Mapped[str] = mapped_column(server_default=_EMPTY)

    __table_args__ = (
        Index("ix_handoff_journal_handoff_id", "handoff_id", "id"),
        Index("ix_handoff_journal_at", "at"),
    )


class FloorEventRow(Base):
    """What the screens are told: what changed, by id; what it means is read anew with the reader's rights.

    id: grows in the order of commits. audience: everybody | a person's id.
    """

    __tablename__ = "floor_events"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    at: Mapped[datetime]
    kind: Mapped[str]
    handoff_id: Mapped[str] = mapped_column(server_default=_EMPTY)
    agent: Mapped[str] = mapped_column(server_default=_EMPTY)
    audience: Mapped[str] = mapped_column(server_default=text("'everybody'"))

    __table_args__ = (Index("ix_floor_events_at", "at"),)


class AskedRow(Base):
    """What was asked of Twilio, so that it is asked once. key: the action's. sid: of the call that was made."""

    __tablename__ = "asked_of_twilio"

    key: Mapped[str] = mapped_column(primary_key=True)
    handoff_id: Mapped[str]
    tie: Mapped[str] = mapped_column(server_default=_EMPTY)
    tries: Mapped[int] = mapped_column(server_default=_ZERO)
    asked_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(server_default=_EMPTY)
    sid: Mapped[str] = mapped_column(server_default=_EMPTY)

    __table_args__ = (
        Index("ix_asked_of_twilio_handoff_id", "handoff_id"),
        Index("ix_asked_of_twilio_asked_at", "asked_at"),
    )
