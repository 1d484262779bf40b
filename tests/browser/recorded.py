"""A recording to look at: real sound in a real folder, words with times, and a list of who opened it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
from flask import Flask

from ivr.calls.recordings.links import Passes
from ivr.calls.recordings.recording import Alert, Heard, Opening, Recording
from ivr.db.secrets import Secrets
from ivr.speech import audio
from ivr.speech.audio import RATE, Audio
from ivr.speech.storing.folder import Folder
from ivr.speech.transcript import Transcript, Word
from ivr.web import guards, pages, portal, recordings

from .scripted import BOOK, find

KEY = "0123456789abcdef0123456789abcdef"
SID = "RE0123456789abcdef0123456789abcdef"
NOW = datetime(2026, 11, 24, 14, 30, tzinfo=ZoneInfo("America/New_York"))
SAID = (
    "Hello. I am calling about the hydrant at Charles and Twenty Fifth. It has been leaking since Sunday and now the "
    "water runs down the whole block and freezes at night. My neighbor fell on it this morning. I called last week and "
    "they closed the ticket but nobody came. Could you please send somebody before the weekend? Thank you."
)


def transcript(text: str = SAID, language: str = "en-US") -> Transcript:
    """Half a second a word, a pause after each sentence, and two words it was not sure of."""
    at, words = 0.4, list[Word]()
    for said in text.split():
        words.append(Word(said, round(at, 2), round(at + 0.34, 2), 0.41 if said in ("hydrant", "fell") else 0.93))
        at += 0.42 + (0.8 if said[-1] in ".?!" else 0.0)
    return Transcript(text, language, tuple(words), 0.91, "google", round(at, 2), round(at, 2))


def sound(made: Transcript) -> Audio:
    """A murmur for every word, silence between."""
    at = np.arange(int(made.seconds * RATE)) / RATE
    voice = np.zeros(len(at))
    for n, word in enumerate(made.words):
        here = (at >= word.start) & (at < word.end)
        fade = np.sin(np.pi * (at[here] - word.start) / (word.end - word.start))
        loud = 2500 + 5000 * abs(np.sin(n * 1.7))
        voice[here] = np.sin(2 * np.pi * (140 + 25 * np.sin(n)) * at[here]) * fade * loud
    return Audio(audio.encoded(voice.astype(np.int16)))


@dataclass
class Scripted:
    """A cabinet with one recording in it. away: the database does not answer."""

    heard: Heard
    alerts: Alert | None = None
    log: list[Opening] = field(default_factory=list)
    away: bool = False

    def find(self, sid: str) -> Heard | None:
        return self.heard if sid == self.heard.recording.sid else None

    def numbers(self, recording: Recording) -> Sequence[str]:
        return ("26-00000012",)

    def alert(self, sid: str) -> Alert | None:
        return self.alerts

    def openings(self, sid: str) -> Sequence[Opening]:
        return self.log

    def opened(self, sid: str, who: str, what: str, link: str, at: datetime) -> None:
        if self.away:
            raise OSError
        if (who, what) not in [(one.who, one.what) for one in self.log]:
            self.log.append(Opening(sid, who, what, at, at))


def cabinet(**what: object) -> Scripted:
    """what: fields of the recording that differ."""
    made = transcript()
    recording = Recording(
        sid=SID,
        call_sid="CA1",
        status="completed",
        seconds=round(made.seconds),
        arrived=NOW.astimezone(UTC) - timedelta(hours=2),
        kind="answer",
        language="en",
        storage_key=f"{SID}.wav",
        outcome="heard",
        transcribed=NOW,
    )
    return Scripted(Heard(replace(recording, **what), made))  # type: ignore[arg-type]


@dataclass
class Site:
    """The pages over one cabinet. clock: the time there."""

    cabinet: Scripted
    folder: Path
    clock: datetime = NOW
    passes: Passes = field(default_factory=lambda: Passes(Secrets([KEY])))

    def app(self) -> Flask:
        storage = Folder(self.folder)
        storage.put(f"{SID}.wav", [sound(transcript()).wav()])
        archive = recordings.Archive(
            self.cabinet, lambda: storage, self.passes, lambda: self.clock, lambda: BOOK.city.city
        )
        made = Flask("recordings", static_folder=None)
        known = guards.checks(None, False, staff=archive.allowed)
        portal_door = portal.door(find, lambda: BOOK, lambda: NOW, portal.Telephone())
        for door in (pages.kit(), portal_door, recordings.door(archive)):
            guards.register(made, door, known)
        return made

    def link(self, who: str = "Dana Reyes", sid: str = SID) -> str:
        return f"/recordings/{sid}?k={self.passes.issue(sid, who, self.clock)[0]}"
