"""Builders: what a test does not name is a plain pothole on Charles Street."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from ivr.db.engine import transaction
from ivr.db.secrets import Secrets
from ivr.requests import store
from ivr.requests.filing import Contact, Filing, Place
from ivr.requests.numbers import reference
from ivr.requests.request import Filed

NOW = datetime(2026, 11, 21, 15, 30, tzinfo=UTC)
CHARLES = Place("twenty four seventeen north charles", "address", "2417", "North Charles Street")
POTHOLE = Filing(
    key="CA0000/0",
    service_code="pothole",
    language="en",
    received_at=NOW,
    call_sid="CA0000",
    place=replace(CHARLES, readback="2417 North Charles Street"),
    details="It is deep.",
    attributes={"lane": "travel", "size": "big"},
    contact=Contact("+14105550123", wants_texts=True),
)

MakeFiling = Callable[..., Filing]
FileIt = Callable[..., Filed]


@pytest.fixture
def secrets() -> Secrets:
    return Secrets(["a secret of thirty-two characters and more"])


@pytest.fixture
def filing() -> MakeFiling:
    """A filing with another key each time, and otherwise as named."""
    calls = count(1)

    def make(**named: Any) -> Filing:
        sid = named.setdefault("call_sid", f"CA{next(calls):04d}")
        return replace(POTHOLE, **{"key": f"{sid}/0", **named})

    return make


@pytest.fixture
def file_it(database: Engine, secrets: Secrets) -> FileIt:
    """Files in a transaction of its own, under the number of the `ordinal` (default: the next)."""
    ordinals = count(5000)

    def file(filing: Filing, ordinal: int | None = None, **named: Any) -> Filed:
        number = reference(2026, next(ordinals) if ordinal is None else ordinal)
        known = {"agency": "transportation", "due": None, "number": number, "secrets": secrets, **named}
        with transaction(database) as session:
            return store.file(session, filing, **known)

    return file


@pytest.fixture
def session(database: Engine) -> Iterator[Session]:
    with transaction(database) as opened:
        yield opened
