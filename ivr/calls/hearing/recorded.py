"""Where the words of a recording stand, for a question that waits for them."""

from __future__ import annotations

from typing import Protocol

from ivr.calls.hearing.hearing import Hearing
from ivr.calls.recordings.recording import Heard
from ivr.speech.ranked import FEW_WORDS

WORDLESS = frozenset({"silent", "empty", "absent"})


class Cabinet(Protocol):
    """recordings.reading.Cabinet."""

    def find(self, sid: str) -> Heard | None: ...


def hearing_of(cabinet: Cabinet, sid: str) -> Hearing:
    """As the worker has left it. Raises what the database raises."""
    found = cabinet.find(sid)
    if found is None or (found.recording.outcome == "" and found.transcript is None):
        return Hearing("waiting")
    words = found.transcript
    if words is not None and words.text:
        return Hearing("heard", words.text, words.confidence, words.language, doubtful=words.engine in FEW_WORDS)
    known = words is not None or found.recording.outcome in WORDLESS
    return Hearing("nothing" if known else "broken")
