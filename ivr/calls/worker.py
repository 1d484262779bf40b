"""The worker: durable and periodic jobs, and the delivery of what any process of this machine left in the outbox."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial

import procrastinate
import structlog
from sqlalchemy import Engine

from ivr.agents import hiring
from ivr.agents import tasks as floor_tasks
from ivr.agents.asking import Asker
from ivr.agents.following import QUEUE
from ivr.calls import housekeeper
from ivr.calls.deadlines import Deadline
from ivr.calls.jobs import ATTACH
from ivr.calls.memory import Memory
from ivr.calls.patience import impatient
from ivr.calls.recordings import opening, tasks
from ivr.calls.recordings.collecting import Collector
from ivr.calls.recordings.desk import Desk
from ivr.config import Settings
from ivr.db import inheriting
from ivr.db.engine import connect, libpq
from ivr.db.local import LocalStore
from ivr.db.secrets import Secrets

log = structlog.get_logger(__name__)

# Twilio's word of a recording may come before the message is filed, or hours before, when the database was away.
PATIENT = procrastinate.RetryStrategy(max_attempts=10, exponential_wait=3)
SILENT = 10.0  # seconds after which a database that has gone silent is given up
DEAD: Mapping[str | None, float] = {None: 90.0, QUEUE: 30.0}
"""Seconds without a sign of life after which a worker's jobs are another's, by queue, None: all. While a dead one holds
an order to an agent's telephone, the orders after it wait."""
PAUSE = 3.0  # seconds before work is begun anew


class NotFiledYet(Exception):
    """The message this recording belongs to is not in the database yet."""


def application(url: str, engine: Engine, desk: Desk | None = None, asker: Asker | None = None) -> procrastinate.App:
    """The jobs of the calls, on the database at `url`; `engine` leads to the same one. desk: for recordings. asker: for
    the floor."""
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=libpq(url), min_size=1, max_size=3))
    app.job_manager = inheriting.Jobs(app.connector)

    @app.task(name=ATTACH, retry=PATIENT)
    def message_recorded(sid: str) -> None:
        if not housekeeper.attach(engine, sid):
            raise NotFiledYet

    @app.periodic(cron="*/5 * * * *")
    @app.task(name="calls.close_calls", queueing_lock="calls.close_calls")
    def close_calls(timestamp: int) -> None:
        if closed := housekeeper.close_calls(engine, datetime.now(UTC)):
            log.info("calls_closed", calls=closed)

    @app.periodic(cron="17 3 * * *")
    @app.task(name="calls.forget", queueing_lock="calls.forget")
    def forget(timestamp: int) -> None:
        log.info("forgotten", **housekeeper.forget(engine, datetime.now(UTC)))

    if desk:
        tasks.register(app, desk)
    if asker:
        floor_tasks.register(app, asker)
    return app


def run(settings: Settings) -> None:
    """Works in the foreground until SIGTERM or Ctrl-C; a job under way gets some seconds to end.

    A database that is away is waited for. CellarError: a setting is missing or wrong; the message has the remedy.
    """
    engine = impatient(connect(settings.database_url, name="onecall worker", connect_timeout=3), SILENT)
    secrets, local = Secrets(settings.secret_keys), LocalStore(settings.data_dir)
    memory = Memory(engine, local, secrets, Deadline(), folder=settings.data_dir)
    opened = opening.desk(settings, engine, secrets)
    collector = Collector(opened.desk)
    asker = hiring.asker(settings, engine, secrets, opened.desk.twilio, lambda: opened.desk.book(""))
    clock = hiring.clock(asker) if asker else None
    memory.start()
    collector.start()
    if clock:
        clock.start()
    try:
        asyncio.run(_until_told(settings.database_url, engine, opened.desk, asker))
    finally:
        if clock:
            clock.close()
        collector.close()
        opened.close()
        memory.close()
        engine.dispose()


async def _until_told(url: str, engine: Engine, desk: Desk, asker: Asker | None) -> None:
    """Two workers in one, each with a life of its own: while all hands of the first are busy, telephones still ring."""
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with asyncio.TaskGroup() as both:
        for queue in DEAD:
            both.create_task(_keep_working(stop, queue, partial(application, url, engine, desk, asker)))
        await stop.wait()
        desk.ending.set()


async def _keep_working(stop: asyncio.Event, queue: str | None, made: Callable[[], procrastinate.App]) -> None:
    """Begins anew whenever the work has ended: hands that lost their database end with a problem, or without a word."""
    while not stop.is_set():
        working = asyncio.create_task(_work(made(), queue))
        told = asyncio.create_task(stop.wait())
        await asyncio.wait({working, told}, return_when=asyncio.FIRST_COMPLETED)
        told.cancel()
        working.cancel()
        (end,) = await asyncio.gather(working, return_exceptions=True)
        if not stop.is_set():
            log.warning("worker_waits", error=_name(end), remedy="check DATABASE_URL and the server")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), PAUSE)


def _name(end: BaseException | None) -> str:
    """Of the first of several problems that ended together; "" for none."""
    while isinstance(end, BaseExceptionGroup):
        end = end.exceptions[0]
    return type(end).__name__ if end else ""


async def _work(app: procrastinate.App, queue: str | None) -> None:
    """Until it is told to end, or one of its parts does."""
    async with app.open_async():
        parts = [
            asyncio.create_task(_hands(app, queue)),
            asyncio.create_task(inheriting.inherit(app, queue, DEAD[queue])),
        ]
        try:
            await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for part in parts:
                part.cancel()
            ends = await asyncio.gather(*parts, return_exceptions=True)
    for end in ends:
        if isinstance(end, Exception):
            raise end


async def _hands(app: procrastinate.App, queue: str | None) -> None:
    await app.run_worker_async(
        queues=[queue] if queue else None,  # type: ignore[arg-type]  # None: all of them
        concurrency=4,
        fetch_job_polling_interval=1.0 if queue else 5.0,
        install_signal_handlers=False,
        shutdown_graceful_timeout=5.0,
        delete_jobs="successful",
        update_heartbeat_interval=inheriting.BEAT,
        stalled_worker_timeout=30.0,
    )
