"""Twilio's REST interface by its own client, against a server that refuses what Twilio refuses."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ivr.simulator.rest import Rest
from ivr.simulator.shelf import Shelf
from ivr.speech.audio import Audio
from ivr.telephony.rest import (
    Gone,
    NotAllowed,
    NotSent,
    NotSound,
    NotThereYet,
    TooLarge,
    Twilio,
    TwilioAway,
    TwilioProblem,
)

TOKEN = "f" * 32
SOUND = Audio(b"\x55" * 8000)
TO, FROM = "+14105550199", "+14105550100"


@pytest.fixture
def rest(tmp_path: Path) -> Iterator[Rest]:
    with Rest(Shelf(tmp_path), auth_token=TOKEN) as running:
        yield running


@pytest.fixture
def twilio(rest: Rest) -> Twilio:
    return Twilio(rest.account_sid, TOKEN, rest.url, read=1.0)


def keep(rest: Rest, sound: Audio | bytes = SOUND, sid: str = "RE1", call: str = "CA1") -> None:
    rest.shelf.keep(sid, call, rest.account_sid, sound, 1)


def fetched(twilio: Twilio, sid: str = "RE1", most: int = 1 << 20) -> bytes:
    with twilio.sound(sid, most) as sound:
        return b"".join(sound.chunks)


def test_a_recording_comes_whole(rest: Rest, twilio: Twilio) -> None:
    keep(rest)
    with twilio.sound("RE1") as sound:
        assert sound.media_type == "audio/x-wav"
        assert b"".join(sound.chunks) == SOUND.wav()


def test_one_that_is_not_there_yet_and_one_that_never_was(rest: Rest, twilio: Twilio) -> None:
    rest.shelf.delay = 60
    keep(rest)
    with pytest.raises(NotThereYet):
        fetched(twilio)
    with pytest.raises(Gone):
        fetched(twilio, "RE404")


def test_one_that_is_too_large_is_refused_before_it_is_read(rest: Rest, twilio: Twilio) -> None:
    keep(rest)
    with pytest.raises(TooLarge):
        fetched(twilio, most=1000)


@pytest.mark.parametrize("trouble", [500, 503, 429, "cut"])
def test_twilio_in_trouble(rest: Rest, twilio: Twilio, trouble: int) -> None:
    keep(rest)
    rest.trouble(trouble, path=".wav")
    with pytest.raises(TwilioAway):
        fetched(twilio)
    assert fetched(twilio) == SOUND.wav()


def test_twilio_that_does_not_answer() -> None:
    with pytest.raises(TwilioAway):
        fetched(Twilio("AC1", TOKEN, "http://127.0.0.1:9"))
    with pytest.raises(TwilioAway):
        Twilio("AC1", TOKEN, "http://127.0.0.1:9").own_number()


def test_credentials_that_are_refused_and_none(rest: Rest) -> None:
    keep(rest)
    wrong = Twilio(rest.account_sid, "x" * 32, rest.url)
    for ask in (lambda: fetched(wrong), lambda: wrong.delete("RE1"), lambda: wrong.text(TO, FROM, "hello")):
        with pytest.raises(NotAllowed):
            ask()
    with pytest.raises(NotAllowed, match="TWILIO_AUTH_TOKEN"):
        Twilio("AC1", "")


def test_deleting_twice(rest: Rest, twilio: Twilio) -> None:
    keep(rest)
    assert twilio.delete("RE1") is True
    assert twilio.delete("RE1") is False
    assert rest.shelf.find("RE1") is None


def test_recordings_of_a_call_and_of_a_time(rest: Rest, twilio: Twilio) -> None:
    keep(rest)
    keep(rest, sid="RE2")
    keep(rest, sid="RE3", call="CA2")
    now = datetime.now(UTC)
    assert {told.sid for told in twilio.of_call("CA1")} == {"RE1", "RE2"}
    told = twilio.since(now - timedelta(minutes=5), now + timedelta(minutes=5))
    assert {(one.sid, one.call_sid, one.status) for one in told} == {
        ("RE1", "CA1", "completed"),
        ("RE2", "CA1", "completed"),
        ("RE3", "CA2", "completed"),
    }
    assert twilio.since(now - timedelta(days=2), now - timedelta(days=1)) == []
    assert twilio.recording("RE1").seconds == 1


def test_a_message_is_sent_and_found_again(rest: Rest, twilio: Twilio) -> None:
    assert twilio.text(TO, twilio.own_number(), "alert 7: hello").startswith("SM")
    day = datetime.now(UTC) - timedelta(days=1)
    assert twilio.was_texted(TO, ("alert 7:", "hello"), day)
    assert not twilio.was_texted(TO, ("alert 8:",), day)
    assert not twilio.was_texted(FROM, ("alert 7:",), day)


@pytest.mark.parametrize(("to", "why"), [(TO, "opted_out"), ("+1", "bad_number")])
def test_a_message_that_is_never_sent(rest: Rest, twilio: Twilio, to: str, why: str) -> None:
    rest.opted_out.add(TO)
    with pytest.raises(NotSent) as refused:
        twilio.text(to, FROM, "hello")
    assert refused.value.why == why
    assert to not in str(refused.value)


def test_too_many_messages_are_sent_later(rest: Rest) -> None:
    rest.per_second = 0
    with pytest.raises(TwilioAway):
        Twilio(rest.account_sid, TOKEN, rest.url).text(TO, FROM, "hello")


def test_what_is_no_sound(rest: Rest, twilio: Twilio, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(rest)
    monkeypatch.setattr("ivr.simulator.rest._KINDS", {"wav": "text/html"})
    with pytest.raises(NotSound):
        fetched(twilio)


def test_numbers_and_credentials_are_in_no_log_and_no_error(
    rest: Rest, twilio: Twilio, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    twilio.was_texted(TO, ("x",), datetime.now(UTC))
    rest.opted_out.add(TO)
    with pytest.raises(TwilioProblem) as refused:
        twilio.text(TO, FROM, "hello")
    told = caplog.text + repr(refused.value)
    assert TO not in told
    assert TO.removeprefix("+") not in told.replace("%2B", "+")
    assert TOKEN not in told
