"""Single sign-on, against a strict sign-on over HTTP: who comes in by it, and everything that is not believed."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Iterator
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey
from sqlalchemy import Engine

from ivr.agents.people import limits
from ivr.agents.people.person import Profile
from ivr.agents.people.sso.terms import Terms
from ivr.web.agent import signing_on
from tests.browser.serving import served

from .provider import CLIENT, KEY, SECRET, SignOn, key, part, query, through, unsigned
from .site import Browser, Phone, Site

BASE = "http://localhost"
BACK = f"{BASE}/desk/sign-on/back"


@pytest.fixture(scope="module")
def host() -> Iterator[tuple[list[SignOn], str]]:
    """One address, for the sign-on of each test in its turn."""
    of_now: list[SignOn] = []
    with served(lambda environ, start: of_now[-1].app(environ, start)) as address:
        yield of_now, address


@pytest.fixture
def there(host: tuple[list[SignOn], str]) -> SignOn:
    of_now, address = host
    of_now.append(SignOn(BACK, issuer=address))
    return of_now[-1]


def city(database: Engine, there: SignOn, **terms: Any) -> Site:
    made = Site(database, terms=Terms(there.issuer, CLIENT, SECRET, BACK, **terms))
    there.now = lambda: made.clock().timestamp()
    return made


@pytest.fixture
def site(database: Engine, there: SignOn) -> Site:
    return city(database, there)


def comes(browser: Browser, start: str = "/desk/sign-on") -> Any:
    """There and back."""
    sent = browser.get(start)
    assert sent.status_code == 303, sent.text
    return browser.get(through(sent.headers["Location"], BASE))


def test_who_is_on_the_list_comes_in_and_is_led_where_they_wanted_to_go(site: Site) -> None:
    site.add()
    browser = site.browser()
    done = comes(browser, "/desk/sign-on?next=/desk/password")
    assert (done.status_code, done.headers["Location"]) == (303, "/desk/password")
    assert browser.inside
    assert [each.what for each in site.audited()] == ["added_person", "tied_sign_on", "signed_on"]
    assert site.register.find("dana").tied


def test_a_browser_is_sent_with_a_secret_of_its_own_each_time(site: Site, there: SignOn) -> None:
    first, second = (query(site.browser().get("/desk/sign-on").headers["Location"]) for _ in range(2))
    assert first["code_challenge_method"] == "S256"
    assert first["redirect_uri"] == BACK
    for name in ("state", "nonce", "code_challenge"):
        assert len(first[name]) >= 43
        assert first[name] != second[name]
    assert there.asked == ["/.well-known/openid-configuration"]  # asked once, not at every click


def test_a_name_that_changes_hands_there_is_somebody_else_here(site: Site, there: SignOn) -> None:
    site.add()
    comes(site.browser())
    there.who = {"sub": "s-1", "preferred_username": "dana.reyes"}
    assert comes(site.browser()).status_code == 303  # the same account, whatever it is called by now
    there.who = {"sub": "s-2", "preferred_username": "dana"}
    thief = site.browser()
    refused = comes(thief)
    assert refused.status_code == 403
    assert "not on the list" in refused.text
    assert not thief.inside


def test_who_is_reset_is_tied_anew_by_whoever_comes_by_that_name(site: Site, there: SignOn) -> None:
    site.add()
    comes(site.browser())
    site.register.reset("dana", site.clock())
    assert not site.register.find("dana").tied
    there.who = {"sub": "s-2", "preferred_username": "dana"}
    assert comes(site.browser()).status_code == 303


def test_who_is_not_on_the_list_or_locked_is_told_kindly_and_the_same(site: Site, there: SignOn) -> None:
    site.add()
    site.register.lock("dana", site.clock())
    locked = comes(site.browser())
    there.who = {"sub": "s-9", "preferred_username": "nobody"}
    unknown = comes(site.browser())
    assert (locked.status_code, unknown.status_code) == (403, 403)
    assert locked.text.split("<h1>")[1] == unknown.text.split("<h1>")[1]
    assert len(site.register.everybody()) == 1


def test_who_is_locked_after_they_were_tied_is_out_and_stays_out(site: Site) -> None:
    site.add()
    browser = site.browser()
    comes(browser)
    site.register.lock("dana", site.clock())
    assert not browser.inside
    assert comes(browser).status_code == 403
    assert [each.what for each in site.audited()][-1] == "sign_on_refused"


def test_a_group_lets_in_who_is_not_on_the_list_as_an_agent_and_no_more(database: Engine, there: SignOn) -> None:
    site = city(database, there, group="311-agents")
    there.who = {"sub": "s-7", "preferred_username": "Lee@City.gov", "name": "Lee Park", "groups": ["311-agents"]}
    browser = site.browser()
    assert comes(browser).status_code == 303
    lee = site.register.find("lee@city.gov")
    assert lee.profile == Profile("lee@city.gov", "Lee Park")
    for groups in (["others"], "311-agents", None):
        there.who = {"sub": "s-8", "preferred_username": "max", "groups": groups}
        assert comes(site.browser()).status_code == 403
    there.who = {"sub": "s-8", "preferred_username": "lee@city.gov", "groups": ["311-agents"]}
    assert comes(site.browser()).status_code == 403  # that name is somebody's


def test_an_address_that_nobody_has_looked_at_is_no_name(database: Engine, there: SignOn) -> None:
    site = city(database, there, login="email")
    site.add("dana@city.gov")
    for verified in (False, None, "true"):
        there.who = {"sub": "s-1", "email": "dana@city.gov", "email_verified": verified}
        assert comes(site.browser()).status_code == 403
    there.who = {"sub": "s-1", "email": "dana@city.gov", "email_verified": True}
    assert comes(site.browser()).status_code == 303


@pytest.mark.parametrize(("rule", "amr", "enough"), [
    ("amr", ["pwd", "mfa"], True), ("amr", ["pwd"], False), ("amr", None, False), ("amr", "mfa", False),
    ("always", None, True), ("never", ["mfa"], False),
])  # fmt: skip
def test_a_second_step_there_counts_where_the_city_trusts_it(
    database: Engine, there: SignOn, rule: str, amr: object, enough: bool
) -> None:
    site = city(database, there, second=rule)
    site.add("kim", ("supervisor",))
    there.who = {"sub": "s-3", "preferred_username": "kim", "amr": amr}
    browser = site.browser()
    if amr == "mfa":
        assert comes(browser).status_code == 403  # no list: not believed at all
    else:
        done = comes(browser)
        assert browser.inside is enough
        assert enough or "A second step is missing" in done.text


def test_what_the_token_leaves_out_is_asked_for_and_must_be_about_the_same_one(database: Engine, there: SignOn) -> None:
    site = city(database, there, group="311-agents")
    there.who = {"sub": "s-7"}
    there.more = {"sub": "s-8", "preferred_username": "lee", "name": "Lee Park", "groups": ["311-agents"]}
    assert comes(site.browser()).status_code == 403
    there.more["sub"] = "s-7"
    assert comes(site.browser()).status_code == 303
    assert site.register.find("lee").name == "Lee Park"
    there.who = {"sub": "s-9", "preferred_username": "max", "groups": []}  # what is signed counts
    there.more = {"sub": "s-9", "groups": ["311-agents"]}
    assert comes(site.browser()).status_code == 403


def test_who_showed_no_second_thing_there_shows_it_here(site: Site, there: SignOn) -> None:
    _, phone, _ = site.supervisor()
    there.who = {"sub": "s-3", "preferred_username": "kim"}
    browser = site.browser()
    assert comes(browser).headers["Location"] == "/desk/code"
    assert not browser.inside
    assert browser.post("/desk/code", code=Phone(phone.key).code(ahead=1)).status_code == 303
    assert browser.inside


def drops(name: str) -> Any:
    return lambda claims: claims.pop(name)


def puts(**changed: Any) -> Any:
    return lambda claims: claims.update(changed)


def moves(name: str, by: int) -> Any:
    return lambda claims: claims.update({name: claims[name] + by})


SPOILED = (
    puts(nonce="another"), drops("nonce"), puts(aud="another"), puts(aud=["another", "more"]), drops("aud"),
    puts(aud=[CLIENT, "another"]), puts(aud=[CLIENT, "another"], azp="another"), puts(iss="https://evil.example"),
    drops("iss"), moves("exp", -300 - 121), drops("exp"), moves("iat", 400), drops("sub"), puts(sub=""), puts(sub=7),
    puts(exp="soon"),
)  # fmt: skip


def test_a_token_that_is_not_for_this_asking_lets_nobody_in(site: Site, there: SignOn) -> None:
    site.add()
    for n, spoil in enumerate(SPOILED):
        there.spoil = spoil
        browser = site.browser()
        answer = comes(browser)
        assert answer.status_code == 403, n
        assert "did not let you through" in answer.text
        assert not browser.inside
    assert [each.what for each in site.audited()] == ["added_person"] + ["sign_on_refused"] * len(SPOILED)


def test_two_clocks_may_differ_by_two_minutes(site: Site, there: SignOn) -> None:
    site.add()
    for skew in (-390, 100):
        there.now = lambda skew=skew: site.clock().timestamp() + skew  # type: ignore[misc]
        assert comes(site.browser()).status_code == 303


def _by_secret(claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "HS256", "kid": "first"}, claims, OctKey.import_key(SECRET * 3))


def _by_public_key(claims: dict[str, Any]) -> str:
    """Its public key, which everybody has, taken for a secret."""
    signed = f"{part({'alg': 'HS256', 'kid': 'first'})}.{part(claims)}"
    mac = hmac.digest(KEY.as_pem(private=False), signed.encode(), "sha256")
    return f"{signed}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"


OTHER = key("first")


FORGED: tuple[Any, ...] = (
    unsigned, _by_secret, _by_public_key, lambda claims: "a.b.c", lambda claims: "",
    lambda claims: jwt.encode({"alg": "RS256", "kid": "first"}, claims, OTHER),
    lambda claims: jwt.encode({"alg": "RS256", "kid": "unheard of"}, claims, OTHER),
    lambda claims: jwt.encode({"alg": "RS256", "jwk": OTHER.as_dict(private=False)}, claims, OTHER),
)  # fmt: skip


def test_a_token_that_it_did_not_sign_lets_nobody_in(site: Site, there: SignOn) -> None:
    site.add()
    for n, sign in enumerate(FORGED):
        there.sign = sign
        site.seconds += 61  # so that its keys are looked at anew, each time
        browser = site.browser()
        assert comes(browser).status_code == 403, n
        assert not browser.inside


def test_its_keys_may_change_and_are_asked_for_anew_once_a_minute_at_most(site: Site, there: SignOn) -> None:
    site.add()
    comes(site.browser())
    there.keys = [key("second"), KEY]
    site.seconds = 61
    assert comes(site.browser()).status_code == 303
    asked = there.asked.count("/keys")
    there.sign = lambda claims: jwt.encode({"alg": "RS256", "kid": "unheard of"}, claims, OTHER)
    for _ in range(3):
        assert comes(site.browser()).status_code == 403
    assert there.asked.count("/keys") == asked


def test_an_answer_is_taken_once_and_from_the_browser_that_asked(site: Site, there: SignOn) -> None:
    site.add()
    browser, thief = site.browser(), site.browser()
    sent = browser.get("/desk/sign-on").headers["Location"]
    before = browser.cookie()
    back = through(sent, BASE)
    assert thief.get(back).status_code == 403  # a link that somebody is made to open signs nobody in
    assert browser.get(back).status_code == 303
    again = site.browser()
    again.client.set_cookie("onecall", before)  # a copy of the cookie, of before
    there.codes[query(back)["code"]] = query(sent)
    assert again.get(back).status_code == 403
    assert not thief.inside
    assert not again.inside


def test_an_answer_that_was_changed_on_the_way_lets_nobody_in(site: Site) -> None:
    site.add()
    for changed in (
        {"state": "another"}, {"state": ""}, {"code": "another"}, {"code": ""},
        {"iss": "https://evil.example"}, {"iss": ""},
    ):  # fmt: skip
        browser = site.browser()
        back = query(through(browser.get("/desk/sign-on").headers["Location"], BASE)) | changed
        assert browser.client.get("/desk/sign-on/back", query_string=back).status_code == 403, changed
        assert not browser.inside


def test_a_code_is_of_no_use_without_what_this_browser_alone_holds(site: Site, there: SignOn) -> None:
    """PKCE: a code that was caught on the way, put into the thief's own answer."""
    site.add()
    victim, thief = site.browser(), site.browser()
    caught = query(through(victim.get("/desk/sign-on").headers["Location"], BASE))["code"]
    own = query(through(thief.get("/desk/sign-on").headers["Location"], BASE)) | {"code": caught}
    assert thief.client.get("/desk/sign-on/back", query_string=own).status_code == 403
    assert not thief.inside


