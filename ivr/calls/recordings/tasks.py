"""The durable jobs about recordings: what each does, how often and how long it is tried again."""

from __future__ import annotations

import procrastinate
import structlog
from procrastinate import JobContext

from ivr.calls import jobs
from ivr.calls.recordings import (
    alerting,
    deleting,
    fetching,
    joining,
    overhearing,
    recognising,
    reconciling,
    searching,
    summing,
)
from ivr.calls.recordings.desk import Desk

log = structlog.get_logger(__name__)

TRIES = 10
RETRY = procrastinate.RetryStrategy(max_attempts=TRIES, exponential_wait=2)
"""After 2, 4, 8 … 1024 s: 34 minutes in all. Then the hourly look takes over (reconciling)."""
LONG = procrastinate.RetryStrategy(max_attempts=14, exponential_wait=2)
"""The same for 9 hours: a call may last four, and its request may wait for a database."""
MANY = 40
EAGER = procrastinate.RetryStrategy(max_attempts=MANY, linear_wait=5)
"""After 5, 10, 15 … s, for an hour: somebody may be in danger."""
ALWAYS = procrastinate.RetryStrategy(linear_wait=5)
"""The same, for as long as it takes: no hourly look comes back to last words."""


def register(app: procrastinate.App, desk: Desk) -> None:
    """Adds the jobs to the worker's application. All of them may run twice, and again after a kill."""

    @app.task(name=jobs.FETCH, retry=RETRY, pass_context=True)
    def fetch_recording(context: JobContext, sid: str) -> None:
        fetching.fetch(desk, sid, last=_last(context, TRIES))

    @app.task(name=jobs.HEAR, retry=RETRY, pass_context=True)
    def hear_recording(context: JobContext, sid: str) -> None:
        recognising.hear(desk, sid, last=_last(context, TRIES))

    @app.task(name=jobs.JOIN, retry=LONG)
    def join_recording(sid: str) -> None:
        joining.join(desk, sid)

    @app.task(name=jobs.SEARCH, retry=EAGER)
    def search_recording(sid: str) -> None:
        searching.search(desk, sid)

    @app.task(name=jobs.OVERHEAR, retry=ALWAYS)
    def search_last_words(call_sid: str) -> None:
        overhearing.search(desk, call_sid)

    @app.task(name=jobs.TELL, retry=EAGER, pass_context=True)
    def tell_alert(context: JobContext, alert: int) -> None:
        alerting.tell(desk, alert, last=_last(context, MANY))

    @app.task(name=jobs.SUM, retry=EAGER, pass_context=True)
    def tell_summary(context: JobContext) -> None:
        summing.sum_up(desk, last=_last(context, MANY))

    @app.task(name=jobs.DELETE, retry=LONG)
    def delete_recording(sid: str, by: str) -> None:
        deleting.delete(desk, sid, by)

    @app.periodic(cron="*/10 * * * *")
    @app.task(name="calls.reconcile_recordings", queueing_lock="calls.reconcile_recordings")
    def reconcile_recordings(timestamp: int) -> None:
        if any((done := reconciling.reconcile(desk, desk.now())).values()):
            log.info("recordings_reconciled", **done)

    @app.periodic(cron="23 * * * *")
    @app.task(name="calls.expire_recordings", queueing_lock="calls.expire_recordings")
    def expire_recordings(timestamp: int) -> None:
        if due := deleting.expire(desk, desk.now()):
            log.info("recordings_expired", recordings=due)


def _last(context: JobContext, tries: int) -> bool:
    """Whether this is the last time the job is tried; job.attempts counts those before, of which `tries` may fail."""
    return context.job is not None and context.job.attempts >= tries
