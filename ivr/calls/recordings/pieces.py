"""A long WAV file in pieces that an ear takes at once, cut where nobody speaks."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from ivr.speech import audio
from ivr.speech.audio import RATE, Audio
from ivr.speech.errors import NotAudio
from ivr.speech.storing import Storage

PIECE = 50.0
"""Seconds: under the minute that Google hears at once."""
LOOK = 12.0
"""Seconds at the end of a piece among which the quietest moment is looked for."""
QUIET = 0.2
"""Seconds of a moment."""
BEGINS, CHUNKS = 4096, 64
"""Bytes of a file that are read first; parts of a file among which its sound is looked for."""


@dataclass(frozen=True, slots=True)
class Wave:
    """Where the sound of a WAV file begins, how long it is, and how long it says it is. block: bytes of one sample of
    all channels; second: bytes of a second."""

    form: bytes
    start: int
    size: int
    told: int
    block: int
    second: int

    @property
    def seconds(self) -> float:
        return self.size / self.second

    @property
    def cut(self) -> bool:
        """Whether the file ends before it should."""
        return self.size < self.told


class File(Protocol):
    """A file that is read in parts, wherever it is kept."""

    @property
    def size(self) -> int: ...
    def read(self, start: int, end: int) -> bytes:
        """The bytes from start to end, fewer where it ends before."""
        ...


@dataclass(frozen=True)
class Stored:
    """A file where recordings are kept. Its methods raise StorageError."""

    storage: Storage
    key: str

    @cached_property
    def size(self) -> int:
        return self.storage.size(self.key)

    def read(self, start: int, end: int) -> bytes:
        return b"".join(self.storage.open(self.key, start, end))


def look(file: File) -> Wave:
    """What the file's head tells. NotAudio: it is no WAV file, or one without sound."""
    begins = file.read(0, BEGINS)
    if begins[:4] != b"RIFF" or begins[8:12] != b"WAVE":
        raise NotAudio("this is no WAV file")
    form, at = b"", 12
    for _ in range(CHUNKS):
        head = begins[at : at + 8] if at + 8 <= len(begins) else file.read(at, at + 8)
        if len(head) < 8:
            break
        name, told = head[:4], int.from_bytes(head[4:], "little")
        if name == b"data":
            return _wave(form, at + 8, told, file.size)
        if name == b"fmt ":
            form = file.read(at + 8, at + 8 + min(told, BEGINS))
        at += 8 + told + told % 2
    raise NotAudio("this WAV file has no sound in it")


def pieces(file: File, wave: Wave, seconds: float = PIECE) -> Iterator[tuple[float, Audio]]:
    """(where it begins in seconds, sound), one after the other, none longer than `seconds`. NotAudio.

    One piece at a time is in memory.
    """
    at, end = wave.start, wave.start + wave.size
    longest = int(seconds) * wave.second // wave.block * wave.block
    while at < end:
        sound = _read(file, wave, at, min(end, at + longest))
        if at + longest < end:
            kept = _quietest(sound)
            sound = Audio(sound.mulaw[:kept])
            step = max(wave.block, int(kept / RATE * wave.second) // wave.block * wave.block)
        else:
            step = end - at
        yield (at - wave.start) / wave.second, sound
        at += step


def _wave(form: bytes, start: int, told: int, length: int) -> Wave:
    if len(form) < 16:
        raise NotAudio("this WAV file does not say what its sound is")
    second, block = struct.unpack("<IH", form[8:14])
    if not (second and block):
        raise NotAudio("this WAV file does not say what its sound is")
    # Who writes while recording does not know the length, and says the largest there is.
    honest = told if told < 0xFFFFFF00 else length - start
    size = max(0, min(honest, length - start)) // block * block
    return Wave(form[:16], start, size, honest // block * block, block, second)


def _read(file: File, wave: Wave, start: int, end: int) -> Audio:
    size = end - start
    head = b"RIFF" + struct.pack("<I", 36 + size) + b"WAVEfmt " + struct.pack("<I", 16) + wave.form
    return audio.read(head + b"data" + struct.pack("<I", size) + file.read(start, end))


def _quietest(sound: Audio) -> int:
    """The sample in the middle of the quietest moment of the last LOOK seconds."""
    step, first = int(QUIET * RATE), max(0, len(sound.mulaw) - int(LOOK * RATE))
    tail = np.abs(sound.samples[first:].astype(np.int32))
    moments = tail[: len(tail) // step * step].reshape(-1, step).mean(axis=1)
    return len(sound.mulaw) if not len(moments) else first + int(moments.argmin()) * step + step // 2
