"""Callers who can be heard: two synthesizers from Debian, over a telephone line with noise on it."""

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
VOICES = ("flite/slt", "flite/rms", "flite/awb", "flite/kal16", "flite/kal", "espeak/en-us", "espeak/en-gb-x-rp")
"""synthesizer/voice, as `spoken` wants them; the kindest first, more or less."""
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


def spoken(text: str, voice: str = KIND, noise: float | None = 25.0, pause: float = PAUSE) -> Audio:
    """The text as a caller's voice on the line: 8 kHz µ-law, `pause` seconds of line before and after.

    noise: decibels the voice is above the noise of the line; None: a silent line. The same words sound the same.
    """
    voiced = _voiced(text, voice).astype(np.float64)
    loud = np.sqrt(np.mean(voiced**2)) or 1.0
    quiet = np.zeros(int(pause * RATE))
    sound = np.concatenate([quiet, voiced * (LEVEL / loud), quiet])
    if noise is not None:
        draw = np.random.default_rng(random.Random(f"{voice} {text}").getrandbits(32))
        sound = sound + draw.normal(0.0, LEVEL / 10 ** (noise / 20), len(sound))
    return Audio(encoded(np.clip(np.round(sound), -32768, 32767).astype(np.int16)))


def silence(seconds: float, noise: float = 25.0) -> Audio:
    """A line nobody speaks on."""
    level = LEVEL / 10 ** (noise / 20)
    drawn = np.random.default_rng(1).normal(0.0, level, int(seconds * RATE))
    return Audio(encoded(np.round(drawn).astype(np.int16)))


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
