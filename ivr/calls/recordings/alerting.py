"""Alerting: a text message to the city's number about danger that was found after the fact, once a call."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from ivr.calls import jobs
from ivr.calls.recordings import store
from ivr.calls.recordings.desk import Desk
from ivr.calls.recordings.errors import NotNow
from ivr.calls.recordings.recording import Alert, mark
from ivr.calls.recordings.texting import Told, note, single, text_once
from ivr.requests import store as requests

log = structlog.get_logger(__name__)

MOST, WINDOW = 10, timedelta(minutes=10)
"""So many alerts have a message of their own in that time; the others share one."""
SOON = timedelta(minutes=1)
"""How long a summary waits for more to be found."""


def tell(desk: Desk, id_: int, *, last: bool = False) -> Told | None:
    """Tells the city's number of an alert, once; None: it was told before, or there is no such alert.

    Of one call people are told once, and again only of something graver; in a storm an alert waits for the summary.
    NotNow: Twilio is away, another time may do; last: there is none soon, and the hourly look comes back to it.
    """
    to = desk.hearing.alert or ""
    with desk.engine.begin() as connection:
        store.alone(connection)
        alert = store.find_alert(connection, id_)
        if alert is None or alert.told or alert.outcome not in ("", "away", "not_allowed"):
            return None
        if to and (other := _otherwise(connection, alert, desk.now())):
            store.alert_told(connection, id_, other, None)
            return other
        store.alert_tried(connection, id_, desk.now())
    outcome = _told(desk, alert, to)
    if outcome == "away" and not last:
        raise NotNow("TwilioAway")
    with desk.engine.begin() as connection:
        store.alert_told(connection, id_, outcome, desk.now() if outcome == "sent" else None)
    note(outcome, [id_])
    return outcome


def later(connection: Connection, now: datetime) -> None:
    """Has everything that is held told in one message, once in WINDOW."""
    last = store.last_summary(connection)
    at = max(now + SOON, last + WINDOW) if last else now + SOON
    jobs.defer(connection, jobs.SUM, once="all", lock=jobs.SUM, at=at)


def _otherwise(connection: Connection, alert: Alert, now: datetime) -> Told | None:
    """Why an alert gets no message of its own; None: it does, as one that may have had it already."""
    if store.told_of_call(connection, alert):
        return "same_call"
    if alert.tried is None and store.texted(connection, now - WINDOW) >= MOST:
        later(connection, now)
        return "held"
    return None


def _told(desk: Desk, alert: Alert, to: str) -> Told:
    """What came of it. A message that may have gone out before the process died is looked for first."""
    if not to:
        return "no_number"
    text, marks = single(alert, _number(desk, alert), desk.book("").city)
    return text_once(desk, to, text, marks, sent_after=alert.found if alert.tried else None)


def _number(desk: Desk, alert: Alert) -> str:
    with Session(desk.engine) as session:
        held = requests.holding(session, alert.call_sid, alert.source, mark(alert.source))
        filed = held or requests.by_sid(session, alert.call_sid)
    return filed[-1].number if filed else ""
