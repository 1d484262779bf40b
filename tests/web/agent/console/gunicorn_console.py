"""A gunicorn worker with the streams of the console and nothing else; everybody who asks is person 7."""

from __future__ import annotations

import itertools
from types import SimpleNamespace
from typing import Any

from flask import Blueprint, Flask, g

from ivr.agents.people.person import Person, Profile
from ivr.web.agent.console import events
from ivr.web.agent.console.wire import Wire
from tests.web.agent.console.floor import PlayedFloor

worker_class, workers, threads, keepalive = "gthread", 1, 4, 75
wsgi_app = "tests.web.agent.console.gunicorn_console:made()"
PERSON = Person(7, Profile("dana", "Dana"))


def made() -> Flask:
    app, numbers = Flask(__name__), itertools.count(1)
    floor = PlayedFloor(lambda: None)  # type: ignore[arg-type, return-value]
    console: Any = SimpleNamespace(floor=floor, wire=Wire(floor))
    door = Blueprint("console", __name__)
    events.hang(door, console)
    app.register_blueprint(door)

    @app.before_request
    def enter() -> None:
        g.standing, g.still = SimpleNamespace(person=PERSON), lambda: True

    @app.get("/tell")
    def tell() -> dict[str, int]:
        floor.tell_screens("words", PERSON)
        return {"told": next(numbers), "streams": len(console.wire)}

    return app
