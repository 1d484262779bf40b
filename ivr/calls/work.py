"""The clerk: work the engine asks for, done: a request filed, a request found. A failure is an outcome, no error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

import structlog

from ivr.calls import promise
from ivr.calls.promise import Files
from ivr.calls.reads import Known
from ivr.flow.book import Book
from ivr.flow.directives import Work
from ivr.flow.events import Failed, Resolved
from ivr.flow.turning.question import VEHICLE_SAID, secret_slots
from ivr.flow.turning.speaking import RECORDING
from ivr.requests.filing import Contact, Filing
from ivr.requests.where import place_of
from ivr.telephony.webhook import Call

log = structlog.get_logger(__name__)

MESSAGE = "message"
"""The service code of a message left on the line about no service in particular."""


class Records(Protocol):
    """Requests on file; raises NoAnswer when the database does not answer in time."""

    def find(self, number: str, today: date) -> Known | None: ...
    def mine(self, phone: str) -> Sequence[Known]: ...


@dataclass(frozen=True, slots=True)
class Clerk:
    """Does the Jobs of the flow language."""

    outbox: Files
    records: Records

    def do(self, work: Work, call: Call, book: Book, now: datetime) -> Resolved | Failed:
        """The outcome of the work; Failed with a reason for the journal when it could not be done."""
        try:
            return self._do(work, call, book, now)
        except Exception as problem:  # the caller hears an apology and gets a person, whatever went wrong
            log.error("work_failed", job=work.job, error=type(problem).__name__)
            return Failed(type(problem).__name__)

    def _do(self, work: Work, call: Call, book: Book, now: datetime) -> Resolved | Failed:
        match work.job:
            case "file_request" | "file_message":
                return self._file(filing_of(work, call, book, now), book, now)
            case "find_request":
                return _told(self.records.find(work.slots.get("reference", ""), now.date()), now)
            case "find_my_requests":
                return self._mine(call.caller_number, now)
            case _:
                return Failed(f"no such job: {work.job}")

    def _file(self, filing: Filing, book: Book, now: datetime) -> Resolved:
        receipt = promise.file(self.outbox, filing, book, now)
        promised = {"due": receipt.due.astimezone(now.tzinfo).date().isoformat()} if receipt.due else {"due": ""}
        return Resolved("filed", {"number": receipt.number, **promised})

    def _mine(self, phone: str | None, now: datetime) -> Resolved:
        found = self.records.mine(phone) if phone else ()
        if len(found) == 1:
            return _told(found[0], now)
        listed = ",".join(f"{one.number}={one.service_code}" for one in found[:5])
        return Resolved("several", {"found": listed}) if found else Resolved("missing")


def _told(known: Known | None, now: datetime) -> Resolved:
    if known is None:
        return Resolved("missing")
    zone = now.tzinfo
    late = known.due is not None and known.due < now and known.status not in ("closed", "duplicate", "transferred")
    return Resolved(
        "found",
        {
            "reference": known.number,
            "service": known.service_code,
            "status": known.status,
            "agency": known.agency,
            "received": known.received.astimezone(zone).date().isoformat(),
            "due": known.due.astimezone(zone).date().isoformat() if known.due else "",
            "status_note": known.note,
            "place": known.place,
            "late": "yes" if late else "",
        },
    )


# ------------------------------------------------------------------ what a call files


def filing_of(work: Work, call: Call, book: Book, now: datetime) -> Filing:
    """The filing that the slots of a call make; keyed so that a repeated webhook files nothing twice."""
    slots, message = work.slots, work.job == "file_message"
    code = slots.get("service", "")
    answers = _answers(book, slots)
    secret = secret_slots(book)
    return Filing(
        key=f"{call.sid}/{work.nth}",
        service_code=code or MESSAGE,
        language=work.language,
        received_at=now,
        call_sid=call.sid,
        place=place_of(slots),
        details=slots.get("details", ""),
        attributes={name: value for name, value in answers.items() if name not in secret},
        private={name: value for name, value in answers.items() if name in secret},
        contact=_contact(slots, call, message),
        kind="message" if message else "request",
        recordings=_recordings(slots, answers),
    )


def _recordings(slots: Mapping[str, str], answers: Mapping[str, str]) -> tuple[str, ...]:
    """The ids of what was recorded: a message, and every answer whose words come later."""
    told = (slots.get("details", ""), *answers.values())
    answered = [value.removeprefix(RECORDING) for value in told if value.startswith(RECORDING)]
    return tuple(dict.fromkeys(sid for sid in (slots.get("recording", ""), *answered) if sid))


def _answers(book: Book, slots: Mapping[str, str]) -> dict[str, str]:
    service = book.services.get(slots.get("service", ""))
    questions = service.questions if service else []
    names = [question.slot for question in questions]
    if any(question.type == "vehicle" and slots.get(question.slot) for question in questions):
        names.append(VEHICLE_SAID)
    # `reference`: filed again because an earlier request was closed and the problem was not fixed.
    return {name: slots[name] for name in [*names, "landmark", "reference"] if slots.get(name)}


def _contact(slots: Mapping[str, str], call: Call, message: bool) -> Contact:
    anonymous = slots.get("anonymous") == "yes"
    # Who leaves a message wants an answer: the number they call from, unless they chose to be anonymous.
    own = call.caller_number or "" if message or slots.get("contact_known") == "this" else ""
    return Contact(phone=slots.get("phone") or own, anonymous=anonymous, wants_texts=slots.get("texts") == "yes")
