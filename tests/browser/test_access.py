"""Every page without a barrier: axe finds nothing, in both languages, light and dark, on every screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .conftest import Axe, NewPage
from .scripted import LATE, MESSAGE, NUMBER
from .test_phone import dial, press, say

PAGES = [
    "/",
    "/requests",
    f"/requests/{NUMBER}",
    f"/requests/{LATE}",
    f"/requests/{MESSAGE}",
    "/requests/26-1",
    "/phone",
]


def whole(page: Page, path: str) -> None:
    """What a page fetches by itself is there."""
    expect(page.locator(".map-host")).to_have_count(1 if path == "/phone" else 0)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(new_page: NewPage, site: str, axe: Axe, path: str, scheme: str) -> None:
    page = new_page(scheme=scheme)
    for language in ("en", "es"):
        page.goto(f"{site}{path}?lang={language}")
        whole(page, path)
        assert axe(page) == []


@pytest.mark.parametrize("size", ["phone", "tablet"])
def test_axe_finds_nothing_on_smaller_screens(new_page: NewPage, site: str, axe: Axe, size: str) -> None:
    page = new_page(size)
    for path in PAGES:
        page.goto(f"{site}{path}")
        whole(page, path)
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} scrolls sideways"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_call(new_page: NewPage, site: str, axe: Axe, scheme: str) -> None:
    page = dial(new_page(scheme=scheme, reduced_motion="reduce"), site)
    say(page, "I smell gas")
    expect(page.locator(".sense.urgent")).to_be_visible()
    say(page, "the street is bad")
    expect(page.locator(".others")).to_be_visible()
    say(page, "a pothole")
    expect(page.locator(".slip")).to_be_visible()
    assert axe(page) == []
    press(page, "2")
    expect(page.locator(".slip.filed")).to_be_visible()
    press(page, "0")
    expect(page.locator("#far")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="Busy").click()
    expect(page.locator("#record")).to_be_visible()
    assert axe(page) == []
    page.locator("#help-open").click()
    expect(page.locator("#help")).to_be_visible()
    assert axe(page) == []


def test_axe_finds_nothing_after_a_refusal(browser_page: Page, site: str, axe: Axe) -> None:
    page = dial(browser_page, site)
    say(page, "refuse me")
    expect(page.locator("#refusal")).to_be_visible()
    assert axe(page) == []


def test_nothing_moves_for_those_who_asked_for_that(new_page: NewPage, site: str) -> None:
    page = dial(new_page(reduced_motion="reduce"), site)
    longest = page.evaluate("Math.max(...document.getAnimations().map(a => a.effect.getComputedTiming().duration), 0)")
    assert longest <= 1


def test_a_request_is_read_without_any_script(new_page: NewPage, site: str) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{site}/?lang=es")
    page.get_by_label("Número de solicitud").fill(NUMBER.replace("-", " "))
    page.get_by_role("button", name="Mostrar").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bache en la calle")
    expect(page).to_have_url(f"{site}/requests/{NUMBER}?lang=es")
