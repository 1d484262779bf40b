"""What a text message about danger says, and that it is sent once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import structlog

from ivr.calls.recordings.desk import Desk
from ivr.calls.recordings.recording import GRAVITY, Alert
from ivr.flow.model import CityDocument
from ivr.telephony.rest import Gone, NotAllowed, NotSent, TwilioAway

log = structlog.get_logger(__name__)

Told = Literal[
    "sent",
    "summed",
    "held",
    "same_call",
    "no_number",
    "no_sender",
    "opted_out",
    "bad_number",
    "refused",
    "not_allowed",
    "away",
]
"""summed: told in a summary; held: waits for it. same_call: people had been told of its call. no_number: the city named
none. no_sender: the account has no number that sends messages. away: tried again."""

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
LISTED = 3
"""Recordings, or calls, that a summary names."""
DAY = timedelta(days=1)


def single(alert: Alert, number: str, city: CityDocument) -> tuple[str, tuple[str, ...]]:
    """A message about one alert, and by what it is known again: no word of the caller's, nobody's telephone number.

    number: of the request, or "".
    """
    about = f"request {number}" if number else f"call {alert.call_sid}"
    if alert.recording:
        what, how = f"a recording of {about}", f"Listen: ivr recordings listen {alert.recording} --by NAME"
    else:
        what, how = f"what was said last in call {alert.call_sid}", "Read it and call back: ivr requests drafts"
    text = (
        f"{city.city} 311, alert {alert.id}: {what} {KINDS.get(alert.kind, 'needs a person')}, "
        f"found {_clock(alert.found, city)}. {how}"
    )
    return text, (f"alert {alert.id}:", _place(alert))


def summary(alerts: Sequence[Alert], city: CityDocument) -> tuple[str, tuple[str, ...]]:
    """A message about many, the gravest named, and by what it is known again. alerts: at least one, the first first."""
    grave = sorted(alerts, key=lambda one: (-GRAVITY.index(one.kind), one.id))
    counts = Counter(one.kind for one in grave)
    told = ", ".join(f"{count} {KINDS.get(kind, 'need a person')}" for kind, count in counts.items())
    begins = f"alerts {alerts[0].id} to {alerts[-1].id}:"
    heard = all(one.recording for one in alerts)
    many, first = ("recordings", "Listen") if heard else ("callers", "Look")
    text = (
        f"{city.city} 311, {begins} {len(alerts)} more {many} since {_clock(alerts[0].found, city)} ({told}). "
        f"{first} first: {', '.join(map(_place, grave[:LISTED]))}. All of them: ivr recordings alerts"
    )
    return text, (begins, _place(grave[0]))


def text_once(desk: Desk, to: str, text: str, marks: tuple[str, ...], sent_after: datetime | None) -> Told:
    """Sends it, and what came of that. sent_after: it may have been sent since then: it is looked for first."""
    try:
        twilio = desk.account
        if sent_after and twilio.was_texted(to, marks, sent_after - DAY):
            return "sent"
        if not (sender := twilio.own_number()):
            return "no_sender"
        twilio.text(to, sender, text)
    except NotSent as problem:
        return problem.why
    except NotAllowed:
        return "not_allowed"
    except (TwilioAway, Gone):
        return "away"
    desk.step("texted")
    return "sent"


def note(outcome: Told, ids: Sequence[int]) -> None:
    """Into the log, where people were not told."""
    if outcome in REMEDY:
        log.error("danger_not_told", alert=ids[0], alerts=len(ids), outcome=outcome, remedy=REMEDY[outcome])


def _clock(at: datetime, city: CityDocument) -> str:
    return f"{at.astimezone(ZoneInfo(city.timezone)):%b %d, %H:%M}"


def _place(alert: Alert) -> str:
    """Where to listen, or whose last words to read."""
    return alert.recording or alert.call_sid
