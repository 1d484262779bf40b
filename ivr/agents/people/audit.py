"""What is written down of who works here: before it is shown, and so that nobody can change it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ivr.agents.people.audited import Entry
from ivr.agents.people.cabinet import Cabinet
from ivr.agents.people.person import Person
from ivr.agents.people.store import audit
from ivr.agents.people.where import From


@dataclass(frozen=True)
class Audit:
    """May raise what the database raises: then nothing may be shown."""

    cabinet: Cabinet

    def opened(self, person: Person, what: str, about: str, where: From, now: datetime) -> None:
        """Written when this returns; call it before anything is shown. what: like `opened_recording`. about: an id.

        NotForTheAudit: these are no ids and no words of ours.
        """
        with self.cabinet.transaction() as session:
            audit.write(session, entry(now, person, what, about, where))

    def refused(self, what: str, where: From, now: datetime, person: Person | None = None) -> None:
        """Somebody was not let in. person None: nobody of the register; what they typed is not kept."""
        with self.cabinet.transaction() as session:
            audit.write(session, entry(now, person, what, "", where))

    def read(self, who: str, about: str, since: datetime | None, limit: int) -> Sequence[Entry]:
        """The newest first; "" and None ask for everything."""
        with self.cabinet.transaction() as session:
            return audit.read(session, who=who, about=about, since=since, limit=limit)


def entry(now: datetime, person: Person | None, what: str, about: str, where: From) -> Entry:
    """The line as it is written of somebody who came by a door."""
    who, number = (person.login, person.id) if person else ("", None)
    return Entry(now, who, what, about, where.address, number)
