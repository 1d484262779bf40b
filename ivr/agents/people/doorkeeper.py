"""The doorkeeper: who comes in, stays in and goes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ivr.agents.people import signin
from ivr.agents.people.audit import entry
from ivr.agents.people.cabinet import Cabinet
from ivr.agents.people.person import Person
from ivr.agents.people.signin import SignIn, Standing
from ivr.agents.people.store import audit, buckets, codes, invitations, people, signins
from ivr.agents.people.store.people import Credentials
from ivr.agents.people.where import From

SEEN = timedelta(minutes=1)
"""How exactly it is kept when somebody was last seen: not every click writes a row."""
KEPT = timedelta(days=90)
"""How long a sign-in stays in the list after it came to its end."""
COUNTED = timedelta(days=2)
"""After how long a bucket that nobody touches is full for certain."""


@dataclass(frozen=True)
class Doorkeeper:
    """Each method is one transaction, and may raise what the database raises.

    idle: how long a sign-in stands without a sign of life. longest: how long at all.
    """

    cabinet: Cabinet
    idle: timedelta
    longest: timedelta

    def credentials(self, login: str) -> Credentials | None:
        with self.cabinet.transaction() as session:
            return people.by_login(session, login)

    def known(self, person: int) -> Credentials | None:
        """None: there is none, or nobody comes in by this name."""
        with self.cabinet.transaction() as session:
            found = people.by_id(session, person)
        return found if found and not found.person.locked else None

    def totp(self, person: int) -> tuple[str, int] | None:
        """See store.people.totp."""
        with self.cabinet.transaction() as session:
            return people.totp(session, person, self.cabinet.secrets)

    def spend_code(self, person: int, counter: int) -> bool:
        """False: the code of this moment, or a later one, was taken before."""
        with self.cabinet.transaction() as session:
            return people.spend(session, person, counter)

    def spend_recovery(self, person: int, code: str) -> bool:
        """False: it is none of theirs, or was used."""
        with self.cabinet.transaction() as session:
            return codes.spend(session, person, self.cabinet.recovery(code))

    def recovery_left(self, person: int) -> int:
        with self.cabinet.transaction() as session:
            return codes.left(session, person)

    def begin(self, person: Person, where: From, second: bool, now: datetime, what: str = "signed_in") -> str:
        """Somebody comes in: the token for their browser, and a line in the audit. What is long over is forgotten."""
        token = signin.token()
        with self.cabinet.transaction() as session:
            hashed, ends = signin.hashed(token), now + self.longest
            signins.begin(session, person.id, hashed, now, ends, where.address, where.device, second)
            audit.write(session, entry(now, person, what, "", where))
            signins.prune(session, now - KEPT)
            invitations.prune(session, now - KEPT)
            buckets.prune(session, now - COUNTED)
        return token

    def standing(self, token: str, now: datetime) -> Standing | None:
        """Who is in by this token; None: nobody any more."""
        with self.cabinet.transaction() as session:
            return signins.standing(session, signin.hashed(token), now, self.idle)

    def seen(self, standing: Standing, now: datetime) -> None:
        """A sign of life of a person, not of a page that asks by itself."""
        if now - standing.seen_at >= SEEN:
            with self.cabinet.transaction() as session:
                signins.seen(session, standing.id, now)

    def end(self, standing: Standing, where: From, now: datetime) -> None:
        with self.cabinet.transaction() as session:
            signins.end(session, standing.id, now, "signed out")
            audit.write(session, entry(now, standing.person, "signed_out", "", where))

    def end_others(self, standing: Standing, where: From, now: datetime) -> int:
        """Everywhere but here; in how many browsers that was."""
        with self.cabinet.transaction() as session:
            ended = signins.end_all(session, standing.person.id, now, "signed out elsewhere", but=standing.id)
            audit.write(session, entry(now, standing.person, "signed_out_elsewhere", "", where))
        return ended

    def recent(self, person: int) -> Sequence[SignIn]:
        """The last ten, the newest first."""
        with self.cabinet.transaction() as session:
            return signins.recent(session, person, 10)
