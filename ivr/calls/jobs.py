"""Durable jobs, put into the database together with what they are about: both are there, or neither."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from ivr.db import deferring

ATTACH = "calls.message_recorded"
FETCH = "calls.fetch_recording"
HEAR = "calls.hear_recording"
JOIN = "calls.join_recording"
SEARCH = "calls.search_recording"
OVERHEAR = "calls.search_last_words"
TELL = "calls.tell_alert"
SUM = "calls.tell_summary"
DELETE = "calls.delete_recording"

PRIORITY = {TELL: 30, SUM: 30, SEARCH: 20, OVERHEAR: 20, FETCH: 10, HEAR: 10}
"""What is done first where several jobs wait: people in danger, then words a caller may be waiting for; 0: the rest."""


def defer(
    connection: Connection,
    task: str,
    *,
    once: str,
    lock: str | None = None,
    at: datetime | None = None,
    **arguments: Any,
) -> None:
    """Adds a job of the calls in the transaction of this connection (see ivr.db.deferring), with its own priority."""
    deferring.defer(connection, task, once=once, lock=lock, at=at, priority=PRIORITY.get(task, 0), **arguments)
