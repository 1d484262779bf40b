"""A real PostgreSQL for every test that asks: one server a run, one migrated template, one copy of it a test."""

from __future__ import annotations

import fcntl
import sys
import uuid
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, make_url

from ivr.db.embedded import Server
from ivr.db.engine import connect, libpq
from ivr.db.migrate import upgrade

HERE = Path(__file__).parent
TEMPLATE = "onecall_template"
LEARNS = "bootstrap/test_logs.py"
"""Starts the line on a machine that has learned nothing yet: a minute in which all others that need it would wait."""
MEANWHILE = ("agents", "db", "requests", "telephony", "places")
"""Folders whose tests need nothing of what is learned."""
SLOW = ("bootstrap", "line", "docs", "browser", "calls", "cli", "speech")
"""Folders whose tests start processes: they begin soon, so that nobody waits for the last of them alone."""
QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "64MB"}


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """One worker of pytest-xdist reads the tests before the others do: compiling them is more than half of the work,
    and what is compiled is there for all."""
    if not hasattr(session.config, "workerinput") or sys.dont_write_bytecode:
        return (yield)
    with Path(__file__).open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            fcntl.flock(lock, fcntl.LOCK_SH)
        return (yield)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What learns, what needs it not, the slow folders; everything else stays in its order."""
    order = (LEARNS, *MEANWHILE, *SLOW)

    def rank(item: pytest.Item) -> int:
        path = item.path.relative_to(HERE)
        found = LEARNS if path.as_posix() == LEARNS else path.parts[0]
        return order.index(found) if found in order else len(order)

    items.sort(key=rank)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The run's server; the workers of pytest-xdist share it, and the last of them stops it."""
    with Server.start(_shared(tmp_path_factory) / "postgres", settings=QUICK) as running:
        yield running


@pytest.fixture(scope="session")
def template(server: Server, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database with every migration applied."""
    with (_shared(tmp_path_factory) / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with psycopg.connect(server.url, autocommit=True) as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (TEMPLATE,)).fetchone():
                return TEMPLATE
            connection.execute(f"CREATE DATABASE {TEMPLATE}_new")
        upgrade(named(server.url, f"{TEMPLATE}_new"))
        with psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute(f"ALTER DATABASE {TEMPLATE}_new RENAME TO {TEMPLATE}")
    return TEMPLATE


@pytest.fixture
def empty_url(server: Server) -> Iterator[str]:
    """The address of a database of one's own with nothing in it."""
    with copied(server.url, "template0") as name:
        yield named(server.url, name)


@pytest.fixture
def database_url(server: Server, template: str) -> Iterator[str]:
    """The address of a migrated database of one's own: `postgresql://…`."""
    with copied(server.url, template) as name:
        yield named(server.url, name)


@pytest.fixture
def database(database_url: str) -> Iterator[Engine]:
    """An engine on a migrated database of one's own."""
    engine = connect(database_url, name="tests", pool_size=10)
    yield engine
    engine.dispose()


def named(url: str, name: str) -> str:
    """The address of another database of the same server."""
    return libpq(make_url(url).set(database=name).render_as_string(hide_password=False))


@contextmanager
def copied(url: str, template: str) -> Iterator[str]:
    """The name of a new database of that server, made as `template` is; gone afterwards."""
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    yield name
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.getbasetemp()
    # A worker of pytest-xdist has a folder of its own inside the run's.
    return base.parent if base.name.startswith("popen-") else base
