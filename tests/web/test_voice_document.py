"""TwiML goes out past werkzeug's headers, and is still Flask's response to whoever looks inside."""

from __future__ import annotations

import pytest
from flask import Flask, Response

from ivr.web.application import Application
from ivr.web.document import HEADERS, Document
from tests.web.voice_script import BASE, FORM, Script, app

TWIML = "<Response>¿Qué?</Response>".encode()


def _serving(made: Flask, response: type[Response]) -> Flask:
    def view() -> Response:
        if response is Document:
            return Document(TWIML, (("X-More", "1"),))
        return Response(TWIML, headers=[*HEADERS, ("X-More", "1")])

    made.add_url_rule("/voice", "voice.answer", view, methods=["GET", "POST"])
    return made


@pytest.mark.parametrize("method", ["GET", "POST", "HEAD", "OPTIONS", "PUT"])
def test_every_method_is_answered_as_flask_answers_it(method: str) -> None:
    ours = _serving(Application("ours"), Document).test_client().open("/voice", method=method)
    flasks = _serving(Flask("flasks"), Response).test_client().open("/voice", method=method)
    assert (ours.status, ours.data) == (flasks.status, flasks.data)
    assert sorted(ours.headers) == sorted(flasks.headers)


def test_whoever_adds_a_header_afterwards_is_heard() -> None:
    made = _serving(Application("ours"), Document)

    @made.after_request
    def mark(response: Response) -> Response:
        response.headers["X-Marked"] = "yes"
        return response

    answer = made.test_client().post("/voice")
    assert answer.headers["X-Marked"] == "yes"
    assert answer.headers["Content-Length"] == str(len(TWIML))
    assert answer.data == TWIML


def test_a_document_shows_its_parts() -> None:
    document = Document(TWIML)
    assert (document.status_code, document.mimetype, document.get_data()) == (200, "text/xml", TWIML)
    with pytest.raises(AttributeError):
        _ = document.nothing_of_the_kind


@pytest.mark.parametrize("host", ["311.example.gov", "[::1", "a b", ""])
def test_the_address_of_a_call_is_found_whatever_host_was_asked_for(host: str) -> None:
    answer = app(Script()).test_client().post("/voice", data=FORM, headers={"Host": host})
    assert answer.status_code == 200
    assert BASE.encode() in answer.data


@pytest.mark.parametrize("path", ["/voice/", "/voice/turn/", "/voice/nowhere", "/Voice"])
def test_an_address_that_is_nearly_that_of_a_call_is_none(path: str) -> None:
    assert app(Script()).test_client().post(path, data=FORM).status_code == 404
