"""Where the people are kept: one engine, the keys, and how what is counted is named there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlalchemy.orm import Session as Session

from ivr.agents.people.limits import Bucket
from ivr.db.engine import transaction
from ivr.db.secrets import Secrets


@dataclass(frozen=True)
class Cabinet:
    """Handed on to what opens a transaction of its own."""

    engine: Engine
    secrets: Secrets

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Committed when the block ends well, and rolled back when it does not."""
        with transaction(self.engine) as session:
            yield session

    def keyed(self, buckets: Sequence[Bucket]) -> Mapping[str, Bucket]:
        """By the key each is kept under: what somebody types for a name may be their password."""
        # The same keyed hash that telephone numbers are found by; the words in front of each keep the two apart.
        return {self.secrets.phone_hash(f"bucket {bucket.key}"): bucket for bucket in buckets}

    def recovery(self, code: str) -> Sequence[str]:
        """Under what a recovery code may be kept: one hash for each key in force, the newest first."""
        return self.secrets.phone_hashes(f"recovery {code}")
