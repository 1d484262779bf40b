"""The parameters of Twilio's webhooks, as a resident's call to the city's number would carry them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

Callback = tuple[str, str, dict[str, str]]
"""url as the document wrote it, method, form"""
_BALTIMORE = {"City": "BALTIMORE", "State": "MD", "Zip": "21202", "Country": "US"}
_NOWHERE = dict.fromkeys(_BALTIMORE, "")


@dataclass(frozen=True)
class Parties:
    """Who calls whom. caller: a number, or whatever else Twilio may send (client:ana); "" = a hidden number.

    direction: inbound, outbound-api or outbound-dial. parent: the sid of the call that dialled this one, or "".
    """

    sid: str
    account: str
    caller: str
    called: str
    direction: str = "inbound"
    parent: str = ""

    def form(self, status: str) -> dict[str, str]:
        """What every request carries; blank where Twilio does not know."""
        shown = self.caller or "anonymous"
        from_where, to_where = _where(self.caller), _where(self.called)
        places = {
            f"{who}{part}": value
            for who, where in (("From", from_where), ("Caller", from_where), ("To", to_where), ("Called", to_where))
            for part, value in where.items()
        }
        parent = {"ParentCallSid": self.parent} if self.parent else {}
        return {
            "AccountSid": self.account,
            "ApiVersion": "2010-04-01",
            "CallSid": self.sid,
            "CallStatus": status,
            "Called": self.called,
            "Caller": shown,
            "Direction": self.direction,
            "From": shown,
            "To": self.called,
            **parent,
            **places,
        }


def _where(number: str) -> Mapping[str, str]:
    return _BALTIMORE if number.startswith("+1") else _NOWHERE


def answered(caller: str) -> dict[str, str]:
    """What only the first request of a call carries."""
    return {"StirVerstat": "TN-Validation-Passed-A" if caller else "No-TN-Validation"}


def progress(order: int, at: datetime) -> dict[str, str]:
    """What a status callback of a call carries; order: by which it is told from those that overtook it."""
    return {
        "SequenceNumber": str(order),
        "CallbackSource": "call-progress-events",
        "Timestamp": format_datetime(at),
    }


def completed(seconds: int, at: datetime, order: int = 0) -> dict[str, str]:
    """The status callback at the end of a call of that length."""
    return {
        "CallDuration": str(seconds),
        "Duration": str(-(-seconds // 60)),
        **progress(order, at),
    }


def recording(account: str, sid: str) -> dict[str, str]:
    return {
        "RecordingSid": sid,
        "RecordingUrl": f"https://api.twilio.com/2010-04-01/Accounts/{account}/Recordings/{sid}",
    }


def recorded(named: Mapping[str, str], seconds: int, source: str) -> dict[str, str]:
    """The recording status callback. `named`: as `recording` gave; no seconds: nothing was heard."""
    return {
        **named,
        "RecordingStatus": "completed" if seconds else "absent",
        "RecordingDuration": str(seconds),
        "RecordingChannels": "1",
        "RecordingSource": source,
        "ErrorCode": "0",
    }
