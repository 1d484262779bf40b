"""The register of requests in PostgreSQL, as the outbox and callers' questions need it."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from ivr.calls.errors import CannotStore
from ivr.db.engine import transaction
from ivr.db.secrets import Secrets
from ivr.requests import store
from ivr.requests.filing import Filing
from ivr.requests.numbers import reference
from ivr.requests.request import NumberTaken, Request

log = structlog.get_logger(__name__)


class Register(Protocol):
    """Where requests are filed in the end (PostgresRegister). Every method may raise: the database is away."""

    def file(self, filing: Filing, number: str, agency: str, due: datetime | None) -> None:
        """Files once per filing.key, whatever is repeated; another number for the same key becomes its alias."""

    def told(self, key: str) -> tuple[str, datetime | None] | None:
        """The number and due date of what was filed under this key."""

    def lease(self, year: int, size: int) -> range:
        """Ordinals of the year that are given to nobody else."""


class PostgresRegister:
    """Raises sqlalchemy.exc.SQLAlchemyError when the database is away."""

    def __init__(self, engine: Engine, secrets: Secrets) -> None:
        self._engine, self._secrets = engine, secrets

    def file(self, filing: Filing, number: str, agency: str, due: datetime | None) -> None:
        """Files once per key; another number for the same key finds it too. CannotStore: never as it is."""
        try:
            self._file(filing, number, agency, due)
        except NumberTaken:
            # Only after a database was restored to an older day. The city must not lose the request for it.
            log.error("number_given_twice", number=number, remedy="lease past the numbers given since the backup")
            self._file(filing, self._fresh_number(filing.received_at.year), agency, due)
        except (DataError, IntegrityError) as problem:
            raise CannotStore(type(problem).__name__) from None

    def told(self, key: str) -> tuple[str, datetime | None] | None:
        """The number and due date of what was filed under this key."""
        with Session(self._engine) as session:
            request = store.by_key(session, key)
        return (request.number, request.expected) if request else None

    def lease(self, year: int, size: int) -> range:
        """Ordinals of the year that are given to nobody else."""
        with transaction(self._engine) as session:
            return store.lease_block(session, year, size)

    def first_of(self, numbers: tuple[str, ...]) -> Request | None:
        """The request that the likeliest of these numbers finds."""
        with Session(self._engine) as session:
            found = (store.find(session, number) for number in numbers)
            return next((request for request in found if request), None)

    def of_phone(self, phone: str) -> list[Request]:
        """The latest five requests of a telephone (E.164), newest first."""
        with Session(self._engine) as session:
            return store.by_phone(session, self._secrets.phone_hashes(phone))

    def _file(self, filing: Filing, number: str, agency: str, due: datetime | None) -> None:
        with transaction(self._engine) as session:
            store.file(session, filing, number=number, agency=agency, due=due, secrets=self._secrets)

    def _fresh_number(self, year: int) -> str:
        return reference(year, self.lease(year, 1).start)
