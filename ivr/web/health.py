"""Is the line alive, and may calls be sent to it? For load balancers, `ivr run` and the engineer's pager."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, jsonify


@dataclass(frozen=True, slots=True)
class Probes:
    """versions: of the flows loaded, newest first. database: it answers; both return within 100 ms and never raise."""

    versions: Callable[[], Sequence[str]]
    database: Callable[[], bool]


def door(probes: Probes) -> Blueprint:
    """GET /healthz: 200 while the process lives, degraded or not. GET /readyz: 200 when it can answer calls, else 503.

    A database that is down takes nothing from a call in progress, so it makes the line degraded, not unready.
    """
    blueprint = Blueprint("health", __name__)

    @blueprint.get("/healthz")
    def healthz() -> Response:
        return _report(probes)

    @blueprint.get("/readyz")
    def readyz() -> Response:
        response = _report(probes)
        response.status_code = 200 if probes.versions() else 503
        return response

    return blueprint


def _report(probes: Probes) -> Response:
    flows, database = list(probes.versions()), probes.database()
    response = jsonify(
        status="ok" if flows and database else "degraded", flows=flows, database="up" if database else "down"
    )
    response.headers["Cache-Control"] = "no-store"
    return response
