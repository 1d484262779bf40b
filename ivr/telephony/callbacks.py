"""What Twilio tells beside the calls: of rooms and who is in them, and of telephones that were rung for somebody.

As in webhook nothing here fails: a parameter that is missing or garbage is empty, None or False.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from ivr.telephony.webhook import Form, clean

RoomEvent = Literal["start", "end", "join", "leave", "mute", "hold", "modify", ""]
AnsweredBy = Literal["human", "machine", "fax", "unknown", ""]
"""machine: a voicemail, however far it has come. "": Twilio was not asked, or has not told yet."""

_EVENTS = {
    "conference-start": "start",
    "conference-end": "end",
    "participant-join": "join",
    "participant-leave": "leave",
    "participant-mute": "mute",
    "participant-unmute": "mute",
    "participant-hold": "hold",
    "participant-unhold": "hold",
    "participant-modify": "modify",
}
_SID = re.compile(r"[A-Z]{2}[0-9a-fA-F]{32}")
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_STATUS = re.compile(r"[a-z-]{1,20}")


@dataclass(frozen=True, slots=True)
class RoomTold:
    """A room's status callback. They come late, twice and out of order: `sequence` tells which word is newer.

    event: what happened; "" when it is none of ours. room: its name. conference, call: sids. label: the participant's.
    muted, held, coaching: how the participant is now. ended_by: the call that ended the room, where Twilio tells.
    """

    event: RoomEvent
    room: str = ""
    conference: str = ""
    call: str = ""
    label: str = ""
    muted: bool = False
    held: bool = False
    coaching: bool = False
    sequence: int | None = None
    reason: str = ""
    ended_by: str = ""


@dataclass(frozen=True, slots=True)
class LegTold:
    """The status callback of a call that was made by REST. status: initiated | ringing | in-progress | answered |
    completed | busy | no-answer | failed | canceled …; sip: the response that ended it, 603: declined."""

    call: str
    status: str = ""
    answered_by: AnsweredBy = ""
    sequence: int | None = None
    seconds: int | None = None
    sip: int | None = None
    error: int | None = None

    @property
    def over(self) -> bool:
        """No more is to come of this call."""
        return self.status in ("completed", "busy", "no-answer", "failed", "canceled")


def room(form: Form) -> RoomTold:
    """What a room's status callback tells."""
    event = _EVENTS.get(_first(form, "StatusCallbackEvent"), "")
    return RoomTold(
        event=event if event in get_args(RoomEvent) else "",  # type: ignore[arg-type]
        room=_matching(_NAME, form, "FriendlyName"),
        conference=_matching(_SID, form, "ConferenceSid"),
        call=_matching(_SID, form, "CallSid"),
        label=_matching(_NAME, form, "ParticipantLabel"),
        muted=_truth(form, "Muted"),
        held=_truth(form, "Hold"),
        coaching=_truth(form, "Coaching"),
        sequence=_whole(form, "SequenceNumber"),
        reason=clean(_first(form, "ReasonConferenceEnded") or _first(form, "ReasonParticipantLeft"))[:100],
        ended_by=_matching(_SID, form, "CallSidEndingConference"),
    )


def leg(form: Form) -> LegTold:
    """What a call's status callback, or its detection of machines, tells."""
    return LegTold(
        call=_matching(_SID, form, "CallSid"),
        status=_matching(_STATUS, form, "CallStatus"),
        answered_by=answered_by(form),
        sequence=_whole(form, "SequenceNumber"),
        seconds=_whole(form, "CallDuration"),
        sip=_whole(form, "SipResponseCode"),
        error=_whole(form, "ErrorCode"),
    )


def answered_by(form: Form) -> AnsweredBy:
    """Who picked up, by Twilio's detection; a word that is not known here is `unknown`, and nobody's yes."""
    match _first(form, "AnsweredBy").partition("_")[0]:
        case "":
            return ""
        case ("human" | "machine" | "fax") as known:
            return known
        case _:
            return "unknown"


def key(form: Form) -> str:
    """The one key that was pressed at a whisper; empty: none."""
    keys: Sequence[str] = re.findall(r"[0-9*#]", _first(form, "Digits"), re.ASCII)
    return keys[0] if len(keys) == 1 else ""


def _first(form: Form, name: str) -> str:
    values = form.get(name)
    return values[0] if values else ""


def _matching(pattern: re.Pattern[str], form: Form, name: str) -> str:
    value = _first(form, name)
    return value if pattern.fullmatch(value) else ""


def _truth(form: Form, name: str) -> bool:
    return _first(form, name).lower() == "true"


def _whole(form: Form, name: str) -> int | None:
    text = _first(form, name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
