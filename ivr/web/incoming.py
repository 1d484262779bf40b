"""The parameters of the request at the door, parsed once however many ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Request, request
from werkzeug.exceptions import ClientDisconnected

from ivr.telephony.webhook import Form, parse

BIGGEST_FORM = 100_000
"""Bytes. Twilio's own are under 20 kB; a larger body is refused with 413 and not read."""
_KEPT = "onecall.incoming"


@dataclass(frozen=True, slots=True)
class Incoming:
    """form: the parameters of the body, or of the query when the method is GET. query: those of the query.

    signed: what Twilio's signature covers besides the address: a POST's form, the text of another body, or nothing.
    environ: WSGI's own.
    """

    form: Form
    query: Form
    path: str
    raw_query: str
    signed: Form | str
    environ: Mapping[str, Any]


def incoming() -> Incoming:
    """This request's parameters. RequestEntityTooLarge (413): more than BIGGEST_FORM bytes."""
    at_the_door = request._get_current_object()  # type: ignore[attr-defined]  # the proxy costs more than the look
    found = at_the_door.environ.get(_KEPT)
    if not isinstance(found, Incoming):
        found = at_the_door.environ[_KEPT] = _read(at_the_door)
    return found


def _read(sent: Request) -> Incoming:
    environ = sent.environ
    raw_query: str = environ.get("QUERY_STRING", "")
    query = parse(raw_query.encode("latin-1")) if raw_query else {}
    if sent.method != "POST":
        return Incoming(query, query, sent.path, raw_query, {}, environ)
    body = _body(sent)
    if str(environ.get("CONTENT_TYPE", "")).lower().startswith("application/x-www-form-urlencoded"):
        form = parse(body)
        return Incoming(form, query, sent.path, raw_query, form, environ)
    return Incoming({}, query, sent.path, raw_query, body.decode("utf-8", "replace") if body else {}, environ)


def _body(sent: Request) -> bytes:
    """The body. Of a known length it is read at once: Flask's stream, made for uploads, takes thrice as long."""
    length = str(sent.environ.get("CONTENT_LENGTH") or "")
    if length.isascii() and length.isdigit() and int(length[:9]) <= BIGGEST_FORM and len(length) < 9:
        try:
            return bytes(sent.environ["wsgi.input"].read(int(length)))
        except OSError as error:
            raise ClientDisconnected from error
    sent.max_content_length = BIGGEST_FORM
    return sent.get_data(cache=False)
