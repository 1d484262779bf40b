"""The blueprint `console`: the agent's page, what it does, and the supervisor's wall."""

from __future__ import annotations

import structlog
from flask import Blueprint, Response
from werkzeug.exceptions import HTTPException

from ivr.web.agent.console import acts, events, page, wall
from ivr.web.agent.console.parts import Console

log = structlog.get_logger(__name__)


def door(console: Console) -> Blueprint:
    """Its routes expect the guards of entrance.checks, as guards.TABLE names them."""
    blueprint = Blueprint("console", __name__, url_prefix="/desk")
    for part in (page, acts, events, wall):
        part.hang(blueprint, console)

    @blueprint.errorhandler(Exception)
    def trouble(problem: Exception) -> Response | HTTPException:
        """Whatever is wrong, a person reads a sentence."""
        if isinstance(problem, HTTPException):
            return problem
        log.error("console_away", error=type(problem).__name__)
        return console.desk.trouble("desk_away", 503)

    return blueprint
