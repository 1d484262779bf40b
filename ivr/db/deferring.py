"""Durable jobs, put into the database together with what they are about: both are there, or neither."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

import procrastinate
from sqlalchemy import Connection


def defer(
    connection: Connection,
    task: str,
    *,
    once: str | None,
    lock: str | None = None,
    at: datetime | None = None,
    priority: int = 0,
    queue: str = "default",
    **arguments: Any,
) -> None:
    """Adds a job in the transaction of this connection; `once`: while such a job waits, it is not added again; None:
    it always is.

    lock: of jobs with the same, one runs at a time, in the order they were added. at: not before then. priority: the
    largest is done first. queue: a worker may be kept free for one.
    """
    driver = connection.connection.driver_connection
    # Within the transaction of the batch a refused job would end all of it: a savepoint keeps the rest.
    try:
        with connection.begin_nested():
            job = _app().configure_task(
                task,
                queueing_lock=None if once is None else f"{task} {once}",
                lock=lock,
                priority=priority,
                queue=queue,
                schedule_at=at,
                connection=driver,
            )
            job.defer(**arguments)
    except procrastinate.exceptions.AlreadyEnqueued:
        return


@cache
def _app() -> procrastinate.App:
    """Only gives jobs away, on connections of ours; the worker has an app of its own."""
    return procrastinate.App(connector=procrastinate.SyncPsycopgConnector())
