"""Twilio's REST API on this machine: what it gives, when, to whom, and what it refuses."""

from __future__ import annotations

import io
import socket
import struct
import threading
import wave
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from twilio.base.exceptions import TwilioRestException  # type: ignore[import-untyped,unused-ignore]
from twilio.http.http_client import TwilioHttpClient  # type: ignore[import-untyped,unused-ignore]
from twilio.rest import Client  # type: ignore[import-untyped,unused-ignore]

from ivr.simulator.call import PhoneCall
from ivr.simulator.http import Line
from ivr.simulator.rest import Rest
from ivr.simulator.shelf import Shelf
from ivr.simulator.sound import tone

from .scripted import Answer, Script

TOKEN = "a token for tests"
CALL = "CA" + "1" * 32
RECORDING = "RE" + "2" * 32
ACCOUNT = Line.account_sid


@pytest.fixture
def rest(tmp_path: Path) -> Iterator[Rest]:
    with Rest(Shelf(tmp_path), auth_token=TOKEN) as running:
        yield running


def kept(rest: Rest, sid: str = RECORDING, call: str = CALL, seconds: int = 2) -> str:
    rest.shelf.keep(sid, call, ACCOUNT, tone(seconds), seconds)
    return sid


def ask(rest: Rest, path: str, method: str = "GET", token: str = TOKEN, **form: str) -> requests.Response:
    url = f"{rest.url}/2010-04-01/Accounts/{ACCOUNT}/{path}"
    return requests.request(method, url, data=form or None, auth=(ACCOUNT, token), timeout=5)


def twilio(rest: Rest) -> Client:
    """Twilio's own library, its requests sent here."""

    class Here(TwilioHttpClient):  # type: ignore[misc,unused-ignore]
        def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
            return super().request(method, url.replace("https://api.twilio.com", rest.url), *args, **kwargs)

    return Client(ACCOUNT, TOKEN, http_client=Here())


def test_a_recording_is_sound_of_its_length(rest: Rest) -> None:
    answer = ask(rest, f"Recordings/{kept(rest)}.wav")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "audio/x-wav")
    with wave.open(io.BytesIO(answer.content)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getnframes()) == (8000, 1, 16000)


def test_its_description_names_the_call_and_the_length(rest: Rest) -> None:
    found = ask(rest, f"Recordings/{kept(rest)}.json").json()
    assert (found["call_sid"], found["duration"], found["status"]) == (CALL, "2", "completed")


def test_strangers_get_nothing(rest: Rest) -> None:
    kept(rest)
    for path in (f"Recordings/{RECORDING}.wav", f"Calls/{CALL}/Recordings.json"):
        answer = ask(rest, path, token="wrong")
        assert (answer.status_code, answer.json()["code"]) == (401, 20003)
    assert requests.get(f"{rest.url}/2010-04-01/Accounts/{ACCOUNT}/Recordings.json", timeout=5).status_code == 401


def test_another_accounts_recordings_are_not_here(rest: Rest) -> None:
    url = f"{rest.url}/2010-04-01/Accounts/AC{'9' * 32}/Recordings/{kept(rest)}.wav"
    assert requests.get(url, auth=(ACCOUNT, TOKEN), timeout=5).status_code == 404


def test_a_recordings_file_comes_after_the_recording(tmp_path: Path) -> None:
    now = [1000.0]
    with Rest(Shelf(tmp_path, delay=3, clock=lambda: now[0])) as rest:
        sid = kept(rest)
        early = ask(rest, f"Recordings/{sid}.wav")
        assert (early.status_code, early.json()["code"]) == (404, 20404)
        assert ask(rest, f"Recordings/{sid}.json").json()["status"] == "processing"
        now[0] += 3
        assert ask(rest, f"Recordings/{sid}.wav").status_code == 200


def test_what_was_deleted_is_gone(rest: Rest) -> None:
    sid = kept(rest)
    assert ask(rest, f"Recordings/{sid}.json", "DELETE").status_code == 204
    assert ask(rest, f"Recordings/{sid}.wav").status_code == 404
    assert ask(rest, f"Recordings/{sid}.json", "DELETE").status_code == 404


def test_nothing_beside_the_recordings_can_be_fetched(rest: Rest, tmp_path: Path) -> None:
    (tmp_path.parent / "secret.wav").write_bytes(b"secret")
    for sid in ("..%2Fsecret", "../secret", "RE..", "REnone"):
        assert ask(rest, f"Recordings/{sid}.wav").status_code == 404


def test_a_calls_recordings_are_listed_page_by_page(rest: Rest) -> None:
    sids = {kept(rest, f"RE{n:032d}") for n in range(3)}
    kept(rest, f"RE{9:032d}", call="CA" + "9" * 32)
    found = twilio(rest).calls(CALL).recordings.list(page_size=2)
    assert {one.sid for one in found} == sids
    assert len(twilio(rest).recordings.list()) == 4


def test_recordings_are_found_by_when_they_were_made(tmp_path: Path) -> None:
    at = datetime(2026, 11, 22, 10, tzinfo=UTC)
    times = iter(at.timestamp() + 60 * n for n in range(100))
    with Rest(Shelf(tmp_path, clock=lambda: next(times)), auth_token=TOKEN) as rest:
        kept(rest)
        found = twilio(rest).recordings
        assert len(found.list(date_created_after=at - timedelta(minutes=1), date_created_before=at)) == 1
        assert found.list(date_created_after=at + timedelta(minutes=1)) == []


