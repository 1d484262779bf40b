"""The map shelf: published gazetteers in PostgreSQL, so that every machine of a city answers with the same one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ivr.calls.maps import digest_of
from ivr.calls.tables import CurrentGazetteerRow, GazetteerRow
from ivr.db.engine import transaction


class PostgresMaps:
    """Raises sqlalchemy.exc.SQLAlchemyError when the database is away."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def current(self) -> str | None:
        """The digest of the gazetteer to answer with; None before any was published."""
        with Session(self._engine) as session:
            return session.scalar(select(CurrentGazetteerRow.digest))

    def fetch(self, digest: str) -> bytes | None:
        """The file of a published gazetteer; None when it has been replaced meanwhile."""
        with Session(self._engine) as session:
            return session.scalar(select(GazetteerRow.data).where(GazetteerRow.digest == digest))

    def publish(self, data: bytes, who: str, at: datetime) -> str:
        """Makes this file the current one, and forgets those before; its digest. Whoever commits last is current."""
        digest = digest_of(data)
        row = {"digest": digest, "data": data, "published_at": at, "published_by": who}
        now = {"digest": digest, "since": at}
        with transaction(self._engine) as session:
            session.execute(insert(GazetteerRow).values(row).on_conflict_do_nothing())
            session.execute(
                insert(CurrentGazetteerRow)
                .values(single=True, **now)
                .on_conflict_do_update(index_elements=["single"], set_=now)
            )
            session.execute(delete(GazetteerRow).where(GazetteerRow.digest != digest))
        return digest
