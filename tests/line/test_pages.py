"""The pages seen by somebody who means no good: headers, hosts, markup, paths, other people's data, floods."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.calls.conftest import until
from tests.calls.line import RunningLine

from .conftest import Away, Published, away, beside, requests
from .talk import FILE, POTHOLE, Press, act, dialled, number, some_caller
from .webhooks import POTHOLE as SAID
from .webhooks import Answer, Caller, Webhook

PAGES = ("/", "/requests", "/requests/26-20000006", "/phone", "/requests/nothing", "/built/nothing.js")


def get(line: RunningLine, path: str, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Webhook(line.base + path, method="GET", headers=named).send()


@pytest.mark.parametrize("path", PAGES)
def test_every_page_forbids_scripts_of_others_frames_and_guessing_of_types(line: RunningLine, path: str) -> None:
    headers = get(line, path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize("path", ["/requests?number=26-20000006", "/?lang=es", "/phone"])
def test_no_page_believes_the_host_it_is_asked_by(line: RunningLine, path: str) -> None:
    answer = get(line, path, Host="evil.example", X_Forwarded_Host="evil.example", X_Forwarded_Proto="gopher")
    assert b"evil.example" not in answer.body
    assert "evil.example" not in str(dict(answer.headers))


@pytest.mark.parametrize(
    "asked", ["<script>alert(1)</script>", '"><img src=x>', "{{7*7}}", "%00", "%0d%0aX-Evil:1", "٢٦"]
)
def test_what_is_asked_for_is_never_markup_nor_header(line: RunningLine, asked: str) -> None:
    for path in ("/requests?number=", "/requests?lang=", "/?lang=", "/requests/"):
        answer = get(line, path + quote(asked, safe="%"))
        assert answer.status < 500
        assert b"<script>alert" not in answer.body
        assert b"<img src=x" not in answer.body
        assert b"49" not in answer.body.partition(b'name="number"')[2][:80]
        assert "X-Evil" not in answer.headers


@pytest.mark.parametrize(
    "path",
    [
        "/voice/prompts/../flows/main.yaml",
        "/voice/prompts/%2e%2e/flows/city.yaml",
        "/voice/prompts/..%2f..%2fetc%2fpasswd.wav",
        "/voice/prompts//etc/passwd.wav",
        "/voice/prompts/en.yaml",
        "/voice/prompts/%00.wav",
        "/voice/prompts/" + "a" * 3000 + ".wav",
        "/built/../templates/words.json",
        "/built/%2e%2e%2fmanifest.json",
        "/built/manifest.json",
        "/static/x",
        "/phone/../.env",
    ],
)
def test_no_path_leads_out_of_its_folder(line: RunningLine, path: str) -> None:
    answer = get(line, path)
    assert answer.status in (301, 308, 404)
    assert b"root:" not in answer.body


def test_the_public_page_of_a_request_tells_nothing_of_who_called(line: RunningLine) -> None:
    caller = Caller(line.base, some_caller())
    caller.answer()
    caller.say(*SAID, "1")
    until(lambda: requests(line.rooms.engine, caller.sid))
    page = get(line, "/requests/" + requests(line.rooms.engine, caller.sid)[0].number).text
    assert "2400 block of North Charles Street" in page
    for private in ("2401", "two of my tires", caller.number[-4:], caller.sid):
        assert private not in page


def test_without_the_simulator_there_is_no_test_phone_and_its_headers_mean_nothing(line: RunningLine) -> None:
    with beside(line, ONECALL_SIMULATOR="0") as production:
        for method, path in (("GET", "/phone"), ("GET", "/phone/graph.svg"), ("POST", "/phone/calls")):
            body = b'{"from": "+14105550123"}'
            sent = Webhook(production.base + path, body, method=method, headers={"Content-Type": "application/json"})
            assert sent.send().status == 404
        headers = {"X-OneCall-Now": "2026-12-25T03:00", "X-OneCall-Language": "es"}
        webhook = Caller(line.base).webhook("/voice")
        answer = Webhook(webhook.url, webhook.body, webhook.signature, headers=headers).send(production.base)
        assert answer.status == 200
        assert not [name for name in answer.headers if "onecall" in name.lower()]
        assert "Thank you for calling" in answer.text  # in English: nobody is remembered by a header


def test_a_line_that_stands_open_says_so_when_it_starts(line: RunningLine) -> None:
    before = len((line.data / "gunicorn.log").read_text())
    with beside(line, ONECALL_SIMULATOR="0", TWILIO_AUTH_TOKEN=""):
        assert "webhooks_unsigned" in (line.data / "gunicorn.log").read_text()[before:]
    with beside(line, ONECALL_SIMULATOR="0"):
        assert (line.data / "gunicorn.log").read_text()[before:].count("webhooks_unsigned") == 1
        assert "test_phone_open" not in (line.data / "gunicorn.log").read_text()[before:]
    with beside(line, ONECALL_SIMULATOR="1", TWILIO_ACCOUNT_SID="AC" + "0" * 32):
        assert "test_phone_open" in (line.data / "gunicorn.log").read_text()[before:]


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_sites_page_dials_nothing_on_the_test_phone(line: RunningLine, site: str) -> None:
    headers = {"Content-Type": "application/json", "Sec-Fetch-Site": site}
    assert Webhook(line.base + "/phone/calls", b"{}", headers=headers).send().status == 403


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"from": 5}', b'{"now": "99999-01-01"}', b'{"from": "\\ud800"}'])
def test_the_test_phone_takes_any_json(line: RunningLine, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    for path in ("/phone/calls", "/phone/calls/nobody"):
        assert Webhook(line.base + path, body, headers=headers).send().status < 500


@pytest.fixture
def unhurried(published: Published, tmp_path: Path) -> Iterator[Away]:
    """A line that waits for its database on a busy machine too."""
    with away(published, tmp_path / "data", patience=1500) as made:
        yield made


def test_a_flood_of_pages_that_find_no_database_costs_callers_nothing(unhurried: Away) -> None:
    """Pages wait for a slow database on threads of their own; a caller's question is answered meanwhile."""
    told = number(act(dialled(unhurried.line.line), *POTHOLE, FILE)[-1])
    with unhurried.database.begin() as lock, ThreadPoolExecutor(8) as readers:
        lock.exec_driver_sql("LOCK TABLE request_history IN ACCESS EXCLUSIVE MODE")  # pages read it, callers do not
        pages = [readers.submit(get, unhurried.line, f"/requests/{told}") for _ in range(8)]
        time.sleep(0.3)
        call = dialled(unhurried.line.line, some_caller())
        call.press("2")
        heard = act(call, Press(told.replace("-", "")))[-1].said
        lock.rollback()
    assert "It is open" in heard
    assert {page.result().status for page in pages} <= {200, 503}