def test_who_takes_too_long_begins_again(site: Site) -> None:
    site.add()
    browser = site.browser()
    back = through(browser.get("/desk/sign-on").headers["Location"], BASE)
    site.clock.later(seconds=signing_on.LASTS)
    stale = browser.get(back)
    assert stale.status_code == 403
    assert "took too long" in stale.text


def test_an_address_whose_answers_are_not_believed_waits(site: Site, there: SignOn) -> None:
    site.add()
    liar, agent = site.browser(address="198.51.100.9"), site.browser(address="198.51.100.10")
    for browser in (liar, agent):
        for _ in range(38):
            site.desk.tries.count([limits.address(browser.address)], site.clock())
    assert {comes(agent).status_code for _ in range(4)} == {303}  # what is right does not count
    there.spoil = puts(nonce="another")
    assert [comes(liar).status_code for _ in range(4)] == [403, 403, 429, 429]


def test_who_says_no_there_is_not_in(site: Site, there: SignOn) -> None:
    there.who = None
    assert comes(site.browser()).status_code == 403


def test_who_must_show_anew_who_they_are_must_have_done_so_just_now(site: Site, there: SignOn) -> None:
    site.add()
    assert comes(site.browser(), "/desk/sign-on?fresh=1").status_code == 303
    for spoil in (moves("auth_time", -600), drops("auth_time"), puts(auth_time="now")):
        there.spoil = spoil
        assert comes(site.browser(), "/desk/sign-on?fresh=1").status_code == 403


