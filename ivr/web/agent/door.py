"""The blueprint `people`: every page by which somebody comes in, and their own page."""

from __future__ import annotations

from flask import Blueprint

from ivr.web.agent import account, choosing, second, signing_in
from ivr.web.agent.desk import Desk


def door(desk: Desk) -> Blueprint:
    """Its routes expect the guards of entrance.checks."""
    blueprint = Blueprint("people", __name__, url_prefix="/desk")
    for part in (signing_in, choosing, second, account):
        part.hang(blueprint, desk)
    desk.meets_trouble(blueprint, "people_away")
    return blueprint
