"""Filing: exactly once for a key, whatever is retried and by whomever."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import insert, select, update
from sqlalchemy.dialects.postgresql import insert as insert_or
from sqlalchemy.orm import Session

from ivr.db.secrets import Secrets
from ivr.requests.filing import AREAS, Filing
from ivr.requests.request import Filed, NumberTaken
from ivr.requests.status import NEW, open311
from ivr.requests.tables import AttributeRow, ContactRow, DraftRow, HistoryRow, NumberRow, RequestRow


def file(
    session: Session, filing: Filing, *, number: str, agency: str, due: datetime | None, secrets: Secrets
) -> Filed:
    """Makes the request with its number, answers, contact and first line of history.

    When the key has been filed before, that request is what is filed: nothing of it is changed, and `number`, should
    it be another one, finds it too from now on. NumberTaken: another request has this number; nothing is changed.
    """
    made = session.scalars(
        insert_or(RequestRow)
        .values(_request(filing, number, agency, due))
        .on_conflict_do_nothing()
        .returning(RequestRow.id)
    ).one_or_none()
    if made is None:
        return _filed_before(session, filing.key, number)
    _claim(session, number, made)
    _add_parts(session, filing, made, number, secrets)
    _close_draft(session, filing)
    return Filed(number, due, fresh=True)


def _request(filing: Filing, number: str, agency: str, due: datetime | None) -> dict[str, Any]:
    place = filing.place
    return {
        "service_request_id": number,
        "filing_key": filing.key,
        "kind": filing.kind,
        "service_code": filing.service_code,
        "status": open311(NEW),
        "city_status": NEW,
        "description": filing.details,
        "agency_responsible": agency,
        "requested_datetime": filing.received_at,
        "updated_datetime": filing.received_at,
        "expected_datetime": due,
        "address": place.readback or place.said,
        "place_said": place.said,
        "place_kind": place.kind,
        "place_number": place.number,
        "place_street": place.street,
        "place_cross": place.cross,
        "lat": place.lat,
        "long": place.long,
        **{name: getattr(place, name) or None for name in AREAS},
        "media_url": filing.media_url,
        "language": filing.language,
        "channel": filing.channel,
        "call_sid": filing.call_sid,
        "recordings": list(filing.recordings),
    }


def _filed_before(session: Session, key: str, number: str) -> Filed:
    found = session.execute(
        select(RequestRow.id, RequestRow.service_request_id, RequestRow.expected_datetime).where(
            RequestRow.filing_key == key
        )
    ).one_or_none()
    if found is None:
        raise NumberTaken(NumberTaken.__doc__)
    _claim(session, number, found.id)
    return Filed(found.service_request_id, found.expected_datetime, fresh=False)


def _claim(session: Session, number: str, request_id: int) -> None:
    """Makes `number` find this request; own numbers and further ones share one key, so that none finds two."""
    session.execute(insert_or(NumberRow).values(number=number, request_id=request_id).on_conflict_do_nothing())
    owner = session.scalars(select(NumberRow.request_id).where(NumberRow.number == number)).one()
    if owner != request_id:
        raise NumberTaken(NumberTaken.__doc__)


def _add_parts(session: Session, filing: Filing, request_id: int, number: str, secrets: Secrets) -> None:
    answers = [
        {"request_id": request_id, "code": code, "value": value, "position": position}
        for position, (code, value) in enumerate(filing.attributes.items())
    ]
    if answers:
        session.execute(insert(AttributeRow), answers)
    first = {"at": filing.received_at, "status": open311(NEW), "city_status": NEW, "changed_by": _who(filing)}
    session.execute(insert(HistoryRow).values(request_id=request_id, **first))
    session.execute(insert(ContactRow).values(request_id=request_id, **_contact(filing, number, secrets)))


def _who(filing: Filing) -> str:
    return "caller" if filing.channel == "phone" else filing.channel


def _contact(filing: Filing, number: str, secrets: Secrets) -> dict[str, Any]:
    who = filing.contact
    personal = {"phone": who.phone, "name": who.name, "email": who.email, "private": dict(filing.private)}
    return {
        "sealed": secrets.seal(msgspec.json.encode(personal), f"contact/{number}") if any(personal.values()) else None,
        "phone_hash": secrets.phone_hash(who.phone) or None,
        "anonymous": who.anonymous,
        "wants_texts": who.wants_texts,
    }


def _close_draft(session: Session, filing: Filing) -> None:
    if filing.call_sid:
        mine = DraftRow.call_sid == filing.call_sid
        if filing.channel != "agent":  # what an agent files is what the caller wanted, however much the call had filed
            mine &= DraftRow.nth <= filing.nth
        session.execute(update(DraftRow).where(mine).values(state="filed"))
