"""The map shelf: published gazetteers in PostgreSQL, so that every machine of a city answers with the same one."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ivr.calls.errors import NoMap
from ivr.calls.maps import digest_of, mark
from ivr.calls.tables import CurrentGazetteerRow, GazetteerRow
from ivr.db.engine import once
from ivr.places import keeping


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


def publish(session: Session, data: bytes, who: str, at: datetime) -> str:
    """Makes this file the current one, and forgets those before; its digest. Whoever commits last is current."""
    digest = digest_of(data)
    row = {"digest": digest, "data": data, "published_at": at, "published_by": who}
    now = {"digest": digest, "since": at}
    session.execute(insert(GazetteerRow).values(row).on_conflict_do_nothing())
    session.execute(
        insert(CurrentGazetteerRow)
        .values(single=True, **now)
        .on_conflict_do_update(index_elements=["single"], set_=now)
    )
    session.execute(delete(GazetteerRow).where(GazetteerRow.digest != digest))
    return digest


def publish_file(url: str, file: Path, who: str, at: datetime) -> str:
    """Publishes this machine's gazetteer in the database at `url`; its version.

    NoMap: none was imported. PlacesError: the file is damaged. DatabaseUnavailable: no answer.
    """
    if not file.exists():
        raise NoMap(NoMap.__doc__)
    data, version = file.read_bytes(), keeping.load(file, check=True).about.version
    with once(url) as session:
        digest = publish(session, data, who, at)
    mark(file, digest)
    return version
