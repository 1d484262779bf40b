"""The page's microphone: its sound goes to the line as a telephone's does, and what is made out is shown meanwhile."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from ivr.simulator.sound import tone
from ivr.speech.audio import Audio

from .conftest import FLAGS, chromium, only_here
from .scripted import ScriptedSessions


@pytest.fixture
def sung(tmp_path: Path) -> Path:
    """What Chromium's microphone hears: a steady tone, 48 kHz, as a microphone has it."""
    second = np.sin(2 * np.pi * 440 / 48000 * np.arange(48000)) * 8000
    path = tmp_path / "microphone.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48000)
        file.writeframes(np.tile(second, 8).astype("<i2").tobytes())
    return path


@pytest.fixture
def speaker(playwright: Playwright, browser: Browser, sung: Path) -> Iterator[Page]:
    """A page whose browser has a microphone, and may use it."""
    microphone = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    flags = [*FLAGS.split(), *microphone, f"--use-file-for-fake-audio-capture={sung}"]
    with playwright.chromium.launch(executable_path=chromium(), args=flags) as started:
        context = started.new_context(permissions=["microphone"], viewport={"width": 1280, "height": 900})
        context.route("**/*", only_here)
        page = context.new_page()
        page.set_default_timeout(10_000)
        yield page


def call(page: Page, site: str) -> None:
    page.goto(f"{site}/phone?lang=en")
    page.keyboard.press("m")
    page.locator("#speaks").select_option("microphone")
    page.locator("#call").click()


def test_the_microphones_sound_reaches_the_line(speaker: Page, site: str, sessions: ScriptedSessions) -> None:
    call(speaker, site)
    expect(speaker.locator("#log")).to_contain_text("Where is it?")
    assert sessions.spoke == [True]
    sound = Audio(bytes(sessions.heard)).samples.astype(float)
    loud = np.abs(np.fft.rfft(sound[-8000:] * np.hanning(8000)))
    assert 400 < int(np.argmax(loud)) < 480
    wanted = np.sqrt(np.mean(tone(1).samples.astype(float) ** 2))
    assert 0.2 < np.sqrt(np.mean(sound[-8000:] ** 2)) / wanted < 5


def test_words_are_shown_while_they_are_spoken(speaker: Page, site: str, sessions: ScriptedSessions) -> None:
    call(speaker, site)
    live = speaker.locator(".you .bubble.live")
    expect(live).to_contain_text("there is a")
    expect(speaker.locator("#mic")).to_have_attribute("aria-pressed", "true")
    expect(speaker.locator(".you .bubble").first).to_have_text("there is a pothole")
    expect(live).to_have_count(0)
    expect(speaker.locator("#mic")).to_have_attribute("aria-pressed", "false")


def test_a_page_without_a_microphone_is_typed_into(browser_page: Page, site: str, sessions: ScriptedSessions) -> None:
    call(browser_page, site)
    expect(browser_page.locator("#problem")).to_contain_text("not allowed")
    browser_page.locator("#words").fill("there is a pothole")
    browser_page.keyboard.press("Enter")
    expect(browser_page.locator("#log")).to_contain_text("Where is it?")
    assert sessions.spoke == [False]


def test_who_only_types_is_not_asked_for_a_microphone(
    browser_page: Page, site: str, sessions: ScriptedSessions
) -> None:
    browser_page.goto(f"{site}/phone?lang=en")
    browser_page.locator("#call").click()
    expect(browser_page.locator("#say")).to_be_visible()
    assert (sessions.spoke, browser_page.locator("#problem").is_visible()) == ([False], False)
