"""The people's pages in a real Chromium: in by a link, a code and a password; by keyboard, without a script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine

from ivr.agents.people.sso.terms import Terms
from tests.web.agent.provider import CLIENT, SECRET, SignOn
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


def unfolds(page: Page) -> None:
    """What a page has folded away."""
    page.locator("summary").click()
    expect(page.locator("details")).to_have_attribute("open", "")


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
    expect(page.locator(".qr")).to_be_visible()
    unfolds(page)
    looked_at(page, axe)
    phone = Phone((page.locator(".key").text_content() or "").replace("-", ""))
    page.locator("#code").fill(phone.code())
    page.keyboard.press("Enter")
    expect(page.locator(".codes li")).to_have_count(10)
    looked_at(page, axe)
    page.locator("a.button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kim")
    unfolds(page)
    looked_at(page, axe)
    page.locator("header form button").click()
    expect(page.locator("#login")).to_be_focused()
    expect(page.get_by_role("status")).to_be_visible()
    page.locator("#login").fill("kim")
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#code")).to_be_focused()
    unfolds(page)
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


def test_nobody_meets_a_barrier_at_a_password_a_mistake_or_a_closed_door(
    new_page: NewPage, manned: tuple[Site, str], axe: Axe
) -> None:
    (site, base), page, lang = manned, new_page("phone", "dark"), "?lang=es"
    page.context.add_cookies([{"name": "onecall", "value": site.agent().cookie(), "url": base}])
    page.goto(f"{base}/desk/password{lang}")
    looked_at(page, axe)
    for field, typed in (("password", PASSWORD), ("new", "short and sweet"), ("again", "not the same one")):
        page.locator(f"#{field}").fill(typed)
    page.keyboard.press("Enter")
    expect(page.locator("#trouble")).to_be_visible()
    looked_at(page, axe)
    page.goto(f"{base}/desk/people{lang}")  # not part of an agent's work
    looked_at(page, axe)
    page.goto(f"{base}/desk/telephone{lang}")
    looked_at(page, axe)
    page.goto(f"{base}/desk/account{lang}")
    page.context.clear_cookies()
    page.locator("header form button").click()  # a form whose browser has forgotten who it is
    expect(page.locator("#login")).to_be_visible()
    page.goto(f"{base}/desk/set-up/leads-nowhere{lang}")
    looked_at(page, axe)
    for n in range(6):
        site.browser(address=f"198.51.100.{n}").sign_in(password=f"guess {n}")
    page.goto(f"{base}/desk/sign-in{lang}")
    page.locator("#login").fill("dana")
    page.locator("#password").fill("guess and guess")
    page.keyboard.press("Enter")
    expect(page.locator("#trouble")).to_contain_text("3 min")
    looked_at(page, axe)


def test_an_administrator_adds_somebody_by_keyboard_and_reads_the_audit(
    new_page: NewPage, manned: tuple[Site, str], axe: Axe
) -> None:
    (site, base), page = manned, new_page()
    page.context.add_cookies([{"name": "onecall", "value": site.administrator().cookie(), "url": base}])
    page.goto(f"{base}/desk/people")
    looked_at(page, axe)
    page.locator("a.button").press("Enter")
    expect(page.locator("#login")).to_be_visible()
    looked_at(page, axe)
    for field, typed in (("login", "lee"), ("name", "Lee Park"), ("proof-add", PASSWORD)):
        page.locator(f"#{field}").fill(typed)
    page.keyboard.press("Enter")  # without the number
    expect(page.locator("#trouble")).to_be_focused()
    expect(page.locator("#name")).to_have_value("Lee Park")
    looked_at(page, axe)
    page.locator("[name=number]").fill("+14105550181")
    page.locator("#language-es").select_option("3")
    page.locator("#proof-add").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#link")).to_contain_text("/desk/set-up/")
    looked_at(page, axe)
    assert site.register.find("lee").profile.levels == {"es": 3}
    page.locator("a.button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lee Park")
    looked_at(page, axe)
    page.get_by_role("button", name="Lock").press("Enter")
    expect(page.get_by_role("status")).to_be_visible()
    looked_at(page, axe)
    page.locator("nav a").nth(1).click()
    expect(page.locator("td.did").first).to_be_visible()
    looked_at(page, axe)


def test_the_city_s_account_opens_the_desk_in_a_real_browser(
    built_pages: None, new_page: NewPage, database: Engine
) -> None:
    """There and back over real addresses: the cookie comes along, and no policy of ours stops the way."""
    there = SignOn("")
    with served(there.app) as issuer:
        there.issuer = issuer
        site = Site(database, terms=Terms(issuer, CLIENT, SECRET, "to be known"))
        with served(site.app) as base:
            there.redirect = f"{base}/desk/sign-on/back"
            assert site.sign_on
            site.sign_on.provider.terms = replace(site.sign_on.provider.terms, redirect=there.redirect)
            site.add()
            page = new_page()
            page.goto(f"{base}/desk/account")
            page.get_by_role("link", name="Sign in with your city account").click()
            expect(page.get_by_role("heading", level=1)).to_have_text("Dana")
            expect(page).to_have_url(re.compile(r"/desk/account$"))
