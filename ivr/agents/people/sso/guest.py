"""Whom of the register a sign-on means: known by what never changes there, tied to it the first time they come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from ivr.agents.people import signin
from ivr.agents.people.audit import entry
from ivr.agents.people.cabinet import Cabinet, Session
from ivr.agents.people.errors import BadPerson
from ivr.agents.people.person import Profile, plain
from ivr.agents.people.sso.terms import Told
from ivr.agents.people.store import audit, people, spent
from ivr.agents.people.store.people import Credentials
from ivr.agents.people.where import From

KEPT = timedelta(days=1)
"""How long it is known that an answer was taken: longer than one may stand."""


@dataclass(frozen=True)
class Guests:
    """Each method is one transaction, and may raise what the database raises."""

    cabinet: Cabinet

    def spend(self, state: str, now: datetime) -> bool:
        """False: the answer to this asking was taken before, here or by another process."""
        with self.cabinet.transaction() as session:
            spent.prune(session, now - KEPT)
            return spent.spend(session, signin.hashed(state), now)

    def find(self, told: Told, where: From, now: datetime) -> Credentials | None:
        """Who may come in; None: nobody of ours. It is in the audit then."""
        with self.cabinet.transaction() as session:
            found = (
                people.by_subject(session, told.issuer, told.subject)
                or _tied(session, told, where, now)
                or _added(session, told, where, now)
            )
            if found is None or found.person.locked:
                who = found.person if found else None
                audit.write(session, entry(now, who, "sign_on_refused", "", where))
                return None
            return found


def _tied(session: Session, told: Told, where: From, now: datetime) -> Credentials | None:
    """The first time: by their name. Whoever has the name later, there, is somebody else."""
    person = people.tie(session, plain(told.login), told.issuer, told.subject) if told.login else None
    found = people.by_id(session, person) if person is not None else None
    if found:
        audit.write(session, entry(now, found.person, "tied_sign_on", f"person:{found.person.id}", where))
    return found


def _added(session: Session, told: Told, where: From, now: datetime) -> Credentials | None:
    """An agent, who may take calls as soon as somebody has told where their telephone is."""
    if not told.member or not told.login:
        return None
    try:
        profile = Profile(told.login, told.name)
    except BadPerson:
        return None
    person = people.add(session, profile, now)
    if person is None or people.tie(session, profile.login, told.issuer, told.subject) is None:
        return None
    audit.write(session, entry(now, person, "came_by_group", f"person:{person.id}", where))
    return people.by_id(session, person.id)
