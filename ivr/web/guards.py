"""Who may come in: one table of every route, applied where blueprints are registered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from hmac import compare_digest
from typing import Any, Literal

import structlog
from flask import Blueprint, Flask, Response, request

from ivr.telephony.signature import HEADER, SETTINGS_HEADER, Signatures
from ivr.web.incoming import incoming

Who = Literal[
    "twilio", "stream", "public", "simulator", "metrics", "staff",
    "entrance", "person", "agent", "supervisor", "administrator",
]  # fmt: skip
"""twilio: a request Twilio signed · stream: a WebSocket of Twilio's, whose first message must carry our own ticket ·
public: anybody · simulator: anybody, where the test phone is switched on · metrics: who holds the token for it, or sits
at this machine · staff: who holds a link that names them, still valid, or is signed in · entrance: anybody; forms carry
our token · person: who is signed in · agent, supervisor, administrator: who is, and has that role (web/agent)."""
Check = Callable[[], Response | None]
"""None: come in. A response: that is the answer, and the view is not called."""

TABLE: Mapping[str, Who] = {
    "voice.answer": "twilio",
    "voice.turn": "twilio",
    "voice.status": "twilio",
    "voice.recording": "twilio",
    "voice.stream_status": "twilio",
    "voice.fallback": "twilio",
    "rooms.room": "twilio",
    "rooms.answered": "twilio",
    "rooms.key": "twilio",
    "rooms.status": "twilio",
    "rooms.called": "twilio",
    "rooms.following": "twilio",
    # A recorded prompt is what anybody hears who calls; whether Twilio signs its requests for sounds is not certain.
    "voice.prompt": "public",
    "stream.listen": "stream",
    "metrics.show": "metrics",
    "recordings.show": "staff",
    "recordings.sound": "staff",
    "people.sign_in": "entrance",
    "people.try_password": "entrance",
    "people.code": "entrance",
    "people.try_code": "entrance",
    "people.set_up": "entrance",
    "people.accept": "entrance",
    "people.second_step": "entrance",
    "people.prove": "entrance",
    "people.sign_on_there": "entrance",
    "people.sign_on_back": "entrance",
    "people.home": "person",
    "people.account": "person",
    "people.password": "person",
    "people.change": "person",
    "people.recovery_codes": "person",
    "people.browser_phone": "agent",
    "people.browser_phone_token": "agent",
    "people.sign_out": "person",
    "people.sign_out_elsewhere": "person",
    "roster.everybody": "administrator",
    "roster.new": "administrator",
    "roster.add": "administrator",
    "roster.one": "administrator",
    "roster.change": "administrator",
    "roster.do": "administrator",
    "roster.audit": "administrator",
    "console.page": "agent",
    "console.presence": "agent",
    "console.call_back": "agent",
    "console.act": "agent",
    "console.events": "agent",
    "console.wall": "supervisor",
    "console.wall_events": "supervisor",
    "console.export": "supervisor",
    "console.supervise": "supervisor",
    "health.healthz": "public",
    "health.readyz": "public",
    "pages.static": "public",
    "portal.home": "public",
    "portal.look_up": "public",
    "portal.show": "public",
    "phone.page": "simulator",
    "phone.graph": "simulator",
    "phone.dial": "simulator",
    "phone.act": "simulator",
    "phone.sound": "simulator",
    "telephone.page": "simulator",
    "telephone.every": "simulator",
    "telephone.one": "simulator",
}

log = structlog.get_logger(__name__)
_GUARDED = "onecall.guards"
# As WSGI names them: asked for there, a header costs a tenth of what it does of Flask.
_SIGNATURE, _SETTINGS = (f"HTTP_{name.upper().replace('-', '_')}" for name in (HEADER, SETTINGS_HEADER))


class Unguarded(Exception):
    """A route stands in no line of the table: nobody has decided who may come in."""


def checks(
    signatures: Signatures | None,
    simulator: bool,
    streams: Signatures | None = None,
    metrics_token: str = "",
    staff: Check | None = None,
    people: Mapping[str, Check] | None = None,
) -> Mapping[Who, Check | None]:
    """How each kind of visitor is known. `signatures` None: no token is set, so nothing is checked.

    streams: the same tokens over the address of WebSockets, wss://…. staff, people: how they are known; None: not.
    """
    known = people or {}
    return {
        "twilio": signed(signatures) if signatures else None,
        "stream": signed_if_at_all(streams) if streams else None,
        "metrics": counted(metrics_token),
        "staff": staff or _nowhere,
        "public": None,
        "simulator": None if simulator else _nowhere,
        "entrance": known.get("entrance", _nowhere),
        "person": known.get("person", _nowhere),
        "agent": known.get("agent", _nowhere),
        "supervisor": known.get("supervisor", _nowhere),
        "administrator": known.get("administrator", _nowhere),
    }


def register(
    app: Flask, blueprint: Blueprint, guards: Mapping[Who, Check | None], table: Mapping[str, Who] = TABLE
) -> None:
    """Registers the blueprint with a guard before each of its views. Unguarded: one of them is not in the table."""
    before = set(app.view_functions)
    app.register_blueprint(blueprint)
    for endpoint in app.view_functions.keys() - before:
        if endpoint not in table:
            raise Unguarded(f"{endpoint}: say in ivr/web/guards.py who may come in")
        check = guards[table[endpoint]]
        if check:
            app.view_functions[endpoint] = _guarded(app.view_functions[endpoint], check)
        app.extensions.setdefault(_GUARDED, {})[endpoint] = table[endpoint]


def routes(app: Flask) -> Mapping[str, Who | None]:
    """Every route's endpoint and who may come in; None: nobody has decided."""
    known: Mapping[str, Who] = app.extensions.get(_GUARDED, {})
    return {rule.endpoint: known.get(rule.endpoint) for rule in app.url_map.iter_rules()}


