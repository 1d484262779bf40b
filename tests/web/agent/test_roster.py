"""People managed in the browser: added, changed, let in anew, locked; each in the audit by who did it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ivr.agents.people.person import Profile
from ivr.agents.people.where import From
from ivr.web import pages

from .site import PASSWORD, Browser, Site

ROOT = Path(__file__).parents[3]
WHO = {"login": "lee", "name": "Lee Park", "role": "agent", "telephone": "number", "number": "+1 410 555 0181"}


@pytest.fixture
def ada(site: Site) -> Browser:
    return site.administrator()


def adds(ada: Browser, **more: str) -> str:
    """The page that comes back."""
    return ada.post("/desk/people/new", **{**WHO, "password": PASSWORD, **more}).text


def link(page: str) -> str:
    found = re.search(r"https://311\.example\.gov(/desk/set-up/[\w-]+)", page)
    assert found, page
    return found[1]


def done(site: Site) -> list[tuple[str, str, str, str]]:
    return [(each.who, each.what, each.about, each.address) for each in site.audited()]


def test_somebody_is_added_and_comes_in_by_the_link_that_is_shown_once(site: Site, ada: Browser) -> None:
    page = adds(ada, **{"language.en": "3", "language.es": "1", "skill_other": "Police:2, water"})
    lee = site.register.find("lee")
    assert lee.profile == Profile(
        "lee", "Lee Park", languages=("en:3", "es"), skills=("police:2", "water"), telephone="+14105550181"
    )
    assert done(site)[-1] == ("ada", "added_person", f"person:{lee.id}", "203.0.113.7")
    browser = site.browser()
    browser.set_up(link(page))
    assert browser.inside
    assert link(page) not in ada.get(f"/desk/people/{lee.id}").text


def test_who_adds_somebody_shows_first_who_they_are(site: Site, ada: Browser) -> None:
    refused = ada.post("/desk/people/new", **WHO, password="not this one")
    assert refused.status_code == 403
    assert "+1 410 555 0181" in refused.text  # nobody types it all again
    assert [one.login for one in site.register.everybody()] == ["ada"]


CANNOT_BE: tuple[tuple[dict[str, str], str], ...] = (
    ({"login": "Lee Park"}, "cannot be a name for signing in"), ({"login": "ADA "}, "Somebody has this name"),
    ({"name": "x" * 81}, "one line of at most 80"), ({"role": ""}, "at least one role"),
    ({"role": "boss"}, "at least one role"), ({"number": "4105550181"}, "with + and its country"),
    ({"number": "browser"}, "with + and its country"), ({"number": ""}, "with + and its country"),
    ({"telephone": "sip", "sip": "lee"}, "sip:dana@pbx.example.gov"),
    ({"language_other": "somali"}, "two small letters"),
    ({"skill_other": "water:9"}, "A level is 1, 2 or 3"),
)  # fmt: skip


def test_what_cannot_be_is_told_and_nothing_is_lost(site: Site, ada: Browser) -> None:
    for changed, told in CANNOT_BE:
        answer = ada.post("/desk/people/new", **{**WHO, "password": PASSWORD, **changed})
        assert answer.status_code == 422, changed
        assert told in answer.text.split('id="trouble"')[1].split("</div>")[0]
        assert "name" in changed or 'value="Lee Park"' in answer.text
    assert len(site.register.everybody()) == 1


def test_a_profile_is_changed_and_roles_only_with_the_password(site: Site, ada: Browser) -> None:
    lee = site.agent("lee")
    number = site.register.find("lee").id
    path = f"/desk/people/{number}"
    plain = {"name": "Lee", "role": "agent", "telephone": "none", "language.en": "2"}
    assert ada.post(path, **plain).headers["Location"] == f"{path}?done=changed"
    assert site.register.find("lee").profile.levels == {"en": 2}
    assert lee.inside
    more = {**plain, "role": "supervisor"}
    assert ada.post(path, **more).status_code == 403
    assert site.register.find("lee").roles == {"agent"}
    assert ada.post(path, **more, password=PASSWORD).status_code == 303
    assert site.register.find("lee").roles == {"supervisor"}
    assert not lee.inside
    verbs = [(who, what) for who, what, about, _ in done(site) if about == f"person:{number}" and who == "ada"]
    assert [what for _, what in verbs if what != "opened_person"] == ["changed_person"] * 2 + ["changed_roles"]


def test_callers_are_led_to_another_telephone_only_with_the_password_and_to_none_without(
    site: Site, ada: Browser
) -> None:
    site.add("lee")
    path = f"/desk/people/{site.register.find('lee').id}"
    none = {"name": "Lee", "role": "agent", "telephone": "none", "language.en": "1"}
    for other in ({"telephone": "sip", "sip": "sip:lee@pbx.example.gov"}, {"telephone": "browser"}):
        refused = ada.post(path, **{**none, **other})
        assert refused.status_code == 403
        assert "Nothing was changed" in refused.text
        assert site.register.find("lee").profile.telephone == ""
        assert ada.post(path, **{**none, **other}, password=PASSWORD).status_code == 303
        assert site.register.find("lee").profile.telephone != ""
        assert ada.post(path, **{**none, **other, "name": "Lee Park"}).status_code == 303  # the same telephone
        assert ada.post(path, **none).status_code == 303
        assert site.register.find("lee").profile.telephone == ""


def test_what_was_not_changed_is_in_no_audit(site: Site, ada: Browser) -> None:
    site.add("lee", languages=("en",))
    same = {"name": "Lee", "role": "agent", "telephone": "none", "language.en": "1"}
    assert ada.post(f"/desk/people/{site.register.find('lee').id}", **same).status_code == 303
    assert [what for _, what, _, _ in done(site)][-1] == "opened_person"  # the form was looked at


def test_a_lock_holds_at_once_and_an_open_one_wants_the_password(site: Site, ada: Browser) -> None:
    lee = site.agent("lee")
    path = f"/desk/people/{site.register.find('lee').id}"
    assert ada.post(f"{path}/lock", page=path).headers["Location"].endswith("done=locked")
    assert not lee.inside
    assert ada.post(f"{path}/unlock", page=path).status_code == 403
    assert lee.sign_in("lee").status_code == 403
    assert ada.post(f"{path}/unlock", page=path, password=PASSWORD).status_code == 303
    assert lee.sign_in("lee").status_code == 303


@pytest.mark.parametrize(("act", "stays"), [("invite", True), ("reset", False)])
def test_a_new_link_lets_set_up_anew(site: Site, ada: Browser, act: str, stays: bool) -> None:
    lee = site.agent("lee")
    path = f"/desk/people/{site.register.find('lee').id}"
    assert ada.post(f"{path}/{act}", page=path, password="not this one").status_code == 403
    page = ada.post(f"{path}/{act}", page=path, password=PASSWORD).text
    assert lee.inside is stays
    assert (site.browser().sign_in("lee").status_code == 303) is stays
    fresh = site.browser()
    fresh.set_up(link(page), "another long sentence here")
    assert fresh.inside
    assert not lee.inside


def test_nobody_locks_themselves_out_or_stops_being_an_administrator_by_mistake(site: Site, ada: Browser) -> None:
    path = f"/desk/people/{site.register.find('ada').id}"
    mine = {"name": "Ada", "role": "agent", "telephone": "none", "password": PASSWORD}
    refused = ada.post(path, **mine)
    assert refused.status_code == 422
    assert "Another administrator can" in refused.text
    assert ada.post(f"{path}/lock", page=path).headers["Location"].endswith("trouble=people_own")
    assert ada.inside
    assert site.register.find("ada").roles == {"administrator"}


def test_somebody_or_something_there_is_not_is_not_found(ada: Browser) -> None:
    assert ada.get("/desk/people/99").status_code == 404
    assert ada.post("/desk/people/1/forget", page="/desk/people/1").status_code == 404
    assert ada.get("/desk/people/1/lock?lang=es").location == "/desk/people/1?lang=es"  # looked at, nothing is done
    assert ada.inside


def test_the_list_says_what_is_missing_before_somebody_can_come_in(site: Site, ada: Browser) -> None:
    site.add("max")
    site.agent("lee")
    site.register.lock("lee", site.clock())
    page = ada.get("/desk/people").text
    assert re.findall(r'data-state="(\w+)"', page) == ["in", "waits", "locked"]
    assert "+1" not in page  # where people can be rung stands on their own pages


def test_the_audit_is_looked_through_by_who_what_about_and_since(site: Site, ada: Browser) -> None:
    lee = site.agent("lee")
    number = site.register.find("lee").id
    site.clock.later(days=3)
    lee.sign_in("lee", "wrong wrong wrong")
    ada.sign_in("ada")
    ada = site.administrator("eve")

    def verbs(query: str) -> list[str]:
        return re.findall(r'<td role="cell" class="did">([^<]+)</td>', ada.get(f"/desk/audit?{query}").text)

    assert verbs("who=lee") == ["wrong password", "signed in", "set up by a link"]
    assert verbs("who=lee&days=1") == ["wrong password"]
    assert verbs("who=lee&what=signed_in") == ["signed in"]
    assert verbs(f"about=person:{number}") == ["added a person"]
    assert verbs("who=lee&what=nonsense") == []
    assert verbs("who=eve&what=opened_audit")  # who reads the audit is in it
    assert f'<a href="/desk/people/{number}?lang=en">Lee</a>' in ada.get(f"/desk/audit?about=person:{number}").text


def test_the_audit_goes_back_page_by_page(site: Site, ada: Browser) -> None:
    lee = site.register.find("ada")
    for n in range(120):
        site.desk.audit.opened(lee, "opened_draft", f"draft:{n}", From("", ""), site.clock())
    page = ada.get("/desk/audit?what=opened_draft").text
    older = re.search(r'href="([^"]+before=[^"]+)"', page)
    assert older
    rest = ada.get(older[1].replace("&amp;", "&")).text
    seen = [int(n) for text in (page, rest) for n in re.findall(r"draft:(\d+)<", text)]
    assert seen == list(reversed(range(120)))
    assert "Older ones" not in rest


def test_nonsense_in_an_address_finds_nothing_and_breaks_nothing(ada: Browser) -> None:
    for query in ("before=x", "days=99999999", "who=%00", "about='%20OR%201=1", "what=" + "x" * 500):
        assert ada.get(f"/desk/audit?{query}").status_code == 200, query


def test_every_verb_of_the_audit_has_words() -> None:
    rooms = (ROOT / "ivr" / "agents" / "people", ROOT / "ivr" / "web" / "agent")
    sources = "".join(path.read_text("utf-8") for room in rooms for path in room.rglob("*.py"))
    calls = re.findall(r"(?:entry|Entry|opened|refused|let_in)\((.*?)\)\n", sources, re.S)
    written = {verb for call in calls for verb in re.findall(r'"([a-z]+_[a-z_]+)"', call)}
    assert len(written) > 20
    assert {verb for verb in written if f"did_{verb}" not in pages.all_words()} == set()
