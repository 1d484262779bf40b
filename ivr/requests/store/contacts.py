"""Who asked: read by those who must answer, erased when asked, sealed anew when the key changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from ivr.db.secrets import Secrets
from ivr.requests.filing import Contact
from ivr.requests.store.followers import erase_followers, reseal_followers
from ivr.requests.tables import ContactRow, DraftRow, NumberRow, RequestRow

_ERASED: dict[str, Any] = {"sealed": None, "phone_hash": None, "wants_texts": False}


def contact(session: Session, number: str, secrets: Secrets) -> tuple[Contact, Mapping[str, str]] | None:
    """How to reach who asked, and the private answers by code; None when there is no such request.

    Erased, or anonymous: an empty Contact. Unreadable: it was sealed with a key that is no longer in SECRET_KEYS.
    """
    mine = (
        select(ContactRow, RequestRow.service_request_id)
        .join(RequestRow, RequestRow.id == ContactRow.request_id)
        .join(NumberRow, NumberRow.request_id == ContactRow.request_id)
        .where(NumberRow.number == number)
    )
    found = session.execute(mine).one_or_none()
    if found is None:
        return None
    row: ContactRow = found[0]
    known = _opened(row.sealed, found[1], secrets)
    private = known.pop("private", {})
    return Contact(anonymous=row.anonymous, wants_texts=row.wants_texts, **known), private


def erase_contact(session: Session, number: str, at: datetime, *, words: bool = False) -> bool:
    """Erases who asked and the private answers; with `words` also what the caller said in free words.

    The request and its history stay. False: nothing has this number.
    """
    request_id = session.scalar(select(NumberRow.request_id).where(NumberRow.number == number))
    if request_id is None:
        return False
    session.execute(update(ContactRow).where(ContactRow.request_id == request_id).values(erased_at=at, **_ERASED))
    if words:
        mute = {"description": "", "place_said": "", "recordings": []}
        session.execute(update(RequestRow).where(RequestRow.id == request_id).values(**mute))
    return True


def erase_caller(session: Session, hashes: Sequence[str], at: datetime) -> int:
    """Erases a telephone number from all its requests, those it follows, and its drafts; how many there were."""
    contacts = session.scalars(
        update(ContactRow)
        .where(ContactRow.phone_hash.in_(hashes))
        .values(erased_at=at, **_ERASED)
        .returning(ContactRow.request_id)
    ).all()
    drafts = session.scalars(delete(DraftRow).where(DraftRow.phone_hash.in_(hashes)).returning(DraftRow.call_sid)).all()
    return len(contacts) + erase_followers(session, hashes, at) + len(drafts)


def reseal(session: Session, secrets: Secrets, limit: int = 500) -> int:
    """Seals contacts anew that an older key sealed; how many. 0: the older keys may be taken out of SECRET_KEYS as far
    as requests are concerned. Several processes may do it at once, each takes others."""
    old = (
        select(ContactRow, RequestRow.service_request_id)
        .join(RequestRow, RequestRow.id == ContactRow.request_id)
        .where(func.substring(ContactRow.sealed, 1, len(secrets.mark)) != secrets.mark)
        .limit(limit)
        .with_for_update(skip_locked=True, of=ContactRow)
    )
    rows = session.execute(old).all()
    for row, number in rows:
        known = _opened(row.sealed, number, secrets)
        row.sealed = secrets.seal(msgspec.json.encode(known), f"contact/{number}")
        row.phone_hash = secrets.phone_hash(known["phone"]) or None
    session.flush()
    return len(rows) + reseal_followers(session, secrets, limit)


def _opened(sealed: bytes | None, number: str, secrets: Secrets) -> dict[str, Any]:
    if sealed is None:
        return {}
    return msgspec.json.decode(secrets.open(sealed, f"contact/{number}"), type=dict[str, Any])
