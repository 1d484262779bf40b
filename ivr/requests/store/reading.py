"""Reading requests: one by its number, a caller's latest, lists by what an agency or an auditor asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import cos, radians
from typing import cast

from sqlalchemy import ColumnElement, Select, func, literal_column, select, tuple_
from sqlalchemy.orm import Session

from ivr.requests.filing import Kind, Place
from ivr.requests.request import Change, PublicRequest, Request, public
from ivr.requests.status import CityStatus, Open311Status
from ivr.requests.tables import ContactRow, FollowerRow, HistoryRow, NumberRow, RequestRow

_DEGREE = 111_320.0
"""Metres of a degree of latitude."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for; None leaves a side open. since, until: aware, of the day it was received, until exclusive."""

    status: Open311Status | None = None
    city_status: CityStatus | None = None
    service: str | None = None
    agency: str | None = None
    kind: Kind | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Near:
    """A request, and how many metres it is away."""

    request: Request
    metres: int


def find(session: Session, number: str) -> Request | None:
    """The request with this number, or that this number was also told for."""
    found = select(RequestRow).join(NumberRow, NumberRow.request_id == RequestRow.id).where(NumberRow.number == number)
    return _or_none(session.scalars(found).one_or_none())


def by_key(session: Session, key: str) -> Request | None:
    """The request filed under this key, `CallSid/nth`."""
    return _or_none(session.scalars(select(RequestRow).where(RequestRow.filing_key == key)).one_or_none())


def by_sid(session: Session, call_sid: str, also: ColumnElement[bool] | None = None) -> list[Request]:
    """What a call filed, in order; `also`: only those that this is true of."""
    theirs = select(RequestRow).where(RequestRow.call_sid == call_sid).order_by(RequestRow.id)
    return [_request(row) for row in session.scalars(theirs if also is None else theirs.where(also))]


def by_phone(session: Session, hashes: Sequence[str], limit: int = 5) -> list[Request]:
    """The latest requests that a telephone made or follows, newest first; `hashes` from Secrets.phone_hashes, so that
    numbers stored under an older key are found. Messages are not among them."""
    theirs = select(ContactRow.request_id).where(ContactRow.phone_hash.in_(hashes))
    followed = select(FollowerRow.request_id).where(FollowerRow.phone_hash.in_(hashes))
    mine = RequestRow.id.in_(theirs.union_all(followed))
    latest = select(RequestRow).where(mine, RequestRow.kind == "request")
    return [_request(row) for row in session.scalars(_newest_first(latest).limit(limit))]


def history(session: Session, number: str) -> tuple[Change, ...]:
    """All that happened to the request, oldest first; empty when there is none."""
    mine = select(NumberRow.request_id).where(NumberRow.number == number).scalar_subquery()
    lines = select(HistoryRow).where(HistoryRow.request_id == mine).order_by(HistoryRow.at, HistoryRow.id)
    return tuple(_change(row) for row in session.scalars(lines))


def public_view(session: Session, number: str) -> PublicRequest | None:
    """What everybody may see of the request with this number."""
    request = find(session, number)
    return public(request, history(session, number)) if request else None


def search(session: Session, query: Query, limit: int = 50) -> list[Request]:
    """The newest that answer the query."""
    return [_request(row) for row in session.scalars(_newest_first(_asked(query)).limit(limit))]


def near(session: Session, lat: float, long: float, metres: float, since: datetime, limit: int = 10) -> list[Near]:
    """Open requests received since then and not farther than that from a point (WGS 84 degrees), the nearest first."""
    row, high = RequestRow, metres / _DEGREE
    wide = high / max(0.01, cos(radians(lat)))
    east, north = (row.long - long) * cos(radians(lat)) * _DEGREE, (row.lat - lat) * _DEGREE
    far = func.sqrt(east * east + north * north)
    inside = row.lat.between(lat - high, lat + high) & row.long.between(long - wide, long + wide)
    is_open = row.status == literal_column("'open'")  # as the index says it, also when the plan knows no values
    mine = is_open & (row.kind == "request") & (row.requested_datetime >= since) & inside
    chosen = select(row, far).where(mine, far <= metres).order_by(far, row.id).limit(limit)
    return [Near(_request(found), round(metres)) for found, metres in session.execute(chosen)]


def each(session: Session, query: Query, batch: int = 500) -> Iterator[Request]:
    """All that answer the query, oldest first, `batch` in memory at a time: for exports."""
    after: tuple[datetime, int] | None = None
    while True:
        page = _asked(query).order_by(RequestRow.requested_datetime, RequestRow.id).limit(batch)
        if after:
            page = page.where(tuple_(RequestRow.requested_datetime, RequestRow.id) > tuple_(*after))
        rows = session.scalars(page).all()
        yield from (_request(row) for row in rows)
        if len(rows) < batch:
            return
        after = (rows[-1].requested_datetime, rows[-1].id)
        session.expunge_all()


def count(session: Session, query: Query) -> int:
    """How many answer the query."""
    return session.scalar(select(func.count()).select_from(_asked(query).subquery())) or 0


def _asked(query: Query) -> Select[RequestRow]:
    row, chosen = RequestRow, select(RequestRow)
    exact = {
        row.status: query.status,
        row.city_status: query.city_status,
        row.service_code: query.service,
        row.agency_responsible: query.agency,
        row.kind: query.kind,
    }
    chosen = chosen.where(*(column == value for column, value in exact.items() if value is not None))
    if query.since:
        chosen = chosen.where(row.requested_datetime >= query.since)
    if query.until:
        chosen = chosen.where(row.requested_datetime < query.until)
    return chosen


def _newest_first(chosen: Select[RequestRow]) -> Select[RequestRow]:
    return chosen.order_by(RequestRow.requested_datetime.desc(), RequestRow.id.desc())


def _or_none(row: RequestRow | None) -> Request | None:
    return _request(row) if row else None


def _request(row: RequestRow) -> Request:
    place = Place(
        row.place_said,
        row.place_kind,
        row.place_number,
        row.place_street,
        row.place_cross,
        row.address,
        row.lat,
        row.long,
        row.neighborhood or "",
        row.council_district or "",
        row.police_district or "",
    )
    return Request(
        number=row.service_request_id,
        kind=cast(Kind, row.kind),
        service_code=row.service_code,
        status=cast(Open311Status, row.status),
        city_status=cast(CityStatus, row.city_status),
        status_notes=row.status_notes,
        description=row.description,
        agency=row.agency_responsible,
        requested=row.requested_datetime,
        updated=row.updated_datetime,
        expected=row.expected_datetime,
        closed=row.closed_datetime,
        place=place,
        media_url=row.media_url,
        language=row.language,
        channel=row.channel,
        call_sid=row.call_sid,
        filing_key=row.filing_key,
        recordings=tuple(row.recordings),
        attributes={answer.code: answer.value for answer in row.attributes},
    )


def _change(row: HistoryRow) -> Change:
    return Change(row.at, cast(Open311Status, row.status), cast(CityStatus, row.city_status), row.note, row.changed_by)
