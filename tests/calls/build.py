"""Builders: a turn, a filing; a test names only what matters to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from ivr.calls.records import TurnRecord
from ivr.requests.filing import Contact, Filing, Place

NOON = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
CALLER = "+14105550123"

_TURN = TurnRecord(
    call_sid="CA1",
    n=1,
    at=NOON,
    event="Utterance",
    before="main.need",
    after="place.ask",
    language="en",
    version="0123456789ab",
    phone=CALLER,
    heard="there is a pothole",
    confidence=0.9,
    meaning={"intent": "service", "value": "pothole", "confidence": 0.8},
    milliseconds=3.5,
)
_FILING = Filing(
    key="CA1/0",
    service_code="pothole",
    language="en",
    received_at=NOON,
    call_sid="CA1",
    place=Place(said="2400 north charles", kind="address", number="2400", street="north charles"),
    details="it broke my axle",
    contact=Contact(phone=CALLER),
)


def turn(call_sid: str = "CA1", n: int = 1, **what: Any) -> TurnRecord:
    """A turn; each comes a second after the one before it."""
    return replace(_TURN, call_sid=call_sid, n=n, **{"at": NOON + timedelta(seconds=min(n, 3600)), **what})


def filing(key: str = "CA1/0", **what: Any) -> Filing:
    return replace(_FILING, key=key, call_sid=key.partition("/")[0], **what)
