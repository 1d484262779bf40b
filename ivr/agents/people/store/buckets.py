"""Token buckets: every process takes from the same ones, so that a hundred tries at once are a hundred tries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, text
from sqlalchemy.orm import Session

from ivr.agents.people.errors import TooManyTries
from ivr.agents.people.limits import Bucket

# One statement reads, fills and takes: the row's lock puts those who try at once in order. Whoever finds the bucket
# empty changes nothing, so that trying on and on does not put off the moment at which one may try again.
_TAKE = text("""
INSERT INTO buckets AS b (key, tokens, at) VALUES (:key, :capacity - 1, :now)
ON CONFLICT (key) DO UPDATE SET
    tokens = least(:capacity, b.tokens + greatest(0, extract(epoch FROM :now - b.at)) / :refill) - 1,
    at = greatest(b.at, :now)
WHERE least(:capacity, b.tokens + greatest(0, extract(epoch FROM :now - b.at)) / :refill) >= 1
RETURNING tokens
""")
_LEFT = text("SELECT tokens + greatest(0, extract(epoch FROM :now - at)) / :refill FROM buckets WHERE key = :key")
_BACK = text("UPDATE buckets SET tokens = least(:capacity, tokens + 1) WHERE key = :key")
_PRUNE = text("DELETE FROM buckets WHERE at < :before")
_FORGET = text("DELETE FROM buckets WHERE key IN :keys").bindparams(bindparam("keys", expanding=True))


def take(session: Session, wanted: Mapping[str, Bucket], now: datetime) -> None:
    """One token of each bucket, by the key it is kept under. TooManyTries: one of them is empty; roll back."""
    # Always in the same order: two who want the same two never wait for each other crosswise.
    for key, bucket in sorted(wanted.items()):
        values = {"key": key, "now": now, "capacity": float(bucket.limit.capacity), "refill": bucket.limit.refill}
        if session.execute(_TAKE, values).one_or_none() is None:
            left = session.execute(_LEFT, values).scalar_one()
            raise TooManyTries(max(1.0, (1.0 - float(left)) * bucket.limit.refill))


def give_back(session: Session, taken: Mapping[str, Bucket]) -> None:
    """What was tried was right: it does not count."""
    for key, bucket in sorted(taken.items()):
        session.execute(_BACK, {"key": key, "capacity": float(bucket.limit.capacity)})


def forget(session: Session, keys: Sequence[str]) -> None:
    """As if nobody had tried."""
    session.execute(_FORGET, {"keys": list(keys)})


def prune(session: Session, before: datetime) -> None:
    """Forgets the buckets nobody has touched since: they are full again."""
    session.execute(_PRUNE, {"before": before})
