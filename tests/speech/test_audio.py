"""Sound as files bring it: read where it can be, refused in a sentence where not."""

from __future__ import annotations

import io
import struct
import tracemalloc
import wave
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from ivr.speech.audio import MOST, RATE, Audio, decoded, encoded, read
from ivr.speech.errors import NotAudio, TooLong


def tone(rate: int, seconds: float = 1.0, hertz: float = 440.0) -> NDArray[np.float64]:
    return 8000 * np.sin(2 * np.pi * hertz * np.arange(int(seconds * rate)) / rate)


def wav(samples: NDArray[np.float64], rate: int = RATE, channels: int = 1, width: int = 2) -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        written = samples.astype("<i2") if width == 2 else (samples / 256 + 128).astype(np.uint8)
        file.writeframes(written.tobytes())
    return made.getvalue()


def loudest(audio: Audio) -> float:
    """The strongest frequency, in hertz."""
    spectrum = np.abs(np.fft.rfft(audio.samples.astype(np.float64)))
    return float(np.argmax(spectrum) * RATE / len(audio.samples))


def loudness(audio: Audio) -> float:
    return float(np.sqrt(np.mean(audio.samples.astype(np.float64) ** 2)))


def test_a_sample_comes_back_as_near_as_telephones_bring_it() -> None:
    samples = np.arange(-32000, 32000, 7, dtype=np.int16)
    back = decoded(encoded(samples)).astype(np.int64)
    assert np.all(np.abs(back - samples) <= np.maximum(np.abs(samples.astype(np.int64)) // 16, 16))


@pytest.mark.parametrize("rate", [8000, 11025, 16000, 22050, 24000, 44100, 48000])
def test_every_rate_a_synthesizer_has_keeps_its_tone_its_loudness_and_its_length(rate: int) -> None:
    audio = read(wav(tone(rate, 25.0), rate))
    assert audio.seconds == pytest.approx(25.0, abs=0.001)
    assert loudest(audio) == pytest.approx(440, abs=1)
    assert loudness(audio) == pytest.approx(8000 / np.sqrt(2), rel=0.02)


def test_what_a_telephone_does_not_carry_does_not_come_back_as_a_lower_tone() -> None:
    assert loudness(read(wav(tone(48000, 1.0, 6000.0), 48000))) < 100


def test_two_channels_are_mixed() -> None:
    both = np.stack([tone(RATE), np.zeros(RATE)], axis=1).reshape(-1)
    assert loudness(read(wav(both, channels=2))) == pytest.approx(4000 / np.sqrt(2), rel=0.02)


def test_eight_bits_are_sound_too() -> None:
    assert loudest(read(wav(tone(RATE), width=1))) == pytest.approx(440, abs=1)


def test_mulaw_is_taken_as_it_is() -> None:
    sound = encoded(tone(RATE).astype(np.int16))
    form = struct.pack("<HHIIHH", 7, 1, RATE, RATE, 1, 8)
    parts = b"fmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", len(sound)) + sound
    assert read(b"RIFF" + struct.pack("<I", 4 + len(parts)) + b"WAVE" + parts).mulaw == sound


@pytest.mark.parametrize("told", [0, 0x7FFFFFFF, 0xFFFFFFFF])
def test_what_came_through_a_pipe_has_no_true_length(told: int) -> None:
    data = bytearray(wav(tone(RATE)))
    data[40:44] = struct.pack("<I", told)
    assert read(bytes(data)).seconds == 1.0


def test_what_was_cut_short_is_read_as_far_as_it_goes() -> None:
    assert read(wav(tone(RATE))[: 44 + RATE + 1]).seconds == 0.5


def test_a_file_without_a_sample_is_sound_of_no_length() -> None:
    assert read(wav(np.zeros(0))).seconds == 0.0


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "this file is empty"),
        (b"ID3\x04\x00" + bytes(100), "an MP3 file"),
        (b"\xff\xfb\x90\x64" + bytes(100), "an MP3 file"),
        (b"OggS" + bytes(100), "an Ogg file"),
        (b"<?xml version='1.0'?><TwilioResponse/>", "an error page"),
        (b'{"code": 20404}', "an error page"),
        (b"\x00\x00\x00\x20ftypM4A " + bytes(40), "an MP4 file"),
        (b"hello", "no WAV file"),
        (b"RIFF\x00\x00\x00\x00WAVE", "ends before its sound begins"),
        (wav(tone(RATE))[:30], "ends before its sound begins"),
        (wav(tone(4000), 4000), "4000 Hz"),
        (wav(tone(96000), 96000), "96000 Hz"),
    ],
)
def test_what_is_no_sound_is_refused_in_a_sentence(data: bytes, told: str) -> None:
    with pytest.raises(NotAudio, match=told):
        read(data)


def test_sound_of_a_kind_that_is_not_read_is_named() -> None:
    data = bytearray(wav(tone(RATE)))
    data[20:22], data[34:36] = struct.pack("<H", 3), struct.pack("<H", 32)
    with pytest.raises(NotAudio, match=r"kind \(3, 32 bits\)"):
        read(bytes(data))


def test_a_hundred_megabytes_are_refused_before_they_are_read(tmp_path: Path) -> None:
    path = tmp_path / "large.wav"
    with path.open("wb") as file:
        file.truncate(MOST + 1)
    with pytest.raises(TooLong, match="100 MB are too many"):
        read(path)


def test_an_hour_is_read_in_little_more_memory_than_it_has(tmp_path: Path) -> None:
    path = tmp_path / "hour.wav"
    path.write_bytes(wav(np.zeros(3600 * RATE)))
    tracemalloc.start()
    try:
        assert read(path).seconds == 3600
        assert tracemalloc.get_traced_memory()[1] < 4 * 3600 * RATE * 2
    finally:
        tracemalloc.stop()


def test_a_file_that_is_not_there_is_no_matter_of_sound(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "none.wav")


def test_sound_can_be_written_for_a_browser_and_read_again() -> None:
    audio = Audio(encoded(tone(RATE).astype(np.int16)))
    assert read(audio.wav()) == audio
