"""A browser as a telephone: who gets the pass for it, what it is good for, and what the page may speak with."""

from __future__ import annotations

import time

import jwt
import pytest
from sqlalchemy import Engine

from ivr.agents.addresses import identity, telephone
from ivr.telephony.browserphone import LASTS
from ivr.web import pages

from .site import KEY, Browser, Site

JSON = {"Accept": "application/json"}


@pytest.fixture
def able(database: Engine) -> Site:
    return Site(database, browser_phone=True)


def agent(site: Site, telephone: str = "browser") -> Browser:
    browser = site.browser()
    browser.set_up(site.add(telephone=telephone))
    return browser


def test_the_pass_lets_one_s_own_browser_be_rung_for_a_quarter_of_an_hour_and_nothing_else(able: Site) -> None:
    browser = agent(able)
    dana = able.register.find("dana")
    told = browser.get("/desk/telephone/token", **JSON)
    assert told.headers["Cache-Control"] == "no-store"
    assert told.json
    token = told.json["token"]
    assert jwt.get_unverified_header(token) == {"alg": "HS256", "typ": "JWT", "cty": "twilio-fpa;v=1"}
    claims = jwt.decode(token, KEY, ["HS256"], options={"verify_aud": False})
    assert claims["grants"] == {"identity": identity(dana), "voice": {"incoming": {"allow": True}}}
    assert (claims["iss"], claims["sub"]) == ("SK" + "0" * 32, "AC" + "0" * 32)
    assert told.json["seconds"] == LASTS
    assert abs(claims["exp"] - time.time() - LASTS) < 120
    assert telephone(dana) == f"client:{identity(dana)}"
    assert identity(dana).replace("_", "").isalnum()
    assert "dana" not in str(claims).lower()


def test_a_pass_is_no_sign_of_life_so_that_a_telephone_left_on_signs_nobody_in_for_ever(able: Site) -> None:
    browser = agent(able)
    statuses = []
    for _ in range(5):
        able.clock.later(minutes=14)
        statuses.append(browser.get("/desk/telephone/token", **JSON).status_code)
    assert statuses == [200] * 4 + [401]


def test_whoever_is_locked_gets_no_other_pass(able: Site) -> None:
    browser = agent(able)
    able.register.lock("dana", able.clock())
    assert browser.get("/desk/telephone/token", **JSON).status_code == 401


@pytest.mark.parametrize("telephone", ["", "+14105550181", "sip:dana@pbx.example.gov"])
def test_whose_telephone_is_another_gets_no_pass_and_no_script(able: Site, telephone: str) -> None:
    browser = agent(able, telephone)
    page = browser.get("/desk/telephone")
    assert "not in this browser" in page.text
    assert "<script" not in page.text
    assert page.headers["Content-Security-Policy"] == pages.SECURITY_HEADERS["Content-Security-Policy"]
    refused = browser.get("/desk/telephone/token", **JSON)
    assert (refused.status_code, refused.json) == (404, {"error": "no_browser_phone"})


def test_without_an_api_key_the_page_says_so_and_registers_nothing(database: Engine) -> None:
    browser = agent(Site(database))
    page = browser.get("/desk/telephone")
    assert "no telephones in browsers yet" in page.text
    assert "<script" not in page.text
    assert browser.get("/desk/telephone/token", **JSON).status_code == 404


def test_only_this_page_may_speak_with_twilio_and_with_nothing_else(able: Site) -> None:
    browser = agent(able)
    policy = browser.get("/desk/telephone").headers["Content-Security-Policy"]
    assert policy == (
        pages.SECURITY_HEADERS["Content-Security-Policy"] + "; connect-src 'self' wss://voice-js.roaming.twilio.com"
    )
    for path in ("/desk/account", "/desk/password", "/desk/sign-in"):
        assert "twilio" not in browser.get(path).headers["Content-Security-Policy"]


def test_a_telephone_in_the_browser_is_a_click_away(able: Site) -> None:
    assert 'href="/desk/telephone?lang=en"' in agent(able).get("/desk/account").text
    lee = able.browser()
    lee.set_up(able.add("lee", telephone="+14105550181"))
    assert "/desk/telephone" not in lee.get("/desk/account").text
