"""How the app is asked: signature, parameters, cookies, redirects, size, time, retries, fallback."""

from __future__ import annotations

import socket
from datetime import datetime
from urllib.parse import urlsplit

import pytest
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped,unused-ignore]

from ivr.simulator.http import Line, Wire
from ivr.simulator.refusal import Refusal
from ivr.simulator.retry import Policy, policy

from .scripted import Answer, Script, twiml

TOKEN = "0123456789abcdef0123456789abcdef"


def fetch_refused(app: Script, path: str = "/voice", **changes: str) -> Refusal:
    line = app.line(**changes)
    with pytest.raises(Refusal) as caught:
        Wire(line).fetch(line.url(path), "POST", {})
    return caught.value


def test_the_first_request_carries_what_twilio_sends(app: Script) -> None:
    app.on("/voice", "<Hangup/>").call(caller="+14105550123").dial()
    form = app.at("/voice")[0].form
    assert form["CallSid"].startswith("CA")
    assert len(form["CallSid"]) == 34
    assert form["From"] == form["Caller"] == "+14105550123"
    assert form["To"] == form["Called"] == "+14105550100"
    assert (form["CallStatus"], form["Direction"], form["ApiVersion"]) == ("ringing", "inbound", "2010-04-01")
    assert (form["FromState"], form["ToCountry"], form["StirVerstat"]) == ("MD", "US", "TN-Validation-Passed-A")


def test_a_hidden_number_is_anonymous_and_its_place_is_blank_but_sent(app: Script) -> None:
    app.on("/voice", "<Hangup/>").call(caller="").dial()
    form = app.at("/voice")[0].form
    assert (form["From"], form["FromCity"], form["StirVerstat"]) == ("anonymous", "", "No-TN-Validation")


def test_every_request_is_signed_as_the_real_validator_wants_it(app: Script) -> None:
    app.on("/voice", '<Gather action="/turn?s=a%2Fb&amp;c=d"/><Redirect method="GET">/next?x=1</Redirect>')
    app.on("/turn", "<Hangup/>").on("/next", '<Gather action="/turn?e="/>')
    for act in ("press", "wait"):
        call = app.call_with(auth_token=TOKEN)
        call.dial()
        _ = call.press("1#") if act == "press" else call.wait()
        if call.waiting:
            call.hang_up()
    validator = RequestValidator(TOKEN)
    assert len(app.asked) >= 6
    for asked in app.asked:
        form = asked.form if asked.method == "POST" else {}
        assert validator.validate(app.base_url + asked.path, form, asked.headers["X-Twilio-Signature"]), asked


def test_without_a_token_nothing_is_signed(app: Script) -> None:
    app.on("/voice", "<Hangup/>").call().dial()
    assert "X-Twilio-Signature" not in app.asked[0].headers


def test_the_signature_names_the_public_address_and_the_request_goes_to_the_real_one(app: Script) -> None:
    app.on("/voice", "<Redirect>https://311.example.gov/turn</Redirect>").on("/turn", "<Hangup/>")
    app.call_with(auth_token=TOKEN, public_url="https://311.example.gov").dial()
    turn = app.at("/turn")[0]
    signature = turn.headers["X-Twilio-Signature"]
    assert RequestValidator(TOKEN).validate("https://311.example.gov/turn", turn.form, signature)


def test_cookies_come_back_within_a_call_and_not_in_the_next(app: Script) -> None:
    cookie = Answer(twiml("<Redirect>/turn</Redirect>"), headers=(("Set-Cookie", "seen=1; Path=/"),))
    app.on("/voice", cookie).on("/turn", "<Hangup/>")
    app.call().dial()
    app.call().dial()
    assert [one.headers.get("Cookie") for one in app.at("/turn")] == ["seen=1", "seen=1"]
    assert [one.headers.get("Cookie") for one in app.at("/voice")] == [None, None]


def test_relative_addresses_start_from_the_document_they_stand_in(app: Script) -> None:
    app.on("/voice", "<Redirect>deep/menu?s=1</Redirect>").on("/deep/menu", "<Redirect>next</Redirect>")
    app.on("/deep/next", "<Hangup/>")
    assert app.call().dial().refusals == []
    assert [urlsplit(one.path).path for one in app.asked][:3] == ["/voice", "/deep/menu", "/deep/next"]


@pytest.mark.parametrize(("status", "method"), [(301, "GET"), (302, "GET"), (303, "GET"), (307, "POST"), (308, "POST")])
def test_http_redirects_are_followed(app: Script, status: int, method: str) -> None:
    app.on("/voice", Answer(b"", status, headers=(("Location", "there"),))).on("/there", "<Hangup/>")
    assert app.call().dial().refusals == []
    [there] = app.at("/there")
    assert there.method == method
    assert there.form["CallStatus"] == "ringing"


def test_ten_redirects_are_followed_and_an_eleventh_is_not(app: Script) -> None:
    for at in range(11):
        app.on(f"/hop{at}", Answer(b"", 302, headers=(("Location", f"/hop{at + 1}"),)))
    app.on("/hop11", "<Hangup/>")
    line = app.line()
    assert Wire(line).fetch(line.url("/hop1"), "POST", {}).url.endswith("/hop11")
    assert fetch_refused(app, "/hop0").code == 11215


def test_a_redirect_without_a_location_is_refused(app: Script) -> None:
    app.on("/voice", Answer(b"", 302))
    assert fetch_refused(app).code == 11216


def test_an_answer_over_64_kb_is_refused_without_being_read_to_its_end(app: Script) -> None:
    app.on("/voice", Answer(b"x" * 3_000_000))
    assert fetch_refused(app).code == 11750


