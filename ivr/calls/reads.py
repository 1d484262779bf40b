"""What a call may ask the database while its caller waits: answered within the deadline, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from ivr.calls.deadlines import Deadline
from ivr.calls.errors import NoAnswer
from ivr.calls.outbox import Outbox
from ivr.calls.register import PostgresRegister
from ivr.db.secrets import Secrets
from ivr.requests import store
from ivr.requests.numbers import candidates
from ivr.requests.request import PublicRequest, Request

PAGE = 2.0


_LANGUAGE = "SELECT language FROM callers WHERE caller_hash = ANY(%s) ORDER BY last_called DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class Known:
    """What a caller may hear of a request.

    status: new | open | pending | hold | closed | duplicate | transferred. received, due: aware.
    """

    number: str
    service_code: str
    status: str
    agency: str
    received: datetime
    due: datetime | None
    note: str
    place: str = ""


class Reads:
    """Each method asks once, for at most the deadline's time."""

    def __init__(self, engine: Engine, secrets: Secrets, deadline: Deadline, outbox: Outbox) -> None:
        self._engine, self._secrets, self._deadline, self._outbox = engine, secrets, deadline, outbox
        self._register = PostgresRegister(engine, secrets)
        # Threads and patience of their own: however many read pages, and however slowly, no caller's question waits.
        self._pages = Deadline(PAGE, threads=2)

    def language_of(self, phone: str) -> str | None:
        """The language this caller (E.164) chose last time; None also when the database does not say in time."""
        try:
            return self._deadline.run(lambda: self._language(self._secrets.phone_hashes(phone)))
        except NoAnswer:
            return None

    def find(self, number: str, today: date) -> Known | None:
        """The request a caller means by what was keyed or said; `today` in the city. NoAnswer: not known in time.

        One that was filed on this machine while the database was away is found here.
        """
        meant = candidates(number, today)
        waiting = [known for candidate in meant if (known := self._waiting(candidate))]
        if waiting or not meant:
            return waiting[0] if waiting else None
        request = self._deadline.run(lambda: self._register.first_of(meant))
        return _known(request) if request else None

    def mine(self, phone: str) -> list[Known]:
        """The latest five requests of this telephone (E.164), newest first. NoAnswer: not known in time."""
        return [_known(request) for request in self._deadline.run(lambda: self._register.of_phone(phone))]

    def public(self, number: str) -> PublicRequest | None:
        """What everybody may see of a request: for a page, which may wait PAGE seconds. NoAnswer: not known in time."""

        def ask() -> PublicRequest | None:
            with Session(self._engine) as session:
                return store.public_view(session, number)

        return self._pages.run(ask)

    def _language(self, hashes: tuple[str, ...]) -> str | None:
        # Every call begins with this question. The driver asks it in a fifth of the time that SQLAlchemy takes, and in
        # one round trip, because no transaction is begun for it.
        pooled = self._engine.raw_connection()
        try:
            driver: Any = pooled.driver_connection
            driver.autocommit = True
            row = driver.execute(_LANGUAGE, (list(hashes),)).fetchone()
            driver.autocommit = False
        except BaseException:
            pooled.invalidate()
            raise
        finally:
            pooled.close()
        return row[0] if row else None

    def _waiting(self, number: str) -> Known | None:
        kept = self._outbox.waiting(number)
        if kept is None:
            return None
        filing, agency, due = kept
        return Known(number, filing.service_code, "new", agency, filing.received_at, due, "", filing.place.readback)


def _known(request: Request) -> Known:
    return Known(
        number=request.number,
        service_code=request.service_code,
        status=request.city_status.removeprefix("Closed (").removesuffix(")").lower(),
        agency=request.agency,
        received=request.requested,
        due=request.expected,
        note=request.status_notes,
        place=request.place.readback,
    )
