"""The spool: what a process that had to end could not journal, sealed in a file until another one can."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import msgspec
import structlog

from ivr.calls.records import Batch, CallEnded, LanguageChosen, Overheard, Record, RecordingArrived, TurnRecord
from ivr.db.errors import Unreadable
from ivr.db.secrets import Secrets

log = structlog.get_logger(__name__)
_CONTEXT = "journal spool"


class _Kept(msgspec.Struct):
    turns: list[TurnRecord]
    ends: list[CallEnded]
    recordings: list[RecordingArrived]
    languages: list[LanguageChosen]
    overheard: list[Overheard] = []


def keep(folder: Path, batch: Batch, secrets: Secrets) -> None:
    """Keeps a batch; an empty one leaves no file. A disk that does not take it loses the trace of calls, no request."""
    if not batch:
        return
    kept = _Kept(
        turns=[*batch.turns, *(turn for turn in batch.calls.values() if turn not in batch.turns)],
        ends=[other for other in batch.others if isinstance(other, CallEnded)],
        recordings=[other for other in batch.others if isinstance(other, RecordingArrived)],
        languages=[other for other in batch.others if isinstance(other, LanguageChosen)],
        overheard=[other for other in batch.others if isinstance(other, Overheard)],
    )
    path = folder / f"{uuid.uuid4().hex}.spool"
    half = path.with_suffix(f".{os.getpid()}")
    try:
        sealed = secrets.seal(msgspec.msgpack.encode(kept), _CONTEXT)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        half.write_bytes(sealed)
        half.replace(path)
    except (OSError, UnicodeError) as problem:
        log.error("journal_not_spooled", error=type(problem).__name__, records=len(batch))


def fetch(folder: Path, secrets: Secrets) -> Iterator[Record]:
    """What was kept, each record to one process only; a file that no key opens stays where it is."""
    for path in sorted(folder.glob("*.spool")) if folder.is_dir() else ():
        mine = path.with_suffix(f".{os.getpid()}")
        try:
            path.rename(mine)  # of all that start at once, one gets it
            kept = msgspec.msgpack.decode(secrets.open(mine.read_bytes(), _CONTEXT), type=_Kept)
        except OSError:
            continue
        except (Unreadable, msgspec.MsgspecError) as problem:
            mine.rename(path.with_suffix(".unreadable"))
            log.error("spool_unreadable", error=type(problem).__name__)
            continue
        yield from kept.turns
        yield from kept.ends
        yield from kept.recordings
        yield from kept.languages
        yield from kept.overheard
        mine.unlink(missing_ok=True)
