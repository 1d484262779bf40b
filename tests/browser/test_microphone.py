"""The page's microphone: its sound goes to the line as a telephone's does, and what is made out is shown meanwhile."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from ivr.simulator.sound import tone
from ivr.speech.audio import Audio

from .conftest import NewPage
from .scripted import ScriptedSessions
from .speaker import RATE, box, call, microphone, page, written


@pytest.fixture(scope="module")
def singer(playwright: Playwright, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser whose microphone hears a steady tone."""
    sung = np.sin(2 * np.pi * 440 / RATE * np.arange(RATE)) * 8000
    with microphone(playwright, written(tmp_path_factory.mktemp("sung") / "tone.wav", np.tile(sung, 8))) as started:
        yield started


@pytest.fixture
def speaker(singer: Browser) -> Iterator[Page]:
    with page(singer) as made:
        yield made


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
    sessions.enough = math.inf  # it is not over before it was seen
    call(speaker, site)
    live = speaker.locator(".you .bubble.live")
    expect(live).to_contain_text("there is a")
    expect(speaker.locator("#mic")).to_have_attribute("aria-pressed", "true")
    sessions.enough = 16000
    expect(speaker.locator(".you .bubble").first).to_have_text("there is a pothole")
    expect(live).to_have_count(0)
    expect(speaker.locator("#mic")).to_have_attribute("aria-pressed", "false")


def test_a_question_that_is_not_heard_by_microphone_says_so(
    speaker: Page, site: str, sessions: ScriptedSessions
) -> None:
    sessions.ended.set()  # the next questions are for the fingers alone
    call(speaker, site)
    expect(speaker.locator("#note")).to_contain_text("not heard at this question")
    expect(speaker.locator("#say")).to_be_visible()


@pytest.mark.parametrize(
    ("size", "language", "told"), [("phone", "en", "does not allow"), ("desktop", "es", "no permite")]
)
def test_who_may_not_use_the_microphone_types(
    singer: Browser, site: str, sessions: ScriptedSessions, size: str, language: str, told: str
) -> None:
    with page(singer, size, allowed=False) as silent:
        call(silent, site, language)
        expect(silent.locator("#problem")).to_contain_text(told)
        expect(silent.locator("#say")).to_be_visible()  # it is answered: the page stands as it will
        red, answer = (box(silent, part) for part in ("#call", "#composer"))
        assert size == "desktop" or red["y"] + red["height"] <= answer["y"], "the keys stay in sight"
        silent.locator("#words").fill("there is a pothole")
        silent.keyboard.press("Enter")
        expect(silent.locator("#log")).to_contain_text("Where is it?")
    assert sessions.spoke == [False]


def test_a_page_without_a_microphone_is_typed_into(browser_page: Page, site: str, sessions: ScriptedSessions) -> None:
    call(browser_page, site)
    expect(browser_page.locator("#problem")).to_contain_text("No microphone was found")
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


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_every_setting_of_a_call_is_seen_at_once(new_page: NewPage, site: str, size: str) -> None:
    made = new_page(size)
    for language in ("en", "es"):
        made.goto(f"{site}/phone?lang={language}")
        expect(made.locator("#speaks")).to_be_visible()
        assert made.locator("#setup").evaluate("it => it.scrollHeight <= it.clientHeight")
