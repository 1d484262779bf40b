"""The durable jobs of the floor: what Twilio is asked, and what is true."""

from __future__ import annotations

import msgspec
import procrastinate
import structlog
from procrastinate.jobs import Job

from ivr.agents import actions as a
from ivr.agents import orders, reconciling
from ivr.agents.asking import KINDS, SOON, Asker, TooSoon, waits
from ivr.agents.following import ASK, LOOK, QUEUE
from ivr.agents.store import forgetting
from ivr.telephony.rest import TwilioAway

log = structlog.get_logger(__name__)

MOST = 12
"""Tries of an order that fails for another reason than Twilio: a database that went away in the middle of it."""


class Patience(procrastinate.BaseRetryStrategy):
    """When an order is tried again. It steps out of its lane: what Twilio refuses for one caller keeps no telephone
    from ringing for the next."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> procrastinate.RetryDecision | None:
        order = decoded(str(job.task_kwargs["kind"]), str(job.task_kwargs["value"]))
        pauses = waits(order)
        match exception:
            case TooSoon():
                return procrastinate.RetryDecision(retry_in={"seconds": 1})
            case TwilioAway():  # asked says when it was the last time
                seconds = pauses[min(job.attempts, len(pauses) - 1)]
                return procrastinate.RetryDecision(retry_in={"seconds": seconds}, lock=orders.aside(order))
            case _ if job.attempts < MOST:
                return procrastinate.RetryDecision(retry_in={"seconds": 1}, lock=orders.aside(order))
        return None


def decoded(kind: str, value: str) -> a.Asking:
    """An order as its job keeps it (following.order)."""
    order: a.Asking = msgspec.json.decode(value, type=KINDS[kind])
    return order


def register(app: procrastinate.App, asker: Asker) -> None:
    """Adds the jobs to the worker's application. All of them may run twice, and again after a kill."""

    @app.task(name=ASK, queue=QUEUE, retry=Patience())
    def ask_twilio(handoff: str, kind: str, value: str) -> None:
        asker.ask(handoff, decoded(kind, value))

    @app.task(name=LOOK, queue=QUEUE, retry=procrastinate.RetryStrategy(max_attempts=len(SOON), wait=1))
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
