"""Blocks of reference numbers for machines that must be able to give one while the database is away."""

from __future__ import annotations

from sqlalchemy import literal
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ivr.requests.numbers import SERIALS
from ivr.requests.tables import CounterRow


def lease_block(session: Session, year: int, size: int = 200) -> range:
    """The next `size` ordinals of the year, for numbers.reference; nobody else gets them once this is committed.

    The year's row stays locked until then: commit at once. Of a block that is never used up nothing is reclaimed.
    ValueError: the year's ten million are given out.
    """
    if not 1 <= size <= 100_000:
        raise ValueError(f"a block has 1 to 100,000 numbers, not {size}")
    added = insert(CounterRow).values(year=year, leased=size)
    leased = CounterRow.leased + literal(size)
    beyond = session.scalars(
        added.on_conflict_do_update(index_elements=["year"], set_={"leased": leased}).returning(CounterRow.leased)
    ).one()
    if beyond > SERIALS:
        raise ValueError(f"all {SERIALS:,} numbers of {year} are given out")
    return range(beyond - size, beyond)