def test_messages_are_found_again(rest: Rest) -> None:
    client, since = twilio(rest), datetime.now(UTC) - timedelta(minutes=1)
    client.messages.create(to="+14105550123", from_=rest.numbers[0], body="first")
    client.messages.create(to="+14105550124", from_=rest.numbers[0], body="second")
    assert [one.body for one in client.messages.list(to="+14105550123", date_sent_after=since)] == ["first"]
    assert client.messages.list(date_sent_after=datetime.now(UTC) + timedelta(minutes=1)) == []


def test_the_accounts_number_can_send_messages(rest: Rest) -> None:
    [number] = twilio(rest).incoming_phone_numbers.list()
    assert (number.phone_number, number.capabilities["sms"]) == (Line.number, True)


def test_mp3_is_given_where_there_is_one(rest: Rest, tmp_path: Path) -> None:
    sid = kept(rest)
    assert ask(rest, f"Recordings/{sid}.mp3").status_code == 404
    (tmp_path / f"{sid}.mp3").write_bytes(b"ID3")
    assert ask(rest, f"Recordings/{sid}.mp3").content == b"ID3"


def test_files_that_are_no_sound_are_given_as_they_are(rest: Rest) -> None:
    rest.shelf.keep(RECORDING, CALL, ACCOUNT, b"<html>", 3)
    assert ask(rest, f"Recordings/{RECORDING}.wav").content == b"<html>"


def test_a_message_is_taken(rest: Rest) -> None:
    sent = twilio(rest).messages.create(to="+14105550123", from_="+14105550100", body="A caller is in danger")
    assert (sent.status, sent.sid[:2]) == ("queued", "SM")
    assert [(one.to, one.body) for one in rest.messages] == [("+14105550123", "A caller is in danger")]


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"To": "+14105550199"}, 21610),
        ({"To": ""}, 21604),
        ({"To": "5550123"}, 21211),
        ({"Body": ""}, 21602),
        ({"Body": "x" * 1601}, 21617),
        ({"From": ""}, 21603),
    ],
)
def test_messages_twilio_would_not_send_are_refused(rest: Rest, form: dict[str, str], code: int) -> None:
    rest.opted_out.add("+14105550199")
    answer = ask(rest, "Messages.json", "POST", **{"To": "+14105550123", "From": "+14105550100", "Body": "b", **form})
    assert (answer.status_code, answer.json()["code"], rest.messages) == (400, code, [])


def test_too_many_messages_in_a_second_are_refused(rest: Rest) -> None:
    rest.per_second = 2
    form = {"To": "+14105550123", "From": "+14105550100", "Body": "b"}
    assert [ask(rest, "Messages.json", "POST", **form).status_code for _ in range(2)] == [201, 201]
    with pytest.raises(TwilioRestException) as refused:
        twilio(rest).messages.create(to="+14105550123", from_="+14105550100", body="b")
    assert (refused.value.status, refused.value.code, len(rest.messages)) == (429, 20429, 2)


def test_troubles_happen_as_often_as_they_were_ordered(rest: Rest) -> None:
    sid = kept(rest)
    rest.trouble(503, times=2, path="Recordings")
    answers = [ask(rest, f"Recordings/{sid}.wav").status_code for _ in range(3)]
    assert answers == [503, 503, 200]
    rest.trouble("cut")
    with pytest.raises(requests.RequestException):
        ask(rest, f"Recordings/{sid}.wav").raise_for_status()


def test_the_oldest_recordings_make_room(tmp_path: Path) -> None:
    times = iter(range(100))
    shelf = Shelf(tmp_path, most=3, clock=lambda: float(next(times)))
    for n in range(5):
        shelf.keep(f"RE{n}", CALL, ACCOUNT, tone(1), 1)
    assert sorted(kept.sid for kept in shelf.of()) == ["RE2", "RE3", "RE4"]


def test_a_message_left_on_the_line_can_be_fetched(app: Script, rest: Rest) -> None:
    app.on("/voice", '<Record action="/left" recordingStatusCallback="/ready"/>').on("/left", "<Hangup/>")
    app.on("/ready", Answer(b"", 204))
    call = PhoneCall(Line(app.base_url, shelf=rest.shelf))
    call.dial()
    call.leave_message(7)
    [told] = app.at("/ready")
    [found] = twilio(rest).calls(call.sid).recordings.list()
    assert (found.sid, found.duration) == (told.form["RecordingSid"], "7")
    with wave.open(io.BytesIO(ask(rest, f"Recordings/{found.sid}.wav").content)) as file:
        assert file.getnframes() == 7 * 8000


@pytest.fixture
def served(rest: Rest, monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Is set when a connection is done with, whatever was said of it."""
    done, close = threading.Event(), rest._server.shutdown_request

    def closed(request: Any) -> None:
        close(request)
        done.set()

    monkeypatch.setattr(rest._server, "shutdown_request", closed)
    return done


def test_a_connection_that_is_dropped_is_no_error(
    rest: Rest, served: threading.Event, capfd: pytest.CaptureFixture[str]
) -> None:
    with socket.create_connection(("127.0.0.1", int(rest.url.rpartition(":")[2]))) as client:
        client.sendall(b"POST /2010-04-01 HTTP/1.1\r\nContent-Length: 90\r\n\r\nTo=")
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # it ends with a reset
    assert served.wait(10)
    assert capfd.readouterr().err == ""


def test_a_mistake_of_its_own_is_told(
    rest: Rest, served: threading.Event, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rest, "answer", lambda *asked: 1 / 0)
    with pytest.raises(requests.ConnectionError):
        ask(rest, "Calls.json")
    assert served.wait(10)
    assert "ZeroDivisionError" in capfd.readouterr().err
