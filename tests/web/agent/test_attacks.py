"""What somebody tries who is not one of us."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import islice, product
from threading import Event

import pytest
from sqlalchemy import Engine

from ivr.agents.people import limits
from ivr.agents.people.where import From
from ivr.db.engine import connect
from ivr.web.agent import locks
from ivr.web.agent.origin import address

from .site import HTML, PASSWORD, Clock, Site

POSTS = [
    "/desk/sign-in", "/desk/code", "/desk/second-step", "/desk/set-up/x", "/desk/password", "/desk/sign-out",
    "/desk/sign-out-elsewhere", "/desk/recovery-codes",
]  # fmt: skip


def test_a_form_without_our_token_changes_nothing(site: Site) -> None:
    browser = site.agent()
    before = len(site.audited())
    another = site.browser().token()
    for path, token in product(POSTS, ({}, {"csrf_token": "made up"}, {"csrf_token": another})):
        answer = browser.client.post(path, data={"password": PASSWORD, **token}, headers=HTML)
        assert answer.status_code == 400, (path, token)
        assert "too old" in answer.text
    assert browser.inside
    assert len(site.audited()) == before


def test_a_form_of_another_site_is_refused_even_with_the_token(site: Site) -> None:
    browser = site.agent()
    data = {"csrf_token": browser.token("/desk/account")}
    crossed = browser.client.post("/desk/sign-out", data=data, headers={**HTML, "Sec-Fetch-Site": "cross-site"})
    assert crossed.status_code == 400
    assert browser.inside


def test_a_script_sends_the_token_as_a_header(site: Site) -> None:
    browser = site.agent()
    headers = {"X-CSRF-Token": browser.token("/desk/account")}
    assert browser.client.post("/desk/sign-out").json == {"error": "stale_form"}
    assert browser.client.post("/desk/sign-out", headers=headers).status_code == 303


def test_a_cookie_that_was_there_before_is_worth_nothing_after(site: Site) -> None:
    """Session fixation: who plants a cookie and waits until its owner signs in, is not in by it."""
    site.agent()
    victim, thief = site.browser(), site.browser()
    victim.get("/desk/sign-in")
    planted = victim.cookie()
    token = victim.token()
    victim.sign_in()
    assert victim.inside
    thief.client.set_cookie("onecall", planted)
    assert not thief.inside
    assert victim.cookie() != planted
    stale = victim.client.post("/desk/sign-out", data={"csrf_token": token}, headers=HTML)
    assert stale.status_code == 400  # the token of before is gone too


def test_half_way_in_is_not_in_and_ends_with_the_password_and_with_time(site: Site) -> None:
    _, phone, _ = site.supervisor()
    slow, changed = site.browser(), site.browser()
    slow.sign_in("kim")
    changed.sign_in("kim")
    for path in ("/desk/account", "/desk/password", "/desk/second-step"):
        assert slow.get(path).status_code == 303
    token = changed.token("/desk/code")
    site.register.put_password("kim", "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$AAAA", site.clock())
    data = {"csrf_token": token, "code": phone.code(ahead=1)}
    assert changed.client.post("/desk/code", data=data, headers=HTML).status_code == 403
    assert not changed.inside
    site.clock.later(minutes=6)
    assert slow.get("/desk/code").headers["Location"] == "/desk/sign-in"


def test_five_wrong_passwords_and_then_the_right_one_waits_too(site: Site) -> None:
    site.agent()
    strangers = [site.browser(address=f"198.51.100.{n}") for n in range(8)]
    statuses = [stranger.sign_in(password=f"wrong number {n}").status_code for n, stranger in enumerate(strangers)]
    assert statuses == [403] * 5 + [429] * 3
    waits = site.browser().sign_in()
    assert waits.status_code == 429
    assert "about 3 min" in waits.text
    assert 170 <= int(waits.headers["Retry-After"]) <= 181
    site.clock.later(minutes=3)
    assert site.browser().sign_in().status_code == 303


def test_a_name_that_nobody_has_waits_in_the_same_way(site: Site) -> None:
    statuses = [site.browser().sign_in("nobody", f"guess {n}").status_code for n in range(7)]
    assert statuses == [403] * 5 + [429] * 2


def test_a_stranger_who_fails_on_purpose_does_not_keep_an_agent_from_work(site: Site) -> None:
    known = site.agent()
    known.post("/desk/sign-out", page="/desk/account")
    for n in range(8):
        site.browser(address=f"198.51.100.{n}").sign_in(password="wrong wrong wrong")
    assert site.browser().sign_in().status_code == 429
    assert known.sign_in().status_code == 303


def test_somebody_elses_known_browser_is_a_stranger_to_another_name(site: Site) -> None:
    known = site.agent("lee")
    site.agent("dana")
    known.post("/desk/sign-out", page="/desk/account")
    statuses = [known.sign_in("dana", f"guess {n}").status_code for n in range(6)]
    assert statuses == [403] * 5 + [429]
    assert site.browser().sign_in("dana").status_code == 429  # they were counted for dana


def test_one_address_that_tries_many_names_is_stopped_and_a_call_centre_is_not(site: Site) -> None:
    site.agent()
    spray, centre = site.browser(address="198.51.100.9"), site.browser(address="198.51.100.10")
    for browser in (spray, centre):
        for _ in range(38):
            site.desk.tries.count([limits.address(browser.address)], site.clock())
    statuses = [spray.sign_in(f"name{n}", "one password for all").status_code for n in range(4)]
    assert statuses == [403] * 2 + [429] * 2
    assert {centre.sign_in().status_code for _ in range(5)} == {303}  # what is right does not count


def test_guessing_in_parallel_by_two_processes_is_counted_once(site: Site, database_url: str) -> None:
    """Twelve at once, by two processes with engines of their own: five are looked at, whoever was first."""
    site.agent()
    other_engine = connect(database_url, name="other", pool_size=10)
    other = Site(other_engine, Clock(site.clock.at))
    pairs = [(one.browser(address=f"198.51.100.{n}"), n) for n in range(6) for one in (site, other)]
    for browser, _ in pairs:
        browser.token()
    with ThreadPoolExecutor(12) as pool:
        statuses = list(pool.map(lambda pair: pair[0].sign_in(password=f"guess {pair[1]}").status_code, pairs))
    other_engine.dispose()
    assert sorted(statuses) == [403] * 5 + [429] * 7


def test_one_code_sent_to_two_processes_at_once_lets_one_in(site: Site, database_url: str) -> None:
    _, phone, codes = site.supervisor()
    other_engine = connect(database_url, name="other")
    sites = (site, Site(other_engine, Clock(site.clock.at)))
    for sent in ({"code": phone.code(ahead=1)}, {"recovery": codes[0]}):
        browsers = [one.browser() for one in sites for _ in range(2)]
        tokens = []
        for browser in browsers:
            browser.sign_in("kim")
            tokens.append(browser.token("/desk/code"))

        def send(n: int) -> int:
            data = {"csrf_token": tokens[n], **sent}  # noqa: B023 - used up before the next turn
            return browsers[n].client.post("/desk/code", data=data, headers=HTML).status_code  # noqa: B023

        with ThreadPoolExecutor(4) as pool:
            assert sorted(pool.map(send, range(4))) == [303, 403, 403, 403]
        site.register.unlock("kim", site.clock())
    other_engine.dispose()


def test_codes_are_counted_for_the_person_however_often_the_password_is_right(site: Site) -> None:
    site.supervisor()
    statuses = []
    for _ in range(7):
        browser = site.browser()
        browser.sign_in("kim")
        statuses.append(browser.post("/desk/code", code="123456").status_code)
    assert statuses == [403] * 5 + [429] * 2


def test_how_long_it_takes_tells_nothing_of_who_there_is(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes the time is one hash: it is made, and at the same cost, whether or not there is such a name."""
    site.agent("dana")
    site.agent("lee")
    site.register.lock("lee", site.clock())
    site.add("new")
    seen = _looked_at(monkeypatch)
    for n, login in enumerate(("dana", "nobody", "lee", "new")):
        site.browser(address=f"198.51.100.{n}").sign_in(login, "guess guess guess")
    assert len(seen) == 4
    assert {kept.rsplit("$", 2)[0] for _, kept in seen} == {"$argon2id$v=19$m=1024,t=2,p=1"}


