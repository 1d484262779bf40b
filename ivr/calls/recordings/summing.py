"""Summing up: when danger is found faster than people can read, they get one message about all that is left."""

from __future__ import annotations

from ivr.calls.recordings import alerting, store
from ivr.calls.recordings.desk import Desk
from ivr.calls.recordings.errors import NotNow
from ivr.calls.recordings.recording import Alert
from ivr.calls.recordings.texting import Told, note, summary, text_once


def sum_up(desk: Desk, *, last: bool = False) -> Told | None:
    """Tells of everything that is held in one message, once; None: nothing is, or the last summary is too young.

    NotNow: Twilio is away, another time may do; last: there is none soon, and the hourly look comes back to it.
    """
    city, to, now = desk.book("").city, desk.hearing.alert or "", desk.now()
    with desk.engine.begin() as connection:
        store.alone(connection)
        sent = store.last_summary(connection)
        if sent and now - sent < alerting.WINDOW and store.held(connection):
            alerting.later(connection, now)
            return None
        alerts = store.summed_up(connection, now)
    if not alerts:
        return None
    text, marks = summary(alerts, city)
    outcome: Told = text_once(desk, to, text, marks, sent_after=alerts[0].found) if to else "no_number"
    if outcome in ("away", "not_allowed") and not last:
        raise NotNow(outcome)
    _write_down(desk, alerts, outcome)
    return outcome


def _write_down(desk: Desk, alerts: list[Alert], outcome: Told) -> None:
    """What may still be told by the same message stays in it."""
    ids = [one.id for one in alerts]
    if outcome not in ("away", "not_allowed"):
        at = desk.now() if outcome == "sent" else None
        with desk.engine.begin() as connection:
            store.summary_told(connection, ids, "summed" if outcome == "sent" else outcome, at)
    note(outcome, ids)
