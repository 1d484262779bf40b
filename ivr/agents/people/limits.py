"""How often somebody may try: token buckets, kept in PostgreSQL so that every process counts the same tries."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

MINUTE, DAY = 60.0, 86_400.0


@dataclass(frozen=True, slots=True)
class Limit:
    """capacity: tries that may come at once. refill: seconds until one more may."""

    capacity: int
    refill: float


@dataclass(frozen=True, slots=True)
class Bucket:
    """key: whose tries are counted, hashed before it is kept."""

    key: str
    limit: Limit


ACCOUNT = (Limit(5, 3 * MINUTE), Limit(50, DAY / 50))
"""Five wrong passwords, then one in three minutes, and never more than a hundred on a day."""
ADDRESS = Limit(40, 15.0)
"""A whole call centre may come in by one address: only what failed stays counted."""
CODE = (Limit(5, 3 * MINUTE), Limit(30, DAY / 30))
"""Of six digits, three codes are right at a time: who has the password has 60 tries on the first day, 1 in 5,500."""
INVITATION = Limit(20, 30.0)


def passwords(login: str, known: str) -> tuple[Bucket, ...]:
    """For one try at a password. known: the mark of a browser this person has come in by before; "": none.

    Such a browser is counted for itself: a stranger who fails on purpose does not keep an agent from work.
    """
    whose = f"known {known}" if known else f"account {login}"
    return tuple(Bucket(f"password {n} {whose}", limit) for n, limit in enumerate(ACCOUNT))


def codes(person: int) -> tuple[Bucket, ...]:
    """For one try at the second step."""
    return tuple(Bucket(f"code {n} {person}", limit) for n, limit in enumerate(CODE))


def address(where: str) -> Bucket:
    return Bucket(f"address {network(where)}", ADDRESS)


def invitations(where: str) -> Bucket:
    return Bucket(f"invitation {network(where)}", INVITATION)


def network(where: str) -> str:
    """What one customer of a provider holds: an address, or with IPv6 the 64 bits that name a network."""
    try:
        found = ip_address(where)
    except ValueError:
        return "unknown"
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped) if found.ipv4_mapped else found.exploded[:19]
    return str(found)
