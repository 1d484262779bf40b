"""Whatever arrives at the doors: never a 5xx, never a trace, never a caller's word in the log."""

from __future__ import annotations

import gzip
import json
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

import pytest
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from ivr.flow.state import State
from ivr.simulator import document
from ivr.telephony.seal import Sealer
from tests.calls.conftest import until
from tests.calls.line import TOKEN, RunningLine

from . import talk
from .conftest import requests
from .webhooks import FORM_TYPE, POTHOLE, Answer, Caller, Webhook, number, signed

DOORS = ("/voice", "/voice/turn", "/voice/status", "/voice/recording", "/voice/fallback")
SECRET = "the words of a caller who must not be read in any log"


@pytest.fixture(autouse=True)
def quiet(line: RunningLine) -> Iterator[None]:
    """After every test: no trace, no error that nobody expected, nothing personal in the log."""
    before = len(log(line))
    yield
    written = log(line)[before:]
    assert "Traceback" not in written
    assert not [one for one in written.splitlines() if "turn failed" in one and "VersionUnknown" not in one], written
    for personal in ("4435550177", "443 555", SECRET, "two of my tires", "/voice/turn?s="):
        assert personal not in written, written


def log(line: RunningLine) -> str:
    return (line.data / "gunicorn.log").read_text(errors="replace")


@pytest.fixture
def caller(line: RunningLine) -> Caller:
    made = Caller(line.base)
    made.answer()
    return made


def fits(answer: Answer) -> Answer:
    """The answer, which Twilio takes."""
    assert answer.status == 200, (answer.status, answer.body[:200])
    document.read(answer.body)
    return answer


# ---------------------------------------------------------------- signatures


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("how", ["none", "empty", "other token", "other form", "other address", "long", "not ascii"])
def test_a_bad_signature_comes_in_nowhere(line: RunningLine, door: str, how: str) -> None:
    form = {**Caller(line.base).form, "SpeechResult": SECRET}
    good = signed(line.base + door, form)
    bad = {
        "none": "",
        "empty": " ",
        "other token": signed(good.url, form, "another token").signature,
        "other form": signed(good.url, {**form, "Digits": "1"}).signature,
        "other address": signed("http://evil.example" + door, form).signature,
        "long": "A" * 7000,
        "not ascii": "ü" * 28,
    }[how]
    answer = Webhook(good.url, good.body, bad).send()
    assert (answer.status, answer.body) == (403, b"")


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
@pytest.mark.parametrize("door", DOORS)
def test_unsigned_requests_of_every_method_are_refused(line: RunningLine, door: str, method: str) -> None:
    assert Webhook(line.base + door, method=method).send().status == 403


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "FOO"])
@pytest.mark.parametrize("door", DOORS)
def test_other_methods_are_not_served(line: RunningLine, door: str, method: str) -> None:
    assert Webhook(line.base + door, b"CallSid=CA1", method=method).send().status == 405


def test_the_test_phones_headers_do_not_stand_in_for_a_signature(line: RunningLine) -> None:
    headers = {"X-OneCall-Now": "2026-11-24T12:00", "X-OneCall-Language": "es", "X-Forwarded-For": "127.0.0.1"}
    assert Webhook(line.base + "/voice", b"CallSid=CA1", headers=headers).send().status == 403


def test_a_signed_get_is_answered_as_twilio_would_send_it(line: RunningLine) -> None:
    url = line.base + "/voice?" + urlencode(Caller(line.base).form)
    signature = RequestValidator(TOKEN).compute_signature(url, {})
    assert b"Baltimore" in fits(Webhook(url, signature=signature, method="GET").send()).body


def test_json_with_its_own_signature_names_no_call(line: RunningLine) -> None:
    body = json.dumps({"CallSid": "CA" + "1" * 32, "SpeechResult": SECRET})
    validator = RequestValidator(TOKEN)
    url = f"{line.base}/voice?bodySHA256={__import__('hashlib').sha256(body.encode()).hexdigest()}"
    sent = Webhook(
        url, body.encode(), validator.compute_signature(url, {}), headers={"Content-Type": "application/json"}
    )
    assert fits(sent.send()).sorry
    assert Webhook(line.base + "/voice", body.encode(), "x", headers=sent.headers).send().status == 403


# ---------------------------------------------------------------- the sealed state


def sealer(line: RunningLine, *keys: str) -> Sealer:
    return Sealer(keys or line.env["SECRET_KEYS"].split(","))


