"""The words of a transcript, sealed: only a holder of SECRET_KEYS reads them, and only as those of that recording."""

from __future__ import annotations

from typing import Any

import msgspec

from ivr.db.secrets import Secrets
from ivr.requests.filing import clean
from ivr.speech.transcript import Transcript, Word


class Words(msgspec.Struct, frozen=True):
    """What is sealed. words: text, start, end, confidence."""

    text: str
    words: tuple[tuple[str, float, float, float | None], ...] = ()


def seal(transcript: Transcript, sid: str, secrets: Secrets) -> bytes:
    """The text and the words; everything else about a transcript stands beside them in clear."""
    words = tuple((clean(w.text), w.start, w.end, w.confidence) for w in transcript.words)
    return secrets.seal(msgspec.json.encode(Words(clean(transcript.text), words)), _context(sid))


def open_(row: Any, sid: str, secrets: Secrets) -> Transcript:
    """The transcript of a row of `transcripts`. Unreadable: no key in force opens it."""
    words = msgspec.json.decode(secrets.open(bytes(row.sealed), _context(sid)), type=Words)
    return Transcript(
        text=words.text,
        language=row.language,
        words=tuple(Word(*each) for each in words.words),
        confidence=row.confidence,
        engine=row.engine,
        seconds=row.seconds,
        billed=row.billed,
    )


def _context(sid: str) -> str:
    return f"transcript {sid}"
