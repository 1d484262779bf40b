"""What the tests of recordings share: a desk over a real database and Twilio's API, an ear that hears by the book."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Engine

from ivr.calls.recordings.desk import Desk
from ivr.db.secrets import Secrets
from ivr.flow.book import Book
from ivr.flow.model import HearingSettings
from ivr.simulator.rest import Rest
from ivr.speech import audio
from ivr.speech.audio import RATE, Audio
from ivr.speech.errors import EarAway, SpeechError
from ivr.speech.recognizer import Stream, Tell
from ivr.speech.storing import open_storage
from ivr.speech.transcript import Expected, Transcript, Word
from ivr.telephony.rest import Twilio
from tests.calls.build import NOON
from tests.understanding import hearing

TOKEN = "f" * 32
MAYOR = "+14105550199"


@dataclass
class Ear:
    """Says the same words of every piece of sound that is not silent. fails: what it raises instead, once each."""

    words: str = "the hydrant leaks"
    name: str = "offline"
    fails: list[SpeechError] = field(default_factory=list)
    heard: list[tuple[float, Expected]] = field(default_factory=list)
    always: SpeechError | None = None

    def recognize(self, sound: Audio, expected: Expected, timeout: float) -> Transcript:
        if self.always or self.fails:
            raise self.always or self.fails.pop(0)
        self.heard.append((sound.seconds, expected))
        if not np.abs(sound.samples.astype(np.int32)).max(initial=0) > 200:
            return Transcript("", expected.languages[0], seconds=sound.seconds, engine=self.name)
        said = self.words.split()
        each = sound.seconds / max(1, len(said))
        words = tuple(Word(word, n * each, (n + 0.9) * each, 0.8) for n, word in enumerate(said))
        return Transcript(self.words, expected.languages[0], words, 0.8, self.name, sound.seconds, sound.seconds)

    def listen(self, expected: Expected, tell: Tell) -> Stream:
        raise EarAway

    def close(self) -> None:
        return


@dataclass
class Clock:
    """Time as a test wants it."""

    at: datetime = NOON

    def __call__(self) -> datetime:
        return self.at

    def on(self, by: timedelta) -> None:
        self.at += by


def desk(
    engine: Engine,
    secrets: Secrets,
    folder: Path,
    rest: Rest | None,
    *,
    ear: Ear | None = None,
    clock: Callable[[], datetime] | None = None,
    step: Callable[[str], None] = lambda name: None,
    **keeping: Any,
) -> Desk:
    """keeping: what city.yaml says under `hearing`."""
    return Desk(
        engine=engine,
        secrets=secrets,
        storage=open_storage("", folder),
        twilio=Twilio(rest.account_sid, TOKEN, rest.url, read=2.0) if rest else None,
        book=book(**keeping),
        ear=lambda: nullcontext(ear or Ear()),
        mind=lambda: nullcontext(hearing.mind()),
        folder=folder,
        now=clock or Clock(),
        step=step,
    )


def book(**keeping: Any) -> Callable[[str], Book]:
    """The real services, in a city that keeps recordings so."""
    settings = HearingSettings.model_validate({"consent_required": False, "alert": MAYOR, **keeping})
    made = hearing.book()
    city = made.city.model_copy(update={"hearing": settings, "timezone": "America/New_York"})
    return lambda version: replace(made, city=city)


class Killed(BaseException):
    """The process was killed: nothing that would tidy up after an error is an answer to it."""


def dies_at(name: str) -> Callable[[str], None]:
    """A step that ends everything at `name`."""

    def step(done: str) -> None:
        if done == name:
            raise Killed(name)

    return step


def spoken(seconds: float = 3.0, pauses: tuple[float, ...] = ()) -> Audio:
    """A voice, as far as an ear by the book can tell: a tone, silent for a third of a second at each of `pauses`."""
    at = np.arange(int(seconds * RATE)) / RATE
    tone = np.sin(2 * np.pi * 300 * at) * 8000
    for pause in pauses:
        tone[(at >= pause) & (at < pause + 0.33)] = 0
    return Audio(audio.encoded(tone.astype(np.int16)))


def silence(seconds: float = 3.0) -> Audio:
    return Audio(b"\xff" * int(seconds * RATE))


def endless(seconds: int) -> Iterator[bytes]:
    """A WAV file of a loud hour, a second at a time."""
    size = seconds * RATE * 2
    yield (
        b"RIFF" + struct.pack("<I", 36 + size) + b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, RATE, RATE * 2, 2, 16)
    )
    yield b"data" + struct.pack("<I", size)
    second = spoken(1.0).samples.astype("<i2").tobytes()
    for _ in range(seconds):
        yield second
