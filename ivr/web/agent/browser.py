"""A browser: let in, let out, and known again when the same person comes back with it."""

from __future__ import annotations

import base64
import binascii
import secrets

import msgspec
from flask import Response, after_this_request, request, session
from flask_security.utils import login_user, logout_user

from ivr.agents.people.person import Person
from ivr.agents.people.signin import Standing
from ivr.db.errors import Unreadable
from ivr.web.agent.desk import Desk, forget_browser
from ivr.web.agent.library import Account

DAYS = 180
"""How long a browser is known. It opens nothing: it only has tries of its own."""
_COOKIE, _CONTEXT = "onecall_known", "a known browser"


class Known(msgspec.Struct, frozen=True):
    """Whom a browser belongs to. mark: names it among others."""

    person: int
    mark: str


def let_in(desk: Desk, person: Person, second: bool, what: str = "signed_in") -> None:
    """Somebody is in, by a new token: whatever this browser held before leads nowhere. what: for the audit."""
    token = desk.doorkeeper.begin(person, desk.here(), second, desk.now(), what)
    forget_browser()
    login_user(Account(token, None), remember=False)
    kept = known(desk)
    if kept is None or kept.person != person.id:
        _remember(desk, Known(person.id, secrets.token_hex(8)))


def out(desk: Desk, standing: Standing) -> None:
    """Ended here and in the database: a copy of the cookie is of no use."""
    desk.doorkeeper.end(standing, desk.here(), desk.now())
    logout_user()
    session.clear()


def known(desk: Desk) -> Known | None:
    """Whose browser it is; None: nobody's that is known."""
    try:
        raw = base64.urlsafe_b64decode(request.cookies.get(_COOKIE, ""))
        return msgspec.json.decode(desk.doorkeeper.cabinet.secrets.open(raw, _CONTEXT), type=Known)
    except (binascii.Error, ValueError, Unreadable, msgspec.MsgspecError):
        return None


def _remember(desk: Desk, it: Known) -> None:
    sealed = desk.doorkeeper.cabinet.secrets.seal(msgspec.json.encode(it), _CONTEXT)
    value = base64.urlsafe_b64encode(sealed).decode()

    @after_this_request
    def put(response: Response) -> Response:
        response.set_cookie(
            _COOKIE, value, max_age=DAYS * 86_400, path="/desk", secure=desk.https, httponly=True, samesite="Lax"
        )
        return response
