"""The tables of the city's work, in Open311's words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, SmallInteger, Text, false, func, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ivr.db.base import Base

_EMPTY = text("''")
_NO_TEXTS = text("'{}'::text[]")


class RequestRow(Base):
    """One service request, or one message left for the city. No personal data: that stands in request_contacts."""

    __tablename__ = "service_requests"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    service_request_id: Mapped[str] = mapped_column(unique=True)
    filing_key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    service_code: Mapped[str]
    status: Mapped[str]
    city_status: Mapped[str]
    status_notes: Mapped[str] = mapped_column(server_default=_EMPTY)
    description: Mapped[str] = mapped_column(server_default=_EMPTY)
    agency_responsible: Mapped[str]
    requested_datetime: Mapped[datetime]
    updated_datetime: Mapped[datetime]
    expected_datetime: Mapped[datetime | None]
    closed_datetime: Mapped[datetime | None]
    address: Mapped[str] = mapped_column(server_default=_EMPTY)
    place_said: Mapped[str] = mapped_column(server_default=_EMPTY)
    place_kind: Mapped[str] = mapped_column(server_default=text("'unknown'"))
    place_number: Mapped[str] = mapped_column(server_default=_EMPTY)
    place_street: Mapped[str] = mapped_column(server_default=_EMPTY)
    place_cross: Mapped[str] = mapped_column(server_default=_EMPTY)
    lat: Mapped[float | None]
    long: Mapped[float | None]
    neighborhood: Mapped[str | None]
    council_district: Mapped[str | None]
    police_district: Mapped[str | None]
    media_url: Mapped[str] = mapped_column(server_default=_EMPTY)
    language: Mapped[str]
    channel: Mapped[str]
    call_sid: Mapped[str] = mapped_column(server_default=_EMPTY)
    recordings: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=_NO_TEXTS)

    attributes: Mapped[list[AttributeRow]] = relationship(order_by="AttributeRow.position", lazy="selectin")

    __table_args__ = (
        CheckConstraint("status IN ('open', 'closed')", name="status"),
        CheckConstraint("kind IN ('request', 'message')", name="kind"),
        CheckConstraint("(status = 'closed') = (closed_datetime IS NOT NULL)", name="closed_when"),
        Index("ix_service_requests_requested_datetime", "requested_datetime"),
        Index("ix_service_requests_updated_datetime", "updated_datetime"),
        Index("ix_service_requests_service_code_requested", "service_code", "requested_datetime"),
        Index("ix_service_requests_agency_status", "agency_responsible", "status"),
        Index("ix_service_requests_neighborhood_requested", "neighborhood", "requested_datetime"),
        Index("ix_service_requests_open_place", "lat", "long", postgresql_where=text("status = 'open'")),
        Index("ix_service_requests_call_sid", "call_sid", postgresql_where=text("call_sid <> ''")),
    )


class NumberRow(Base):
    """Every number that finds a request: its own, and those a second machine may have told for the same filing."""

    __tablename__ = "request_numbers"

    number: Mapped[str] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("service_requests.id"), index=True)


class CounterRow(Base):
    """How many numbers of a year have been leased; see requests/numbers.py for what becomes of an ordinal."""

    __tablename__ = "request_counters"

    year: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    leased: Mapped[int] = mapped_column(server_default=text("0"))


class AttributeRow(Base):
    """One answer to one of the service's questions."""

    __tablename__ = "request_attributes"

    request_id: Mapped[int] = mapped_column(ForeignKey("service_requests.id"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
    position: Mapped[int] = mapped_column(SmallInteger)


class HistoryRow(Base):
    """One change of a request's status. Only ever added: a trigger refuses to change or delete a line."""

    __tablename__ = "request_history"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("service_requests.id"))
    at: Mapped[datetime]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.now())
    status: Mapped[str]
    city_status: Mapped[str]
    note: Mapped[str] = mapped_column(server_default=_EMPTY)
    changed_by: Mapped[str]

    __table_args__ = (Index("ix_request_history_request_id_at", "request_id", "at"), Index(None, "at"))


class ContactRow(Base):
    """Who asked: sealed by db/secrets.py, found by the number's keyed hash, erased without touching the request."""

    __tablename__ = "request_contacts"

    request_id: Mapped[int] = mapped_column(ForeignKey("service_requests.id"), primary_key=True, autoincrement=False)
    sealed: Mapped[bytes | None]
    phone_hash: Mapped[str | None]
    anonymous: Mapped[bool]
    wants_texts: Mapped[bool] = mapped_column(server_default=false())
    erased_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_request_contacts_phone_hash", "phone_hash", postgresql_where=text("phone_hash IS NOT NULL")),
    )


class FollowerRow(Base):
    """Somebody who told of the same thing later: sealed and found as a contact is. key: names the following, once."""

    __tablename__ = "request_followers"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("service_requests.id"))
    key: Mapped[str] = mapped_column(unique=True)
    sealed: Mapped[bytes | None]
    phone_hash: Mapped[str | None]
    language: Mapped[str]
    at: Mapped[datetime]
    erased_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_request_followers_request_id", "request_id"),
        Index("ix_request_followers_phone_hash", "phone_hash", postgresql_where=text("phone_hash IS NOT NULL")),
    )


class DraftRow(Base):
    """What is known in a call about what is not filed yet; `left` when the caller has gone without filing.

    nth: how many the call had filed when this was known. sealed: the private slots and the caller's number.
    """

    __tablename__ = "drafts"

    call_sid: Mapped[str] = mapped_column(primary_key=True)
    nth: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    turn: Mapped[int] = mapped_column(server_default=text("0"))
    state: Mapped[str] = mapped_column(server_default=text("'open'"))
    service_code: Mapped[str] = mapped_column(server_default=_EMPTY)
    language: Mapped[str]
    snapshot: Mapped[dict[str, Any]]
    sealed: Mapped[bytes | None]
    phone_hash: Mapped[str | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("state IN ('open', 'left', 'filed')", name="state"),
        Index("ix_drafts_state_updated_at", "state", "updated_at"),
    )
