"""The jobs of a worker that died are another's, and two of one name are never in each other's way."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import procrastinate
import pytest
from sqlalchemy import Engine, text

from ivr.db import inheriting
from ivr.db.deferring import defer
from ivr.db.engine import libpq


def run(url: str, act: Callable[[procrastinate.App], Awaitable[object]]) -> None:
    """With an application of the worker's kind. In a thread: a browser test may have left its loop in ours."""

    async def alone() -> None:
        app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=libpq(url)))
        app.job_manager = inheriting.Jobs(app.connector)
        async with app.open_async():
            await act(app)

    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, alone()).result()


def begun(database: Engine, silent: int, queue: str = "default") -> None:
    """A job of a worker of which nothing was heard for so many seconds."""
    with database.begin() as connection:
        defer(connection, "some.task", once="one", queue=queue)
        dead = connection.execute(
            text("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - :ago) RETURNING id"),
            {"ago": timedelta(seconds=silent)},
        ).scalar_one()
        connection.execute(text("UPDATE procrastinate_jobs SET status = 'doing', worker_id = :dead"), {"dead": dead})


def statuses(database: Engine) -> list[str]:
    with database.connect() as connection:
        return list(connection.execute(text("SELECT status::text FROM procrastinate_jobs ORDER BY id")).scalars())


async def inherit(app: procrastinate.App) -> None:
    await inheriting.look(app, "floor", 30.0)
    await inheriting.look(app, None, 90.0)


@pytest.mark.parametrize(
    ("silent", "queue", "after"),
    [(10, "floor", "doing"), (60, "floor", "todo"), (60, "default", "doing"), (120, "default", "todo")],
)
def test_what_a_dead_worker_had_begun_is_begun_anew_and_soon_where_somebody_waits(
    database: Engine, database_url: str, silent: int, queue: str, after: str
) -> None:
    begun(database, silent, queue)
    run(database_url, inherit)
    assert statuses(database) == [after]


def test_a_job_to_be_begun_again_while_another_of_its_name_waits_is_over(database: Engine, database_url: str) -> None:
    begun(database, 120)
    with database.begin() as connection:
        defer(connection, "some.task", once="one")
    run(database_url, inherit)
    assert statuses(database) == ["todo"]