def test_a_long_password_is_not_worked_on_for_long(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.agent()
    seen = _looked_at(monkeypatch)
    assert site.browser().sign_in(password="x" * 200_000).status_code == 403
    assert [len(typed) for typed, _ in seen] == [256]


def test_a_crowd_at_the_door_keeps_few_threads_and_is_no_try(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits for the hash holds a thread that answers callers; beyond some, they are sent away at once."""
    monkeypatch.setattr(locks, "PATIENCE", 60.0)
    site, busy, go_on = Site(database), Event(), Event()
    site.agent()

    def slow(password: str, hashed: str) -> bool:
        busy.set()
        return go_on.wait(60)

    with monkeypatch.context() as patched, ThreadPoolExecutor(locks.WAITING + 6) as pool:
        patched.setattr(locks, "verify_password", slow)
        crowd = [site.browser(address=f"198.51.100.{n}") for n in range(locks.WAITING + 6)]
        tried = [pool.submit(one.sign_in, f"name{n // 4}") for n, one in enumerate(crowd)]
        try:
            assert busy.wait(30)
            away = list(islice(as_completed(tried, timeout=30), 5))
            assert [one.result().status_code for one in away] == [503] * 5
            assert "Many people are signing in at once" in away[0].result().text
            assert [site.browser().sign_in().status_code for _ in range(6)] == [503] * 6
        finally:
            go_on.set()
    assert sorted(one.result().status_code for one in tried) == [403] * (locks.WAITING + 1) + [503] * 5
    assert site.browser().sign_in().status_code == 303


def test_the_host_header_leads_nobody_away(site: Site) -> None:
    site.agent()
    browser = site.browser()
    for path in ("/desk", "/desk/account", "/desk/sign-in"):
        answer = browser.client.get(path, headers={**HTML, "Host": "evil.example", "X-Forwarded-Host": "evil.example"})
        assert "evil.example" not in answer.text + str(answer.headers)


def test_a_made_up_cookie_is_nobody_s(site: Site) -> None:
    site.agent()
    for cookie in ("", "x", "a.b.c", "eyJfdXNlcl9pZCI6IjEifQ.aaaa.bbbb", "A" * 3000):
        browser = site.browser()
        for name, path in (("onecall", "/"), ("onecall_known", "/desk")):
            browser.client.set_cookie(name, cookie, path=path)
        assert not browser.inside
        assert browser.sign_in().status_code == 303


def test_no_header_and_no_parameter_signs_anybody_in(site: Site) -> None:
    """Not even one of the library's own tokens, signed with our key, for a sign-in that stands."""
    site.agent()
    person = site.register.find("dana")
    standing = site.desk.doorkeeper.begin(person, From("203.0.113.7", ""), False, site.clock())
    serializer = site.app.extensions["security"].remember_token_serializer
    token = serializer.dumps({"ver": "5", "uid": standing, "exp": 0})
    for path, headers in (
        ("/desk/account", {"Authentication-Token": token}),
        (f"/desk/account?auth_token={token}", {}),
    ):
        assert site.browser().client.get(path, headers={**HTML, **headers}).status_code == 303


@pytest.mark.parametrize(
    ("socket", "hops", "proxies", "told"),
    [
        ("203.0.113.7", [], 0, "203.0.113.7"),
        ("203.0.113.7", ["198.51.100.1"], 0, "203.0.113.7"),  # nobody we trust wrote it
        ("127.0.0.1", ["198.51.100.1"], 0, "198.51.100.1"),
        ("127.0.0.1", ["1.1.1.1", "198.51.100.1"], 0, "198.51.100.1"),  # the first was made up by the visitor
        ("10.0.0.4", ["1.1.1.1", "198.51.100.1", "10.0.0.3"], 2, "198.51.100.1"),
        ("10.0.0.4", ["198.51.100.1"], 2, "10.0.0.4"),
        ("127.0.0.1", ["<script>"], 0, "127.0.0.1"),
        ("", ["2001:db8::1"], 0, "2001:db8::1"),
        ("", [], 0, "this machine"),
    ],
)
def test_the_address_is_what_somebody_we_trust_wrote(socket: str, hops: list[str], proxies: int, told: str) -> None:
    assert address(socket, hops, proxies) == told


def _looked_at(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Every password that is compared from now on, with the hash it is compared with."""
    seen: list[tuple[str, str]] = []
    really = locks.verify_password

    def verify(password: str, hashed: str) -> bool:
        seen.append((password, hashed))
        return bool(really(password, hashed))

    monkeypatch.setattr(locks, "verify_password", verify)
    return seen
