"""A bell: one connection of the process that LISTENs, and rings in a thread of its own when PostgreSQL NOTIFYs."""

from __future__ import annotations

import threading
from collections.abc import Callable

import psycopg
import psycopg.sql
import structlog
from sqlalchemy import Engine

log = structlog.get_logger(__name__)

LOOK = 5.0
"""Seconds after which a bell that is to be silent looks whether it is."""
AGAIN = 1.0
"""Seconds between two tries to reach the database."""


def listen(engine: Engine, channel: str, rang: Callable[[], None]) -> Callable[[], None]:
    """Calls `rang` when somebody notifies the channel, and whenever the connection is new: who knows what was missed.

    channel: a plain name. Returns at once; what it returns ends it. `rang` must be quick and raise nothing.
    """
    over = threading.Event()
    address = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    work = threading.Thread(target=_listen, args=(address, channel, rang, over), name="bell", daemon=True)
    work.start()
    return over.set


def _listen(address: str, channel: str, rang: Callable[[], None], over: threading.Event) -> None:
    silent = False
    while not over.is_set():
        try:
            with psycopg.connect(
                address, autocommit=True, connect_timeout=5, application_name="onecall-bell",
                keepalives_idle=10, keepalives_interval=5, keepalives_count=3,
            ) as connection:  # fmt: skip
                connection.execute(psycopg.sql.SQL("LISTEN {}").format(psycopg.sql.Identifier(channel)))
                silent = False
                rang()
                _hear(connection, rang, over)
        except psycopg.Error as problem:
            if not silent:
                log.warning("bell_silent", error=type(problem).__name__)
            silent = True
            over.wait(AGAIN)


def _hear(connection: psycopg.Connection, rang: Callable[[], None], over: threading.Event) -> None:
    while not over.is_set():
        for _ in connection.notifies(timeout=LOOK):
            rang()
            if over.is_set():
                return
