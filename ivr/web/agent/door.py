"""The blueprint `people`: every page by which somebody comes in, and their own page."""

from __future__ import annotations

import structlog
from flask import Blueprint, Response
from werkzeug.exceptions import HTTPException

from ivr.web.agent import account, choosing, second, signing_in
from ivr.web.agent.desk import Desk
from ivr.web.agent.locks import Busy

log = structlog.get_logger(__name__)


def door(desk: Desk) -> Blueprint:
    """Its routes expect the guards of entrance.checks."""
    blueprint = Blueprint("people", __name__, url_prefix="/desk")
    for part in (signing_in, choosing, second, account):
        part.hang(blueprint, desk)

    @blueprint.errorhandler(Exception)
    def trouble(problem: Exception) -> Response | HTTPException:
        """Whatever is wrong, a person reads a sentence."""
        if isinstance(problem, HTTPException):
            return problem
        log.error("people_away", error=type(problem).__name__)
        return desk.trouble("desk_busy" if isinstance(problem, Busy) else "desk_away", 503)

    return blueprint
