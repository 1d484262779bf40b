"""Nobody gets in: every route behind a guard of the people, with everybody who might stand before it.

The routes are asked of the app and of the table of guards, so that a new one is walked from its first day, or fails.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from ivr.agents.people.sso.terms import Terms
from ivr.speech.storing.folder import Folder
from ivr.web import guards, recordings
from ivr.web.agent import entrance
from ivr.web.agent.listening import listener
from tests.browser import recorded

from .console.floor import draft_of
from .console.house import House
from .site import HTML, Browser

MAY: Mapping[str, set[str]] = {
    "entrance": {"nobody", "half", "invited", "locked", "agent", "supervisor", "administrator"},
    "person": {"agent", "supervisor", "administrator"},
    "staff": {"agent", "supervisor"},
    "agent": {"agent", "supervisor"},
    "supervisor": {"supervisor"},
    "administrator": {"administrator"},
}
"""Who may pass which guard: written here once more, by hand, so that a slip in the program's own table is seen."""
OUT = ("nobody", "half", "invited", "locked")
VALUES = {"token": "t" * 43, "number": "1", "handoff": "h1", "draft": "d1", "act": "lock", "sid": recorded.SID}

OPENED = {
    "console.page": {"opened_handoff", "opened_draft"},
    "console.supervise": {"listened_in", "whispered", "joined_talk"},
    "recordings.show": {"opened_recording"},
    "recordings.sound": {"played_recording"},
    "roster.one": {"opened_person"},
    "roster.audit": {"opened_audit"},
}
"""Where something about a person is opened, and how the audit calls it."""
NOTHING_PERSONAL = {
    "console.events": "numbers of what changed, and for whom: no word of it",
    "console.wall": "counts, colleagues and what they do; of callers only how long they wait",
    "console.wall_events": "as console.events",
    "console.export": "counts by half hours",
    "roster.everybody": "colleagues: names, roles, skills",
    "roster.new": "an empty form",
    "roster.do": "leads back to the person",
    "people.home": "leads on",
    "people.account": "one's own",
    "people.password": "one's own",
    "people.browser_phone": "one's own",
    "people.browser_phone_token": "one's own",
}


class Whole(House):
    """All that people can open, as the app hangs it: signing in, the lists, the console, recordings."""

    folder: Path

    def hang(self, app: Flask) -> None:
        super().hang(app)
        storage = Folder(self.folder)
        storage.put(f"{recorded.SID}.wav", [recorded.sound(recorded.transcript()).wav()])
        shelf = recorded.Site(recorded.cabinet(), self.folder)
        archive = recordings.Archive(
            shelf.cabinet, lambda: storage, shelf.passes, lambda: shelf.clock, lambda: "Baltimore",
            signed_in=partial(listener, self.desk),
        )  # fmt: skip
        known = guards.checks(None, False, staff=archive.allowed, people=entrance.checks(self.desk))
        guards.register(app, recordings.door(archive), known)
        guards.refuse_unguarded(app)


@dataclass(frozen=True)
class Door:
    """One route and one way to use it."""

    rule: Rule
    method: str
    who: str

    @property
    def path(self) -> str:
        values = {name: VALUES[name] for name in self.rule.arguments}
        return str(self.rule.build(values)[1])  # type: ignore[index]


@pytest.fixture
def whole(database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Whole]:
    monkeypatch.setattr(Whole, "folder", tmp_path, raising=False)
    back = "http://localhost/desk/sign-on/back"
    made = Whole(database, terms=Terms("http://127.0.0.1:9", "onecall", "secret", back), browser_phone=True)
    yield made
    made.wire.close()


def doors(whole: Whole) -> list[Door]:
    kinds = guards.routes(whole.app)
    found = [(rule, kinds[rule.endpoint]) for rule in whole.app.url_map.iter_rules()]
    return [
        Door(rule, method, str(who))
        for rule, who in found
        if who in MAY
        for method in sorted({"GET", "POST", "PUT", "PATCH", "DELETE"} & (rule.methods or set()))
    ]


