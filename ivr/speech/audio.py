"""Sound as the telephone carries it: 8 kHz, one channel, µ-law (ITU-T G.711) or 16-bit samples."""

from __future__ import annotations

import io
import struct
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ivr.speech.errors import NotAudio, TooLong

RATE = 8000
LOUDEST = 8158  # of 14 bits
MULAW = 7  # as a WAV file names it
EXTENSIBLE = 0xFFFE
MOST = 100_000_000
"""Bytes of a file that are read: an hour in two channels of 8 kHz has 115 MB, one of a telephone line 58."""
BLOCK = 10 * RATE
_OTHERS = {
    b"ID3": "an MP3 file",
    b"\xff\xfb": "an MP3 file",
    b"\xff\xf3": "an MP3 file",
    b"\xff\xf2": "an MP3 file",
    b"OggS": "an Ogg file",
    b"fLaC": "a FLAC file",
    b"\x1aE\xdf\xa3": "a WebM file",
    b"RIFX": "a WAV file with its bytes the other way round",
}
Samples = NDArray[np.int16]


@dataclass(frozen=True)
class Audio:
    """A piece of sound in memory: 8 kHz µ-law, a byte a sample."""

    mulaw: bytes

    @property
    def seconds(self) -> float:
        return len(self.mulaw) / RATE

    @cached_property
    def samples(self) -> Samples:
        """The same as 16-bit samples."""
        return decoded(self.mulaw)

    def wav(self) -> bytes:
        """A WAV file of 16-bit samples, which every browser plays."""
        made = io.BytesIO()
        with wave.open(made, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(self.samples.astype("<i2").tobytes())
        return made.getvalue()


def decoded(mulaw: bytes) -> Samples:
    """16-bit samples from µ-law."""
    return _table()[np.frombuffer(mulaw, dtype=np.uint8)]


def encoded(samples: Samples) -> bytes:
    """µ-law from 16-bit samples."""
    return bytes(_codes()[samples.astype(np.int16).view(np.uint16)])


@lru_cache(maxsize=1)
def _codes() -> NDArray[np.uint8]:
    """The µ-law code of each 16-bit sample, by its two's complement."""
    wide = np.arange(1 << 16, dtype=np.uint16).view(np.int16).astype(np.int32) >> 2
    magnitude = np.minimum(np.abs(wide), LOUDEST) + 33
    exponent = np.floor(np.log2(magnitude)).astype(np.int32) - 5
    mantissa = (magnitude >> (exponent + 1)) & 0x0F
    code: NDArray[np.uint8] = (~(np.where(wide < 0, 0x80, 0) | (exponent << 4) | mantissa) & 0xFF).astype(np.uint8)
    return code


@lru_cache(maxsize=1)
def _table() -> Samples:
    code = ~np.arange(256, dtype=np.uint8)
    magnitude = (((code.astype(np.int32) & 0x0F) << 3) + 132 << ((code >> 4) & 0x07).astype(np.int32)) - 132
    return np.where(code & 0x80, -magnitude, magnitude).astype(np.int16)


def read(source: Path | bytes) -> Audio:
    """A WAV file (8- or 16-bit PCM, or µ-law; 8 to 48 kHz; channels are mixed) as telephone sound.

    What was cut short is read as far as it goes. NotAudio: what is wrong with it, in a sentence. TooLong: it has more
    than MOST bytes. OSError: the file cannot be read.
    """
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size > MOST:
        raise TooLong(f"{size / 1e6:.0f} MB are too many: {MOST / 1e6:.0f} MB are read")
    form, sound = _chunks(source if isinstance(source, bytes) else source.read_bytes())
    kind, channels, rate, bits = struct.unpack("<HHI6xH", form[:16])
    if kind == EXTENSIBLE and len(form) >= 26:
        kind = int.from_bytes(form[24:26], "little")
    if not (8000 <= rate <= 48000 and 1 <= channels <= 2):
        raise NotAudio(
            f"{rate} Hz with {channels} channels is no telephone sound: 8000 to 48000 Hz, one or two channels"
        )
    if (kind, bits, rate, channels) == (MULAW, 8, RATE, 1):
        return Audio(sound)
    whole = len(sound) // (channels * max(bits // 8, 1)) * channels * max(bits // 8, 1)
    return Audio(b"".join(_converted(_samples(kind, bits, memoryview(sound)[:whole]), channels, rate)))


def _chunks(data: bytes) -> tuple[bytes, bytes]:
    """The format and the sound of a WAV file."""
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise NotAudio(_looks(data))
    form, at = b"", 12
    while at + 8 <= len(data):
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        if name == b"data" and len(form) >= 16:
            # What was written to a pipe has no length, or one that was never true.
            return form, data[at + 8 : at + 8 + size] if size else data[at + 8 :]
        form = data[at + 8 : at + 8 + size] if name == b"fmt " else form
        at += 8 + size + size % 2
    raise NotAudio("this WAV file ends before its sound begins")


def _looks(data: bytes) -> str:
    """What a file is that is no WAV file, as far as its beginning tells."""
    if not data:
        return "this file is empty"
    for mark, name in _OTHERS.items():
        if data.startswith(mark):
            return f"this is {name}: only WAV files are read"
    if data[4:8] == b"ftyp":
        return "this is an MP4 file: only WAV files are read"
    if data[:1] in (b"<", b"{") or data.lstrip()[:1] in (b"<", b"{"):
        return "this is a text, an error page perhaps: only WAV files are read"
    return "this is no WAV file"


def _samples(kind: int, bits: int, sound: memoryview) -> NDArray[np.integer]:
    """As they stand in the file."""
    match kind, bits:
        case 1, 16:
            return np.frombuffer(sound, dtype="<i2")
        case (1, 8) | (7, 8):
            unsigned = np.frombuffer(sound, dtype=np.uint8)
            return _table()[unsigned] if kind == MULAW else unsigned
        case _:
            raise NotAudio(
                f"this WAV file is of a kind ({kind}, {bits} bits) that is not read: 16-bit PCM or µ-law are"
            )


def _converted(samples: NDArray[np.integer], channels: int, rate: int) -> Iterator[bytes]:
    """µ-law at 8 kHz, a block at a time: an hour of sound takes no more memory than a minute."""
    frames = samples.reshape(-1, channels)
    if rate == RATE:
        for begin in range(0, len(frames), BLOCK):
            yield encoded(_rounded(_mixed(frames[begin : begin + BLOCK])))
        return
    taps = _taps(rate)
    reach = len(taps) // 2 + 2
    for first in range(0, len(frames) * RATE // rate, BLOCK):
        at = np.arange(first, min(first + BLOCK, len(frames) * RATE // rate)) * (rate / RATE)
        begin, end = max(int(at[0]) - reach, 0), min(int(at[-1]) + reach, len(frames))
        smooth = np.convolve(_mixed(frames[begin:end]), taps, mode="full")[reach - 2 : reach - 2 + end - begin]
        yield encoded(_rounded(np.interp(at - begin, np.arange(end - begin), smooth)))


def _mixed(frames: NDArray[np.integer]) -> NDArray[np.float64]:
    """One channel, in the range of 16-bit samples."""
    mixed: NDArray[np.float64] = frames.mean(axis=1, dtype=np.float64)
    return (mixed - 128.0) * 256.0 if frames.dtype == np.uint8 else mixed


def _rounded(samples: NDArray[np.float64]) -> Samples:
    return np.clip(np.round(samples), -32768, 32767).astype(np.int16)


def _taps(rate: int) -> NDArray[np.float64]:
    """Takes out what is above 3.4 kHz, or it would come back as noise."""
    count = 8 * rate // RATE | 1
    at = np.arange(count) - count // 2
    low: NDArray[np.float64] = np.sinc(2 * 3400 / rate * at) * np.hamming(count)
    return np.asarray(low / low.sum())
