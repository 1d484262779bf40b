"""The voice door: whatever comes in, the caller is answered."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote, urlencode, urlsplit
from xml.etree import ElementTree

import pytest
import structlog
from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]
from werkzeug.test import TestResponse

from ivr.flow.events import Dialed, Digits, HungUp, Recorded, Silence, Utterance
from ivr.flow.state import State
from ivr.telephony.seal import Sealer
from tests.web.voice_script import BASE, FORM, NOW, RECORDING, SID, TOKEN, Script, app

HOUR = 3600


class Phone:
    """Twilio's side of a call, through Flask's test client: follows action and redirect addresses."""

    def __init__(self, script: Script, **settings: object) -> None:
        self.client: FlaskClient = app(script, **settings).test_client()  # type: ignore[arg-type]
        self.answer = self.post("/voice")

    def post(self, url: str, headers: dict[str, str] | None = None, **parameters: str) -> TestResponse:
        self.answer = self.client.post(url.removeprefix(BASE), data={**FORM, **parameters}, headers=headers)
        return self.answer

    def act(self, headers: dict[str, str] | None = None, **parameters: str) -> TestResponse:
        return self.post(self.action, headers, **parameters)

    @property
    def document(self) -> ElementTree.Element:
        assert self.answer.status_code == 200
        assert self.answer.content_type == "text/xml; charset=utf-8"
        assert self.answer.headers["Cache-Control"] == "no-store"
        return ElementTree.fromstring(self.answer.data)

    @property
    def action(self) -> str:
        return next(verb.attrib["action"] for verb in self.document if "action" in verb.attrib)

    @property
    def silence(self) -> str:
        return self.document.findtext("Redirect") or ""

    @property
    def said(self) -> str:
        return " ".join("".join(say.itertext()) for say in self.document.iter("Say"))


def apologised(phone: Phone, languages: tuple[str, ...] = ("en-US", "es-US")) -> bool:
    spoken = tuple(say.attrib["language"] for say in phone.document.iter("Say"))
    return spoken == languages and phone.document.findtext("Dial/Number") == "+14105550188" and "9 1 1" in phone.said


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def phone(script: Script) -> Phone:
    return Phone(script)


def test_a_call_is_answered_and_carries_its_state_from_turn_to_turn(script: Script, phone: Phone) -> None:
    assert phone.said == "Welcome to 311."
    phone.act(SpeechResult="a pothole", Confidence="0.9")
    assert phone.said == "You said: a pothole"
    phone.act(Digits="9")
    phone.act(Digits="1")
    assert phone.document.findtext("Gather/Play") == f"{BASE}/voice/prompts/en/bell.wav"
    assert script.told == [("answered", SID, NOW), Utterance("a pothole", 0.9), Digits("9"), Digits("1")]


def test_the_wait_that_runs_out_is_silence(script: Script, phone: Phone) -> None:
    assert phone.silence == phone.action + "&silence=1"
    phone.post(phone.silence)
    assert phone.said == "Are you still there?"
    assert script.told[-1] == Silence()


def test_a_transfer_shows_our_own_number_and_its_end_is_told(script: Script, phone: Phone) -> None:
    phone.act(Digits="2")
    assert phone.document[-1].attrib["callerId"] == "+14105550100"
    phone.act(DialCallStatus="busy")
    assert script.told[-1] == Dialed("busy")


def test_a_callers_id_that_is_no_number_is_not_shown(phone: Phone) -> None:
    phone.act(Digits="2", To="sip:line@example.gov")
    assert "callerId" not in phone.document[-1].attrib


def test_a_recorded_message_is_told(script: Script, phone: Phone) -> None:
    phone.act(RecordingSid=RECORDING, RecordingDuration="7", RecordingUrl="https://evil.example/x", Digits="#")
    assert script.told[-1] == Recorded(RECORDING, 7, "#")


def test_a_caller_who_has_gone_is_told_of(script: Script, phone: Phone) -> None:
    phone.act(CallStatus="completed")
    assert script.told[-1] == HungUp()


def test_a_repeated_webhook_gets_the_same_bytes(phone: Phone) -> None:
    action = phone.action
    first = phone.post(action, SpeechResult="a pothole").data
    assert phone.post(action, SpeechResult="a pothole").data == first


def test_webhooks_out_of_order_are_each_answered_from_their_own_state(phone: Phone) -> None:
    early = phone.action
    phone.act(Digits="9")
    late = phone.action
    assert phone.post(late, Digits="3").data.endswith(b"<Hangup/></Response>")
    assert phone.post(early, SpeechResult="hello").status_code == 200
    assert phone.said == "You said: hello"


# ------------------------------------------------------------------ what goes wrong


def test_a_turn_that_breaks_is_an_apology_in_the_callers_language_and_a_person(phone: Phone) -> None:
    phone.act(Digits="9")
    phone.act(Digits="4")
    assert apologised(phone, ("es-US",))


def test_a_call_that_breaks_at_once_is_an_apology_in_both_languages(phone: Phone) -> None:
    phone.post("/voice", From="broken")
    assert apologised(phone)


def test_a_document_that_twilio_would_refuse_is_an_apology(phone: Phone) -> None:
    phone.act(Digits="5")
    assert apologised(phone, ("en-US",))


def test_no_word_and_no_number_of_a_caller_reaches_the_log(phone: Phone) -> None:
    with structlog.testing.capture_logs() as logs:
        phone.act(Digits="4", SpeechResult="my secret words")
        phone.post("/voice", From="broken")
        phone.post("/voice/status", From="broken", CallStatus="completed")
        phone.post("/voice/turn?s=forged", SpeechResult="my secret words")
    assert [entry["event"] for entry in logs] == ["turn failed"] * 3 + ["call refused"]
    assert logs[0]["error"] == "RuntimeError"
    assert any("voice_script.py" in place for place in logs[0]["where"])
    assert not any(word in str(logs) for word in ("secret words", "the words of", "4105550123", SID))


@pytest.mark.parametrize(
    "token", ["", "x", "AAAA", "A" * 200, "A" * 5_000, "%00", "%FF%FE", "..%2F..", "A" * 60 + "%0A", "é"]
)
def test_a_forged_or_oversized_state_is_an_apology(script: Script, phone: Phone, token: str) -> None:
    phone.post(f"/voice/turn?s={token}", Digits="1")
    assert apologised(phone)
    assert len(script.told) == 1


def test_a_turn_without_a_state_is_an_apology(phone: Phone) -> None:
    phone.post("/voice/turn", Digits="1")
    assert apologised(phone)


def test_the_state_of_another_call_is_an_apology(phone: Phone) -> None:
    phone.act(CallSid="CA" + "f" * 32, Digits="1")
    assert apologised(phone)


def test_a_call_of_this_morning_is_an_apology(phone: Phone) -> None:
    old = State("v1", "main.need", started=int(NOW.timestamp()) - 4 * HOUR - 1)
    token = Sealer(["a secret of at least 32 characters!"]).seal(old, SID)
    phone.post(f"/voice/turn?s={token}", Digits="1")
    assert apologised(phone)


@pytest.mark.parametrize("url", ["/voice", "/voice/turn?s=x"])
def test_a_webhook_that_names_no_call_is_an_apology(script: Script, phone: Phone, url: str) -> None:
    script.told.clear()
    for data in ({}, {"CallSid": ""}, {"CallSid": "\x00"}, {**FORM, "CallSid": "CA" + "x" * 90}):
        phone.answer = phone.client.post(url, data=data)
        assert apologised(phone)
    assert script.told == []


@pytest.mark.parametrize(
    "body",
    [
        b"CallSid=" + SID.encode() + b"&SpeechResult=%00%00&Digits=%00",
        b"CallSid=" + SID.encode() + b"&SpeechResult=\xff\xfe\x80",
        b"CallSid=" + SID.encode() + b"&SpeechResult=%FF%C3&From=%ED%A0%80",
        b"CallSid=" + SID.encode() + b"&&&=&=x&%=%&%zz",
        b"CallSid=" + SID.encode() + b"&a=1" * 15_000,
    ],
)
def test_bytes_that_are_no_text_are_taken(phone: Phone, body: bytes) -> None:
    kind = "application/x-www-form-urlencoded"
    phone.answer = phone.client.post(phone.action.removeprefix(BASE), data=body, content_type=kind)
    assert not apologised(phone)
    assert "\x00" not in phone.answer.text


def test_a_speech_of_ten_thousand_characters_is_heard_up_to_its_limit(script: Script, phone: Phone) -> None:
    phone.act(SpeechResult="word " * 2_000)
    heard = script.told[-1]
    assert isinstance(heard, Utterance)
    assert 1_990 < len(heard.text) <= 2_000
    assert len(phone.action) < 2_100


def test_a_form_of_65_kb_is_taken_and_a_larger_one_is_refused(phone: Phone) -> None:
    assert phone.act(SpeechResult="x" * 65_000).status_code == 200
    for url in ("/voice", "/voice/turn?s=x", "/voice/status", "/voice/recording", "/voice/fallback"):
        assert phone.client.post(url, data={**FORM, "SpeechResult": "x" * 200_000}).status_code == 413


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data", "text/plain", "", "x" * 500])
def test_a_body_of_another_kind_names_no_call(phone: Phone, kind: str) -> None:
    phone.answer = phone.client.post("/voice", data=b'{"CallSid": 1}', content_type=kind)
    assert apologised(phone)


def test_get_is_answered_like_post(script: Script, phone: Phone) -> None:
    phone.answer = phone.client.get("/voice?" + urlencode(FORM))
    assert phone.said == "Welcome to 311."
    action = urlsplit(phone.action)
    phone.answer = phone.client.get(f"{action.path}?{action.query}&{urlencode(FORM)}&Digits=3")
    assert phone.said == "Good-bye."


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(phone: Phone, method: str) -> None:
    assert getattr(phone.client, method)("/voice").status_code == 405


# ------------------------------------------------------------------ callbacks


def test_the_end_of_a_call_is_told_with_its_length(script: Script, phone: Phone) -> None:
    assert phone.post("/voice/status", CallStatus="completed", CallDuration="61").status_code == 204
    assert script.told[-1] == ("ended", SID, "completed", 61)


def test_the_steps_before_the_end_are_not(script: Script, phone: Phone) -> None:
    for status in ("queued", "ringing", "in-progress", "", "nonsense"):
        assert phone.post("/voice/status", CallStatus=status).status_code == 204
    assert len(script.told) == 1


def test_the_end_of_a_call_sent_to_the_wrong_address_is_still_its_end(script: Script, phone: Phone) -> None:
    phone.post("/voice", CallStatus="completed")
    assert list(phone.document) == []
    assert script.told[-1] == ("ended", SID, "completed", None)


def test_a_recordings_arrival_is_told(script: Script, phone: Phone) -> None:
    for query, kind in (("?kind=message", "message"), ("?kind=answer", "answer"), ("?kind=x", ""), ("", "")):
        phone.post(
            f"/voice/recording{query}", RecordingSid=RECORDING, RecordingStatus="completed", RecordingDuration="12"
        )
        assert script.told[-1] == ("recording", RECORDING, "completed", 12, kind)
        assert phone.answer.status_code == 204
    assert phone.post("/voice/recording", RecordingSid="x", RecordingStatus="completed").status_code == 204
    assert len(script.told) == 5


def test_a_callback_that_breaks_is_taken_all_the_same(phone: Phone) -> None:
    assert phone.post("/voice/status", From="broken", CallStatus="completed").status_code == 204
    assert phone.client.post("/voice/recording").status_code == 204


# ------------------------------------------------------------------ the fallback


def test_the_fallback_apologises_in_both_languages_and_calls_a_person(script: Script, phone: Phone) -> None:
    phone.post("/voice/fallback", ErrorCode="11200", ErrorUrl=f"{BASE}/voice")
    assert apologised(phone)
    assert len(script.told) == 1


def test_the_fallback_needs_nothing_of_the_request(phone: Phone) -> None:
    phone.answer = phone.client.post("/voice/fallback")
    assert apologised(phone)


def test_after_the_operators_line_the_call_ends_or_the_caller_is_told_what_to_do(phone: Phone) -> None:
    phone.post("/voice/fallback")
    phone.act(DialCallStatus="completed")
    assert [verb.tag for verb in phone.document] == ["Hangup"]
    phone.post("/voice/fallback")
    phone.act(DialCallStatus="no-answer")
    assert "call 3 1 1 again" in phone.said


# ------------------------------------------------------------------ recorded prompts


def test_recorded_prompts_are_played_and_nothing_else_is_shown(script: Script, tmp_path: Path) -> None:
    (tmp_path / "prompts" / "en").mkdir(parents=True)
    (tmp_path / "prompts" / "en" / "bell.wav").write_bytes(b"RIFF")
    (tmp_path / "prompts" / "en.yaml").write_text("secret: yes")
    (tmp_path / "outside.wav").write_bytes(b"RIFF")
    client = Phone(script, recordings=tmp_path / "prompts").client
    played = client.get("/voice/prompts/en/bell.wav")
    assert (played.status_code, played.data, played.mimetype) == (200, b"RIFF", "audio/x-wav")
    assert (
        client.get("/voice/prompts/en/bell.wav", headers={"If-None-Match": played.headers["ETag"]}).status_code == 304
    )
    for name in ("en.yaml", "../outside.wav", "%2e%2e/outside.wav", "en/none.wav", "en/%00.wav", "/etc/passwd"):
        assert client.get(f"/voice/prompts/{name}").status_code in (404, 308)


# ------------------------------------------------------------------ signatures


def test_only_what_twilio_signed_comes_in_at_any_address(script: Script, tmp_path: Path) -> None:
    (tmp_path / "bell.wav").write_bytes(b"RIFF")
    client = app(script, tmp_path, tokens=(TOKEN,)).test_client()
    sign = RequestValidator(TOKEN).compute_signature
    urls = [
        "/voice",
        "/voice/turn?s=x",
        "/voice/status",
        "/voice/recording",
        "/voice/fallback",
        "/voice/fallback?after=en",
    ]
    for url in urls:
        header = sign(BASE + url, FORM)
        assert client.post(url, data=FORM).status_code == 403
        assert client.post(url, data=FORM, headers={"X-Twilio-Signature": "A" * 28}).status_code == 403
        assert client.post(url, data={**FORM, "x": "y"}, headers={"X-Twilio-Signature": header}).status_code == 403
        assert client.post(url, json=FORM, headers={"X-Twilio-Signature": header}).status_code == 403
        assert client.post(url, data=FORM, headers={"X-Twilio-Signature": header}).status_code in (200, 204)
    # A recorded prompt is what anybody hears who calls; Twilio may or may not sign its requests for sounds.
    assert client.get("/voice/prompts/bell.wav").status_code == 200
    assert [told for told in script.told if isinstance(told, tuple)] == [("answered", SID, NOW)]


def test_a_whole_call_is_signed_with_its_sealed_addresses(script: Script) -> None:
    client = app(script, tokens=("retired", TOKEN)).test_client()
    sign = RequestValidator(TOKEN).compute_signature
    first = client.post("/voice", data=FORM, headers={"X-Twilio-Signature": sign(BASE + "/voice", FORM)})
    action = ElementTree.fromstring(first.data)[0].attrib["action"]
    form = {**FORM, "SpeechResult": "¿hay un bache?", "Digits": ""}
    header = {"X-Twilio-Signature": sign(action, form)}
    second = client.post(action.removeprefix(BASE), data=form, headers=header)
    assert "¿hay un bache?" in second.text


def test_a_refused_signature_leaves_no_words_in_the_log(script: Script) -> None:
    client = app(script, tokens=(TOKEN,)).test_client()
    with structlog.testing.capture_logs() as logs:
        client.post("/voice/turn?s=secret", data=FORM, headers={"X-Twilio-Signature": "secret"})
    assert logs == [{"event": "signature refused", "log_level": "warning", "route": "voice.turn", "header": True}]


# ------------------------------------------------------------------ the test phone


def test_the_test_phone_is_told_what_the_engine_thought(script: Script) -> None:
    script.trace = {"at": "main.need", "slots": {"place": "100%41 Calle Ñ\r\nX-Evil: 1\x7f"}}
    answer = Phone(script, simulator=True).act(SpeechResult="hello")
    header = answer.headers["X-OneCall-Trace"]
    assert json.loads(header) == json.loads(unquote(header)) == script.trace
    assert "X-Evil" not in answer.headers


def test_a_trace_is_never_too_long_for_a_header(script: Script) -> None:
    script.trace = {"at": "main.need", "slots": "ñ" * 9_000, "path": ["x" * 100] * 5}
    header = Phone(script, simulator=True).act(SpeechResult="hello").headers["X-OneCall-Trace"]
    assert len(header) <= 6_000
    assert json.loads(header) == {**script.trace, "slots": None}


def test_in_production_nothing_is_traced_and_the_clock_is_our_own(script: Script) -> None:
    script.trace = {"at": "main.need"}
    phone = Phone(script)
    assert "X-OneCall-Trace" not in phone.act(SpeechResult="hello").headers
    phone.post("/voice", {"X-OneCall-Now": "2031-01-01T00:00"})
    assert script.told[-1] == ("answered", SID, NOW)


@pytest.mark.parametrize(
    ("said", "hour"),
    [("2026-11-24T10:00", 15), ("2026-11-24T10:00-06:00", 16), ("ten o'clock", NOW.hour), ("", NOW.hour)],
)
def test_the_test_phone_may_set_the_clock(script: Script, said: str, hour: int) -> None:
    phone = Phone(script, simulator=True)
    phone.post("/voice", {"X-OneCall-Now": said})
    assert script.told[-1] == ("answered", SID, NOW.replace(hour=hour))


def test_the_test_phone_is_told_what_broke(script: Script) -> None:
    answer = Phone(script, simulator=True).act(Digits="4")
    assert json.loads(answer.headers["X-OneCall-Trace"]) == {"error": "RuntimeError"}
