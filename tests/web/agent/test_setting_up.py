"""Setting up and changing how one comes in: links, passwords, telephones, recovery codes."""

from __future__ import annotations

import re

import pytest

from ivr.agents.people.where import From

from .site import HTML, PASSWORD, Phone, Site

OTHER = "seven quiet green rivers"


def test_looking_at_a_link_does_not_use_it_and_using_it_does(site: Site) -> None:
    link = site.add()
    for _ in range(3):
        assert "Welcome, Dana" in site.browser().get(link).text
    site.browser().set_up(link)
    again = site.browser().get(link)
    assert again.status_code == 404
    assert "leads nowhere any more" in again.text


@pytest.mark.parametrize("why", ["old", "newer", "locked", "made up"])
def test_a_link_that_leads_nowhere_any_more(site: Site, why: str) -> None:
    link = site.add()
    match why:
        case "old":
            site.clock.later(hours=24)
        case "newer":
            site.register.invite("dana", site.clock())
        case "locked":
            site.register.lock("dana", site.clock())
        case _:
            link = link[:-4] + "AAAA"
    assert site.browser().get(link).status_code == 404


def test_who_is_called_away_before_the_telephone_is_set_up_begins_again_by_the_same_link(site: Site) -> None:
    link = site.add("kim", ("supervisor",))
    browser = site.browser()
    browser.set_up(link)
    site.clock.later(minutes=31)
    assert browser.get("/desk/second-step").headers["Location"] == "/desk/sign-in"
    browser.set_up(link, OTHER)
    browser.second_step()
    assert browser.inside
    assert site.browser().get(link).status_code == 404


def test_a_copy_of_the_cookie_of_the_way_in_is_worth_nothing_once_somebody_is_in(site: Site) -> None:
    browser, thief = site.browser(), site.browser()
    browser.set_up(site.add("kim", ("supervisor",)))
    browser.get("/desk/second-step")
    thief.client.set_cookie("onecall", browser.cookie())
    token = thief.token("/desk/second-step")
    browser.second_step()
    site.register.invite("kim", site.clock())
    assert thief.get("/desk/second-step").headers["Location"] == "/desk/sign-in"
    sent = thief.client.post("/desk/second-step", data={"csrf_token": token, "code": "123456"}, headers=HTML)
    assert sent.status_code == 403
    assert browser.inside


def test_a_link_sets_up_one_telephone_however_many_prove_one_at_once(site: Site) -> None:
    site.browser().set_up(site.add("kim", ("supervisor",)))
    kim, where, at = site.register.find("kim"), From("203.0.113.7", ""), site.clock()
    assert [site.desk.setting_up.totp(kim, "{}", n, (), where, at, None) for n in (7, 8)] == [True, False]
    assert site.desk.doorkeeper.totp(kim.id) == ("{}", 7)


@pytest.mark.parametrize(
    ("new", "again", "told"),
    [
        ("short", "short", "too short"),
        ("aaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa", "easy to guess"),
        ("danadanadana", "danadanadana", "easy to guess"),
        ("x1" * 80, "x1" * 80, "too long"),
        (PASSWORD, PASSWORD + ".", "not the same"),
    ],
)
def test_a_password_that_will_not_do_is_told_why(site: Site, new: str, again: str, told: str) -> None:
    browser, link = site.browser(), site.add()
    answer = browser.post(link, new=new, again=again)
    assert answer.status_code == 422
    assert told in answer.text
    assert not browser.inside


def test_a_password_of_other_letters_is_the_same_however_it_is_typed(site: Site) -> None:
    browser = site.browser()
    browser.set_up(site.add(), "contraseña azul de puerto")
    assert site.browser().sign_in(password="contrasen\u0303a azul de puerto").headers["Location"] == "/desk"


def test_a_new_password_wants_the_old_one_and_signs_the_others_out(site: Site) -> None:
    here, there = site.agent(), site.browser()
    there.sign_in()
    refused = here.post("/desk/password", password="not this one", new=OTHER, again=OTHER)
    assert refused.status_code == 403
    assert there.inside
    assert here.post("/desk/password", password=PASSWORD, new=OTHER, again=OTHER).status_code == 303
    assert here.inside
    assert not there.inside
    assert site.browser().sign_in().status_code == 403
    assert site.browser().sign_in(password=OTHER).status_code == 303


def test_the_picture_is_made_here_and_holds_the_key(site: Site) -> None:
    browser = site.agent()
    page = browser.get("/desk/second-step").text
    assert re.search(r'<img class="qr" src="data:image/svg\+xml[^"]+"', page)
    key = re.findall(r'class="key">([^<]+)', page)[0].replace("-", "")
    assert f"otpauth://totp/OneCall%20311:dana?secret={key}" in page
    assert "://" not in re.sub(r"otpauth://|xmlns='[^']+'|http%3A//www.w3.org", "", page)


def test_a_mistyped_code_keeps_the_picture(site: Site) -> None:
    browser = site.agent()
    first = re.findall(r'class="key">([^<]+)', browser.get("/desk/second-step").text)
    again = browser.post("/desk/second-step", password=PASSWORD, code="000000")
    assert again.status_code == 422
    assert re.findall(r'class="key">([^<]+)', again.text) == first


def test_another_telephone_wants_the_password_and_replaces_the_first(site: Site) -> None:
    browser, phone, codes = site.supervisor()
    page = browser.get("/desk/second-step").text
    new = Phone(re.findall(r'class="key">([^<]+)', page)[0].replace("-", ""))
    assert browser.post("/desk/second-step", code=new.code()).status_code == 403
    new, fresh = browser.second_step(password=PASSWORD)
    assert browser.inside
    other = site.browser()
    other.sign_in("kim")
    assert other.post("/desk/code", code=phone.code(ahead=1)).status_code == 403
    assert other.post("/desk/code", recovery=codes[0]).status_code == 403
    assert other.post("/desk/code", recovery=fresh[0]).status_code == 303
    assert new.key != phone.key


def test_new_recovery_codes_replace_the_old_ones(site: Site) -> None:
    browser, _, old = site.supervisor()
    refused = browser.post("/desk/recovery-codes", page="/desk/account", password="not this one")
    assert refused.headers["Location"].endswith("trouble=proof_wrong")
    made = browser.post("/desk/recovery-codes", page="/desk/account", password=PASSWORD)
    new = re.findall(r"<li>([0-9a-f-]{14})</li>", made.text)
    assert len(set(new) | set(old)) == 20
    other = site.browser()
    other.sign_in("kim")
    assert other.post("/desk/code", recovery=old[3]).status_code == 403
    assert other.post("/desk/code", recovery=new[3]).status_code == 303


def test_who_sets_up_is_in_the_audit_and_nothing_of_what_they_typed(site: Site) -> None:
    site.supervisor()
    lines = [(each.who, each.what, each.about) for each in site.audited()]
    assert lines == [
        ("test", "added_person", "person:1"),
        ("kim", "set_up", ""),
        ("kim", "set_second_step", ""),
        ("kim", "signed_in", ""),
    ]
    assert {each.address for each in site.audited()[1:]} == {"203.0.113.7"}


def test_the_pages_speak_spanish(site: Site) -> None:
    browser = site.browser()
    link = site.add("kim", ("supervisor",))
    assert "Primero elija una contraseña" in browser.get(link + "?lang=es").text
    done = browser.post(link + "?lang=es", new=PASSWORD, again=PASSWORD)
    assert done.headers["Location"] == "/desk/second-step?lang=es"
    assert "El código que muestra ahora" in browser.get(done.headers["Location"]).text
