"""Changing a request: its status, with a line in its history, and what arrives late."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import any_, func, insert, literal, select, update
from sqlalchemy.orm import Session

from ivr.requests.filing import clean
from ivr.requests.request import NoSuchRequest, Request
from ivr.requests.status import CityStatus, open311
from ivr.requests.store.reading import find
from ivr.requests.tables import HistoryRow, NumberRow, RequestRow


def change_status(session: Session, number: str, to: CityStatus, *, note: str, by: str, at: datetime) -> Request:
    """Sets the status and adds it to the history; the request as it is then. NoSuchRequest: nothing has this number.

    note: for the resident, in plain words. by: see Change. at: aware. Two changes at once come one after the other.
    Closing what is closed keeps the first day of closing; opening it again forgets it.
    """
    mine = select(NumberRow.request_id).where(NumberRow.number == number).scalar_subquery()
    row = session.scalars(select(RequestRow).where(RequestRow.id == mine).with_for_update()).one_or_none()
    if row is None:
        raise NoSuchRequest(f"There is no request {number}.")
    row.status, row.city_status, row.status_notes = open311(to), to, clean(note)
    row.updated_datetime = max(at, row.updated_datetime)
    row.closed_datetime = (row.closed_datetime or at) if row.status == "closed" else None
    line = {"at": at, "status": row.status, "city_status": to, "note": row.status_notes, "changed_by": by}
    session.execute(insert(HistoryRow).values(request_id=row.id, **line))
    session.flush()
    changed = find(session, number)
    assert changed is not None
    return changed


def add_recording(session: Session, call_sid: str, sid: str) -> bool:
    """Puts a recording to the call's latest message; again changes nothing. False: the call has left no message."""
    message = (
        select(RequestRow.id)
        .where(RequestRow.call_sid == call_sid, RequestRow.kind == "message")
        .order_by(RequestRow.id.desc())
        .limit(1)
    )
    latest = session.scalar(message)
    if latest is None:
        return False
    new = ~(literal(sid) == any_(RequestRow.recordings))
    session.execute(
        update(RequestRow)
        .where(RequestRow.id == latest, new)
        .values(recordings=func.array_append(RequestRow.recordings, sid))
    )
    return True
