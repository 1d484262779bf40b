"""Alive, and ready for calls."""

from __future__ import annotations

import pytest
from flask import Flask

from ivr.web import guards
from ivr.web.health import Probes, door


@pytest.mark.parametrize(
    ("flows", "database", "status", "ready"),
    [(["a1"], True, "ok", 200), (["a1", "b2"], False, "degraded", 200), ([], True, "degraded", 503)],
)
def test_a_database_that_is_down_degrades_the_line_and_no_more(
    flows: list[str], database: bool, status: str, ready: int
) -> None:
    made = Flask("x", static_folder=None)
    guards.register(made, door(Probes(lambda: flows, lambda: database)), guards.checks(None, simulator=False))
    client = made.test_client()
    alive = client.get("/healthz")
    assert alive.status_code == 200
    assert alive.json == {"status": status, "flows": flows, "database": "up" if database else "down"}
    assert alive.headers["Cache-Control"] == "no-store"
    assert client.get("/readyz").status_code == ready
