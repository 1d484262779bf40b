"""The outbox: a request is on this machine's disk before its number is told, and then filed in PostgreSQL, once."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec
import structlog

from ivr.calls.deadlines import Deadline
from ivr.calls.errors import NoAnswer, OutboxUnavailable
from ivr.calls.register import Register
from ivr.db.errors import CellarError, NoNumbersLeft
from ivr.db.local import Entry, LocalStore
from ivr.db.secrets import Secrets
from ivr.requests.filing import Filing
from ivr.requests.numbers import reference

log = structlog.get_logger(__name__)

BLOCK = 500  # numbers leased at a time
STRAIGHT = 3.0  # seconds a caller waits for PostgreSQL when this machine's disk takes nothing: else all is lost
LOW = 500  # with fewer at hand another block is leased: an hour of a busy day without a database


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the caller is told. due: by when, aware; None where the service has no target. fresh: False for a retry."""

    number: str
    due: datetime | None
    fresh: bool


class Parcel(msgspec.Struct, frozen=True):
    """What waits in the local store, sealed."""

    filing: Filing
    agency: str


class Outbox:
    """Safe for threads and processes; several machines may file the same key, and each number given finds the request.

    step: called with the name of each step just done ("leased", "kept", "filed"); tests stop the process there.
    """

    def __init__(
        self,
        local: LocalStore,
        register: Register,
        secrets: Secrets,
        deadline: Deadline,
        *,
        wake: Callable[[], None] = lambda: None,
        step: Callable[[str], None] = lambda name: None,
    ) -> None:
        self._local, self._register, self._secrets, self._deadline = local, register, secrets, deadline
        self._wake, self._step = wake, step
        self._last_resort = Deadline(STRAIGHT, rest=0.0)  # asks even while other questions rest

    def file(self, filing: Filing, agency: str, due: datetime | None) -> Receipt:
        """Keeps the filing, gives it a number, and waits for PostgreSQL no longer than the deadline in all (STRAIGHT
        where the disk takes nothing).

        The same key gives the same receipt, also from another machine while PostgreSQL answers. The number's year is
        that of filing.received_at: it should be in the city's time. OutboxUnavailable: nothing is kept and no number
        may be told.
        """
        until = time.monotonic() + self._deadline.seconds
        try:
            known = self._local.find(filing.key)
            if known is None and (told := self._told(filing.key, until)):
                return Receipt(*told, fresh=False)
            entry = known or self._keep(filing, agency, due, until)
        except CellarError as problem:
            log.error("outbox_disk_fails", error=type(problem).__name__)
            return self._straight(filing, agency, due)
        self._step("kept")
        if entry.filed_at is None:
            self._hand_over(entry, until)
        return Receipt(entry.number, entry.due, entry.fresh)

    def deliver(self, entry: Entry) -> None:
        """Files a kept entry in PostgreSQL and notes it; as often as need be. Raises what the register raises.

        Unreadable: the parcel was sealed with a key that is no longer in SECRET_KEYS.
        """
        parcel = self._opened(entry)
        self._register.file(parcel.filing, entry.number, parcel.agency, entry.due)
        self._step("filed")
        self._local.filed(entry.key, datetime.now(UTC))

    def top_up(self, year: int) -> int:
        """Leases a block when few numbers of the year are at hand; how many were added.

        Raises what the register raises.
        """
        if self._local.numbers_left(year) >= LOW:
            return 0
        block = self._register.lease(year, BLOCK)
        self._step("leased")
        self._local.lease(year, block)
        return len(block)

    def waiting(self, number: str) -> tuple[Filing, str, datetime | None] | None:
        """Filing, agency and due date of what this machine keeps under a number and PostgreSQL may not know yet."""
        try:
            entry = self._local.find_number(number)
            if entry is None or entry.filed_at is not None:
                return None
            parcel = self._opened(entry)
        except CellarError:
            return None
        return parcel.filing, parcel.agency, entry.due

    def _keep(self, filing: Filing, agency: str, due: datetime | None, until: float) -> Entry:
        year = filing.received_at.year
        payload = self._secrets.seal(msgspec.json.encode(Parcel(filing, agency)), _context(filing.key))

        def keep() -> Entry:
            return self._local.file(
                filing.key, payload, filing.received_at, year=year, number_of=lambda n: reference(year, n), due=due
            )

        try:
            return keep()
        except NoNumbersLeft:
            self._lease_now(year, until)
            return keep()

    def _lease_now(self, year: int, until: float) -> None:
        """The first numbers of a new machine, or of a new year. OutboxUnavailable: there are none in time."""
        try:
            self._deadline.run(lambda: self.top_up(year), _left(until))
        except NoAnswer:
            log.error("outbox_without_numbers", remedy="the database must be reachable once before it may be away")
            raise OutboxUnavailable from None

    def _told(self, key: str, until: float) -> tuple[str, datetime | None] | None:
        try:
            return self._deadline.run(lambda: self._register.told(key), _left(until))
        except NoAnswer:
            return None

    def _hand_over(self, entry: Entry, until: float) -> None:
        """Normally the request is in PostgreSQL before its number is spoken; else the drainer sees to it."""
        try:
            self._deadline.run(lambda: self.deliver(entry), _left(until))
        except NoAnswer:
            self._wake()

    def _straight(self, filing: Filing, agency: str, due: datetime | None) -> Receipt:
        """Without a disk to keep it on, the request is filed at once or not at all."""

        def file() -> str:
            year = filing.received_at.year
            number = reference(year, self._register.lease(year, 1).start)
            self._register.file(filing, number, agency, due)
            return number

        try:
            return Receipt(self._last_resort.run(file), due, fresh=True)
        except NoAnswer:
            raise OutboxUnavailable from None

    def _opened(self, entry: Entry) -> Parcel:
        return msgspec.json.decode(self._secrets.open(entry.payload, _context(entry.key)), type=Parcel)


def _left(until: float) -> float:
    return max(0.0, until - time.monotonic())


def _context(key: str) -> str:
    return f"outbox {key}"
