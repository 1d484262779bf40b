"""The blueprint `console`: the agent's page, what it does, and the supervisor's wall."""

from __future__ import annotations

from flask import Blueprint

from ivr.web.agent.console import acts, events, page, wall
from ivr.web.agent.console.parts import Console


def door(console: Console) -> Blueprint:
    """Its routes expect the guards of entrance.checks, as guards.TABLE names them."""
    blueprint = Blueprint("console", __name__, url_prefix="/desk")
    for part in (page, acts, events, wall):
        part.hang(blueprint, console)
    console.desk.meets_trouble(blueprint, "console_away")
    return blueprint
