"""A person with a microphone in front of them: what they say is spoken by a synthesizer, again and again."""

from __future__ import annotations

import subprocess
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, FloatRect, Page, Playwright

from tests.speech.voices import needs

from .conftest import FLAGS, PATIENCE, SIZES, STARTS, chromium, only_here, telling

RATE = 48_000
needs_voice = needs("flite/slt")


def said(path: Path, words: str, pause: float) -> Path:
    """What Chromium's microphone hears: the words, then `pause` seconds of nothing, and the same again for ever."""
    subprocess.run(["flite", "-voice", "slt", "-t", words, "-o", str(path)], check=True, timeout=30)
    with wave.open(str(path)) as spoken:
        rate, sound = spoken.getframerate(), np.frombuffer(spoken.readframes(spoken.getnframes()), "<i2")
    at = np.arange(0, len(sound), rate / RATE)
    return written(path, np.concatenate([np.interp(at, np.arange(len(sound)), sound), np.zeros(int(pause * RATE))]))


def written(path: Path, sound: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Path:
    """As a microphone has it: 48 kHz, 16 bits."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(sound.astype("<i2").tobytes())
    return path


@contextmanager
def microphone(playwright: Playwright, heard: Path) -> Iterator[Browser]:
    """A browser with one that hears `heard`."""
    flags = [*FLAGS.split(), "--use-fake-device-for-media-stream", f"--use-file-for-fake-audio-capture={heard}"]
    with playwright.chromium.launch(executable_path=chromium(), args=flags, timeout=STARTS) as started:
        yield started


@contextmanager
def page(browser: Browser, size: str = "desktop", allowed: bool = True) -> Iterator[Page]:
    """allowed: the browser lets the page use the microphone. No script error may happen on it."""
    width, height = SIZES[size]
    permissions = ["microphone"] if allowed else []
    context = browser.new_context(
        permissions=permissions, viewport={"width": width, "height": height}, reduced_motion="reduce"
    )
    context.route("**/*", only_here)
    made = context.new_page()
    made.set_default_timeout(PATIENCE)
    with telling(made) as problems:
        yield made
    context.close()
    if problems:
        pytest.fail(str(problems), pytrace=False)


def box(page: Page, part: str) -> FloatRect:
    """Where a part of the page is seen."""
    found = page.locator(part).bounding_box()
    assert found
    return found


def call(page: Page, site: str, language: str = "en") -> None:
    """Calls by microphone, with the page's voice switched off."""
    page.goto(f"{site}/phone?lang={language}")
    page.keyboard.press("m")
    page.locator("#speaks").select_option("microphone")
    page.locator("#call").click()
