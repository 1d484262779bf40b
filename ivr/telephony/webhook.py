"""What Twilio tells about a call: a webhook's parameters become a Call and the Event of a turn.

Nothing here fails: whatever arrives, a Call and an Event come out, cleaned and bounded. A parameter that is missing or
garbage is empty, None or zero, never an error, because the caller on the line has done nothing wrong.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Literal, get_args
from urllib.parse import unquote_to_bytes

import phonenumbers

from ivr.flow.events import Dialed, DialOutcome, Digits, Event, HungUp, Recorded, Silence, Utterance

Form = Mapping[str, Sequence[str]]
"""Parameters as sent: every name with all its values, in order. The first value of a repeated name counts."""
Kind = Literal["", "message", "answer"]
"""What a recording is: a message that was left, or an answer to a question; "" where nobody knows."""

SPEECH_LIMIT = 2_000
KEYS_LIMIT = 32
ENDED = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})

_OUTCOMES: frozenset[str] = frozenset(get_args(DialOutcome))
_SID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_RECORDING = re.compile(r"RE[0-9a-fA-F]{32}")
# Control characters, line and paragraph separators, lone surrogates, non-characters, and the marks that turn the
# direction of text round: none can be heard, and each spoils XML, a log or an agent's screen.
_UNSPEAKABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]+")
_NUMBER_LIKE = re.compile(r"\+?[0-9][0-9 ().-]{6,24}|\([0-9][0-9 ().-]{6,24}", re.ASCII)
_NOT_A_KEY = re.compile(r"[^0-9*#]+")


def parse(raw: bytes) -> dict[str, list[str]]:
    """Parameters of a form's body or a query, in order, blank ones kept; what is not UTF-8 becomes U+FFFD."""
    form: dict[str, list[str]] = {}
    for pair in raw.decode("utf-8", "replace").replace("+", " ").split("&"):
        name, _, value = pair.partition("=")
        if "%" in value:
            # Four numbers come with every webhook, each with its plus quoted; a + is never part of another escape.
            value = value.replace("%2B", "+")
            value = _unquoted(value) if "%" in value else value
        if "%" in name:
            name = _unquoted(name)
        if name in form:
            form[name].append(value)
        elif pair:
            form[name] = [value]
    return form


def _unquoted(text: str) -> str:
    return unquote_to_bytes(text).decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Call:
    """The call a webhook is about.

    sid: Twilio's CallSid, or empty when it was missing or garbage. caller, called: From and To as sent, at most 100
    characters; `caller` may be no number at all ("anonymous", "client:ann"). status: CallStatus. at: when the webhook
    came in, aware. duration: CallDuration in seconds, with the final status only. transfer: DialCallStatus
    when the webhook ends a transfer, so that a caller who hung up on a person is told from one who hung up on the
    ringing. language: remembered for the caller; only the test phone tells it here.
    """

    sid: str
    account: str = ""
    caller: str = ""
    called: str = ""
    status: str = ""
    direction: str = ""
    at: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    duration: int | None = None
    language: str = ""
    transfer: str = ""

    @property
    def caller_number(self) -> str | None:
        """The caller's telephone number in E.164, or None when none is shown or it cannot be one."""
        return number(self.caller)

    @property
    def called_number(self) -> str | None:
        """The number that was dialled in E.164: the only caller id a transfer may show besides the caller's own."""
        return number(self.called)

    @property
    def ended(self) -> bool:
        """Nobody is on the line any more: what is said now is not heard."""
        return self.status in ENDED


def read(form: Form, at: datetime | None = None) -> Call:
    """The call, from a webhook's parameters; `at` is when the webhook came in (default: unknown, 1970)."""
    sid = _first(form, "CallSid")
    return Call(
        sid=sid if _SID.fullmatch(sid) else "",
        account=_short(form, "AccountSid"),
        caller=_short(form, "From"),
        called=_short(form, "To"),
        status=_short(form, "CallStatus"),
        direction=_short(form, "Direction"),
        at=at or datetime(1970, 1, 1, tzinfo=UTC),
        duration=_seconds(form, "CallDuration") if "CallDuration" in form else None,
        transfer=_short(form, "DialCallStatus"),
    )


def event(call: Call, form: Form, silent: bool = False) -> Event:
    """What happened in this turn; `silent` when the webhook came through the silence URL.

    A message recorded until the caller hung up is a message, so it goes before the hanging up. Keys go before words.
    """
    if sid := _recording_sid(form):
        return Recorded(sid, _seconds(form, "RecordingDuration"), _keys(form))
    if call.ended:
        return HungUp()
    if call.transfer:
        return Dialed(_outcome(call.transfer), _seconds(form, "DialCallDuration"))
    if silent:
        return Silence()
    if keys := _keys(form):
        return Digits(keys)
    if words := clean(_first(form, "SpeechResult")):
        return Utterance(words, _confidence(form))
    return Silence()


def recording(form: Form) -> tuple[str, str, int]:
    """A recording's status callback: (sid, or empty when it is garbage; completed | absent …; seconds)."""
    return _recording_sid(form), _short(form, "RecordingStatus"), _seconds(form, "RecordingDuration")


def recorded_as(query: Form) -> Kind:
    """What kind a recording is, as we wrote it into its callback's address; "" where it says nothing known."""
    match _first(query, "kind"):
        case "message" | "answer" as kind:
            return kind
        case _:
            return ""


def clean(text: str) -> str:
    """The text with what cannot be spoken taken out, white space made single, at most SPEECH_LIMIT characters."""
    return " ".join(_UNSPEAKABLE.sub(" ", text[: 4 * SPEECH_LIMIT]).split())[:SPEECH_LIMIT].rstrip()


@lru_cache(maxsize=4096)
def number(raw: str) -> str | None:
    """`raw` as E.164 when it is a possible, valid telephone number (ten digits are American); else None."""
    if not _NUMBER_LIKE.fullmatch(raw):  # the library would find a number in "client:4105550123" too
        return None
    try:
        parsed = phonenumbers.parse(raw, "US")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def _first(form: Form, name: str) -> str:
    values = form.get(name)
    return values[0] if values else ""


def _short(form: Form, name: str) -> str:
    text = _first(form, name)[:100]
    return text if text.isprintable() and " " not in text else clean(text)


def _keys(form: Form) -> str:
    return _NOT_A_KEY.sub("", _first(form, "Digits"))[:KEYS_LIMIT]


def _seconds(form: Form, name: str) -> int:
    text = _first(form, name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def _confidence(form: Form) -> float | None:
    """0..1, or None: Twilio may leave it out, and what is out of range or no number says nothing either."""
    try:
        value = float(_first(form, "Confidence"))
    except ValueError:
        return None
    return value if 0.0 <= value <= 1.0 else None


def _recording_sid(form: Form) -> str:
    """The recording's name; where only its address is sent, the name at its end. The address itself is never used."""
    sid = _first(form, "RecordingSid") or _first(form, "RecordingUrl").rpartition("/")[2]
    return sid if _RECORDING.fullmatch(sid) else ""


def _outcome(text: str) -> DialOutcome:
    """Twilio's DialCallStatus; a word not known here means that nobody was reached."""
    return text if text in _OUTCOMES else "failed"  # type: ignore[return-value]