@pytest.mark.parametrize("status", [400, 403, 404, 500, 503])
def test_an_error_answer_is_refused_at_once_by_default(app: Script, status: int) -> None:
    app.on("/voice", Answer(b"", status))
    assert fetch_refused(app).code == 11200
    assert len(app.asked) == 1


def test_an_answer_that_comes_too_late_is_refused_and_not_asked_for_again(app: Script) -> None:
    app.on("/voice", Answer(twiml(""), delay=0.8))
    assert fetch_refused(app, "/voice#rt=300").code == 11205
    assert len(app.asked) == 1


def test_a_refused_connection_is_tried_once_more() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        line = Line(f"http://127.0.0.1:{unused.getsockname()[1]}")
        with pytest.raises(Refusal) as caught:
            Wire(line).fetch(line.url("/voice"), "POST", {})
    assert (caught.value.code, caught.value.place) == (11202, line.url("/voice"))


def test_an_unknown_host_has_its_own_code() -> None:
    with pytest.raises(Refusal) as caught:
        Wire(Line("http://nowhere.invalid")).fetch("http://nowhere.invalid/voice", "POST", {})
    assert caught.value.code == 11210


def test_the_fragment_asks_for_retries_and_they_carry_one_idempotency_token(app: Script) -> None:
    app.on("/voice", Answer(b"", 503), Answer(b"", 502), "<Hangup/>")
    line = app.line()
    page = Wire(line).fetch(line.url("/voice#rc=2&rp=5xx"), "POST", {})
    assert page.attempts == len(app.asked) == 3
    assert len({one.headers["I-Twilio-Idempotency-Token"] for one in app.asked}) == 1
    assert not any("#" in one.path for one in app.asked)
    Wire(line).fetch(line.url("/voice"), "POST", {})
    assert len({one.headers["I-Twilio-Idempotency-Token"] for one in app.asked}) == 2


def test_retries_stop_where_the_fragment_says(app: Script) -> None:
    app.on("/voice", Answer(b"", 503))
    assert fetch_refused(app, "/voice#rc=1&rp=5xx").code == 11200
    assert len(app.asked) == 2


def test_a_retry_after_a_late_answer_can_save_the_turn(app: Script) -> None:
    app.on("/voice", Answer(twiml(""), delay=1.5), "<Hangup/>")
    line = app.line()
    assert Wire(line).fetch(line.url("/voice#rc=1&rp=rt&rt=1000"), "POST", {}).attempts == 2


def test_all_attempts_together_must_be_in_time(app: Script) -> None:
    app.on("/voice", Answer(twiml(""), delay=0.3))
    line = app.line()
    with pytest.raises(Refusal):
        Wire(line).fetch(line.url("/voice#rc=5&rp=all&rt=200&tt=500"), "POST", {})
    assert len(app.asked) <= 3


@pytest.mark.parametrize("fragment", ["rc=6", "rt=99", "ct=10001", "tt=20000", "rp=6xx", "zz=1", "rc=", "rc=-1"])
def test_an_impossible_retry_policy_is_refused(fragment: str) -> None:
    with pytest.raises(Refusal) as caught:
        policy(f"http://a.example/#{fragment}", Policy())
    assert caught.value.code == 11243


def test_twilio_waits_5_seconds_to_connect_and_15_in_all_unless_told_otherwise() -> None:
    assert Policy() == Policy(retries=1, on=frozenset({"ct"}), connect=5, read=15, total=15)
    asked = policy("http://a.example/#rc=2&rp=4xx,rt&ct=1000&rt=2000&tt=3000&e=ashburn", Policy())
    assert asked == Policy(2, frozenset({"4xx", "rt"}), 1, 2, 3)


def test_the_fallback_is_told_the_error_and_may_save_the_call(app: Script) -> None:
    app.on("/voice", "<Redirect>/broken?s=1</Redirect>").on("/broken", Answer(b"<Response><Say>", 200))
    app.on("/voice/fallback", "<Say>We are sorry.</Say><Dial>+14105550111</Dial>")
    call = app.call()
    turn = call.dial()
    [asked] = app.at("/voice/fallback")
    assert (asked.form["ErrorCode"], asked.form["ErrorUrl"]) == ("12100", f"{app.base_url}/broken?s=1")
    assert (turn.said, call.state) == ("We are sorry.", "dialing")
    assert call.refusal is not None
    assert call.refusal.code == 12100


def test_a_fallback_that_fails_too_ends_the_call(app: Script) -> None:
    app.on("/voice", Answer(b"", 500)).on("/voice/fallback", Answer(b"", 500))
    call = app.call()
    call.dial()
    assert (call.ending, [refusal.code for refusal in call.refusals]) == ("failed", [11200, 11200])
    assert len(app.at("/voice/fallback")) == 1


def test_the_app_is_told_the_clock_and_the_language_only_when_asked_to(app: Script) -> None:
    app.on(
        "/voice", '<Say voice="Polly.Joanna">' + "word " * 29 + '</Say><Gather timeout="20"/><Redirect>/n</Redirect>'
    )
    app.on("/n", "<Hangup/>")
    call = app.call()
    call.dial()
    call.hang_up()
    assert not any(name.lower().startswith("x-onecall") for one in app.asked for name in one.headers)
    told = app.call(now=datetime(2026, 11, 24, 22, 59, 50), language="es")
    told.dial()
    told.wait()
    assert app.at("/voice")[-1].headers["X-OneCall-Now"] == "2026-11-24T22:59:50"
    assert app.at("/n")[-1].headers["X-OneCall-Now"] == "2026-11-24T23:00:19"
    assert app.at("/n")[-1].headers["X-OneCall-Language"] == "es"
