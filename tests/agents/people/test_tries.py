"""Tries are counted in PostgreSQL: so many at once, then one now and then; and only wrong ones stay counted."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from ivr.agents.people.cabinet import Cabinet
from ivr.agents.people.errors import TooManyTries
from ivr.agents.people.limits import Bucket, Limit, address, network
from ivr.agents.people.store import buckets
from ivr.agents.people.tries import Tries
from ivr.db.secrets import Secrets

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
SMALL = (Bucket("account dana", Limit(3, 60.0)),)


@pytest.fixture
def tries(database: Engine) -> Tries:
    return Tries(Cabinet(database, Secrets(("k" * 40,))))


def allowed(tries: Tries, at: datetime, tried: tuple[Bucket, ...] = SMALL) -> bool:
    try:
        tries.count(tried, at)
    except TooManyTries:
        return False
    return True


def test_three_at_once_then_one_a_minute_and_never_more_than_three(tries: Tries) -> None:
    assert [allowed(tries, NOW) for _ in range(5)] == [True] * 3 + [False] * 2
    assert [allowed(tries, NOW + timedelta(seconds=s)) for s in (59, 60, 61, 120)] == [False, True, False, True]
    later = NOW + timedelta(days=30)
    assert [allowed(tries, later) for _ in range(4)] == [True] * 3 + [False]


def test_how_long_to_wait_is_told_and_trying_on_does_not_make_it_longer(tries: Tries) -> None:
    for _ in range(3):
        tries.count(SMALL, NOW)
    for seconds in (0, 20, 40):
        with pytest.raises(TooManyTries) as waits:
            tries.count(SMALL, NOW + timedelta(seconds=seconds))
        assert waits.value.seconds == pytest.approx(60 - seconds)


def test_what_was_right_does_not_count(tries: Tries) -> None:
    for _ in range(10):
        tries.count(SMALL, NOW)
        tries.forget(SMALL)
    assert [allowed(tries, NOW) for _ in range(4)] == [True] * 3 + [False]


def test_where_one_is_empty_none_is_taken(tries: Tries) -> None:
    other = Bucket("address 203.0.113.7", Limit(1, 3600.0))
    assert allowed(tries, NOW, (*SMALL, other))
    assert [allowed(tries, NOW, (*SMALL, other)) for _ in range(9)] == [False] * 9
    assert [allowed(tries, NOW) for _ in range(3)] == [True, True, False]


def test_a_clock_that_goes_back_gives_nothing(tries: Tries) -> None:
    for _ in range(3):
        tries.count(SMALL, NOW)
    assert not allowed(tries, NOW - timedelta(hours=1))
    assert not allowed(tries, NOW + timedelta(seconds=30))
    assert allowed(tries, NOW + timedelta(seconds=60))


def test_a_hundred_at_once_are_a_hundred_tries(tries: Tries) -> None:
    both = (Bucket("b", Limit(7, 3600.0)), Bucket("a", Limit(50, 3600.0)))
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda n: allowed(tries, NOW, both if n % 2 else both[::-1]), range(40)))
    assert sum(done) == 7


def test_no_name_and_no_address_is_kept(tries: Tries, database: Engine) -> None:
    tries.count((*tries.password("dana", "", "203.0.113.7"), address("2001:db8::1")), NOW)
    with database.connect() as connection:
        kept = str(connection.execute(text("SELECT key FROM buckets")).all())
    assert "dana" not in kept
    assert "203" not in kept
    with tries.cabinet.transaction() as session:
        buckets.prune(session, NOW + timedelta(seconds=1))
    with database.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM buckets")).scalar_one() == 0


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:0db8:0001:0002"),
        ("this machine", "unknown"),
    ],
)
def test_a_network_is_what_one_customer_holds(where: str, told: str) -> None:
    assert network(where) == told
