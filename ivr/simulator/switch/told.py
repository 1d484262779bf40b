"""What Twilio's REST API tells of calls, conferences and participants, as its JSON writes them."""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime

from ivr.simulator.call import PhoneCall
from ivr.simulator.resources import VERSION, Json
from ivr.simulator.switch.account import Account, Times
from ivr.simulator.switch.mixing import Seat
from ivr.simulator.switch.outgoing import Outgoing
from ivr.simulator.switch.room import Room


def call(account: Account, one: PhoneCall) -> Json:
    times, made = account.times[one.sid], one if isinstance(one, Outgoing) else None
    uri = f"/{VERSION}/Accounts/{account.line.account_sid}/Calls/{one.sid}"
    parties = one.parties
    return {
        "account_sid": account.line.account_sid, "annotation": None, "answered_by": (made and made.answered_by) or None,
        "api_version": VERSION, "caller_name": None, "date_created": _date(times.made),
        "date_updated": _date(times.ended or times.started or times.made), "direction": parties.direction,
        "duration": str(_seconds(times)) if times.ended else None, "end_time": _date(times.ended),
        "forwarded_from": None, "from": parties.caller or "anonymous", "from_formatted": parties.caller or "Anonymous",
        "group_sid": None, "parent_call_sid": parties.parent or None, "phone_number_sid": None, "price": None,
        "price_unit": "USD", "queue_time": "0", "sid": one.sid, "start_time": _date(times.started),
        "status": one.status, "to": parties.called, "to_formatted": parties.called, "trunk_sid": None,
        "uri": f"{uri}.json", "subresource_uris": {"recordings": f"{uri}/Recordings.json"},
    }  # fmt: skip


def conference(room: Room) -> Json:
    uri = f"/{VERSION}/Accounts/{room.account}/Conferences/{room.sid}"
    return {
        "account_sid": room.account, "api_version": VERSION, "call_sid_ending_conference": room.ended_by or None,
        "date_created": _date(room.made), "date_updated": _date(room.made), "friendly_name": room.name,
        "reason_conference_ended": room.ended, "region": "us1", "sid": room.sid, "status": room.status,
        "uri": f"{uri}.json", "subresource_uris": {"participants": f"{uri}/Participants.json"},
    }  # fmt: skip


def participant(room: Room, seat: Seat, status: str) -> Json:
    uri = f"/{VERSION}/Accounts/{room.account}/Conferences/{room.sid}/Participants/{seat.sid}.json"
    return {
        "account_sid": room.account, "call_sid": seat.sid, "call_sid_to_coach": seat.coach or None,
        "coaching": bool(seat.coach), "conference_sid": room.sid, "date_created": _date(room.made),
        "date_updated": _date(room.made), "end_conference_on_exit": seat.ends, "hold": seat.held,
        "label": seat.label or None, "muted": seat.muted, "queue_time": None,
        "start_conference_on_enter": seat.starts, "status": status, "uri": uri,
    }  # fmt: skip


def _date(at: datetime | None) -> str | None:
    return format_datetime(at) if at else None


def _seconds(times: Times) -> int:
    return round((times.ended - times.started).total_seconds()) if times.started and times.ended else 0
