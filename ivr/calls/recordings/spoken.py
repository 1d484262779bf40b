"""What was recorded of a request, for whoever reads it: words that a key opens, and why there are none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from ivr.calls.recordings.outcome import ENDED
from ivr.calls.recordings.reading import Cabinet
from ivr.calls.recordings.recording import Heard, mark, tongue
from ivr.db.engine import connect
from ivr.db.secrets import Secrets
from ivr.requests.listing import Spoken
from ivr.requests.request import Request

Ask = Callable[[Request], Sequence[Spoken]]


@contextmanager
def speaking(url: str, keys: Sequence[str]) -> Iterator[Ask]:
    """Asks the database at `url` what was recorded of a request; `keys` open the words."""
    engine = connect(url, name="onecall command", pool_size=1)
    cabinet = Cabinet(engine, Secrets(keys))
    try:
        yield lambda request: of(cabinet, request)
    finally:
        engine.dispose()


def of(cabinet: Cabinet, request: Request) -> Sequence[Spoken]:
    """The recordings that belong to a request, and sound of its call that nobody could make out, the oldest first."""
    if not request.call_sid:
        return ()
    return [_spoken(heard) for heard in cabinet.of_calls([request.call_sid]) if _belongs(heard, request)]


def _belongs(heard: Heard, request: Request) -> bool:
    sid = heard.recording.sid
    texts = (request.description, *request.attributes.values())
    return sid in request.recordings or heard.recording.kind == "stream" or any(mark(sid) in text for text in texts)


def _spoken(heard: Heard) -> Spoken:
    it, words = heard.recording, heard.transcript
    return Spoken(
        sid=it.sid,
        kind=it.kind or "recording",
        seconds=words.seconds if words and words.seconds else it.seconds,
        language=words.language if words else tongue(it.language),
        outcome=ENDED.get(it.outcome, "not heard yet"),
        text=words.text if words else "",
        sure=words.confidence if words else None,
        times=[(w.text, w.start, w.end, w.confidence) for w in words.words] if words else (),
    )
