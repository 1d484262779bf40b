"""Reading recordings back: for the page that plays them, for the command, for requests, and for a call that waits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from ivr.calls.recordings import store
from ivr.calls.recordings.recording import Alert, Heard, Opening, Recording, mark
from ivr.db.errors import Unreadable
from ivr.db.secrets import Secrets
from ivr.requests import store as requests
from ivr.speech.transcript import Transcript


class Cabinet:
    """What is known of recordings. Every method raises sqlalchemy.exc.SQLAlchemyError when the database is away."""

    def __init__(self, engine: Engine, secrets: Secrets) -> None:
        self._engine, self._secrets = engine, secrets

    def find(self, sid: str) -> Heard | None:
        """One recording with its words; words that no key opens any more are left out."""
        with self._engine.connect() as connection:
            recording = store.find(connection, sid)
            return Heard(recording, _words(connection, sid, self._secrets)) if recording else None

    def latest(self, limit: int) -> list[Heard]:
        """The newest first."""
        with self._engine.connect() as connection:
            return [Heard(one, _words(connection, one.sid, self._secrets)) for one in store.latest(connection, limit)]

    def of_calls(self, call_sids: Sequence[str]) -> list[Heard]:
        """The recordings of these calls with their words, the oldest first."""
        with self._engine.connect() as connection:
            found = store.of_calls(connection, call_sids)
            return [Heard(one, _words(connection, one.sid, self._secrets)) for one in found]

    def numbers(self, recording: Recording) -> list[str]:
        """The numbers of the requests it belongs to, or of all that its call filed."""
        with Session(self._engine) as session:
            held = requests.holding(session, recording.call_sid, recording.sid, mark(recording.sid))
            return [one.number for one in held or requests.by_sid(session, recording.call_sid)]

    def alert(self, sid: str) -> Alert | None:
        """The danger that was found in it."""
        with self._engine.connect() as connection:
            return store.alert_in(connection, sid)

    def openings(self, sid: str) -> list[Opening]:
        """Who opened it."""
        with self._engine.connect() as connection:
            return store.openings(connection, sid)

    def alerts(self, limit: int) -> list[Alert]:
        """The newest first."""
        with self._engine.connect() as connection:
            return store.alerts(connection, limit)

    def opened(self, sid: str, who: str, what: str, link: str, at: datetime) -> None:
        """Writes down who opened it; nothing is shown to whom it could not be written down of."""
        with self._engine.begin() as connection:
            store.opened(connection, sid, who, what, link, at)


def _words(connection: Connection, sid: str, secrets: Secrets) -> Transcript | None:
    try:
        return store.transcript(connection, sid, secrets)
    except Unreadable:
        return None
