"""An engine whose connections do not wait for ever: a server that went silent is given up after some seconds."""

from __future__ import annotations

import time
from collections.abc import Generator
from typing import Any, TypeVar

import psycopg
from psycopg.errors import OperationalError, _WaitTimeout
from sqlalchemy import Engine, event

T = TypeVar("T")


def impatient(engine: Engine, seconds: float) -> Engine:
    """The same engine; every wait of its connections for the server, pings and commits too, ends after `seconds`.

    Neither statement_timeout (the server's) nor keepalives (the kernel's) end a wait for a proxy or a machine that
    takes the question, acknowledges it and never answers. Raises psycopg.OperationalError, and the connection is shut.
    """

    class Impatient(psycopg.Connection[Any]):
        def wait(self, gen: Generator[Any, Any, T], interval: float = 0.1, timeout: float | None = None) -> T:
            began = time.monotonic()
            try:
                return super().wait(gen, interval, seconds if timeout is None else min(timeout, seconds))
            except _WaitTimeout:
                if timeout is not None and time.monotonic() - began < seconds:
                    raise
                self.pgconn.finish()
                raise OperationalError("the server has gone silent") from None

    @event.listens_for(engine, "do_connect")
    def _connect(dialect: Any, record: Any, args: tuple[Any, ...], options: dict[str, Any]) -> psycopg.Connection[Any]:
        return Impatient.connect(*args, **options)

    return engine
