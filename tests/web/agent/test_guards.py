"""Nobody gets in: every page of the people has its guard, and each role opens what is its own."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from flask import Blueprint, Flask
from sqlalchemy import Engine

from ivr.agents.people.person import Role
from ivr.web import guards
from ivr.web.agent import entrance, here

from .site import HTML, PASSWORD, Browser, Site

OPEN = {"/desk/sign-in", "/desk/code", "/desk/second-step", "/desk/set-up/<token>"}
"""Pages for who is not in yet; each looks for itself how far somebody has come."""


class Manned(Site):
    """With a room for each kind of guard, as a console will have."""

    def hang(self, app: Flask) -> None:
        super().hang(app)
        room, table = Blueprint("room", __name__), dict[str, guards.Who]()
        for kind in ("agent", "supervisor", "administrator", "person"):
            room.add_url_rule(f"/desk/{kind}", kind, lambda: here.person().login, methods=["GET", "POST"])
            table[f"room.{kind}"] = kind  # type: ignore[assignment]
        known = guards.checks(None, False, people=entrance.checks(self.desk))
        guards.register(app, room, known, table)
        guards.refuse_unguarded(app)


@pytest.fixture
def manned(database: Engine) -> Manned:
    return Manned(database)


def test_pages_for_who_is_not_in_yet_show_nobody_anything(manned: Manned) -> None:
    stranger = manned.browser()
    assert stranger.get("/desk/code").location == "/desk/sign-in"
    assert stranger.get("/desk/second-step").location == "/desk/sign-in"
    assert stranger.get("/desk/set-up/guess").status_code == 404
    assert {rule.rule for rule in manned.app.url_map.iter_rules() if _entrance(rule.endpoint)} == OPEN


@pytest.mark.parametrize(
    ("roles", "opens"),
    [
        (["agent"], {"person", "agent"}),
        (["supervisor"], {"person", "agent", "supervisor"}),
        (["administrator"], {"person", "administrator"}),
        (["agent", "administrator"], {"person", "agent", "administrator"}),
    ],
)
def test_each_role_opens_what_is_its_own(manned: Manned, roles: Sequence[Role], opens: set[str]) -> None:
    browser = manned.browser()
    browser.set_up(manned.add("kim", roles))
    if roles != ["agent"]:
        browser.second_step()
    kinds = ("person", "agent", "supervisor", "administrator")
    assert {kind for kind in kinds if browser.get(f"/desk/{kind}").text == "kim"} == opens
    for kind in set(kinds) - opens:
        refused = browser.get(f"/desk/{kind}")
        assert refused.status_code == 403
        assert "not part of your work" in refused.text
        assert browser.get(f"/desk/{kind}", Accept="application/json").json == {"error": "not_yours"}


def test_a_console_s_form_carries_the_token_too(manned: Manned) -> None:
    browser = manned.agent()
    assert browser.client.post("/desk/agent", headers=HTML).status_code == 400
    token = {"X-CSRF-Token": browser.token("/desk/account")}
    assert browser.client.post("/desk/agent", headers=token).text == "dana"


def test_without_a_second_step_a_supervisor_may_only_set_it_up(database: Engine) -> None:
    lenient, strict = Manned(database), Manned(database, agents_too=True)
    browser = lenient.agent()
    moved = Browser(strict)
    moved.client.set_cookie("onecall", browser.cookie())
    assert moved.get("/desk/agent").location == "/desk/second-step"
    assert moved.get("/desk/agent", Accept="text/event-stream").json == {"error": "second_step"}
    moved.second_step(password=PASSWORD)
    assert moved.get("/desk/agent").text == "dana"


def test_a_stream_can_ask_whether_its_person_is_still_in(manned: Manned) -> None:
    browser = manned.agent()
    asked = []
    manned.app.view_functions["room.agent"] = _kept(manned.app.view_functions["room.agent"], asked)
    browser.get("/desk/agent")
    assert asked[0]() is True
    manned.register.lock("dana", manned.clock())
    assert asked[0]() is False


def test_where_there_is_no_door_there_is_no_way_in() -> None:
    known = guards.checks(None, False)
    for kind in ("entrance", "person", "agent", "supervisor", "administrator"):
        check = known[kind]  # type: ignore[index]
        assert check is not None
        answer = check()
        assert answer is not None
        assert answer.status_code == 404


def test_other_doors_read_no_session_and_run_nothing_of_the_library(site: Site) -> None:
    assert not site.app.before_request_funcs.get(None)
    assert not site.app.after_request_funcs.get(None)
    browser = site.agent()
    answer = browser.get("/")
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers["Vary"]


def _entrance(endpoint: str) -> bool:
    return guards.TABLE.get(endpoint) == "entrance"


def _kept(view: object, asked: list[object]) -> object:
    def wrapped() -> str:
        answer = view()  # type: ignore[operator]
        asked.append(here.still())
        return str(answer)

    return wrapped