def at(line: RunningLine, sid: str, started: datetime, *keys: str) -> str:
    state = State(version=line.rooms.library.current().book.version, at="main.need", started=int(started.timestamp()))
    return sealer(line, *keys).seal(state, sid)


NOON = talk.NOON.replace(tzinfo=ZoneInfo("America/New_York"))  # where CLOCK stands


def test_a_state_like_those_forged_below_would_be_heard(line: RunningLine) -> None:
    line.rooms.library.start()
    who = Caller(line.base)
    token = at(line, who.sid, NOON)
    assert "street" in fits(who.webhook(f"/voice/turn?s={token}", Digits="1").send()).text


@pytest.mark.parametrize(
    "token",
    [
        "",
        "A",
        "AAAA",
        "A" * 1000,
        "A" * 3900,
        "%00%00",
        "../../etc/passwd",
        "%FF%FE",
        "ñ",
        "a=b",
        "{{7*7}}",
        "' OR 1=1 --",
    ],
    ids=lambda token: token[:12] + str(len(token)),
)
def test_a_forged_state_is_an_apology_and_a_person(line: RunningLine, token: str) -> None:
    url = f"{line.base}/voice/turn?s={quote(token, safe='%')}"
    assert fits(Caller(line.base).webhook(url, SpeechResult=SECRET).send()).sorry


@pytest.mark.parametrize("place", [0, 1, 20, -1])
def test_a_state_with_one_letter_changed_is_an_apology(caller: Caller, place: int) -> None:
    head, _, token = caller.sent[-1][1].action.partition("s=")
    letters = list(token)
    letters[place] = "A" if letters[place] != "A" else "Q"
    assert fits(caller.webhook(head + "s=" + "".join(letters)).send()).sorry


def test_the_state_of_another_call_is_an_apology(line: RunningLine, caller: Caller) -> None:
    stolen = caller.sent[-1][1].action
    assert fits(Caller(line.base).webhook(stolen, Digits="1").send()).sorry


def test_a_state_older_than_four_hours_is_an_apology(line: RunningLine) -> None:
    who = Caller(line.base)
    token = at(line, who.sid, NOON - timedelta(hours=4, minutes=1))
    assert fits(who.webhook(f"/voice/turn?s={token}", Digits="1").send()).sorry
    token = at(line, who.sid, NOON - timedelta(hours=3, minutes=59))
    assert not fits(who.webhook(f"/voice/turn?s={token}", Digits="1").send()).sorry


def test_a_state_sealed_with_a_key_no_longer_in_force_is_an_apology(line: RunningLine) -> None:
    who = Caller(line.base)
    token = at(line, who.sid, NOON, "a key that was rotated out long ago")
    assert fits(who.webhook(f"/voice/turn?s={token}", Digits="1").send()).sorry


@pytest.mark.parametrize("version", ["", "000000000000", "../../secrets", "f" * 12, "x" * 500])
def test_a_version_that_is_not_to_be_had_is_an_apology(line: RunningLine, version: str) -> None:
    who = Caller(line.base)
    token = sealer(line).seal(State(version=version, at="main.need", started=int(NOON.timestamp())), who.sid)
    answer = who.webhook(f"/voice/turn?s={token}", Digits="1").send()
    assert fits(answer).sorry


# ---------------------------------------------------------------- forms


@pytest.mark.parametrize(
    "more",
    [
        {"SpeechResult": "x" * 10_000},
        {"SpeechResult": "pothole at " * 5_000},
        {"SpeechResult": "\x00\x01\x1b[31m\r\nlevel=error\u2028\u202e<Say>&amp;"},
        {"SpeechResult": "\ufffe\uffff" + "𝕡othole" + "e\u0301" * 900},
        {"SpeechResult": "9" * 2_000},
        {"SpeechResult": "<Response><Hangup/></Response>]]>"},
        {"SpeechResult": "a", "Confidence": "nan"},
        {"SpeechResult": "a", "Confidence": "-inf"},
        {"SpeechResult": "a", "Confidence": "1e400"},
        {"Digits": "1" * 10_000},
        {"Digits": "١٢٣"},
        {"Digits": "<script>"},
        {"From": "anonymous"},
        {"From": "client:" + "x" * 5000},
        {"From": "+1" + "4" * 4000},
        {"From": "sip:a@b;\x00"},
        {"To": ""},
        {"CallStatus": "nonsense"},
        {"DialCallStatus": "completed"},
        {"DialCallStatus": "\x00", "DialCallDuration": "-1"},
        {"RecordingUrl": "file:///etc/passwd", "RecordingDuration": "9" * 400},
        {"RecordingSid": "RE" + "0" * 32, "RecordingDuration": "12"},
        {f"P{n}": "x" for n in range(900)},
    ],
    ids=lambda more: "-".join(more)[:20],
)
def test_a_turn_answers_whatever_it_is_told(caller: Caller, more: dict[str, str]) -> None:
    answer = fits(caller.webhook(caller.sent[-1][1].action, **more).send())
    assert not answer.sorry
    assert answer.seconds < 15
    fits(caller.webhook("/voice", **more).send())
    for door in ("/voice/status", "/voice/recording"):
        assert caller.webhook(door, **more).send().status in (200, 204)


