"""What came of a call, read back from the database: for call files that are played as tests."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import UTC, tzinfo

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from ivr.calls import drafts
from ivr.calls.tables import CallRow
from ivr.db.secrets import Secrets
from ivr.requests import store
from ivr.requests.request import Request

PATIENCE = 6.0
"""Seconds to wait for what is still on its way: outbox and journal store beside the call, not in it."""
PAUSE = 0.03


class Outcomes:
    """Waits until a call that ended is written down, and tells what it filed or left. zone: of the days told."""

    def __init__(self, engine: Engine, secrets: Secrets, zone: tzinfo = UTC) -> None:
        self._engine, self._secrets, self._zone = engine, secrets, zone

    def filed(self, call_sid: str) -> Sequence[Mapping[str, object]]:
        """The requests and messages the call filed, in order."""
        self._settled(call_sid)
        with Session(self._engine) as session:
            return [self._told(session, request) for request in _requests(session, call_sid)]

    def draft(self, call_sid: str) -> Mapping[str, object] | None:
        """What the call left unfinished: `service`, and everything known by the name of its slot."""
        self._settled(call_sid)
        with Session(self._engine) as session:
            left = store.draft(session, call_sid)
        if left is None or left.state != "left":
            return None
        hidden = drafts.opened(left.sealed, call_sid, self._secrets)
        return {
            **left.slots,
            **hidden.private,
            "phone": hidden.phone,
            "service": left.service_code,
            "language": left.language,
        }

    def _settled(self, call_sid: str) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and not self._written(call_sid):
            time.sleep(PAUSE)

    def _written(self, call_sid: str) -> bool:
        with Session(self._engine) as session:
            call = session.get(CallRow, call_sid)
            return call is not None and call.ended_at is not None and len(_requests(session, call_sid)) >= call.filed

    def _told(self, session: Session, request: Request) -> Mapping[str, object]:
        contact = store.contact(session, request.number, self._secrets)
        who, private = contact or (None, {})
        return {
            "number": request.number,
            "kind": request.kind,
            "service": request.service_code,
            "language": request.language,
            "agency": request.agency,
            "place": request.place.readback or request.place.said,
            "place_kind": request.place.kind,
            "details": request.description,
            "due": request.expected.astimezone(self._zone).date().isoformat() if request.expected else "",
            "recordings": len(request.recordings),
            "phone": who.phone if who else "",
            "anonymous": who.anonymous if who else False,
            "texts": who.wants_texts if who else False,
            "answers": dict(request.attributes) | dict(private),
        }


def _requests(session: Session, call_sid: str) -> list[Request]:
    found: list[Request] = []
    while request := store.by_key(session, f"{call_sid}/{len(found)}"):
        found.append(request)
    return found
