"""Reconciling: what nobody told of is asked for, and what nobody works on is given work again."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from ivr.calls import jobs
from ivr.calls.errors import CallsError
from ivr.calls.recordings import alerting, store
from ivr.calls.recordings.desk import Desk
from ivr.telephony.rest import TwilioProblem

log = structlog.get_logger(__name__)

BACK, YOUNG = timedelta(days=2), timedelta(minutes=10)
"""Twilio is asked for the recordings of two days, but for the youngest, which it is about to tell of."""
STEPS = {"fetch": jobs.FETCH, "hear": jobs.HEAR, "search": jobs.SEARCH, "join": jobs.JOIN}


def reconcile(desk: Desk, now: datetime) -> dict[str, int]:
    """How many recordings were never told of, were given work again, and alerts that nobody had been told of."""
    return {"never_told": ask(desk, now), "again": again(desk, now), "alerts": alerts(desk, now)}


def ask(desk: Desk, now: datetime) -> int:
    """Takes in what Twilio recorded of our calls and never told of (or was not heard telling); how many.

    One question a time for the whole account, however many calls there were.
    """
    if desk.twilio is None:
        return 0
    try:
        told = [one for one in desk.twilio.since(now - BACK, now - YOUNG) if one.status == "completed"]
    except TwilioProblem as problem:
        log.warning("recordings_not_asked_for", why=type(problem).__name__)
        return 0
    with desk.engine.begin() as connection:
        missing = store.unknown(connection, [one.sid for one in told], [one.call_sid for one in told])
        found = [one for one in told if one.sid in missing and one.at <= now - YOUNG]
        for one in found:
            store.arrive(connection, one.sid, one.call_sid, one.at, seconds=one.seconds)
            jobs.defer(connection, jobs.FETCH, once=one.sid, sid=one.sid)
            jobs.defer(connection, jobs.ATTACH, once=one.sid, sid=one.sid)
    return len(found)


def again(desk: Desk, now: datetime) -> int:
    """Gives work to recordings whose job was given up, or never was; how many."""
    with desk.engine.begin() as connection:
        idle = store.idle(connection, now)
        for sid, step in idle:
            jobs.defer(connection, STEPS[step], once=sid, sid=sid)
    return len(idle)


def alerts(desk: Desk, now: datetime) -> int:
    """Gives work to alerts that nobody was told of; how many. Those without a number, as soon as the city has one."""
    with desk.engine.begin() as connection:
        untold = store.untold(connection, now - timedelta(hours=1))
        if store.numberless(connection, day := now - timedelta(days=1)) and _number(desk):
            untold += store.numbered(connection, day)
        for id_ in untold:
            jobs.defer(connection, jobs.TELL, once=str(id_), alert=id_)
        if store.held(connection):
            alerting.later(connection, now)
    return len(untold)


def _number(desk: Desk) -> str:
    """Whom the city wants told, "" also where no flows are to be had now."""
    try:
        return desk.hearing.alert or ""
    except CallsError:
        return ""