def refuse_unguarded(app: Flask) -> None:
    """Called last when an app is made. Unguarded: a route came in by another way than `register`."""
    open_doors = sorted(endpoint for endpoint, who in routes(app).items() if who is None)
    if open_doors:
        raise Unguarded(", ".join(open_doors))


def signed(signatures: Signatures) -> Check:
    """Lets in what Twilio signed; the rest gets 403 and leaves no word of its own in the log."""

    def check() -> Response | None:
        got = incoming()
        header: str | None = got.environ.get(_SIGNATURE)
        if signatures.valid(got.path, got.raw_query, got.signed, header, got.environ.get(_SETTINGS, "")):
            return None
        log.warning("signature refused", route=request.endpoint, header=header is not None)
        return Response("", 403)

    return check


def signed_if_at_all(streams: Signatures) -> Check:
    """Lets in a handshake without a signature, which proxies drop: its ticket tells whose it is. A wrong one is 403."""

    def check() -> Response | None:
        got = incoming()
        header: str | None = got.environ.get(_SIGNATURE)
        # Whether Twilio signs the path as it stands, or with a slash behind it, is not certain.
        if not header or any(streams.valid(path, got.raw_query, {}, header) for path in (got.path, got.path + "/")):
            return None
        log.warning("signature refused", route=request.endpoint, header=True)
        return Response("", 403)

    return check


def counted(token: str) -> Check:
    """Lets in who shows the token; without one set, who asks from this very machine and through no proxy."""

    def check() -> Response | None:
        told = request.headers.get("Authorization", "")
        if token:
            return None if compare_digest(told.encode(), f"Bearer {token}".encode()) else Response("", 401)
        here = request.remote_addr in ("127.0.0.1", "::1")
        proxied = any(name in request.headers for name in ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"))
        return None if here and not proxied else Response("", 404)

    return check


def _nowhere() -> Response:
    return Response("", 404)


def _guarded(view: Callable[..., Any], check: Check) -> Callable[..., Any]:
    @wraps(view)
    def guarded(**arguments: Any) -> Any:
        return check() or view(**arguments)

    return guarded
