"""Recordings for who is signed in: no link is needed, and each opening is in the audit before anything is heard."""

from __future__ import annotations

from flask import Response, request

from ivr.web.agent import entrance
from ivr.web.agent.desk import Desk
from ivr.web.agent.here import person, standing
from ivr.web.recordings import Listener

OPENED = {"page": "opened_recording", "sound": "played_recording"}


def listener(desk: Desk, sid: str, purpose: str) -> Listener | Response:
    """Who may hear it, or what to answer to somebody who may not. NotForTheAudit: it is no recording's name.

    May raise what the database raises: then nothing is shown.
    """
    refused = entrance.signed_in(desk, entrance.STAFF)
    if refused:
        return refused
    what, who = OPENED[purpose], standing().id
    if purpose == "page" or _from_the_start() or not desk.openings.known(who, what, sid):
        desk.audit.opened(person(), what, sid, desk.here(), desk.now())
        desk.openings.remember(who, what, sid)
    return Listener(person().name, f"desk:{standing().id}:{sid}")


def _from_the_start() -> bool:
    """A player asks for one piece after the other: that is one listening, wherever it begins."""
    return request.range is None or request.range.ranges[0][0] == 0
