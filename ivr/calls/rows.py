"""Records become rows: what is kept, in which words, and what is sealed. Pure but for the sealing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec

from ivr.calls.records import CallEnded, LanguageChosen, RecordingArrived, TurnRecord
from ivr.db.secrets import Secrets

Row = dict[str, Any]

# Of a meaning these say nothing of the caller; all else is sealed with the words.
OPEN = frozenset({"intent", "link", "emergency", "confidence"})
# Twilio's final CallStatus values for a call that never came to a conversation.
_NEVER = frozenset({"busy", "failed", "no-answer", "canceled"})


def encode(rows: Iterable[Row]) -> str:
    """Rows as JSON that PostgreSQL takes: bytes in base64, no NUL, no half surrogates."""
    listed = list(rows)
    try:
        text = msgspec.json.encode(listed).decode()
    except UnicodeEncodeError:
        return encode(_clean(listed))
    return encode(_clean(listed)) if "\\u0000" in text and _has_nul(listed) else text


def turn_row(turn: TurnRecord, secrets: Secrets) -> Row:
    """One line of `turns`. Personal data leaves no trace but that something was said."""
    sealed = None if turn.private else _words(turn, secrets)
    return {
        "call_sid": turn.call_sid,
        "n": turn.n,
        "digest": digest(turn, secrets),
        "at": turn.at,
        "event": turn.event,
        "node_before": turn.before,
        "node_after": turn.after,
        "language": turn.language,
        "words": sealed,
        "confidence": turn.confidence,
        "meaning": {name: value for name, value in turn.meaning.items() if name in OPEN},
        "notes": turn.notes,
        "milliseconds": turn.milliseconds,
    }


def digest(turn: TurnRecord, secrets: Secrets) -> bytes:
    """Tells two events of one turn apart (a key and a hang-up), and a retried one not; of private words it knows none.

    Keyed, so that nobody without SECRET_KEYS can try out what may have been said.
    """
    said = "" if turn.private else turn.heard
    seen = "\0".join((turn.call_sid, turn.event, turn.before, turn.after, said))
    return bytes.fromhex(secrets.phone_hash(_clean(seen))[:16])


def note_rows(turns: Iterable[TurnRecord]) -> list[Row]:
    """The lines of `call_notes`."""
    return [
        {"call_sid": turn.call_sid, "n": turn.n, "note": note, "at": turn.at}
        for turn in turns
        for note in dict.fromkeys(turn.notes)
    ]


def call_row(turn: TurnRecord, secrets: Secrets) -> Row:
    """The line of `calls` as its newest turn tells it."""
    return {
        "call_sid": turn.call_sid,
        "caller_hash": secrets.phone_hash(turn.phone),
        "language": turn.language,
        "version": turn.version,
        "at": turn.at,
        "n": turn.n,
        "filed": turn.filed,
        "ending": turn.ending,
    }


def end_row(end: CallEnded) -> Row:
    """The line of `calls` as Twilio's last word tells it; `ending` holds where no turn told a better one."""
    return {
        "call_sid": end.call_sid,
        "status": end.status,
        "seconds": end.seconds,
        "ended_at": end.at,
        "started_at": end.at - timedelta(seconds=end.seconds or 0),
        "ending": "failed" if end.status in _NEVER else "hung_up",
    }


def recording_row(recording: RecordingArrived) -> Row:
    """The line of `recordings`."""
    return {
        "sid": recording.sid,
        "call_sid": recording.call_sid,
        "status": recording.status,
        "seconds": recording.seconds,
        "arrived_at": recording.at,
        "kind": recording.kind,
    }


def caller_rows(chosen: Iterable[LanguageChosen], secrets: Secrets) -> list[Row]:
    """The lines of `callers`: each caller's newest choice; none for a hidden number."""
    newest: dict[str, LanguageChosen] = {}
    for choice in chosen:
        if choice.phone and (choice.phone not in newest or newest[choice.phone].at <= choice.at):
            newest[choice.phone] = choice
    return [
        {"caller_hash": secrets.phone_hash(c.phone), "language": c.language, "last_called": c.at}
        for c in newest.values()
    ]


def opened_words(sealed: bytes, call_sid: str, secrets: Secrets) -> dict[str, Any]:
    """What was sealed in TurnRow.words: `heard`, `said` by the line, `gathered` as {slot: [value, sure, others]}, and
    the rest of the meaning. Unreadable: no key in force opens it."""
    words: dict[str, Any] = msgspec.json.decode(secrets.open(sealed, _context(call_sid)))
    return words


def _words(turn: TurnRecord, secrets: Secrets) -> bytes | None:
    words: dict[str, object] = {name: value for name, value in turn.meaning.items() if name not in OPEN}
    told = {"heard": turn.heard, "said": turn.said, "gathered": _gathered(turn)}
    words |= {name: value for name, value in told.items() if value}
    if not words:
        return None
    return secrets.seal(msgspec.json.encode(_clean(words)), _context(turn.call_sid))


def _gathered(turn: TurnRecord) -> dict[str, list[object]]:
    return {slot: [one.value, one.sure, [list(other) for other in one.others]] for slot, one in turn.gathered.items()}


def _context(call_sid: str) -> str:
    return f"turn {call_sid}"


def _clean(value: Any) -> Any:
    """The same value in characters that PostgreSQL can hold."""
    match value:
        case str():
            return value.replace("\0", "").encode("utf-8", "replace").decode()
        case datetime() | bytes():
            return value
        case Mapping():
            return {_clean(name): _clean(held) for name, held in value.items()}
        case list() | tuple():
            return [_clean(held) for held in value]
        case _:
            return value


def _has_nul(value: Any) -> bool:
    match value:
        case str():
            return "\0" in value
        case Mapping():
            return any(_has_nul(name) or _has_nul(held) for name, held in value.items())
        case list() | tuple():
            return any(map(_has_nul, value))
        case _:
            return False
