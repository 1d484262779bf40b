"""Alerting: one text message to the city's number about danger that was found after the fact."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.orm import Session

from ivr.calls.recordings import store
from ivr.calls.recordings.desk import Desk
from ivr.calls.recordings.errors import NotNow
from ivr.calls.recordings.recording import Alert, mark
from ivr.flow.model import CityDocument
from ivr.requests import store as requests
from ivr.telephony.rest import Gone, NotAllowed, NotSent, TwilioAway

log = structlog.get_logger(__name__)

Told = Literal["sent", "no_number", "no_sender", "opted_out", "bad_number", "refused", "not_allowed", "away"]
"""no_number: the city named none. no_sender: the account has no number that sends messages. away: tried again."""

REMEDY = {
    "no_number": "set hearing.alert in flows/city.yaml: nobody was told",
    "no_sender": "give the Twilio account a number that can send text messages",
    "opted_out": "the number of hearing.alert has answered STOP; text START from it",
    "bad_number": "hearing.alert in flows/city.yaml must be a number that takes text messages",
    "refused": "Twilio refuses the message; see its console",
    "not_allowed": "check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN",
    "away": "Twilio is away; it is tried again",
}
KINDS = {
    "danger": "tells of danger",
    "possible_danger": "may tell of danger",
    "crisis": "tells of a person in crisis",
    "possible_crisis": "may tell of a person in crisis",
}


def tell(desk: Desk, id_: int, *, last: bool = False) -> Told | None:
    """Tells the city's number of an alert, once; None: it was told before, or there is no such alert.

    NotNow: Twilio is away, another time may do; last: there is none soon, and the hourly look comes back to it.
    """
    with desk.engine.begin() as connection:
        alert = store.find_alert(connection, id_)
        if alert is None or alert.told or alert.outcome not in ("", "away", "not_allowed"):
            return None
        store.alert_tried(connection, id_, desk.now())
    outcome = _told(desk, alert)
    if outcome == "away" and not last:
        raise NotNow("TwilioAway")
    with desk.engine.begin() as connection:
        store.alert_told(connection, id_, outcome, desk.now() if outcome == "sent" else None)
    if outcome != "sent":
        log.error("danger_not_told", alert=id_, outcome=outcome, remedy=REMEDY[outcome])
    return outcome


def text_of(alert: Alert, number: str, city: CityDocument) -> str:
    """The message: no word of the caller's, nobody's number; how to listen. number: of the request, or ""."""
    found = alert.found.astimezone(ZoneInfo(city.timezone))
    about = f"request {number}" if number else f"call {alert.call_sid}"
    return (
        f"{city.city} 311, {_mark(alert)}: a recording of {about} {KINDS.get(alert.kind, 'needs a person')}, "
        f"found {found:%b %d, %H:%M}. Listen: ivr recordings listen {alert.source} --by NAME"
    )


def _told(desk: Desk, alert: Alert) -> Told:
    """What came of it. A message that may have gone out before the process died is looked for first."""
    city, to = desk.edition("").book.city, desk.hearing.alert
    if not to:
        return "no_number"
    try:
        twilio = desk.account
        marks = (f"{_mark(alert)}:", alert.source)
        if alert.tried and twilio.was_texted(to, marks, alert.found - timedelta(days=1)):
            return "sent"
        if not (sender := twilio.own_number()):
            return "no_sender"
        twilio.text(to, sender, text_of(alert, _number(desk, alert), city))
    except NotSent as problem:
        return problem.why
    except NotAllowed:
        return "not_allowed"
    except (TwilioAway, Gone):
        return "away"
    desk.step("texted")
    return "sent"


def _mark(alert: Alert) -> str:
    return f"alert {alert.id}"


def _number(desk: Desk, alert: Alert) -> str:
    with Session(desk.engine) as session:
        held = requests.holding(session, alert.call_sid, alert.source, mark(alert.source))
        filed = held or requests.by_sid(session, alert.call_sid)
    return filed[-1].number if filed else ""
