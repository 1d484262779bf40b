"""The parameters of the request at the door, parsed once however many ask."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from ivr.telephony.webhook import Form, parse

BIGGEST_FORM = 100_000
"""Bytes. Twilio's own are under 20 kB; a larger body is refused with 413 and not read."""
_KEPT = "onecall.incoming"


@dataclass(frozen=True, slots=True)
class Incoming:
    """form: the parameters of the body, or of the query when the method is GET. query: those of the query.

    signed: what Twilio's signature covers besides the address: a POST's form, the text of another body, or nothing.
    """

    form: Form
    query: Form
    raw_query: str
    signed: Form | str


def incoming() -> Incoming:
    """This request's parameters. RequestEntityTooLarge (413): more than BIGGEST_FORM bytes."""
    found = request.environ.get(_KEPT)
    if not isinstance(found, Incoming):
        found = request.environ[_KEPT] = _read()
    return found


def _read() -> Incoming:
    raw_query: str = request.environ.get("QUERY_STRING", "")
    query = parse(raw_query.encode("latin-1"))
    if request.method != "POST":
        return Incoming(query, query, raw_query, {})
    request.max_content_length = BIGGEST_FORM
    body = request.get_data(cache=False)
    if str(request.environ.get("CONTENT_TYPE", "")).lower().startswith("application/x-www-form-urlencoded"):
        form = parse(body)
        return Incoming(form, query, raw_query, form)
    return Incoming({}, query, raw_query, body.decode("utf-8", "replace") if body else {})
