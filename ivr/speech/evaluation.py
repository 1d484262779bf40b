"""Measures an ear on a folder of sound with texts beside it: word errors, real time, how soon the words are there."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ivr.speech import audio
from ivr.speech.audio import RATE, Audio
from ivr.speech.errors import SpeechError
from ivr.speech.recognizer import Broke, Ended, Final, Recognizer, Told
from ivr.speech.scoring import Errors, errors
from ivr.speech.transcript import Expected

ALL = "all"
TIMEOUT = 120.0
PIECE = RATE // 50


@dataclass(frozen=True, slots=True)
class Spoken:
    """A file of sound and what is said in it. voice: the subfolder it lies in, "" for none."""

    file: Path
    text: str
    voice: str


@dataclass(frozen=True, slots=True)
class Measured:
    """One file. seconds: of sound; took: seconds the ear needed for it; latency: from the last sound to the last word,
    when the sound comes as fast as it is spoken. heard is empty and problem says why where the ear heard nothing."""

    spoken: Spoken
    heard: str
    errors: Errors
    seconds: float
    took: float
    latency: float | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """files: heard; failed: not. real_time: seconds of work for a second of sound. latency: the middle one, and p95."""

    files: int
    failed: int
    errors: Errors
    real_time: float
    latency: float | None
    latency_p95: float | None

    def plain(self) -> dict[str, float | int | None]:
        return {
            "files": self.files,
            "failed": self.failed,
            "words": self.errors.of,
            "word_error_rate": self.errors.rate,
            "real_time_factor": self.real_time,
            "latency_seconds": self.latency,
            "latency_seconds_p95": self.latency_p95,
        }


def found(folder: Path) -> list[Spoken]:
    """Every sound file with a text of the same stem beside it, in order of name."""
    return [
        Spoken(path, text.read_text(encoding="utf-8").strip(), _voice(folder, path))
        for path in sorted(folder.rglob("*.wav"))
        if (text := path.with_suffix(".txt")).is_file()
    ]


def _voice(folder: Path, path: Path) -> str:
    parts = path.relative_to(folder).parts[:-1]
    return "/".join(parts)


def measured(ear: Recognizer, spoken: Iterable[Spoken], expected: Expected, *, live: bool) -> Iterator[Measured]:
    """Each file through the ear. live: also as fast as it is spoken, to learn how soon the words are there."""
    for one in spoken:
        try:
            sound = audio.read(one.file)
            began = time.perf_counter()
            heard = ear.recognize(sound, expected, max(TIMEOUT, sound.seconds)).text
            took = time.perf_counter() - began
            latency = _latency(ear, sound, expected) if live else None
            yield Measured(one, heard, errors(one.text, heard), sound.seconds, took, latency)
        except (SpeechError, OSError) as problem:
            yield Measured(one, "", Errors(0, 0), 0.0, 0.0, None, str(problem))


def _latency(ear: Recognizer, sound: Audio, expected: Expected) -> float | None:
    """Seconds from the end of the sound until its last word is final; None: no word was."""
    ended = threading.Event()
    last: list[float] = []

    def tell(told: Told) -> None:
        match told:
            case Final():
                last.append(time.perf_counter())
            case Ended() | Broke():
                ended.set()

    stream = ear.listen(expected, tell)
    began = time.perf_counter()
    for at in range(0, len(sound.mulaw), PIECE):
        time.sleep(max(0.0, began + at / RATE - time.perf_counter()))
        stream.feed(sound.mulaw[at : at + PIECE])
    fed = time.perf_counter()
    stream.finish()
    ended.wait(TIMEOUT)
    stream.close()
    return max(last[-1] - fed, 0.0) if last else None


def totals(rows: Iterable[Measured]) -> Mapping[str, Totals]:
    """Of each voice, and of all together (ALL, the last)."""
    by: dict[str, list[Measured]] = {}
    every = list(rows)
    for row in every:
        if row.spoken.voice:
            by.setdefault(row.spoken.voice, []).append(row)
    return {voice: _total(own) for voice, own in sorted(by.items())} | {ALL: _total(every)}


def _total(rows: list[Measured]) -> Totals:
    heard = [row for row in rows if not row.problem]
    late = sorted(row.latency for row in heard if row.latency is not None)
    seconds = sum(row.seconds for row in heard)
    return Totals(
        len(heard),
        len(rows) - len(heard),
        sum((row.errors for row in heard), Errors(0, 0)),
        sum(row.took for row in heard) / seconds if seconds else 0.0,
        late[len(late) // 2] if late else None,
        late[min(len(late) * 95 // 100, len(late) - 1)] if late else None,
    )
