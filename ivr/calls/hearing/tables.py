"""The table of listenings: a few minutes of each, sealed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from ivr.db.base import Base


class HearingRow(Base):
    """Where the listening to the answer of one turn stands. `owner`: the process that listens; it beats `beat_at`."""

    __tablename__ = "hearings"

    call_sid: Mapped[str] = mapped_column(primary_key=True)
    turn: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str]
    settled: Mapped[bool]
    beat_at: Mapped[datetime] = mapped_column(index=True)
    notice: Mapped[bytes]

    __table_args__ = (Index("ix_hearings_owner", "owner", postgresql_where=text("NOT settled")),)
