"""Words that come after the request: what was recorded stands in it as a mark until somebody has heard it."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import any_, func, literal, or_, select, update
from sqlalchemy.orm import Session

from ivr.db.secrets import Secrets
from ivr.requests.filing import clean
from ivr.requests.request import Request
from ivr.requests.store.reading import by_sid
from ivr.requests.tables import AttributeRow, ContactRow, RequestRow


def holding(session: Session, call_sid: str, sid: str, mark: str) -> list[Request]:
    """The call's requests that a recording belongs to: it was filed with them, or its mark stands in their words."""
    marked = select(AttributeRow.request_id).where(AttributeRow.value.contains(mark, autoescape=True))
    mine = or_(
        literal(sid) == any_(RequestRow.recordings),
        RequestRow.description.contains(mark, autoescape=True),
        RequestRow.id.in_(marked),
    )
    return by_sid(session, call_sid, mine)


def put_words(session: Session, call_sid: str, sid: str, mark: str, words: str, secrets: Secrets) -> int:
    """Puts words in the place of their mark, wherever the call's requests hold it; how many requests did.

    Private answers stay sealed. The recording itself is then listed with the request. Again changes nothing.
    Unreadable: a contact was sealed with a key that is no longer in SECRET_KEYS.
    """
    said = clean(words)
    rows = session.execute(
        select(RequestRow.id, RequestRow.service_request_id).where(RequestRow.call_sid == call_sid).with_for_update()
    ).all()
    changed = {row.id for row in rows if _put(session, row, mark, said, secrets)}
    if changed:
        new = ~(literal(sid) == any_(RequestRow.recordings))
        listed = func.array_append(RequestRow.recordings, sid)
        session.execute(update(RequestRow).where(RequestRow.id.in_(changed), new).values(recordings=listed))
    return len(changed)


def remark(session: Session, call_sid: str, sid: str) -> bool:
    """Lists a recording with the latest that a call filed; whether it filed anything. Again changes nothing."""
    latest = select(func.max(RequestRow.id)).where(RequestRow.call_sid == call_sid).scalar_subquery()
    new = ~(literal(sid) == any_(RequestRow.recordings))
    listed = func.array_append(RequestRow.recordings, sid)
    session.execute(update(RequestRow).where(RequestRow.id == latest, new).values(recordings=listed))
    return bool(session.scalar(select(latest)))


def _put(session: Session, row: Any, mark: str, said: str, secrets: Secrets) -> bool:
    described = update(RequestRow).where(
        RequestRow.id == row.id, RequestRow.description.contains(mark, autoescape=True)
    )
    answered = update(AttributeRow).where(
        AttributeRow.request_id == row.id, AttributeRow.value.contains(mark, autoescape=True)
    )
    done = [
        session.execute(described.values(description=func.replace(RequestRow.description, mark, said))).rowcount,  # type: ignore[attr-defined]
        session.execute(answered.values(value=func.replace(AttributeRow.value, mark, said))).rowcount,  # type: ignore[attr-defined]
        _put_private(session, row, mark, said, secrets),
    ]
    return any(done)


def _put_private(session: Session, row: Any, mark: str, said: str, secrets: Secrets) -> bool:
    sealed = session.scalar(select(ContactRow.sealed).where(ContactRow.request_id == row.id))
    context = f"contact/{row.service_request_id}"
    known = msgspec.json.decode(secrets.open(sealed, context), type=dict[str, Any]) if sealed else {}
    private: dict[str, str] = known.get("private", {})
    if not any(mark in value for value in private.values()):
        return False
    known["private"] = {code: value.replace(mark, said) for code, value in private.items()}
    again = secrets.seal(msgspec.json.encode(known), context)
    session.execute(update(ContactRow).where(ContactRow.request_id == row.id).values(sealed=again))
    return True
