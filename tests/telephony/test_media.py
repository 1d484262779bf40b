"""Twilio's media messages, as its documentation shows them; and what is none."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ivr.telephony import media
from ivr.telephony.media import Beginning, Connected, Dtmf, Key, Mark, Media, NotMedia, Sound, Start, Stop

START = """{"event": "start", "sequenceNumber": "1", "start": {"accountSid": "AC1", "streamSid": "MZ1",
  "callSid": "CA1", "tracks": ["inbound"],
  "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1},
  "customParameters": {"token": "abc"}}, "streamSid": "MZ1"}"""
MEDIA = """{"event": "media", "sequenceNumber": "3", "media": {"track": "inbound", "chunk": "1", "timestamp": "5",
  "payload": "f39/fw=="}, "streamSid": "MZ1"}"""


def test_the_messages_of_the_documentation_are_read() -> None:
    assert media.read('{"event": "connected", "protocol": "Call", "version": "1.0.0"}') == Connected()
    start = media.read(START)
    assert isinstance(start, Start)
    assert (start.start.call_sid, start.start.custom_parameters) == ("CA1", {"token": "abc"})
    assert media.read(MEDIA) == Media(Sound(b"\x7f" * 4, 1, 5), 3, "MZ1")
    dtmf = '{"event": "dtmf", "sequenceNumber": "5", "dtmf": {"digit": "1"}, "streamSid": "MZ1"}'
    assert media.read(dtmf) == Dtmf(Key("1"), 5, "MZ1")
    assert isinstance(media.read('{"event": "mark", "sequenceNumber": "4", "mark": {"name": "x"}}'), Mark)
    stop = (
        '{"event": "stop", "sequenceNumber": "5", "stop": {"accountSid": "AC1", "callSid": "CA1"}, "streamSid": "MZ1"}'
    )
    assert isinstance(media.read(stop), Stop)


def test_numbers_are_strings_on_the_wire() -> None:
    sent = json.loads(media.write(Media(Sound(b"\xff" * 160, 7, 120), 9, "MZ1")))
    assert (sent["sequenceNumber"], sent["media"]["chunk"], sent["media"]["timestamp"]) == ("9", "7", "120")
    begun = json.loads(media.write(Start(Beginning("CA1", custom_parameters={"token": "t"}), 1, "MZ1")))
    assert (begun["sequenceNumber"], begun["start"]["mediaFormat"]["sampleRate"]) == ("1", 8000)


@pytest.mark.parametrize("message", [Connected(), Dtmf(Key("#"), 3), Mark(), Stop(), Start(Beginning("CA1"))])
def test_what_is_written_is_read_again(message: media.Message) -> None:
    assert media.read(media.write(message)) == message


@given(some.binary(max_size=2000), some.integers(0, 2**40), some.integers(0, 2**40))
def test_any_sound_is_read_as_it_was_written(sound: bytes, chunk: int, at: int) -> None:
    assert media.read(media.write(Media(Sound(sound, chunk, at), chunk))) == Media(Sound(sound, chunk, at), chunk)


def test_messages_and_fields_of_the_future_do_no_harm() -> None:
    assert media.read('{"event": "weather", "rain": true}') is None
    assert isinstance(media.read(MEDIA.replace('"track"', '"mood": "good", "track"')), Media)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "garbage",
        "[]",
        "{}",
        '{"event": 3}',
        '{"event": "media"}',
        MEDIA.replace("f39/fw==", "?"),
        MEDIA.replace('"1"', '"-1"'),
        MEDIA.replace('"1"', '"99999999999999999999999"'),
        START.replace("CA1", "C" * 65),
        START.replace("abc", "a" * 3000),
        '{"event": "dtmf", "dtmf": {"digit": "12"}}',
        '{"event": "connected", "pad": "' + "x" * media.MOST_BYTES + '"}',
        b"\xff\xfe",
    ],
)
def test_what_is_none_is_refused(text: str | bytes) -> None:
    with pytest.raises(NotMedia):
        media.read(text)


@given(some.text() | some.binary())
def test_nothing_else_is_raised(text: str | bytes) -> None:
    with contextlib.suppress(NotMedia):
        media.read(text)