@pytest.mark.parametrize("where", [POTHOLE[:n] for n in range(1, len(POTHOLE))], ids=lambda said: said[-1][:12])
def test_every_question_of_a_report_takes_any_words(caller: Caller, where: tuple[str, ...]) -> None:
    caller.say(*where)
    for words in ("\x00<&>" + "ż" * 3000, "9 " * 1000, "🚧" * 500, "a.b." * 500, "Robert'); DROP TABLE requests;--"):
        answer = fits(caller.webhook(caller.sent[-1][1].action, SpeechResult=words, Confidence="0.9").send())
        assert not answer.sorry


def test_words_no_database_holds_are_filed_all_the_same(line: RunningLine, caller: Caller) -> None:
    nasty = "hole \x00 🚧 \u202e {} %s \\u0000 ' \" ; --"
    caller.say(*POTHOLE[:4], nasty)
    assert "Your request is in" in caller.say("1", "1", "1").text
    until(lambda: requests(line.rooms.engine, caller.sid))
    assert requests(line.rooms.engine, caller.sid)[0].description == "hole 🚧 {} %s \\u0000 ' \" ; --"


@pytest.mark.parametrize("lost", ["CallSid", "AccountSid", "From", "To", "CallStatus", "Direction", "ApiVersion"])
@pytest.mark.parametrize("door", DOORS)
def test_a_missing_parameter_is_never_an_error(line: RunningLine, caller: Caller, door: str, lost: str) -> None:
    url = caller.sent[-1][1].action if door == "/voice/turn" else line.base + door
    form = {name: value for name, value in caller.form.items() if name != lost}
    answer = signed(url, form).send()
    assert answer.status in (200, 204)
    if answer.status == 200:
        fits(answer)


@pytest.mark.parametrize("door", DOORS)
def test_an_empty_body_is_never_an_error(line: RunningLine, door: str) -> None:
    assert signed(line.base + door, {}).send().status in (200, 204)


@pytest.mark.parametrize("door", DOORS)
def test_a_form_of_65_kb_is_taken_and_one_of_a_megabyte_refused(line: RunningLine, door: str) -> None:
    form = Caller(line.base).form
    assert signed(line.base + door, {**form, "SpeechResult": "x" * 65_000}).send().status in (200, 204)
    large = signed(line.base + door, {**form, "SpeechResult": "x" * 1_000_000}).send()
    assert large.status == 413
    assert large.seconds < 15


def test_an_unsigned_form_of_many_names_is_refused_without_much_work(line: RunningLine) -> None:
    body = "&".join(f"{n:x}=" for n in range(14_000)).encode()
    answer = Webhook(line.base + "/voice", body, "x" * 28).send()
    assert answer.status == 403
    assert answer.seconds < 10


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"CallSid=\xff\xfe%FF%00", {}),
        (b"\x00" * 1000, {}),
        (b"=&&&==&;;", {}),
        (gzip.compress(b"CallSid=CA1", mtime=0), {"Content-Encoding": "gzip"}),
        (b"CallSid=CA1", {"Content-Type": "multipart/form-data; boundary=x"}),
        (b"--x\r\n", {"Content-Type": "multipart/form-data"}),
        (b"<xml/>", {"Content-Type": "text/xml"}),
        (b"CallSid=CA1", {"Content-Type": "application/x-www-form-urlencoded; charset=utf-7"}),
        (b"CallSid=CA1", {"Content-Type": ""}),
        (b"CallSid=CA1", {"Cookie": "=" * 4000}),
        (b"CallSid=CA1", {"X-Twilio-Webhooks-Signature-Settings": "alg=HMAC_SHA256;" * 200}),
    ],
)
@pytest.mark.parametrize("door", DOORS)
def test_a_body_of_any_kind_is_refused_quietly(
    line: RunningLine, door: str, body: bytes, headers: dict[str, str]
) -> None:
    assert (
        Webhook(line.base + door, body, "x" * 28, headers={"Content-Type": FORM_TYPE, **headers}).send().status == 403
    )


