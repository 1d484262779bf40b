"""Workers as they run, in processes of their own: two at once, and a database that goes away under them."""

from __future__ import annotations

import pytest

from tests.calls.conftest import until
from tests.calls.proxy import Proxy
from tests.speech.voices import needs, spoken

from .conftest import City
from .working import google, worker

SAID = "the hydrant leaks at the corner"
PATIENCE = 120.0


def searched(city: City) -> int:
    return int(city.run("SELECT count(*) AS n FROM recordings WHERE searched_at IS NOT NULL")[0].n)


@pytest.mark.soak
@needs("flite/slt")
def test_two_workers_share_the_work_and_lose_nothing_while_the_database_is_away(city: City, proxy: Proxy) -> None:
    for n in range(8):
        city.call(f"CA{n}", filed=0)
    with (
        google(SAID) as heard_by,
        worker(city, proxy.url, **heard_by) as one,
        worker(city, proxy.url, **heard_by) as two,
    ):
        for n in range(4):
            city.record(f"RE{n}", f"CA{n}", sound=spoken(SAID))
        until(lambda: searched(city) >= 1, PATIENCE)
        proxy.cut()
        for n in range(4, 8):
            city.record(f"RE{n}", f"CA{n}", sound=spoken(SAID))
        proxy.restore()
        until(lambda: searched(city) == 8, PATIENCE)
        assert [one.end(), two.end()] == [0, 0]
    assert city.run("SELECT count(*) AS n FROM transcripts")[0].n == 8
    assert all(city.heard(f"RE{n}").recording.outcome == "heard" for n in range(8))


@pytest.mark.soak
@needs("flite/slt")
def test_the_work_of_a_worker_that_was_killed_is_done_by_the_other(city: City) -> None:
    """Nothing is done for it here: its heart stops beating, and after a minute and a half the other one notices."""
    city.rest.trouble(503, times=1)
    with google(SAID) as heard_by, worker(city, **heard_by) as one:
        for n in range(40):
            city.call(f"CA{n}", filed=0)
            city.record(f"RE{n}", f"CA{n}", sound=spoken(SAID))
        until(lambda: searched(city) >= 1 and doing(city), PATIENCE)
        one.kill()
        assert doing(city) > 0, "it died in the middle"
        with worker(city, **heard_by):
            until(lambda: searched(city) == 40, 300.0)
    assert city.run("SELECT count(*) AS n FROM transcripts")[0].n == 40


def doing(city: City) -> int:
    return int(city.run("SELECT count(*) AS n FROM procrastinate_jobs WHERE status = 'doing'")[0].n)
