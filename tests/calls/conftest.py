"""What the tests of the calls share: keys, a wire that can be cut, an impatient engine, and builders."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from ivr.calls.patience import impatient
from ivr.db.engine import connect
from ivr.db.local import LocalStore
from ivr.db.secrets import Secrets

from .proxy import Proxy

KEY = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def secrets() -> Secrets:
    return Secrets([KEY])


@pytest.fixture
def local(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path / "data")


@pytest.fixture
def proxy(database_url: str) -> Iterator[Proxy]:
    wire = Proxy(database_url)
    yield wire
    wire.close()


@pytest.fixture
def far(proxy: Proxy) -> Iterator[Engine]:
    """An engine whose every byte passes the proxy."""
    engine = impatient(connect(proxy.url, name="tests", connect_timeout=2), 3.0)
    yield engine
    engine.dispose()


def until(true: Callable[[], object], seconds: float = 60.0) -> None:
    """Waits until something is true; fails when it does not come true. Who asks often keeps busy what they wait for."""
    deadline, pause = time.monotonic() + seconds, 0.01
    while not true():
        assert time.monotonic() < deadline, "this never came true"
        time.sleep(pause)
        pause = min(0.2, 1.5 * pause)
