"""Sound of a call that no ear has heard: on this machine's disk at once, until the worker takes it from there."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

FOLDER = "unheard"
ABANDONED = 24 * 3600.0
"""Seconds after which sound without its note, and what a killed process left half, is nobody's work any more."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One piece of sound that waits. path: of its sound, 8 kHz µ-law."""

    sid: str
    call_sid: str
    turn: int
    language: str
    at: datetime
    path: Path


def later(folder: Path, call_sid: str, turn: int, audio: bytes, language: str) -> str:
    """Keeps sound that could not be heard; the worker has it heard and joins its words like those of a recording.

    folder: the data folder. audio: 8 kHz µ-law, as it came. language: BCP-47, or two letters. Its sid (`KS…`): a slot
    may hold `recording:KS…` until its words are there. What it returns is on the disk; the same sound is kept once.
    OSError: the folder cannot be written.
    """
    sid = sid_of(call_sid, turn, audio)
    told = {"call_sid": call_sid, "turn": turn, "language": language, "at": datetime.now(UTC).isoformat()}
    place = folder / FOLDER
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not (place / f"{sid}.json").exists():
        _write(place / f"{sid}.ulaw", audio)
        try:
            _write(place / f"{sid}.json", json.dumps(told).encode())  # last: what has its note is whole
        except OSError:  # nobody would find it, nor ever delete a caller's voice
            (place / f"{sid}.ulaw").unlink(missing_ok=True)
            raise
    return sid


def sid_of(call_sid: str, turn: int, audio: bytes) -> str:
    """The name of a piece of sound: of one call's turn, and of nothing else."""
    return "KS" + hashlib.sha256(f"{call_sid}\0{turn}\0".encode() + audio).hexdigest()[:32]


def waiting(folder: Path) -> Iterator[Kept]:
    """What is kept, the oldest first. A note that cannot be read is left where it is."""
    notes = sorted((folder / FOLDER).glob("KS*.json"), key=_age)
    for note in notes:
        with suppress(OSError, ValueError, KeyError, TypeError):
            told = json.loads(note.read_text("utf-8"))
            yield Kept(
                sid=note.stem,
                call_sid=str(told["call_sid"]),
                turn=int(told["turn"]),
                language=str(told["language"]),
                at=datetime.fromisoformat(told["at"]),
                path=note.with_suffix(".ulaw"),
            )


def done(kept: Kept) -> None:
    """It is safe elsewhere: forgets it here. Again changes nothing."""
    kept.path.with_suffix(".json").unlink(missing_ok=True)
    kept.path.unlink(missing_ok=True)


def tidy(folder: Path, now: float) -> None:
    """Deletes what nobody will come for. now: seconds since 1970."""
    for path in (folder / FOLDER).glob("*"):
        with suppress(OSError):
            orphan = path.suffix == ".ulaw" and not path.with_suffix(".json").exists()
            if (orphan or path.name.startswith(".")) and now - path.stat().st_mtime > ABANDONED:
                path.unlink()


def _age(note: Path) -> float:
    with suppress(OSError):
        return note.stat().st_mtime
    return 0.0


def _write(path: Path, content: bytes) -> None:
    """Whole and for its owner's eyes only, or not at all; on the disk when this returns."""
    half = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    try:
        with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
        _sync(path.parent)
    finally:
        half.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    """The folder's own entry, without which a file may be gone after a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
