"""Hearing PostgreSQL's NOTIFY: one connection of its own, found again when it was lost."""

from __future__ import annotations

import threading
from collections.abc import Callable

import psycopg
import structlog
from psycopg import sql

from ivr.db.engine import libpq

log = structlog.get_logger(__name__)

QUIET, AGAIN = 5.0, 2.0
"""Seconds after which the connection is tried, and between two tries to make one."""


def hear(url: str, channel: str, rang: Callable[[], None]) -> Callable[[], None]:
    """Calls `rang` from a thread of its own at each NOTIFY, and after each new connection: something may have been
    missed. Returns at once; what it returns ends it."""
    ending = threading.Event()
    threading.Thread(target=_run, args=(url, channel, rang, ending), name=f"hears {channel}", daemon=True).start()
    return ending.set


def _run(url: str, channel: str, rang: Callable[[], None], ending: threading.Event) -> None:
    while not ending.is_set():
        try:
            with psycopg.connect(libpq(url), autocommit=True, connect_timeout=5, application_name="onecall ear") as db:
                db.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
                rang()
                while not ending.is_set():
                    heard = list(db.notifies(timeout=QUIET, stop_after=1))
                    rang() if heard else db.execute("SELECT 1")
        except psycopg.Error as problem:
            log.warning("not_heard", channel=channel, error=type(problem).__name__)
            ending.wait(AGAIN)
