"""A recording in a real Chromium: it plays, words lead to their sound and are followed, by mouse and by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .conftest import Axe, NewPage
from .recorded import Site, cabinet
from .serving import served

AT = "document.getElementById('sound').currentTime"
# Notes where the sound is led to; and plays it slowly, so that it is not over before somebody presses a button.
SOUGHT = """() => {
    const sound = document.getElementById("sound");
    window.sought = [];
    sound.addEventListener("seeking", () => sought.push(sound.currentTime));
    sound.playbackRate = 0.25;
}"""


@pytest.fixture
def archive(built_pages: None, tmp_path: Path) -> Iterator[tuple[Site, str]]:
    site = Site(cabinet(), tmp_path)
    with served(site.app()) as base:
        yield site, base


def opened(page: Page, archive: tuple[Site, str], more: str = "") -> Page:
    site, base = archive
    page.goto(base + site.link() + more)
    page.wait_for_function("() => document.getElementById('sound').readyState >= 1")
    return page


def test_a_word_leads_to_its_sound_and_is_followed(new_page: NewPage, archive: tuple[Site, str]) -> None:
    page = opened(new_page(), archive)
    word = page.locator(".w", has_text="leaking")
    start = float(word.get_attribute("data-start") or 0)
    page.evaluate(SOUGHT)
    word.click()
    page.wait_for_function(f"() => {AT} > {start}")
    page.get_by_role("button", name="Pause").click()
    assert page.evaluate("sought") == pytest.approx([start], abs=0.05)
    assert page.evaluate(AT) >= start
    expect(page.locator(".w.now")).to_have_count(1)
    page.get_by_role("slider", name="Position in the recording").fill("20")
    page.wait_for_function(f"() => Math.abs({AT} - 20) < 0.2")
    expect(page.locator("#seek")).to_have_attribute("aria-valuetext", re.compile("0:20 of 0:31"))


def test_it_is_played_with_the_keyboard_alone(new_page: NewPage, archive: tuple[Site, str]) -> None:
    page = opened(new_page(), archive)
    page.locator("#transcript").focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(page.locator(".w.at-hand")).to_have_text("calling")
    page.keyboard.press("Enter")
    page.wait_for_function("() => !document.getElementById('sound').paused")
    page.keyboard.press("Space")
    page.wait_for_function("() => document.getElementById('sound').paused")
    page.get_by_role("button", name="Play from 0:15").press("Enter")
    page.wait_for_function(f"() => {AT} >= 15")


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_it(new_page: NewPage, archive: tuple[Site, str], axe: Axe, size: str, scheme: str) -> None:
    page = opened(new_page(size, scheme), archive, "&lang=es" if scheme == "dark" else "")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_a_script_the_browser_s_own_player_and_the_words_are_there(
    new_page: NewPage, archive: tuple[Site, str]
) -> None:
    site, base = archive
    page = new_page(java_script_enabled=False)
    page.goto(base + site.link())
    expect(page.locator("audio[controls]")).to_be_visible()
    expect(page.get_by_text("leaking")).to_be_visible()
