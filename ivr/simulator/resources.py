"""What Twilio's REST API tells of recordings, messages and mistakes, as its JSON writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlencode

from ivr.simulator.shelf import Kept

VERSION = "2010-04-01"
MOST_CHARACTERS = 1600
Json = Mapping[str, Any]


@dataclass
class Problem(Exception):
    """An error of the API. status: of HTTP; code: Twilio's own."""

    status: int
    code: int
    message: str

    def json(self) -> Json:
        more = f"https://www.twilio.com/docs/errors/{self.code}"
        return {"code": self.code, "message": self.message, "more_info": more, "status": self.status}


UNKNOWN_ACCOUNT = Problem(401, 20003, "Authenticate")
TOO_MANY = Problem(429, 20429, "Too Many Requests")
OPTED_OUT = Problem(400, 21610, "Attempt to send to unsubscribed recipient")


def not_found(path: str) -> Problem:
    return Problem(404, 20404, f"The requested resource {path} was not found")


@dataclass(frozen=True)
class Message:
    """A text message that was asked for."""

    sid: str
    account_sid: str
    to: str
    sender: str
    body: str
    made: datetime = field(default_factory=lambda: datetime.now(UTC))

    def json(self, sent: bool = True) -> Json:
        made = format_datetime(self.made)
        return {
            "account_sid": self.account_sid, "api_version": VERSION, "body": self.body,
            "date_created": made, "date_sent": made if sent else None, "date_updated": made,
            "direction": "outbound-api", "error_code": None, "error_message": None, "from": self.sender,
            "messaging_service_sid": None, "num_media": "0", "num_segments": str(-(-len(self.body) // 160) or 1),
            "price": None, "price_unit": "USD", "sid": self.sid, "status": "sent" if sent else "queued", "to": self.to,
            "uri": f"/{VERSION}/Accounts/{self.account_sid}/Messages/{self.sid}.json",
        }  # fmt: skip


def message(sid: str, account_sid: str, form: Mapping[str, str]) -> Message:
    """What `form` asks to be sent. Problem: Twilio would not send it."""
    for name, code in (("To", 21604), ("From", 21603), ("Body", 21602)):
        if not form.get(name):
            raise Problem(400, code, f"A '{name}' is required.")
    to, body = form["To"], form["Body"]
    if not (to.startswith("+") and to[1:].isdigit() and 8 <= len(to) <= 16):
        raise Problem(400, 21211, f"Invalid 'To' Phone Number: {to}")
    if len(body) > MOST_CHARACTERS:
        raise Problem(400, 21617, f"The concatenated message body exceeds the {MOST_CHARACTERS} character limit")
    return Message(sid, account_sid, to, form["From"], body)


def phone_number(account_sid: str, number: str) -> Json:
    """A number of the account; it takes calls and sends messages."""
    sid = "PN" + number.strip("+").rjust(32, "0")
    return {
        "account_sid": account_sid, "api_version": VERSION, "capabilities": {"voice": True, "sms": True, "mms": True},
        "friendly_name": number, "phone_number": number, "sid": sid, "status": "in-use",
        "uri": f"/{VERSION}/Accounts/{account_sid}/IncomingPhoneNumbers/{sid}.json",
    }  # fmt: skip


def recording(kept: Kept, ready: bool) -> Json:
    made = format_datetime(datetime.fromtimestamp(kept.made, UTC))
    uri = f"/{VERSION}/Accounts/{kept.account_sid}/Recordings/{kept.sid}"
    return {
        "account_sid": kept.account_sid, "api_version": VERSION, "call_sid": kept.call_sid, "channels": 1,
        "conference_sid": None, "date_created": made, "date_updated": made, "duration": str(kept.seconds),
        "encryption_details": None, "error_code": None, "media_url": f"https://api.twilio.com{uri}", "price": None,
        "price_unit": "USD", "sid": kept.sid, "source": kept.source, "start_time": made,
        "status": "completed" if ready else "processing", "track": None, "uri": f"{uri}.json",
    }  # fmt: skip


def span(query: Mapping[str, str], name: str) -> Callable[[float], bool]:
    """Whether a Unix time is within what `{name}>`, `{name}<` and `{name}` (a day) ask for. Problem: they are no dates.

    Written as `DateCreated>=2026-11-22T10:00:00Z`, the sign is the end of the name.
    """
    after, before = _moment(query, f"{name}>", 0.0), _moment(query, f"{name}<", float("inf"))
    day = _moment(query, name, -1.0)
    if day >= 0:
        after, before = day, day + 86_400
    return lambda at: after <= at <= before


def _moment(query: Mapping[str, str], name: str, usual: float) -> float:
    try:
        said = datetime.fromisoformat(query[name])
    except KeyError:
        return usual
    except ValueError:
        raise Problem(400, 20001, f"{name} must be a date") from None
    return (said if said.tzinfo else said.replace(tzinfo=UTC)).timestamp()


def page(name: str, items: Sequence[Json], path: str, query: Mapping[str, str]) -> Json:
    """One page of a list, as `PageSize` and `Page` (from 0) ask for it. Problem: they are no numbers."""
    at, size = _number(query, "Page", 0), min(max(_number(query, "PageSize", 50), 1), 1000)
    start = at * size
    here, more = items[start : start + size], len(items) > start + size

    def address(number: int) -> str:
        return f"{path}?{urlencode({**query, 'PageSize': size, 'Page': number})}"

    return {
        name: list(here), "end": start + len(here) - 1 if here else 0, "first_page_uri": address(0),
        "next_page_uri": address(at + 1) if more else None, "page": at, "page_size": size,
        "previous_page_uri": address(at - 1) if at else None, "start": start, "uri": address(at),
    }  # fmt: skip


def _number(query: Mapping[str, str], name: str, usual: int) -> int:
    written = query.get(name, str(usual))
    if not written.isdecimal():
        raise Problem(400, 20001, f"{name} must be a number")
    return int(written)