def everybody(whole: Whole) -> Mapping[str, Browser]:
    """One browser of each kind, come as far as their name says."""
    supervisor, _, _ = whole.supervisor()
    half, invited = whole.browser(), whole.browser()
    half.sign_in("kim")
    invited.set_up(whole.add("sam", ("agent", "supervisor", "administrator")))
    locked = whole.administrator("zoe")
    whole.register.lock("zoe", whole.clock())
    agent, administrator = whole.agent(), whole.administrator()
    people = (whole.browser(), half, invited, locked, agent, supervisor, administrator)
    return dict(zip((*OUT, "agent", "supervisor", "administrator"), people, strict=True))


def sent(browser: Browser, door: Door, accept: str = "text/html", **headers: str) -> TestResponse:
    return browser.client.open(door.path, method=door.method, headers={"Accept": accept, **headers})


def test_every_guard_of_the_people_is_walked(whole: Whole) -> None:
    behind = {endpoint for endpoint, who in guards.TABLE.items() if who in MAY}
    assert {door.rule.endpoint for door in doors(whole)} == behind
    assert len(behind) >= 35


def test_each_part_of_the_house_is_for_whom_it_was_built(whole: Whole) -> None:
    """By address, so that no route slips under a guard that is too weak."""
    parts = {"/desk/wall": "supervisor", "/desk/people": "administrator", "/desk/audit": "administrator"}
    parts |= {"/desk/floor": "agent", "/recordings": "staff"}
    for door in doors(whole):
        wanted = next((who for start, who in parts.items() if door.rule.rule.startswith(start)), None)
        assert wanted in (door.who, None), door.rule.rule
        assert wanted or door.who in ("entrance", "person") or door.rule.rule.startswith("/desk/telephone")


def test_who_may_not_come_in_does_not_whatever_they_send(whole: Whole) -> None:
    """With the token of their own forms, so that it is the guard that stops them and nothing else."""
    known = everybody(whole)
    tokens = {name: known[name].token("/desk/account" if name not in OUT else "/desk/sign-in") for name in known}
    people = [(one.login, one.profile, one.locked) for one in whole.register.everybody()]
    for door in doors(whole):
        for name in known.keys() - MAY[door.who]:
            about = f"{name} {door.method} {door.rule.rule}"
            csrf = {"X-CSRF-Token": tokens[name]}
            page, stream = (sent(known[name], door, accept, **csrf) for accept in ("text/html", "text/event-stream"))
            if name in OUT:
                assert page.status_code == 303, about
                assert page.location.split("?")[0] == "/desk/sign-in", about
                assert (stream.status_code, stream.json) == (401, {"error": "signed_out"}), about
            else:
                assert (page.status_code, stream.status_code) == (403, 403), about
                assert "not part of your work" in page.text, about
                assert stream.json == {"error": "not_yours"}, about
    assert [(one.login, one.profile, one.locked) for one in whole.register.everybody()] == people
    assert whole.floor.told == []


def test_who_may_come_in_does_and_every_form_wants_its_own_token(whole: Whole) -> None:
    known = everybody(whole)
    strange = {"X-CSRF-Token": whole.browser().token()}
    before = len(whole.audited())
    changes = [door for door in doors(whole) if door.method != "GET"]
    for door in changes:
        for name in MAY[door.who] & known.keys():
            for headers in ({}, strange, {"Sec-Fetch-Site": "cross-site"}):
                about = f"{name} {door.method} {door.rule.rule}"
                assert sent(known[name], door, **headers).status_code == 400, about
                assert sent(known[name], door, "application/json", **headers).json == {"error": "stale_form"}, about
    assert whole.floor.told == []
    assert len(whole.audited()) == before
    for door in doors(whole):
        if door.method == "GET" and door.who != "entrance":
            for name in MAY[door.who]:
                answer = sent(known[name], door)
                assert answer.status_code not in (401, 403), f"{name} {door.rule.rule}"
                assert "/desk/sign-in" not in (answer.location or ""), f"{name} {door.rule.rule}"


