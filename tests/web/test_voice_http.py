"""The voice door over real HTTP: bytes as they come from the network."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Thread
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
import requests
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]
from werkzeug.serving import make_server

from tests.web.voice_script import FORM, TOKEN, Script, app

FORM_TYPE = "application/x-www-form-urlencoded"


@pytest.fixture
def base() -> Iterator[str]:
    """The address of a served line whose signatures are checked."""
    probe = socket.create_server(("127.0.0.1", 0))
    base = f"http://127.0.0.1:{probe.getsockname()[1]}"
    made = app(Script(), tokens=(TOKEN,), base=base)
    server = make_server("127.0.0.1", probe.getsockname()[1], made, threaded=True, fd=probe.fileno())
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield base
    server.shutdown()
    thread.join()
    server.server_close()
    probe.close()


def post(url: str, form: dict[str, str], body: bytes | None = None) -> requests.Response:
    header = {"X-Twilio-Signature": RequestValidator(TOKEN).compute_signature(url, form), "Content-Type": FORM_TYPE}
    return requests.post(url, data=body or urlencode(form).encode(), headers=header, timeout=10)


def action(answer: requests.Response) -> str:
    return ElementTree.fromstring(answer.content)[0].attrib["action"]


def test_a_signed_call_goes_from_turn_to_turn(base: str) -> None:
    turn = post(action(post(base + "/voice", FORM)), {**FORM, "SpeechResult": "el bache & más", "Digits": ""})
    assert "You said: el bache &amp; más" in turn.text
    assert post(action(turn), {**FORM, "Digits": "3"}).text.endswith("<Hangup/></Response>")


def test_bytes_that_are_no_text_are_taken_or_refused_but_never_an_error(base: str) -> None:
    url = action(post(base + "/voice", FORM))
    nul = {**FORM, "SpeechResult": "a\x00b"}
    assert "You said: a b" in post(url, nul).text
    assert post(url, FORM, b"CallSid=\xff\xfe\x00%00%FF").status_code == 403


def test_a_form_of_65_kb_is_taken(base: str) -> None:
    assert post(action(post(base + "/voice", FORM)), {**FORM, "SpeechResult": "x" * 65_000}).status_code == 200


def test_a_larger_form_is_refused_without_being_read(base: str) -> None:
    host, port = base.removeprefix("http://").split(":")
    head = f"POST /voice HTTP/1.1\r\nHost: {host}\r\nContent-Type: {FORM_TYPE}\r\nContent-Length: 999999999\r\n\r\n"
    with socket.create_connection((host, int(port)), timeout=10) as wire:
        wire.sendall(head.encode() + b"CallSid=CA1")
        assert b" 413 " in wire.recv(200).splitlines()[0]


def test_many_calls_at_once_each_keep_their_own_state(base: str) -> None:
    def call(n: int) -> str:
        form = {**FORM, "CallSid": f"CA{n:032x}"}
        return post(action(post(base + "/voice", form)), {**form, "SpeechResult": f"caller {n}"}).text

    with ThreadPoolExecutor(8) as phones:
        answers = list(phones.map(call, range(40)))
    assert all(f"You said: caller {n}<" in answer for n, answer in enumerate(answers))
