"""The guards of the people: who is signed in, what they may do, and that a form is one of ours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import structlog
from flask import Response, g, jsonify, request
from flask_login import current_user
from flask_wtf.csrf import validate_csrf
from wtforms import ValidationError

from ivr.agents.people.person import Role
from ivr.agents.people.signin import Standing
from ivr.web import pages
from ivr.web.agent.desk import Desk, inside, led

log = structlog.get_logger(__name__)

Check = Callable[[], Response | None]
MAY: Mapping[str, frozenset[Role] | None] = {
    "person": None,
    "agent": frozenset({"agent", "supervisor"}),
    "supervisor": frozenset({"supervisor"}),
    "administrator": frozenset({"administrator"}),
}
"""The kinds of visitor of ivr/web/guards.py that are signed in, and what they must be; None: whoever is."""
STAFF: frozenset[Role] = frozenset({"agent", "supervisor"})
"""Who works with callers, and so may hear them."""


def checks(desk: Desk) -> Mapping[str, Check]:
    """How each kind is known. `entrance`: anybody, whose forms are ours."""
    signed = {kind: partial(signed_in, desk, roles) for kind, roles in MAY.items()}
    return {"entrance": partial(_forms, desk), **signed}


def standing(desk: Desk) -> Standing | None:
    """Who this request comes from; None: nobody who is in. May raise what the database raises."""
    account = current_user._get_current_object()
    found: Standing | None = getattr(account, "standing", None)
    if found is not None:
        g.standing = found
        g.still = _still(desk, account.fs_uniquifier)
    return found


def is_page() -> bool:
    """Whether a person looks at the answer; else a script does, or a stream."""
    return "text/html" in request.headers.get("Accept", "") and "HX-Request" not in request.headers


def signed_in(desk: Desk, roles: frozenset[Role] | None) -> Response | None:
    """None: somebody is in who has one of these roles, and here.person() tells who. Else what to answer."""
    try:
        found = standing(desk)
        if found and (request.method != "GET" or is_page()):
            desk.doorkeeper.seen(found, desk.now())
    except Exception as problem:  # whatever is wrong with the database, a person reads a sentence
        log.error("people_away", error=type(problem).__name__)
        return desk.trouble("desk_away", 503) if is_page() else _told("unavailable", 503)
    if found is None:
        return _sign_in_first()
    if roles is not None and not found.person.roles & roles:
        log.warning("role_refused", route=request.endpoint)
        return desk.trouble("desk_not_yours", 403) if is_page() else _told("not_yours", 403)
    if roles is not None and not found.second and found.person.needs_second(desk.agents_too):
        return led("people.second_step") if is_page() else _told("second_step", 403)
    return _forms(desk)


def _sign_in_first() -> Response:
    if not is_page():
        return _told("signed_out", 401)
    wanted = request.full_path.rstrip("?") if request.method == "GET" else ""
    return led("people.sign_in", **({"next": wanted} if inside(wanted) else {}))


def _forms(desk: Desk) -> Response | None:
    """Lets through what only looks, and what carries the token this browser was given."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return None
    sent = request.form.get("csrf_token") or request.headers.get("X-CSRF-Token", "")
    try:
        if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
            raise ValidationError
        validate_csrf(sent)
        return None
    except ValidationError:
        log.warning("form_refused", route=request.endpoint)
        return desk.trouble("desk_stale", 400) if is_page() else _told("stale_form", 400)


def _still(desk: Desk, token: str) -> Callable[[], bool]:
    return lambda: desk.doorkeeper.standing(token, desk.now()) is not None


def _told(error: str, status: int) -> Response:
    answer = jsonify(error=error)
    answer.status_code = status
    return pages.secure(answer)
