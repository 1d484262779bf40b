"""The page that is an agent's telephone, and the pass by which it is one."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from ivr.agents.addresses import identity
from ivr.agents.people.person import BROWSER
from ivr.telephony.browserphone import LASTS, SIGNALS, BrowserPhones
from ivr.web import pages
from ivr.web.agent.desk import Desk
from ivr.web.agent.here import person

POLICY = pages.SECURITY_HEADERS["Content-Security-Policy"] + f"; connect-src 'self' {SIGNALS}"
"""As every page's, and Twilio's signals: on this page alone, where it is a telephone."""


def hang(door: Blueprint, desk: Desk, phones: BrowserPhones | None) -> None:
    """phones None: the line has no API key, so that no browser is a telephone; the page says so and loads nothing."""

    @door.get("/telephone")
    def browser_phone() -> Response:
        own = person().profile.telephone
        ready = phones is not None and own == BROWSER
        shown = desk.page("browser_phone.html", who=person(), own=own, able=phones is not None, ready=ready)
        if ready:
            shown.headers["Content-Security-Policy"] = POLICY
        return shown

    @door.get("/telephone/token")
    def browser_phone_token() -> Response:
        if phones is None or person().profile.telephone != BROWSER:
            answer = jsonify(error="no_browser_phone")
            answer.status_code = 404
            return pages.secure(answer)
        return pages.secure(jsonify(token=phones.token(identity(person())), seconds=LASTS))
