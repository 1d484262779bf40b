"""Tries at passwords, codes and links: each is counted before it is made, and forgotten when it was right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ivr.agents.people import limits
from ivr.agents.people.cabinet import Cabinet
from ivr.agents.people.limits import Bucket
from ivr.agents.people.store import buckets


@dataclass(frozen=True)
class Tries:
    """Counted in PostgreSQL, for every process the same. May raise what the database raises."""

    cabinet: Cabinet

    def password(self, login: str, known: str, address: str) -> Sequence[Bucket]:
        """What a try at a password is taken from, whether or not there is such a name. See limits.passwords."""
        return (*limits.passwords(login, known), limits.address(address))

    def code(self, person: int) -> Sequence[Bucket]:
        return limits.codes(person)

    def link(self, address: str) -> Sequence[Bucket]:
        return (limits.invitations(address),)

    def count(self, tried: Sequence[Bucket], now: datetime) -> None:
        """TooManyTries: it may not be made, and none of these is counted."""
        with self.cabinet.transaction() as session:
            buckets.take(session, self.cabinet.keyed(tried), now)

    def forget(self, tried: Sequence[Bucket]) -> None:
        """It was right."""
        with self.cabinet.transaction() as session:
            buckets.give_back(session, self.cabinet.keyed(tried))
