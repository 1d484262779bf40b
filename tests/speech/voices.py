"""Callers who can be heard: two synthesizers from Debian, over a telephone line with noise on it.

The line is one in normal order: its noise lies 30 dB under the voice and falls towards high tones (3 dB an octave).
"""

from __future__ import annotations

import random
import shutil
import subprocess
import tempfile
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

from ivr.speech.audio import RATE, Audio, encoded, read

PROGRAMS = {"espeak": "espeak-ng", "flite": "flite"}
VOICES = ("flite/slt", "flite/rms", "flite/kal16", "flite/kal", "espeak/en-us")
"""synthesizer/voice, as `spoken` wants them: Americans, as callers of an American city mostly are."""
OTHERS = ("flite/awb", "espeak/en-gb-x-rp")
"""A Scotsman and an Englishwoman."""
NOISE, FALL = 30.0, 3.0
"""Decibels the line's noise lies under the voice, and falls by from octave to octave."""
KIND = "flite/slt"
PAUSE = 0.3
LEVEL = 3000
"""Root mean square of the speech, of 32768: about -21 dB of full scale, as telephone speech is."""


def has(voice: str) -> bool:
    """Whether this machine can speak so."""
    return shutil.which(PROGRAMS[voice.partition("/")[0]]) is not None


def needs(*voices: str) -> pytest.MarkDecorator:
    """Skips a test, with the reason, where a synthesizer is missing."""
    missing = sorted({PROGRAMS[voice.partition("/")[0]] for voice in voices if not has(voice)})
    return pytest.mark.skipif(bool(missing), reason=f"no caller to be heard: {' and '.join(missing)} not installed")


def spoken(text: str, voice: str = KIND, noise: float | None = NOISE, fall: float = FALL) -> Audio:
    """The text as a caller's voice on the line: 8 kHz µ-law, PAUSE seconds of line before and after.

    noise: decibels the voice is above the noise of the line; None: a silent line. fall: 0 for noise that is white. The
    same words sound the same.
    """
    voiced = _voiced(text, voice).astype(np.float64)
    loud = np.sqrt(np.mean(voiced**2)) or 1.0
    quiet = np.zeros(int(PAUSE * RATE))
    sound = np.concatenate([quiet, voiced * (LEVEL / loud), quiet])
    if noise is not None:
        sound = sound + _line(len(sound), noise, fall, random.Random(f"{voice} {text}").getrandbits(32))
    return Audio(encoded(np.clip(np.round(sound), -32768, 32767).astype(np.int16)))


def silence(seconds: float, noise: float = NOISE) -> Audio:
    """A line nobody speaks on."""
    return Audio(encoded(np.round(_line(int(seconds * RATE), noise, FALL, 1)).astype(np.int16)))


def _line(length: int, noise: float, fall: float, seed: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The noise of a line: falling from 100 Hz on, flat below."""
    draw = np.random.default_rng(seed).normal(size=(2, length // 2 + 1))
    loud = (np.maximum(np.fft.rfftfreq(length, 1 / RATE), 100.0) / 100.0) ** (-fall / (20 * np.log10(2)))
    made = np.fft.irfft((draw[0] + 1j * draw[1]) * loud, length)
    return np.asarray(made * (LEVEL / 10 ** (noise / 20) / np.sqrt(np.mean(made**2))))


@lru_cache(maxsize=256)
def _voiced(text: str, voice: str) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    synthesizer, _, name = voice.partition("/")
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "voice.wav"
        match synthesizer:
            case "espeak":
                command = ["espeak-ng", "-v", name, "-s", "150", "-w", str(made), "--", text]
            case _:
                command = ["flite", "-voice", name, "-t", text, "-o", str(made)]
        subprocess.run(command, check=True, capture_output=True, timeout=30)
        return read(made).samples
