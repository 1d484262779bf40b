"""The durable jobs of the floor: what Twilio is asked, and what is true."""

from __future__ import annotations

import procrastinate
import structlog
from procrastinate import JobContext

from ivr.agents import reconciling
from ivr.agents.asking import Asker
from ivr.agents.following import ASK, LOOK, QUEUE
from ivr.agents.store import forgetting

log = structlog.get_logger(__name__)

TRIES = 4
SOON = procrastinate.RetryStrategy(max_attempts=TRIES, wait=1)
"""Somebody waits on the line; the machine's own clock gives up before long."""


def register(app: procrastinate.App, asker: Asker) -> None:
    """Adds the jobs to the worker's application. All of them may run twice, and again after a kill."""

    @app.task(name=ASK, queue=QUEUE, retry=SOON, pass_context=True)
    def ask_twilio(context: JobContext, handoff: str, kind: str, value: str) -> None:
        asker.ask(handoff, kind, value, last=context.job is not None and context.job.attempts >= TRIES)

    @app.task(name=LOOK, queue=QUEUE, retry=SOON)
    def look(handoff: str) -> None:
        reconciling.look(asker.floor, asker.twilio, handoff)

    @app.periodic(cron="* * * * *")
    @app.task(name="agents.reconcile", queue=QUEUE, queueing_lock="agents.reconcile")
    def reconcile(timestamp: int) -> None:
        if looked := reconciling.reconcile(asker.floor, asker.twilio):
            log.info("handoffs_looked_at", handoffs=looked)

    @app.periodic(cron="37 3 * * *")
    @app.task(name="agents.forget", queueing_lock="agents.forget")
    def forget(timestamp: int) -> None:
        with asker.floor.cabinet.transaction() as session:
            log.info("floor_forgotten", **forgetting.forget(session, asker.floor.now()))
