"""Signing in and out: with a password, with a code, for so long; and what is said to who may not."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text

from ivr.web import pages
from ivr.web.agent.desk import inside

from .site import PASSWORD, Site


def test_an_agent_sets_up_by_a_link_is_in_and_comes_back_by_password(site: Site) -> None:
    link = site.add()
    browser = site.browser()
    done = browser.set_up(link)
    assert (done.status_code, done.headers["Location"]) == (303, "/desk/account?done=welcome")
    assert browser.inside
    browser.post("/desk/sign-out", page="/desk/account")
    assert not browser.inside
    assert browser.sign_in("  DANA ").headers["Location"] == "/desk"
    assert browser.inside


def test_a_supervisor_needs_the_telephone_too_and_each_code_is_good_once(site: Site) -> None:
    _, phone, codes = site.supervisor()
    assert len(codes) == 10
    browser = site.browser()
    assert browser.sign_in("kim").headers["Location"] == "/desk/code"
    assert not browser.inside
    code = phone.code(ahead=1)
    assert browser.post("/desk/code", code=f"{code[:3]} {code[3:]}").status_code == 303
    assert browser.inside
    other = site.browser()
    other.sign_in("kim")
    assert other.post("/desk/code", code=code).status_code == 403
    assert not other.inside


def test_a_recovery_code_lets_in_once_and_says_what_to_do_next(site: Site) -> None:
    _, _, codes = site.supervisor()
    for expected in (303, 403):
        browser = site.browser()
        browser.sign_in("kim")
        assert browser.post("/desk/code", recovery=f" {codes[0].upper()} ").status_code == expected
    browser.post("/desk/code", recovery=codes[1])
    assert "8 are left" in browser.get("/desk/account?done=recovery").text
    assert [each.what for each in site.audited()].count("used_recovery_code") == 2


def test_wrong_unknown_locked_and_not_set_up_are_told_in_the_same_words(site: Site) -> None:
    site.agent("dana")
    site.agent("lee")
    site.register.lock("lee", site.clock())
    site.add("new")
    answers = [
        site.browser(address=f"198.51.100.{n}").sign_in(login, password)
        for n, (login, password) in enumerate(
            [("dana", "wrong wrong wrong"), ("nobody", PASSWORD), ("lee", PASSWORD), ("new", ""), ("da\0na\0", "x")]
        )
    ]
    assert {answer.status_code for answer in answers} == {403}
    told = {answer.text.split('role="alert">')[1].split("</div>")[0] for answer in answers}
    assert len(told) == 1
    assert "do not belong together" in told.pop()


def test_what_somebody_typed_for_a_name_is_nowhere_in_the_audit(site: Site, database: Engine) -> None:
    site.browser().sign_in("my-own-password", "x")
    with database.connect() as connection:
        rows = (
            connection.execute(text("SELECT * FROM audit")).all()
            + connection.execute(text("SELECT * FROM buckets")).all()
        )
    assert len(rows) == 4
    assert "my-own-password" not in str(rows)


def test_a_role_that_needs_a_second_step_is_let_in_by_a_link_alone(site: Site) -> None:
    site.agent("dana")
    site.register.put_password("dana", _hash(site), site.clock())
    before = site.register.find("dana").profile
    site.register.change("dana", type(before)("dana", "Dana", roles=frozenset({"administrator"})), site.clock())
    browser = site.browser()
    refused = browser.sign_in("dana")
    assert refused.status_code == 403
    assert "A second step is missing" in refused.text
    _, token = site.register.invite("dana", site.clock())
    browser.set_up(f"/desk/set-up/{token}")
    browser.second_step()
    assert browser.inside


def test_agents_are_asked_for_a_code_where_the_city_wants_it(database: Engine) -> None:
    site = Site(database, agents_too=True)
    browser = site.browser()
    assert browser.set_up(site.add()).headers["Location"] == "/desk/second-step"
    assert not browser.inside
    browser.second_step()
    assert browser.inside


def test_a_sign_in_ends_when_nothing_is_done_and_at_the_end_of_the_day(site: Site) -> None:
    browser = site.agent()
    for _ in range(14):
        site.clock.later(minutes=50)
        assert browser.inside
    site.clock.later(minutes=50)
    assert not browser.inside  # twelve hours and a half: whatever was done
    browser.sign_in()
    site.clock.later(minutes=61)
    assert not browser.inside


def test_a_page_that_asks_by_itself_is_no_sign_of_life(site: Site) -> None:
    browser = site.agent()
    for _ in range(2):
        site.clock.later(minutes=31)
        status = browser.get("/desk/account", Accept="application/json").status_code
    assert status == 401


def test_signing_out_ends_copies_of_the_cookie_too(site: Site) -> None:
    browser = site.agent()
    kept = browser.cookie()
    browser.post("/desk/sign-out", page="/desk/account")
    thief = site.browser()
    thief.client.set_cookie("onecall", kept)
    assert not thief.inside


def test_everywhere_else_is_signed_out_here_is_not(site: Site) -> None:
    here, there = site.agent(), site.browser(agent="Mozilla/5.0 (iPhone; CPU iPhone OS 19) Safari/605")
    there.sign_in()
    page = here.get("/desk/account").text
    assert "Firefox, Windows" in page
    assert "Safari, iPhone" in page
    assert here.post("/desk/sign-out-elsewhere", page="/desk/account").headers["Location"].endswith("done=elsewhere")
    assert here.inside
    assert not there.inside


@pytest.mark.parametrize("act", ["lock", "reset", "roles"])
def test_what_an_administrator_does_holds_from_that_moment(site: Site, act: str) -> None:
    browser = site.agent()
    profile = site.register.find("dana").profile
    match act:
        case "lock":
            site.register.lock("dana", site.clock())
        case "reset":
            site.register.reset("dana", site.clock())
        case _:
            roles = frozenset({"agent", "supervisor"})
            site.register.change("dana", type(profile)("dana", "Dana", roles=roles), site.clock())  # type: ignore[arg-type]
    assert not browser.inside


def test_whoever_was_on_the_way_somewhere_is_led_there(site: Site) -> None:
    site.agent()
    browser = site.browser()
    asked = browser.get("/desk/password?lang=es")
    assert asked.headers["Location"] == "/desk/sign-in?next=/desk/password?lang%3Des&lang=es"
    assert 'name="next" value="/desk/password?lang=es"' in browser.get(asked.headers["Location"]).text
    assert browser.sign_in(next="/desk/password?lang=es").headers["Location"] == "/desk/password?lang=es"


def test_nobody_is_led_away_from_our_own_pages(site: Site) -> None:
    site.agent()
    for away in (
        "https://evil.example/desk", "//evil.example/desk", "/\\evil.example", "/desk/../../evil",
        "/desk//evil.example", "/desk@evil.example", "/deskevil", "javascript:alert(1)", "/desk\r\nLocation: x",
        "/voice", "/desk?" + "x" * 400,
    ):  # fmt: skip
        assert inside(away) == "", away
        if away.startswith(("//", "https")):
            assert site.browser().sign_in(next=away).headers["Location"] == "/desk"


def test_every_answer_is_kept_by_nobody_and_shown_in_no_frame(site: Site) -> None:
    link, browser = site.add("lee"), site.agent()
    paths = [
        "/desk/sign-in",
        "/desk/account",
        "/desk/password",
        "/desk/second-step",
        link,
        "/desk",
        "/desk/set-up/none",
    ]
    for path in paths:
        answer = browser.get(path)
        assert answer.headers["Cache-Control"].startswith("no-store"), path
        assert dict(answer.headers).items() >= pages.SECURITY_HEADERS.items(), path
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
    told_out = site.browser().get("/desk/account", Accept="application/json")
    assert (told_out.status_code, told_out.json) == (401, {"error": "signed_out"})
    assert told_out.headers["Cache-Control"] == "no-store"


def test_cookies_are_for_our_pages_over_https_alone(database: Engine) -> None:
    site = Site(database, https=True)
    browser = site.browser()
    answer = browser.set_up(site.add())
    cookies = {each.split("=")[0]: each for each in answer.headers.getlist("Set-Cookie")}
    session, known = cookies["__Host-onecall"], cookies["onecall_known"]
    assert "Secure; HttpOnly; Path=/; SameSite=Lax" in session
    assert "Domain" not in session + known
    assert "Secure; HttpOnly; Path=/desk; SameSite=Lax" in known
    assert "Expires" not in session  # gone with the browser
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Strict-Transport-Security" not in Site(database).browser().get("/desk/sign-in").headers


def test_a_database_that_is_away_is_an_apology(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = site.agent()
    token = browser.token()

    def away(*_: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(type(site.cabinet), "transaction", away)
    page = browser.get("/desk/account")
    assert page.status_code == 503
    assert "Callers are still being served" in page.text
    assert browser.get("/desk/account", Accept="application/json").status_code == 503
    answer = browser.client.post(
        "/desk/sign-in", data={"csrf_token": token, "login": "dana", "password": "x"}, headers={"Accept": "text/html"}
    )
    assert answer.status_code == 503


def _hash(site: Site) -> str:
    with site.app.app_context():
        return site.desk.locks.hash(PASSWORD)
