"""A whole line for hard times: the real app under gunicorn, its database behind a wire that can be cut."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from ivr.calls.outcomes import Outcomes
from ivr.db.embedded import Server
from ivr.db.engine import connect
from ivr.db.local import LocalStore
from ivr.requests import store
from ivr.requests.request import Request
from tests.calls.conftest import until
from tests.calls.line import BIN, HOME, READY, RunningLine, running
from tests.calls.proxy import Proxy
from tests.conftest import copied, named

from .talk import NOON


class Deployed(RunningLine):
    """A line with all the time to end that it has in production."""

    def start(self) -> None:
        command = [str(BIN / "gunicorn"), "--config", "python:ivr.web.gunicorn", "ivr.bootstrap.app:create_app()"]
        log = (self.data / "gunicorn.log").open("ab")
        self.process = subprocess.Popen(command, env=self.env, cwd=HOME, stdout=log, stderr=log, start_new_session=True)
        until(self._ready, READY)


@dataclass
class Away:
    """A line whose database can go away. line: reaches it through `wire`; database: does not."""

    line: RunningLine
    wire: Proxy
    database: Engine

    def outcomes(self) -> Outcomes:
        return Outcomes(self.database, self.line.rooms.secrets)

    def kill(self) -> None:
        """Ends gunicorn and its workers as a crash does."""
        assert self.line.process
        os.killpg(self.line.process.pid, signal.SIGKILL)
        self.line.process.wait(10)

    def filed(self) -> list[str]:
        """The numbers of all requests."""
        return [request.number for request in requests(self.database)]


def requests(database: Engine, call_sid: str = "") -> list[Request]:
    """All that was filed, or all of one call."""
    with Session(database) as session:
        return [one for one in store.each(session, store.Query()) if call_sid in ("", one.call_sid)]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Published:
    """A database with the flows published, to be copied, and this machine's copy of them."""

    server_url: str
    name: str
    flows: Path

    @contextmanager
    def copied(self, data: Path) -> Iterator[str]:
        """The address of a copy; gone afterwards. data: gets the copy of the flows."""
        shutil.copytree(self.flows, data / "flows", dirs_exist_ok=True)
        with copied(self.server_url, self.name) as name:
            yield named(self.server_url, name)


@pytest.fixture(scope="session")
def published(server: Server, template: str, tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The flows, published once for all tests that need a line of their own."""
    return published_on(server, template, tmp_path_factory.mktemp("published"))


def published_on(server: Server, template: str, folder: Path) -> Published:
    """The flows in a database of this server, a copy of the migrated `template`."""
    name = f"published_{uuid4().hex}"
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    line = RunningLine(HOME, folder, named(server.url, name), 0)
    line.publish()
    line.rooms.engine.dispose()
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))
    return Published(server.url, name, folder / "flows")


@contextmanager
def beside(line: RunningLine, data: Path | None = None, **settings: str) -> Iterator[RunningLine]:
    """A second gunicorn with the same settings but these: on the same machine, or on another that has its own disk."""
    second = RunningLine(line.home, data or line.data, line.database_url, free_port())
    bound = {"PORT": str(second.port), "BIND": f"127.0.0.1:{second.port}", "ONECALL_DATA": str(second.data)}
    second.env = {**line.env, **bound, **settings}
    try:
        second.start()
        yield second
    finally:
        second.stop()


@contextmanager
def away(published: Published, data: Path, home: Path = HOME, patience: int = 80) -> Iterator[Away]:
    """A line that runs, and is gone afterwards. patience: milliseconds that a turn waits for the database."""
    with published.copied(data) as database_url:
        wire, database = Proxy(database_url), connect(database_url, name="tests")
        line = Deployed(home, data, wire.url, free_port(), patience=patience)
        try:
            line.start()
            until(lambda: LocalStore(data).numbers_left(NOON.year))  # it is only away after it was there once
            yield Away(line, wire, database)
        finally:
            line.stop()
            line.rooms.engine.dispose()
            database.dispose()
            wire.close()


@pytest.fixture
def cut(published: Published, tmp_path: Path) -> Iterator[Away]:
    """A line of one's own, to be broken."""
    with away(published, tmp_path / "data") as made:
        yield made


@pytest.fixture(scope="module")
def line(server: Server, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningLine]:
    """A line that the tests of a module share, and leave as they found it."""
    with running(server.url, template, tmp_path_factory.mktemp("line")) as made:
        yield made
