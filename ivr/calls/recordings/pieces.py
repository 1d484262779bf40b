"""A long WAV file in pieces that an ear takes at once, cut where nobody speaks."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ivr.speech import audio
from ivr.speech.audio import RATE, Audio
from ivr.speech.errors import NotAudio

HEAD = 44
PIECE = 50.0
"""Seconds: under the minute that Google hears at once."""
LOOK = 12.0
"""Seconds at the end of a piece among which the quietest moment is looked for."""
QUIET = 0.2
"""Seconds of a moment."""


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


def look(data: bytes) -> Wave:
    """What the file's head tells. NotAudio: it is no WAV file, or one without sound."""
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise NotAudio("this is no WAV file")
    form, at = b"", 12
    while at + 8 <= len(data):
        name, told = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        if name == b"data":
            return _wave(form, at + 8, told, len(data))
        if name == b"fmt ":
            form = data[at + 8 : at + 8 + told]
        at += 8 + told + told % 2
    raise NotAudio("this WAV file has no sound in it")


def pieces(data: bytes, wave: Wave, seconds: float = PIECE) -> Iterator[tuple[float, Audio]]:
    """(where it begins in seconds, sound), one after the other, none longer than `seconds`. NotAudio."""
    at, end = wave.start, wave.start + wave.size
    longest = int(seconds) * wave.second // wave.block * wave.block
    while at < end:
        sound = _read(data, wave, at, min(end, at + longest))
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


def _read(data: bytes, wave: Wave, start: int, end: int) -> Audio:
    size = end - start
    head = b"RIFF" + struct.pack("<I", 36 + size) + b"WAVEfmt " + struct.pack("<I", 16) + wave.form
    return audio.read(head + b"data" + struct.pack("<I", size) + data[start:end])


def _quietest(sound: Audio) -> int:
    """The sample in the middle of the quietest moment of the last LOOK seconds."""
    step, first = int(QUIET * RATE), max(0, len(sound.mulaw) - int(LOOK * RATE))
    tail = np.abs(sound.samples[first:].astype(np.int32))
    moments = tail[: len(tail) // step * step].reshape(-1, step).mean(axis=1)
    return len(sound.mulaw) if not len(moments) else first + int(moments.argmin()) * step + step // 2
