"""Who may come in is decided for every route, in one table."""

from __future__ import annotations

import pytest
from flask import Blueprint, Flask

from ivr.web import guards
from tests.web.voice_script import Script, app


def test_every_route_of_the_line_has_its_guard() -> None:
    assert guards.routes(app(Script())) == {
        "voice.answer": "twilio",
        "voice.turn": "twilio",
        "voice.status": "twilio",
        "voice.recording": "twilio",
        "voice.stream_status": "twilio",
        "voice.fallback": "twilio",
        "voice.prompt": "public",
        "health.healthz": "public",
        "health.readyz": "public",
    }


def _room() -> Blueprint:
    room = Blueprint("room", __name__)
    room.add_url_rule("/room", "enter", lambda: "in")
    return room


def test_a_blueprint_with_a_route_nobody_decided_about_is_refused() -> None:
    with pytest.raises(guards.Unguarded, match=r"room\.enter"):
        guards.register(Flask("x", static_folder=None), _room(), guards.checks(None, simulator=False))


def test_an_app_with_a_route_that_went_past_the_table_does_not_start() -> None:
    made = app(Script())
    made.register_blueprint(_room())
    with pytest.raises(guards.Unguarded, match=r"room\.enter"):
        guards.refuse_unguarded(made)


@pytest.mark.parametrize(("simulator", "status"), [(True, 200), (False, 404)])
def test_what_is_for_the_test_phone_is_nowhere_without_it(simulator: bool, status: int) -> None:
    made = Flask("x", static_folder=None)
    guards.register(made, _room(), guards.checks(None, simulator), {"room.enter": "simulator"})
    assert made.test_client().get("/room").status_code == status
