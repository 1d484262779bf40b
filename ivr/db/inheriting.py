"""What a dead worker had begun is begun anew."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import datetime

import procrastinate
import structlog
from procrastinate import manager
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status

log = structlog.get_logger(__name__)

BEAT = 5.0
"""Seconds between two signs of life of a worker, and between two looks for those that give none."""


class Jobs(manager.JobManager):
    """A job that would be begun again while another of its name waits is over: the other does it."""

    async def retry_job(
        self,
        job: Job,
        retry_at: datetime | None = None,
        priority: int | None = None,
        queue: str | None = None,
        lock: str | None = None,
    ) -> None:
        try:
            await super().retry_job(job, retry_at, priority, queue, lock)
        except UniqueViolation:
            await self.finish_job(job, Status.FAILED, delete_job=True)


async def inherit(app: procrastinate.App, queue: str | None, dead: float) -> None:
    """Looks for as long as it is let. A database that is away is left to those who need it.

    queue: None is all of them. dead: seconds without a sign of life after which a worker's jobs are another's.
    """
    while True:
        with contextlib.suppress(ConnectorException):
            await look(app, queue, dead)
        await asyncio.sleep(BEAT)


async def look(app: procrastinate.App, queue: str | None, dead: float) -> None:
    """Begins anew what is to be begun anew now."""
    for job in await app.job_manager.get_stalled_jobs(queue=queue, seconds_since_heartbeat=dead):
        log.warning("job_retried", task=job.task_name)
        with contextlib.suppress(ConnectorException):  # another worker was quicker
            await app.job_manager.retry_job(job)
