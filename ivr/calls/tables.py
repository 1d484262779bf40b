"""The tables of the calls: what happened in each, callers' languages, and every published version of the line."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from ivr.db.base import Base


class CallRow(Base):
    """One call. `last_n` and `last_at` are of its newest turn; `ended_at` stays empty while nobody knows of an end."""

    __tablename__ = "calls"

    call_sid: Mapped[str] = mapped_column(primary_key=True)
    caller_hash: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="")
    version: Mapped[str] = mapped_column(default="")
    started_at: Mapped[datetime]
    last_at: Mapped[datetime]
    last_n: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None]
    ending: Mapped[str | None]
    status: Mapped[str | None]
    seconds: Mapped[int | None]
    filed: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        Index(None, "caller_hash", "started_at"),
        Index(None, "started_at"),
        Index("ix_calls_open", "last_at", postgresql_where=text("ended_at IS NULL")),
    )


class TurnRow(Base):
    """One answered webhook. `words`: what was heard and understood, encrypted; empty when it was personal data."""

    __tablename__ = "turns"

    call_sid: Mapped[str] = mapped_column(primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[bytes] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    event: Mapped[str]
    node_before: Mapped[str]
    node_after: Mapped[str]
    language: Mapped[str]
    words: Mapped[bytes | None]
    confidence: Mapped[float | None]
    meaning: Mapped[dict[str, Any]]
    notes: Mapped[list[str]]
    milliseconds: Mapped[float]

    __table_args__ = (Index("ix_turns_at", "at", postgresql_using="brin"),)


class NoteRow(Base):
    """A trace of importance (`emergency_told`, `asked_for_person` …); outlives the words of its turn."""

    __tablename__ = "call_notes"

    call_sid: Mapped[str] = mapped_column(primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    note: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]

    __table_args__ = (Index(None, "note", "at"),)


class CallerRow(Base):
    """The language a caller is greeted in next time; the number itself is nowhere."""

    __tablename__ = "callers"

    caller_hash: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str]
    last_called: Mapped[datetime]


class RecordingRow(Base):
    """A recording Twilio keeps for us. `attached_at`: when it was joined to the message that was filed with it."""

    __tablename__ = "recordings"

    sid: Mapped[str] = mapped_column(primary_key=True)
    call_sid: Mapped[str] = mapped_column(index=True)
    status: Mapped[str]
    seconds: Mapped[int]
    arrived_at: Mapped[datetime]
    attached_at: Mapped[datetime | None]


class VersionRow(Base):
    """One published version of flows/ and prompts/: the files themselves, packed (see folders.pack)."""

    __tablename__ = "flow_versions"

    version: Mapped[str] = mapped_column(primary_key=True)
    files: Mapped[bytes]
    published_at: Mapped[datetime]
    published_by: Mapped[str]
    replaced_at: Mapped[datetime | None]


class CurrentRow(Base):
    """The version new calls begin with: one row."""

    __tablename__ = "flow_current"

    single: Mapped[bool] = mapped_column(primary_key=True, default=True, server_default=text("true"))
    version: Mapped[str] = mapped_column(ForeignKey("flow_versions.version"))
    since: Mapped[datetime]

    __table_args__ = (CheckConstraint("single", name="one_row"),)


class GazetteerRow(Base):
    """One published gazetteer: the file itself, found by its SHA-256 in hexadecimal."""

    __tablename__ = "gazetteers"

    digest: Mapped[str] = mapped_column(primary_key=True)
    data: Mapped[bytes]
    published_at: Mapped[datetime]
    published_by: Mapped[str]


class CurrentGazetteerRow(Base):
    """The gazetteer every machine answers with: one row."""

    __tablename__ = "gazetteer_current"

    single: Mapped[bool] = mapped_column(primary_key=True, default=True, server_default=text("true"))
    digest: Mapped[str] = mapped_column(ForeignKey("gazetteers.digest"))
    since: Mapped[datetime]

    __table_args__ = (CheckConstraint("single", name="one_row"),)
