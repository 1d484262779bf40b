"""The blueprint `people`: every page by which somebody comes in, and their own page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint

from ivr.telephony.browserphone import BrowserPhones
from ivr.web.agent import account, browserphone, choosing, second, signing_in
from ivr.web.agent.desk import Desk

if TYPE_CHECKING:  # what speaks with a sign-on is loaded only where there is one
    from ivr.web.agent.signing_on import SignOn


def door(desk: Desk, sign_on: SignOn | None = None, phones: BrowserPhones | None = None) -> Blueprint:
    """Its routes expect the guards of entrance.checks. sign_on: where the city's own accounts open the desk. phones:
    where browsers can be telephones."""
    blueprint = Blueprint("people", __name__, url_prefix="/desk")
    for part in (signing_in, choosing, second, account):
        part.hang(blueprint, desk)
    browserphone.hang(blueprint, desk, phones)
    if sign_on:
        from ivr.web.agent import signing_on

        signing_on.hang(blueprint, desk, sign_on)
    desk.meets_trouble(blueprint, "people_away")
    return blueprint