# ---------------------------------------------------------------- out of order, twice, at once


def test_webhooks_of_a_call_nobody_answered_are_taken(line: RunningLine) -> None:
    who = Caller(line.base)
    for door in ("/voice/status", "/voice/recording"):
        assert who.webhook(door, CallStatus="completed", RecordingSid="RE" + "a" * 32).send().status == 204
    assert not fits(who.webhook("/voice").send()).sorry


def test_a_turn_after_the_end_and_the_end_before_its_turns(line: RunningLine, caller: Caller) -> None:
    caller.say(*POTHOLE[:3])
    url = caller.sent[-1][1].action
    assert caller.webhook("/voice/status", CallStatus="completed", CallDuration="40").send().status == 204
    assert not fits(caller.webhook(url, Digits="1").send()).sorry
    assert not fits(caller.webhook(url, Digits="1", CallStatus="completed").send()).sorry
    assert fits(caller.webhook("/voice", CallStatus="completed").send()).body.endswith(b"<Response></Response>")


def test_the_end_of_a_transfer_may_come_twice_and_without_a_transfer(caller: Caller) -> None:
    transferred = caller.say("0")
    url = transferred.action
    again = [fits(caller.webhook(url, DialCallStatus="busy").send()) for _ in range(2)]
    assert again[0].body == again[1].body
    assert not again[0].sorry


def test_a_recording_may_be_there_before_its_message_is(line: RunningLine, caller: Caller) -> None:
    sid = "RE" + "b" * 32
    for _ in range(2):
        sent = caller.webhook("/voice/recording", RecordingSid=sid, RecordingStatus="completed", RecordingDuration="9")
        assert sent.send().status == 204


def test_two_callers_with_one_number_file_each_their_own(line: RunningLine) -> None:
    callers = [Caller(line.base, "+14435550144") for _ in range(2)]
    for who in callers:
        who.answer()
    for said in (*POTHOLE, "1"):
        for who in callers:
            who.say(said)
    told = {number(who.sent[-1][1]) for who in callers}
    assert len(told) == 2


def test_the_filing_turn_retried_eight_times_at_once_files_one_request(line: RunningLine, caller: Caller) -> None:
    caller.say(*POTHOLE)
    filing = caller.webhook(caller.sent[-1][1].action, Digits="1")
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: filing.send(), range(8)))
    assert {answer.status for answer in answers} == {200}
    assert len({answer.body for answer in answers}) == 1
    told = number(answers[0])
    until(lambda: requests(line.rooms.engine, caller.sid))
    assert [request.number for request in requests(line.rooms.engine, caller.sid)] == [told]


# ---------------------------------------------------------------- raw bytes


def test_no_header_says_which_page_an_address_is(line: RunningLine) -> None:
    """What a proxy bars by its address is reached by no other address."""
    with socket.create_connection(("127.0.0.1", line.port), timeout=10) as wire:
        wire.sendall(b"GET /x/healthz HTTP/1.0\r\nHost: x\r\nSCRIPT_NAME: /x\r\n\r\n")
        assert b" 404 " in wire.recv(200).splitlines()[0]


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"GET /voice/turn?s=%s HTTP/9.9\r\n\r\n" % SECRET.replace(" ", "+").encode(),
        b"POST /voice/turn?s=abc HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
        b"POST /voice/turn?s=abc HTTP/1.1\r\nHost: x\r\nContent-Length: five\r\n\r\n",
        b"POST /voice HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST /voice HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffff\r\nab",
        b"POST /voice HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nCallSid=CA1",
        b"GET /voice/turn?s=%s\r\n\r\n" % SECRET.replace(" ", "+").encode(),
        b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET /voice\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX: " + SECRET.encode() + b"\x00\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 200 + b"\r\n",
    ],
)
def test_bytes_that_are_no_request_are_refused_quietly(line: RunningLine, request_bytes: bytes) -> None:
    with socket.create_connection(("127.0.0.1", line.port), timeout=10) as wire:
        wire.sendall(request_bytes)
        wire.shutdown(socket.SHUT_WR)
        got = wire.recv(200)
    assert not got or b" 5" not in got.splitlines()[0], got
    assert not fits(Caller(line.base).webhook("/voice").send()).sorry
