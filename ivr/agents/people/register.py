"""The register of people: who there is, what they may do, and the link by which they come in for the first time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ivr.agents.people import limits, signin
from ivr.agents.people.audited import Entry
from ivr.agents.people.cabinet import Cabinet, Session
from ivr.agents.people.errors import LoginTaken, NobodyOfThatName
from ivr.agents.people.person import Person, Profile, plain
from ivr.agents.people.store import audit, buckets, codes, invitations, people, signins
from ivr.agents.people.store.people import Credentials

VALID = timedelta(hours=24)
"""How long a link for setting up leads somewhere."""


@dataclass(frozen=True)
class Register:
    """Each method is one transaction, with its line in the audit. by: who asks, as the audit names them; person and
    address: of the register, and from where, when it is one who came by a door.

    NobodyOfThatName: a login is nobody's. Each may raise what the database raises.
    """

    cabinet: Cabinet
    by: str
    person: int | None = None
    address: str = ""

    def everybody(self) -> Sequence[Person]:
        with self.cabinet.transaction() as session:
            return people.everybody(session)

    def of(self, number: int) -> Person | None:
        """By their number, as addresses have it; None: there is nobody."""
        with self.cabinet.transaction() as session:
            found = people.by_id(session, number)
        return found.person if found else None

    def find(self, login: str) -> Person:
        with self.cabinet.transaction() as session:
            return _known(people.by_login(session, plain(login)), login)

    def add(self, profile: Profile, now: datetime) -> tuple[Person, str]:
        """The new person, and the token of their link. LoginTaken."""
        with self.cabinet.transaction() as session:
            person = people.add(session, profile, now)
            if person is None:
                raise LoginTaken(f"There is already somebody called {profile.login!r}.")
            audit.write(session, self._entry(now, "added_person", person))
            return person, _invited(session, person, now)

    def change(self, login: str, profile: Profile, now: datetime) -> Person:
        """The whole profile. New roles end every sign-in of theirs: they hold from the next one."""
        with self.cabinet.transaction() as session:
            before = _known(people.by_login(session, plain(login)), login)
            people.change(session, before.id, profile)
            audit.write(session, self._entry(now, "changed_person", before))
            if profile.roles != before.roles:
                audit.write(session, self._entry(now, "changed_roles", before))
                signins.end_all(session, before.id, now, "roles")
            return _known(people.by_id(session, before.id), login)

    def reset(self, login: str, now: datetime) -> tuple[Person, str]:
        """Forgets password, second step, recovery codes and whom the single sign-on knows them as, ends every sign-in;
        the token of a new link."""
        with self.cabinet.transaction() as session:
            person = _known(people.by_login(session, plain(login)), login)
            people.put_password(session, person.id, "", now)
            people.put_totp(session, person.id, "", None)
            codes.replace(session, person.id, ())
            people.untie(session, person.id)
            signins.end_all(session, person.id, now, "reset")
            self._let_try(session, person)
            audit.write(session, self._entry(now, "reset_person", person))
            return person, _invited(session, person, now)

    def invite(self, login: str, now: datetime) -> tuple[Person, str]:
        """A link for who must set up anew; nothing of theirs is forgotten before they use it."""
        with self.cabinet.transaction() as session:
            person = _known(people.by_login(session, plain(login)), login)
            audit.write(session, self._entry(now, "invited_person", person))
            return person, _invited(session, person, now)

    def lock(self, login: str, now: datetime) -> tuple[Person, int]:
        """Nobody comes in by this name until it is unlocked; in how many browsers they were signed in."""
        with self.cabinet.transaction() as session:
            person = _known(people.by_login(session, plain(login)), login)
            people.put_lock(session, person.id, now)
            invitations.drop(session, person.id)
            ended = signins.end_all(session, person.id, now, "locked")
            audit.write(session, self._entry(now, "locked_person", person))
            return person, ended

    def unlock(self, login: str, now: datetime) -> Person:
        """They may come in again, and their wrong tries are forgotten."""
        with self.cabinet.transaction() as session:
            person = _known(people.by_login(session, plain(login)), login)
            people.put_lock(session, person.id, None)
            self._let_try(session, person)
            audit.write(session, self._entry(now, "unlocked_person", person))
            return person

    def put_password(self, login: str, hashed: str, now: datetime) -> Person:
        """Sets a password that was hashed already; what they were signed in with ends."""
        with self.cabinet.transaction() as session:
            person = _known(people.by_login(session, plain(login)), login)
            people.put_password(session, person.id, hashed, now)
            signins.end_all(session, person.id, now, "password")
            audit.write(session, self._entry(now, "put_password", person))
            return person

    def audited(
        self, who: str, about: str, since: datetime | None, limit: int, *, what: str = "", before: int | None = None
    ) -> Sequence[Entry]:
        """The newest first; "" and None ask for everything. before: only those older than this one."""
        with self.cabinet.transaction() as session:
            return audit.read(session, who=who, about=about, what=what, since=since, before=before, limit=limit)

    def _let_try(self, session: Session, person: Person) -> None:
        tried = (*limits.passwords(person.login, ""), *limits.codes(person.id))
        buckets.forget(session, list(self.cabinet.keyed(tried)))

    def _entry(self, now: datetime, what: str, about: Person) -> Entry:
        return Entry(now, self.by, what, f"person:{about.id}", self.address, self.person)


def _known(found: Credentials | None, login: str) -> Person:
    if found is None:
        raise NobodyOfThatName(f"There is nobody called {login!r}; `ivr people list` shows who there is.")
    return found.person


def _invited(session: Session, person: Person, now: datetime) -> str:
    token = signin.token()
    invitations.make(session, person.id, signin.hashed(token), now, now + VALID)
    return token
