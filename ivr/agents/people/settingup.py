"""Setting up how somebody comes in: the link of the first time, a new password, a new second step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ivr.agents.people import signin
from ivr.agents.people.audit import entry
from ivr.agents.people.cabinet import Cabinet
from ivr.agents.people.person import Person
from ivr.agents.people.store import audit, codes, invitations, people, signins
from ivr.agents.people.where import From


@dataclass(frozen=True)
class SettingUp:
    """Each method is one transaction with its line in the audit, and may raise what the database raises.

    keep: the sign-in that goes on; every other one of that person ends, for whoever it was.
    """

    cabinet: Cabinet

    def invited(self, token: str, now: datetime) -> Person | None:
        """Whom a link is for; None: it leads nowhere any more."""
        with self.cabinet.transaction() as session:
            person = invitations.standing(session, signin.hashed(token), now)
            found = people.by_id(session, person) if person is not None else None
        return found.person if found and not found.person.locked else None

    def accept(self, token: str, hashed: str, where: From, now: datetime, last: bool) -> Person | None:
        """A new password by a link; the second step of before is gone. None: the link leads nowhere any more.

        last: nothing more is to be set up by this link, so that it is used up.
        """
        way = invitations.use if last else invitations.standing
        with self.cabinet.transaction() as session:
            used = way(session, signin.hashed(token), now)
            found = people.by_id(session, used) if used is not None else None
            if found is None or found.person.locked:
                return None
            people.put_password(session, found.person.id, hashed, now)
            people.put_totp(session, found.person.id, "", None)
            codes.replace(session, found.person.id, ())
            signins.end_all(session, found.person.id, now, "set up")
            audit.write(session, entry(now, found.person, "set_up", "", where))
            changed = people.by_id(session, found.person.id)
        return changed.person if changed else None

    def password(self, person: Person, hashed: str, where: From, now: datetime, keep: int | None) -> None:
        """A new password, argon2."""
        with self.cabinet.transaction() as session:
            people.put_password(session, person.id, hashed, now)
            signins.end_all(session, person.id, now, "password", but=keep)
            audit.write(session, entry(now, person, "changed_password", "", where))

    def rehash(self, person: Person, hashed: str, now: datetime) -> None:
        """The same password, hashed as it is done today; nothing else changes."""
        with self.cabinet.transaction() as session:
            people.put_password(session, person.id, hashed, now)

    def totp(
        self,
        person: Person,
        totp: str,
        counter: int,
        recovery: Sequence[str],
        where: From,
        now: datetime,
        keep: int | None,
    ) -> bool:
        """A new second step, proved with the code of `counter`, and its recovery codes; `keep` counts as one.

        keep None: it is set up by a link, which is used up. False: that was done before, and nothing is changed."""
        with self.cabinet.transaction() as session:
            by_link = invitations.drop(session, person.id)
            if keep is None and not by_link:
                return False
            people.put_totp(session, person.id, totp, self.cabinet.secrets, counter)
            codes.replace(session, person.id, self._hashes(recovery))
            signins.end_all(session, person.id, now, "second step", but=keep)
            if keep is not None:
                signins.strengthen(session, keep)
            audit.write(session, entry(now, person, "set_second_step", "", where))
        return True

    def recovery(self, person: Person, recovery: Sequence[str], where: From, now: datetime) -> None:
        """New recovery codes; those of before are good for nothing."""
        with self.cabinet.transaction() as session:
            codes.replace(session, person.id, self._hashes(recovery))
            audit.write(session, entry(now, person, "new_recovery_codes", "", where))

    def _hashes(self, recovery: Sequence[str]) -> list[str]:
        return [self.cabinet.recovery(code)[0] for code in recovery]
