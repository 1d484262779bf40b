"""Sound as the telephone carries it: 8 kHz, one channel, µ-law (ITU-T G.711) or 16-bit samples."""

from __future__ import annotations

import io
import struct
import wave
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ivr.speech.errors import NotAudio

RATE = 8000
LOUDEST = 8158  # of 14 bits
MULAW = 7  # as a WAV file names it
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

    NotAudio: what is wrong with it, in a sentence. OSError: the file cannot be read.
    """
    data = source if isinstance(source, bytes) else source.read_bytes()
    form, sound = _chunks(data)
    kind, channels, rate, bits = struct.unpack("<HHI6xH", form[:16])
    if not (8000 <= rate <= 48000 and 1 <= channels <= 2):
        raise NotAudio(
            f"{rate} Hz with {channels} channels is no telephone sound: 8000 to 48000 Hz, one or two channels"
        )
    if (kind, bits, rate, channels) == (MULAW, 8, RATE, 1):
        return Audio(sound)
    samples = _samples(kind, bits, sound)
    mixed = samples[: len(samples) // channels * channels].reshape(-1, channels).mean(axis=1)
    return Audio(encoded(_at_telephone_rate(mixed, rate)))


def _chunks(data: bytes) -> tuple[bytes, bytes]:
    """The format and the sound of a WAV file; a sound that was cut short is taken as far as it goes."""
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise NotAudio("this is no WAV file")
    found: dict[bytes, bytes] = {}
    at = 12
    while at + 8 <= len(data) and b"data" not in found:
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        found[name] = data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2
    form = found.get(b"fmt ", b"")
    if len(form) < 16 or b"data" not in found:
        raise NotAudio("this WAV file has no sound in it")
    return form, found[b"data"]


def _samples(kind: int, bits: int, sound: bytes) -> NDArray[np.float64]:
    """In the range of 16-bit samples."""
    match kind, bits:
        case ((1 | 0xFFFE), 16):
            return np.frombuffer(sound[: len(sound) // 2 * 2], dtype="<i2").astype(np.float64)
        case 1, 8:
            return (np.frombuffer(sound, dtype=np.uint8).astype(np.float64) - 128) * 256
        case 7, 8:
            return decoded(sound).astype(np.float64)
        case _:
            raise NotAudio(
                f"this WAV file is of a kind ({kind}, {bits} bits) that is not read: 16-bit PCM or µ-law are"
            )


def _at_telephone_rate(samples: NDArray[np.float64], rate: int) -> Samples:
    """At 8 kHz; what is above 3.4 kHz is taken out first, or it would come back as noise."""
    if rate != RATE and len(samples):
        taps = 8 * rate // RATE + 1
        at = np.arange(taps) - taps // 2
        low = np.sinc(2 * 3400 / rate * at) * np.hamming(taps)
        smooth = np.convolve(samples, low / low.sum(), mode="same")
        samples = np.interp(np.arange(0, len(samples), rate / RATE), np.arange(len(samples)), smooth)
    return np.clip(np.round(samples), -32768, 32767).astype(np.int16)
