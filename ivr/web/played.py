"""A recording in the reader's words: what it is, when it was said, and its words in lines with their times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ivr.calls.recordings.outcome import WITH_WORDS
from ivr.calls.recordings.recording import Alert, Heard, Opening, Recording
from ivr.speech.transcript import Transcript, Word
from ivr.web.shown import When, when

PAUSE = 0.9
"""Seconds of silence after which a new line begins."""
FEWEST, MOST = 4, 30
"""Words of a line: a new sentence begins a new line only after some."""
UNSURE = 0.6
"""Below this a word is marked as doubtful."""
LANGUAGES = ("en", "es")


@dataclass(frozen=True, slots=True)
class Said:
    """One word. unsure: the ear was not sure of it."""

    text: str
    start: float
    end: float
    unsure: bool


@dataclass(frozen=True, slots=True)
class Line:
    """Some words with when they begin, for machines and for people (`1:07`)."""

    start: float
    clock: str
    words: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """Who opened it. what: link | page | sound | deleted."""

    who: str
    what: str
    at: When
    times: int


@dataclass(frozen=True, slots=True)
class Played:
    """What the page of one recording says. state: heard | silent | waiting | unheard | none; deleted: when, if ever.

    plain: the words where the ear gave no times. sure: percent, None: unknown. lang: the language they are in.
    """

    sid: str
    kind: str
    arrived: When
    length: str
    seconds: float
    numbers: tuple[str, ...]
    state: str
    outcome: str
    cut: bool
    lines: tuple[Line, ...]
    plain: str
    sure: int | None
    lang: str
    playable: bool
    deleted: When | None
    danger: str
    openings: tuple[Opened, ...]


def played(
    heard: Heard,
    numbers: Sequence[str],
    alert: Alert | None,
    openings: Sequence[Opening],
    language: str,
    now: datetime,
) -> Played:
    """The recording in `language`, its times in the zone of `now`; the latest opening first."""
    it, words = heard.recording, heard.transcript
    lines = lines_of(words.words) if words else ()
    seconds = words.seconds if words and words.seconds else float(it.seconds)
    return Played(
        sid=it.sid,
        kind=it.kind or "message",
        arrived=when(it.arrived, language, now),
        length=clock(seconds),
        seconds=seconds,
        numbers=tuple(numbers),
        state=_state(it, words),
        outcome=it.outcome,
        cut=it.outcome == "cut",
        lines=lines,
        plain="" if lines or words is None else words.text,
        sure=round(words.confidence * 100) if words and words.confidence is not None else None,
        lang=(words.language if words else it.language)[:2] or "en",
        playable=it.playable,
        deleted=when(it.deleted, language, now) if it.deleted else None,
        danger=alert.kind if alert else "",
        openings=tuple(Opened(o.who, o.what, when(o.at, language, now), o.times) for o in reversed(openings)),
    )


def lines_of(words: Sequence[Word]) -> tuple[Line, ...]:
    """Words in lines, broken where somebody pauses, ends a sentence, or has said enough for one line."""
    lines: list[list[Word]] = []
    for word in words:
        if not lines or _breaks(lines[-1], word):
            lines.append([])
        lines[-1].append(word)
    return tuple(_line(line) for line in lines)


def clock(seconds: float) -> str:
    """67.4 → 1:07; 3661 → 1:01:01."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _breaks(line: list[Word], word: Word) -> bool:
    last = line[-1]
    ended = last.text.endswith((".", "?", "!")) and len(line) >= FEWEST
    return ended or word.start - last.end >= PAUSE or len(line) >= MOST


def _line(words: list[Word]) -> Line:
    said = tuple(Said(w.text, round(w.start, 2), round(w.end, 2), _is_unsure(w)) for w in words)
    return Line(said[0].start, clock(said[0].start), said)


def _is_unsure(word: Word) -> bool:
    return word.confidence is not None and word.confidence < UNSURE


def _state(it: Recording, words: Transcript | None) -> str:
    if words and words.text:
        return "heard"
    if it.outcome in WITH_WORDS:
        return "forgotten"
    return {"": "waiting", "silent": "silent", "empty": "silent"}.get(it.outcome, "unheard" if it.playable else "none")