def test_who_has_no_password_shows_there_anew_who_they_are_before_they_let_somebody_in(
    database: Engine, there: SignOn
) -> None:
    site = city(database, there)
    site.add("ada", ("administrator",))
    there.who = {"sub": "s-1", "preferred_username": "ada", "amr": ["mfa"]}
    ada, lee = site.browser(), {"login": "lee", "name": "Lee", "role": "agent", "telephone": "none"}
    comes(ada)
    refused = ada.post("/desk/people/new", **lee, password="whatever")
    assert refused.status_code == 403
    assert "/desk/sign-on?lang=en&amp;fresh=1&amp;next=/desk/people/new" in refused.text
    assert comes(ada, "/desk/sign-on?fresh=1&next=/desk/people/new").location == "/desk/people/new"
    assert "/desk/set-up/" in ada.post("/desk/people/new", **lee).text
    site.clock.later(seconds=601)
    assert ada.post("/desk/people/new", **{**lee, "login": "max"}).status_code == 403
    assert [one.login for one in site.register.everybody()] == ["ada", "lee"]


@pytest.mark.parametrize("facts", [
    {"issuer": "https://evil.example"}, {"authorization_endpoint": "http://evil.example/a"}, {"token_endpoint": None},
    {"jwks_uri": "ftp://evil.example"},
])  # fmt: skip
def test_a_sign_on_that_is_not_whom_we_mean_is_asked_nothing(site: Site, there: SignOn, facts: dict[str, Any]) -> None:
    there.facts = facts
    site.add()
    browser = site.browser()
    sent = browser.get("/desk/sign-on")
    if sent.status_code == 303:
        sent = browser.get(through(sent.headers["Location"], BASE))
    assert sent.status_code == 503
    assert not browser.inside


def test_a_sign_on_that_is_away_is_an_apology_and_passwords_still_open(site: Site, there: SignOn) -> None:
    agent = site.agent()
    agent.post("/desk/sign-out", page="/desk/account")
    there.down = True
    away = site.browser().get("/desk/sign-on")
    assert away.status_code == 503
    assert "use a password of this line" in away.text
    assert agent.sign_in().status_code == 303
    there.down = False
    assert comes(site.browser()).status_code == 303  # and it is asked anew


def test_the_button_is_there_where_the_city_has_a_sign_on(database: Engine, there: SignOn) -> None:
    with_one = city(database, there)
    assert "Sign in with your city account" in with_one.browser().get("/desk/sign-in").text
    page = with_one.browser().get("/desk/sign-in?next=/desk/account").text
    assert 'href="/desk/sign-on?lang=en&amp;next=/desk/account"' in page
    without = Site(database)
    assert "city account" not in without.browser().get("/desk/sign-in").text
    assert without.browser().get("/desk/sign-on").status_code == 404
