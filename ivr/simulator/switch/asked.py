"""What REST requests carry: values checked as Twilio checks them, or its problem with them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from ivr.simulator.resources import Problem
from ivr.simulator.switch.outgoing import EVENTS
from ivr.simulator.switch.room import Wanted
from ivr.simulator.verbs import EMERGENCY
from ivr.simulator.waits import Ask, Given

Form = Mapping[str, str]
MOST_TWIML = 4000
NOT_IN_PROGRESS = Problem(400, 21220, "Call is not in-progress. Cannot redirect.")
WRONG_STATUS = Problem(400, 16099, "Unexpected conference status")
NOBODY_TO_COACH = Problem(400, 16028, "Participant to be whispered is not present in the conference")


def url(form: Form, name: str, code: int = 21205) -> str:
    """Absolute, or "" where there is none. Problem."""
    value = form.get(name, "")
    parts = urlsplit(value)
    if value and (parts.scheme not in ("http", "https") or not parts.hostname or re.search(r"\s", value)):
        raise Problem(400, code, f"{name} is not a valid URL: {value}")
    return value


def method(form: Form, name: str, usual: str = "POST") -> str:
    value = form.get(name, usual).upper()
    if value not in ("GET", "POST"):
        raise Problem(400, 20001, f"{name} must be GET or POST")
    return value


def document(form: Form) -> Ask | Given | None:
    """What is to be played; None: neither Url nor Twiml is given. Problem."""
    if twiml := form.get("Twiml", ""):
        if len(twiml) > MOST_TWIML:
            raise Problem(400, 20001, f"Twiml has {len(twiml)} characters; at most {MOST_TWIML} are allowed")
        return Given(twiml.encode())
    address = url(form, "Url")
    return Ask(address, method(form, "Method")) if address else None


def wanted(form: Form, prefix: str, usual: frozenset[str]) -> Wanted:
    """Callbacks: {prefix}, {prefix}Method, {prefix}Event: repeated, or with spaces between."""
    events = frozenset(form.get(f"{prefix}Event", "").split()) or usual
    return Wanted(url(form, prefix, 21609), method(form, f"{prefix}Method"), events)


def progress(form: Form) -> Wanted:
    """The status callbacks of a call. Problem: an event that is none."""
    found = wanted(form, "StatusCallback", frozenset({"completed"}))
    if unknown := found.events - set(EVENTS):
        raise Problem(400, 21626, f"Invalid StatusCallbackEvents: {', '.join(sorted(unknown))}")
    return found


def callee(form: Form) -> str:
    """Who is called: +1 410 …, sip: or client:. Problem."""
    to = form.get("To", "").strip()
    if not to:
        raise Problem(400, 21201, "No 'To' number is specified")
    if re.fullmatch(r"(sip|client):\S+", to):
        return to
    digits = re.sub(r"\D", "", to)
    if not re.fullmatch(r"\+[1-9]\d{7,14}", to) or digits.removeprefix("1") in EMERGENCY:
        raise Problem(400, 21211, f"Invalid 'To' Phone Number: {to}")
    return to


def caller(form: Form, numbers: set[str]) -> str:
    """What the called party is shown. Problem: a number the account may not show."""
    sender = form.get("From", "").strip()
    if not sender:
        raise Problem(400, 21213, "No 'From' number is specified")
    if sender not in numbers and not sender.startswith("client:"):
        raise Problem(400, 21210, f"The source phone number provided, {sender}, is not yet verified for your account.")
    return sender


def seconds(form: Form, name: str, usual: int, least: int, most: int) -> int:
    """Problem: no number, or out of bounds."""
    value = form.get(name, str(usual))
    if not value.isdecimal() or not least <= int(value) <= most:
        raise Problem(400, 20001, f"{name} must be a whole number from {least} to {most}")
    return int(value)


def truth(form: Form, name: str) -> bool:
    """As Twilio reads it: anything but true is false."""
    return form.get(name, "").lower() == "true"


def detection(form: Form) -> tuple[bool, Wanted]:
    """Whether Twilio finds out who answers, and where it tells it beside the document ("" = in it). Problem."""
    kind = form.get("MachineDetection", "")
    if kind not in ("", "none", "Enable", "DetectMessageEnd"):
        raise Problem(400, 20001, "MachineDetection must be Enable or DetectMessageEnd")
    prefix = "AsyncAmdStatusCallback" if truth(form, "AsyncAmd") else "AmdStatusCallback"
    return kind in ("Enable", "DetectMessageEnd"), wanted(form, prefix, frozenset())
