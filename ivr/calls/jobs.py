"""Durable jobs, put into the database together with what they are about: both are there, or neither."""

from __future__ import annotations

from datetime import datetime
from functools import cache

import procrastinate
from sqlalchemy import Connection

ATTACH = "calls.message_recorded"
FETCH = "calls.fetch_recording"
HEAR = "calls.hear_recording"
JOIN = "calls.join_recording"
SEARCH = "calls.search_recording"
TELL = "calls.tell_alert"
SUM = "calls.tell_summary"
DELETE = "calls.delete_recording"

PRIORITY = {TELL: 30, SUM: 30, SEARCH: 20, FETCH: 10, HEAR: 10}
"""What is done first where several jobs wait: people in danger, then words a caller may be waiting for; 0: the rest."""


def defer(
    connection: Connection,
    task: str,
    *,
    once: str,
    lock: str | None = None,
    at: datetime | None = None,
    **arguments: str | int,
) -> None:
    """Adds a job in the transaction of this connection; `once`: while such a job waits, it is not added again.

    lock: of jobs with the same, one runs at a time. at: not before then.
    """
    driver = connection.connection.driver_connection
    # Within the transaction of the batch a refused job would end all of it: a savepoint keeps the rest.
    try:
        with connection.begin_nested():
            job = _app().configure_task(
                task,
                queueing_lock=f"{task} {once}",
                lock=lock,
                priority=PRIORITY.get(task, 0),
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
