"""A new user's five minutes: `ivr run` with nothing set, three pages, and a caller who is handed to a person."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.bootstrap.running import Run, running

from .conftest import NewPage

pytestmark = pytest.mark.soak
ANA, BEN = "+14105550201", "+14105550202"
WORKING_DAY = 1
LONG = 60_000


@pytest.fixture(scope="module")
def demo(built_pages: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    with running(tmp_path_factory.mktemp("demo"), WEB_CONCURRENCY="2") as run:
        yield run


def at_work(page: Page, demo: Run, login: str) -> Page:
    """Their desk: signed in as the terminal said, and available."""
    password = json.loads((demo.data / "demo-people.json").read_text())[login]
    assert password in demo.output
    page.goto(f"{demo.base.replace('127.0.0.1', 'localhost')}/desk/floor?lang=en")
    page.locator("#login").fill(login)
    page.locator("#password").fill(password)
    page.keyboard.press("Enter")
    expect(page.locator("header")).to_contain_text(re.compile("Away|Available"))
    if (available := page.get_by_role("button", name=re.compile("available", re.IGNORECASE))).count():
        available.first.click()
    expect(page.locator("header")).to_contain_text("Available")
    return page


def set_of(page: Page, demo: Run, number: str) -> Page:
    """The telephone of this number."""
    page.goto(f"{demo.base}/phone/agent?lang=en#{number}")
    expect(page.locator(f'[data-number="{number}"]')).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("m")
    return page


def calls(page: Page, demo: Run) -> Page:
    """A caller who reports a pothole, and asks for a person."""
    page.goto(f"{demo.base}/phone?lang=en")
    page.keyboard.press("m")
    page.locator("#clock").select_option(index=WORKING_DAY)
    page.locator("#call").click()
    expect(page.locator("#words")).to_be_visible(timeout=LONG)
    say(page, "there is a pothole at 2401 north charles street")
    expect(page.locator("#log")).to_contain_text("Is that right?", timeout=LONG)
    page.locator('.key[data-key="0"]').click()
    expect(status(page)).to_have_text("Waiting: keys are heard", timeout=LONG)
    return page


def say(page: Page, words: str) -> None:
    page.locator("#words").fill(words)
    page.locator("#words").press("Enter")


def status(page: Page) -> Locator:
    return page.locator("#status")


def taken(page: Page) -> None:
    """The agent picks up, hears the whisper, and takes the caller."""
    expect(page.locator("#answer")).to_be_enabled(timeout=LONG)
    page.locator("#answer").click()
    expect(page.locator("#log")).to_contain_text("Press 1 to take", timeout=LONG)
    page.locator('.key[data-key="1"]').click()
    expect(status(page)).to_have_text("Connected with the caller", timeout=LONG)


def test_a_caller_is_handed_on_with_what_was_said_and_is_not_cut_off(new_page: NewPage, demo: Run) -> None:
    desk, ana, caller = at_work(new_page(), demo, "ana"), set_of(new_page(), demo, ANA), calls(new_page(), demo)
    expect(caller.locator("#log")).to_contain_text("♪ music")
    taken(ana)
    expect(status(caller)).to_have_text("Connected with Ana", timeout=LONG)
    expect(desk.locator("#card-title")).to_contain_text("Pothole", timeout=LONG)
    say(ana, "How deep is it?")
    expect(caller.locator(".person")).to_have_text("AnaHow deep is it?", timeout=LONG)
    say(caller, "Deep enough.")
    expect(ana.locator(".person")).to_have_text("the callerDeep enough.", timeout=LONG)
    ana.locator("#hang-up").click()
    expect(caller.locator("#log")).to_contain_text("anything else", timeout=LONG)
    caller.locator("#call").click()
    desk.locator("input[name=reason]").first.check(force=True)
    desk.get_by_role("button", name="Done").click()
    expect(desk.locator("#card-title")).to_be_hidden(timeout=LONG)


def test_who_declines_leaves_the_caller_to_the_next_who_keeps_hearing_music(new_page: NewPage, demo: Run) -> None:
    desks = [at_work(new_page(), demo, login) for login in ("ana", "ben")]
    sets = [set_of(new_page(), demo, number) for number in (ANA, BEN)]
    caller = calls(new_page(), demo)
    sets[0].locator("#answer:enabled").or_(
        sets[0].locator(f'[data-number="{BEN}"][data-state="ringing"]')
    ).first.wait_for(timeout=LONG)
    first, second = sets if sets[0].locator("#answer").is_enabled() else reversed(sets)
    first.locator("#hang-up").click()
    expect(first.locator("#log")).to_contain_text("(declined)")
    expect(status(caller)).to_have_text("Waiting: keys are heard")
    taken(second)
    expect(status(caller)).to_contain_text("Connected with", timeout=LONG)
    caller.locator("#call").click()
    expect(status(second)).to_have_text("The call is over", timeout=LONG)
    assert len(desks) == 2


def test_the_passwords_are_for_the_owner_of_the_data_alone(demo: Run) -> None:
    assert Path(demo.data / "demo-people.json").stat().st_mode & 0o077 == 0
