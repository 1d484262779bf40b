"""The blueprint `roster`: who works at the line, and the audit; for administrators alone."""

from __future__ import annotations

from flask import Blueprint

from ivr.web.agent.roster import acts, audit, page
from ivr.web.agent.roster.parts import Roster


def door(roster: Roster) -> Blueprint:
    """Its routes expect the guard `administrator` of entrance.checks."""
    blueprint = Blueprint("roster", __name__, url_prefix="/desk")
    for part in (page, acts, audit):
        part.hang(blueprint, roster)
    roster.desk.meets_trouble(blueprint, "people_away")
    return blueprint