def test_pages_for_who_is_not_in_yet_show_nobody_anything(whole: Whole) -> None:
    for name, browser in everybody(whole).items():
        for door in doors(whole):
            if door.method != "GET" or door.who != "entrance" or door.rule.endpoint == "people.sign_in":
                continue
            answer = sent(browser, door)
            own = {"half": {"people.code"}, "invited": {"people.second_step"}}.get(name, set[str]())
            inside = {"people.second_step"} if name not in OUT else set()
            if door.rule.endpoint in own | inside:
                assert answer.status_code == 200, f"{name} {door.rule.rule}"
            else:
                assert answer.status_code in (303, 403, 404, 503), f"{name} {door.rule.rule}"


def test_a_role_that_is_taken_away_opens_nothing_from_that_moment(whole: Whole) -> None:
    browser = whole.administrator()
    before = whole.register.find("ada").profile
    whole.register.change("ada", type(before)("ada", "Ada"), whole.clock())
    for door in doors(whole):
        if door.who in ("administrator", "person"):
            assert sent(browser, door).status_code in (303, 400), door.rule.rule
            assert sent(browser, door, "application/json").status_code == 401, door.rule.rule


# ---------------------------------------------------------------------- what is opened is written down


def test_of_every_page_it_is_decided_whether_it_opens_something_about_a_person(whole: Whole) -> None:
    looks = {door.rule.endpoint for door in doors(whole) if door.method == "GET" and door.who != "entrance"}
    assert looks - OPENED.keys() - NOTHING_PERSONAL.keys() == set()
    assert NOTHING_PERSONAL.keys() & OPENED.keys() == set()


def opens(whole: Whole, known: Mapping[str, Browser], endpoint: str) -> TestResponse:
    """Somebody who may, opens it."""
    door = next(door for door in doors(whole) if door.rule.endpoint == endpoint)
    browser = known[min(MAY[door.who], key=["agent", "supervisor", "administrator"].index)]
    if endpoint == "console.supervise":
        for act in ("listen", "whisper", "join"):
            answer = browser.client.post(
                f"/desk/wall/h1/{act}", headers={**HTML, "X-CSRF-Token": browser.token("/desk/account")}
            )
        return answer
    return browser.client.get(door.path, headers=HTML)


def at_work(whole: Whole, known: Mapping[str, Browser]) -> None:
    """A caller is with the agent, and a draft waits."""
    whole.floor.drafts.append(draft_of(whole.clock()))
    whole.floor.offer(whole.register.find("dana"))


def test_what_is_opened_about_a_person_is_in_the_audit(whole: Whole) -> None:
    known = everybody(whole)
    at_work(whole, known)
    for endpoint, verbs in OPENED.items():
        before = len(whole.audited())
        assert opens(whole, known, endpoint).status_code in (200, 303), endpoint
        written = whole.audited()[before:]
        assert {each.what for each in written} == verbs
        assert all(each.who and each.person and each.address for each in written)
        assert all(each.about for each in written) or endpoint == "roster.audit"


def test_what_cannot_be_written_down_is_not_shown(whole: Whole, monkeypatch: pytest.MonkeyPatch) -> None:
    known = everybody(whole)
    at_work(whole, known)

    def away(*_: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(type(whole.desk.audit), "opened", away)
    for endpoint in OPENED:
        answer = opens(whole, known, endpoint)
        assert answer.status_code == 503, endpoint
        for told in ("pothole", "Pothole", "Light Street", "broke my axle", "dana", "RIFF"):
            assert told not in answer.text, f"{endpoint}: {told}"
    assert whole.floor.told == []
