"""The database's own server dies in the middle of hand-offs, and comes back: everybody is where they belong."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from ivr.db.embedded import Server
from ivr.db.migrate import upgrade
from tests.calls.conftest import until
from tests.conftest import QUICK, named

from .conftest import published_on
from .floor import ANN, BEN, opened
from .test_database_away import alive
from .test_people import heard, joined, said

pytestmark = pytest.mark.soak
SAFE = {**QUICK, "synchronous_commit": "on"}
"""What was committed is there after a crash, as in production."""


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Server]:
    """A server of one's own, to be killed."""
    server = Server.start(tmp_path / "postgres", settings=SAFE)
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE migrated")
    upgrade(named(server.url, "migrated"))
    yield server
    server.stop()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGQUIT], ids=["killed", "stopped at once"])
def test_who_talks_goes_on_talking_and_who_waits_comes_to_a_person(
    own: Server, tmp_path: Path, how: signal.Signals
) -> None:
    (tmp_path / "published").mkdir()
    (tmp_path / "data").mkdir()
    with opened(published_on(own, "migrated", tmp_path / "published"), tmp_path / "data") as floor:
        ann, ben = floor.agent(ANN), floor.agent(BEN)
        floor.busy(ben)
        talks = floor.caller()
        joined(floor, talks, ann)
        waits = floor.caller()
        server = int((own.data / "postmaster.pid").read_text().split()[0])
        os.kill(server, how)
        until(lambda: not alive(server))
        assert "To keep waiting" in said(waits.wait())
        assert ann.hears == {"caller"}
        again = Server.start(tmp_path / "postgres", settings=SAFE)
        floor.mend()
        until(lambda: "next in line" in said(waits.wait()))
        floor.free(ben)
        joined(floor, waits, ben)
        ann.hang_up()
        until(lambda: "anything else" in heard(talks))
        assert (floor.phase(talks), floor.phase(waits)) == ("wrap_up", "joined")
    again.stop()
