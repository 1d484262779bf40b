"""Durable jobs, put into the database together with what they are about: both are there, or neither."""

from __future__ import annotations

from functools import cache

import procrastinate
from sqlalchemy import Connection

ATTACH = "calls.message_recorded"


def defer(connection: Connection, task: str, *, once: str, **arguments: str | int) -> None:
    """Adds a job in the transaction of this connection; `once`: while such a job waits, it is not added again."""
    driver = connection.connection.driver_connection
    # Within the transaction of the batch a refused job would end all of it: a savepoint keeps the rest.
    try:
        with connection.begin_nested():
            _app().configure_task(task, queueing_lock=f"{task} {once}", connection=driver).defer(**arguments)
    except procrastinate.exceptions.AlreadyEnqueued:
        return


@cache
def _app() -> procrastinate.App:
    """Only gives jobs away, on connections of ours; the worker has an app of its own."""
    return procrastinate.App(connector=procrastinate.SyncPsycopgConnector())
