"""Signing in by the city's own accounts: to the sign-on, and back with what it says."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime
from hmac import compare_digest

import msgspec
import structlog
from flask import Blueprint, Response, redirect, request, session

from ivr.agents.people.errors import TooManyTries
from ivr.agents.people.limits import address
from ivr.agents.people.sso import token
from ivr.agents.people.sso.guest import Guests
from ivr.agents.people.sso.provider import Provider
from ivr.agents.people.sso.terms import Asked, NotBelieved, SignOnAway, Told, asked
from ivr.agents.people.store.people import Credentials
from ivr.db.errors import Unreadable
from ivr.web import pages
from ivr.web.agent import browser, half, proof
from ivr.web.agent.desk import Desk, inside, led_to

log = structlog.get_logger(__name__)

LASTS = 600
"""Seconds somebody may take to say there who they are."""
_KEY, _CONTEXT = "sign_on", "a way to the sign-on"


class Way(msgspec.Struct, frozen=True):
    """What a browser that was sent there holds, sealed. at: seconds; fresh: they must show anew who they are."""

    state: str
    nonce: str
    verifier: str
    wanted: str
    at: float
    fresh: bool


@dataclass(frozen=True)
class SignOn:
    """The city's sign-on, and whom of ours it means."""

    provider: Provider
    guests: Guests


def hang(door: Blueprint, desk: Desk, sign_on: SignOn) -> None:
    """The two ends of the way."""

    @door.get("/sign-on")
    def sign_on_there() -> Response:
        try:
            return _sent(desk, sign_on)
        except SignOnAway as away:
            return _away(desk, away)

    @door.get("/sign-on/back")
    def sign_on_back() -> Response:
        way = _way(desk)
        if way is None:
            return desk.trouble("sign_on_stale", 403)
        try:
            return _answered(desk, sign_on, way)
        except SignOnAway as away:
            return _away(desk, away)
        except NotBelieved as wrong:
            log.warning("sign_on_refused", why=str(wrong))
            desk.audit.refused("sign_on_refused", desk.here(), desk.now())
            return desk.trouble("sign_on_refused", 403)


def _sent(desk: Desk, sign_on: SignOn) -> Response:
    it, fresh = asked(), "fresh" in request.args
    wanted = inside(request.args.get("next", ""))
    there = sign_on.provider.address(it, fresh)
    way = Way(it.state, it.nonce, it.verifier, wanted, desk.now().timestamp(), fresh)
    sealed = desk.doorkeeper.cabinet.secrets.seal(msgspec.json.encode(way), _CONTEXT)
    session[_KEY] = base64.urlsafe_b64encode(sealed).decode()
    answer = redirect(there, 303)
    assert isinstance(answer, Response)
    return pages.secure(answer)


def _way(desk: Desk) -> Way | None:
    """On which way this browser is, when the answer is the one to it; it is asked for once."""
    try:
        sealed = base64.urlsafe_b64decode(session.pop(_KEY, ""))
        way = msgspec.json.decode(desk.doorkeeper.cabinet.secrets.open(sealed, _CONTEXT), type=Way)
    except (binascii.Error, ValueError, TypeError, Unreadable, msgspec.MsgspecError):
        return None
    same = compare_digest(way.state.encode(), request.args.get("state", "").encode())
    return way if same and 0 <= desk.now().timestamp() - way.at + 5 < LASTS else None


def _answered(desk: Desk, sign_on: SignOn, way: Way) -> Response:
    """The answer is to this asking; whether it is an answer of the sign-on is still to be seen."""
    tried = [address(desk.here().address)]
    try:
        desk.tries.count(tried, desk.now())
    except TooManyTries:
        return desk.trouble("tries_link", 429)
    # A copy of the browser's cookie brings nobody in a second time.
    if not sign_on.guests.spend(way.state, desk.now()):
        return desk.trouble("sign_on_stale", 403)
    told = _told(desk, sign_on, way)
    found = sign_on.guests.find(told, desk.here(), desk.now())
    if found is None:
        return desk.trouble("sign_on_unknown", 403)
    desk.tries.forget(tried)
    return _let_in(desk, found, told, way)


def _told(desk: Desk, sign_on: SignOn, way: Way) -> Told:
    """NotBelieved: they were not let in there, or it is not the sign-on that speaks."""
    provider, issuer = sign_on.provider, request.args.get("iss", "")
    if (issuer or provider.names_itself()) and issuer != provider.terms.issuer:
        raise NotBelieved("iss")
    if "error" in request.args or not (code := request.args.get("code", "")):
        raise NotBelieved("not_let_in_there")
    it = Asked(way.state, way.nonce, way.verifier)
    fresh = datetime.fromtimestamp(way.at, UTC) if way.fresh else None
    return token.read(provider, provider.granted(code, it), it, desk.now(), fresh)


def _let_in(desk: Desk, found: Credentials, told: Told, way: Way) -> Response:
    """Who needs a second step and showed none there shows it here."""
    person = found.person
    if told.strong or not person.needs_second(desk.agents_too):
        browser.let_in(desk, person, second=told.strong, what="signed_on")
        if way.fresh:
            proof.shown_anew(desk)
        return led_to(way.wanted)
    if person.second:
        half.write(desk, "code", person.id, found.password, way.wanted)
        return led_to("/desk/code")
    return desk.trouble("desk_no_second", 403)


def _away(desk: Desk, away: SignOnAway) -> Response:
    log.error("sign_on_away", why=str(away))
    return desk.trouble("sign_on_away", 503)
