"""The people's pages in a real Chromium: in by a link, a code and a password; by keyboard, without a script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine

from tests.web.agent.site import PASSWORD, Phone, Site

from .conftest import Axe, NewPage
from .serving import served


@pytest.fixture
def manned(built_pages: None, database: Engine) -> Iterator[tuple[Site, str]]:
    site = Site(database)
    with served(site.app) as base:
        yield site, base


def looked_at(page: Page, axe: Axe) -> None:
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} scrolls sideways"


@pytest.mark.parametrize(("size", "scheme", "language"), [("desktop", "light", "en"), ("phone", "dark", "es")])
def test_a_supervisor_comes_in_and_nobody_meets_a_barrier(
    new_page: NewPage, manned: tuple[Site, str], axe: Axe, size: str, scheme: str, language: str
) -> None:
    (site, base), page = manned, new_page(size, scheme)
    page.goto(f"{base}/desk/sign-in?lang={language}")
    page.locator("#login").fill("kim")
    page.locator("#password").fill("not the password")
    page.keyboard.press("Enter")
    expect(page.locator("#trouble")).to_be_visible()
    expect(page.locator("#password")).to_be_focused()
    looked_at(page, axe)
    page.goto(f"{base}{site.add('kim', ('supervisor',))}?lang={language}")
    looked_at(page, axe)
    page.locator("#new").fill(PASSWORD)
    page.locator("#again").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.locator("summary").click()
    looked_at(page, axe)
    phone = Phone((page.locator(".key").text_content() or "").replace("-", ""))
    page.locator("#code").fill(phone.code())
    page.keyboard.press("Enter")
    expect(page.locator(".codes li")).to_have_count(10)
    looked_at(page, axe)
    page.locator("a.button").click()
    page.locator("summary").click()
    looked_at(page, axe)
    page.locator("header form button").click()
    expect(page.get_by_role("status")).to_be_visible()
    page.locator("#login").fill("kim")
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#code")).to_be_focused()
    page.locator("summary").click()
    looked_at(page, axe)
    page.locator("#code").fill(phone.code(ahead=1))
    page.locator("#code").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kim")


def test_an_agent_sets_up_signs_out_and_in_without_any_script_and_by_keyboard(
    new_page: NewPage, manned: tuple[Site, str]
) -> None:
    (site, base), page = manned, new_page(java_script_enabled=False)
    page.goto(base + site.add())
    page.locator("#new").focus()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Welcome")
    page.get_by_role("button", name="Sign out").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    expect(page.locator("#login")).to_be_focused()
    page.keyboard.type("dana")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Dana")
