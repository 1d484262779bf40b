"""The shelf: published versions of the line in PostgreSQL. The only SQL about them."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ivr.calls.tables import CurrentRow, VersionRow
from ivr.db.engine import transaction

SPOKEN = timedelta(hours=5)  # a call ends within four; a version replaced longer ago is spoken in none
KEPT = timedelta(days=30)  # how long a version is kept after it was replaced


class PostgresShelf:
    """Raises sqlalchemy.exc.SQLAlchemyError when the database is away."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def current(self) -> str | None:
        """The version new calls begin with; None before anything was published."""
        with Session(self._engine) as session:
            return session.scalar(select(CurrentRow.version))

    def fetch(self, version: str) -> bytes | None:
        """The packed files of a version."""
        with Session(self._engine) as session:
            return session.scalar(select(VersionRow.files).where(VersionRow.version == version))

    def recent(self) -> list[str]:
        """Versions that calls under way may still speak, the newest first."""
        spoken = VersionRow.replaced_at.is_(None) | (VersionRow.replaced_at > func.now() - SPOKEN)
        with Session(self._engine) as session:
            return list(
                session.scalars(select(VersionRow.version).where(spoken).order_by(VersionRow.published_at.desc()))
            )

    def publish(self, version: str, packed: bytes, who: str, at: datetime) -> bool:
        """Makes a version the current one. False: it had been published before. Whoever commits last is current."""
        with transaction(self._engine) as session:
            row = {"version": version, "files": packed, "published_at": at, "published_by": who}
            added = session.execute(
                insert(VersionRow).values(row).on_conflict_do_nothing().returning(VersionRow.version)
            )
            fresh = added.first() is not None
            now = {"version": version, "since": at}
            session.execute(
                insert(CurrentRow).values(single=True, **now).on_conflict_do_update(index_elements=["single"], set_=now)
            )
            session.execute(
                update(VersionRow)
                .where(VersionRow.version != version, VersionRow.replaced_at.is_(None))
                .values(replaced_at=at)
            )
            session.execute(update(VersionRow).where(VersionRow.version == version).values(replaced_at=None))
            return fresh

    def prune(self, now: datetime) -> int:
        """Drops versions replaced more than KEPT ago; how many."""
        with transaction(self._engine) as session:
            gone = session.execute(
                delete(VersionRow).where(VersionRow.replaced_at < now - KEPT).returning(VersionRow.version)
            )
            return len(gone.all())
