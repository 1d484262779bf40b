"""A webhook becomes a call and an event, whatever arrives."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.flow.events import Dialed, Digits, Event, HungUp, Recorded, Silence, Utterance
from ivr.telephony.webhook import KEYS_LIMIT, SPEECH_LIMIT, Call, clean, event, parse, read, recording

SID = "CA" + "0123456789abcdef" * 2
RECORDING = "RE" + "fedcba9876543210" * 2


def form(**parameters: str) -> dict[str, list[str]]:
    return {name: [value] for name, value in {"CallSid": SID, "CallStatus": "in-progress", **parameters}.items()}


def happened(**parameters: str) -> Event:
    got = form(**parameters)
    return event(read(got), got)


def happened_at_the_silence_url(**parameters: str) -> Event:
    got = form(**parameters)
    return event(read(got), got, silent=True)


def test_a_call_is_read_with_its_numbers() -> None:
    at = datetime(2026, 11, 24, 10, tzinfo=UTC)
    call = read(form(From="+14105550123", To="+14105550100", AccountSid="AC1", Direction="inbound"), at)
    assert call == Call(SID, "AC1", "+14105550123", "+14105550100", "in-progress", "inbound", at)
    assert (call.caller_number, call.called_number, call.ended) == ("+14105550123", "+14105550100", False)


@pytest.mark.parametrize(
    ("shown", "number"),
    [
        ("+14105550123", "+14105550123"),
        ("4105550123", "+14105550123"),
        ("(410) 555-0123", "+14105550123"),
        ("+525555123456", "+525555123456"),
        ("anonymous", None),
        ("unknown", None),
        ("client:ann", None),
        ("client:4105550123", None),
        ("sip:ann@example.com", None),
        ("+266696687", None),
        ("911", None),
        ("311", None),
        ("", None),
        ("+1", None),
        ("+1410555012345678901234567890", None),
        ("\x00+14105550123", "+14105550123"),
        ("٤١٠٥٥٥٠١٢٣", None),
        ("410555012x3", None),
    ],
)
def test_a_caller_has_a_number_only_when_one_is_shown(shown: str, number: str | None) -> None:
    assert read(form(From=shown)).caller_number == number


@pytest.mark.parametrize("sid", ["", "CA 1", "CA\n1", "x" * 65, "CA/../x", "\x00"])
def test_a_call_sid_that_is_garbage_is_no_call(sid: str) -> None:
    assert read(form(CallSid=sid)).sid == ""


def test_a_form_without_anything_is_a_call_without_anything() -> None:
    assert read({}) == Call(sid="")
    assert event(read({}), {}) == Silence()


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"Digits": "1"}, Digits("1")),
        ({"Digits": "12#*"}, Digits("12#*")),
        ({"Digits": " 1a2\x00٣"}, Digits("12")),
        ({"Digits": "7" * 500}, Digits("7" * KEYS_LIMIT)),
        ({"Digits": "", "SpeechResult": ""}, Silence()),
        ({"Digits": "abc"}, Silence()),
        ({"Digits": "1", "SpeechResult": "one", "Confidence": "0.9"}, Digits("1")),
        ({"SpeechResult": "a pothole", "Confidence": "0.91"}, Utterance("a pothole", 0.91)),
        ({"SpeechResult": "a pothole"}, Utterance("a pothole", None)),
        ({"SpeechResult": "a pothole", "Confidence": ""}, Utterance("a pothole", None)),
        ({"SpeechResult": "a pothole", "Confidence": "high"}, Utterance("a pothole", None)),
        ({"SpeechResult": "a pothole", "Confidence": "nan"}, Utterance("a pothole", None)),
        ({"SpeechResult": "a pothole", "Confidence": "1.5"}, Utterance("a pothole", None)),
        ({"SpeechResult": "a pothole", "Confidence": "-0.1"}, Utterance("a pothole", None)),
        ({"SpeechResult": "a pothole", "Confidence": "0.0"}, Utterance("a pothole", 0.0)),
        ({"SpeechResult": " un  bache\r\n\x00grande\u202e "}, Utterance("un bache grande", None)),
        ({"SpeechResult": "\x00\x01"}, Silence()),
        ({"RecordingSid": RECORDING, "RecordingDuration": "12", "Digits": "#"}, Recorded(RECORDING, 12, "#")),
        ({"RecordingSid": RECORDING, "Digits": "hangup", "CallStatus": "completed"}, Recorded(RECORDING, 0, "")),
        ({"RecordingUrl": f"https://api.twilio.com/x/{RECORDING}"}, Recorded(RECORDING, 0)),
        ({"RecordingUrl": "https://evil.example/x"}, Silence()),
        ({"RecordingSid": "../../etc", "RecordingDuration": "1e9"}, Silence()),
        ({"DialCallStatus": "busy"}, Dialed("busy")),
        ({"DialCallStatus": "no-answer", "DialCallDuration": "7"}, Dialed("no-answer", 7)),
        ({"DialCallStatus": "sideways"}, Dialed("failed")),
        ({"DialCallStatus": "completed", "CallStatus": "completed"}, HungUp()),
        ({"DialCallStatus": "no-answer", "CallStatus": "completed"}, HungUp()),
        ({"CallStatus": "completed"}, HungUp()),
        ({"CallStatus": "canceled", "Digits": "1"}, HungUp()),
        ({}, Silence()),
    ],
)
def test_what_happened_in_a_turn(parameters: dict[str, str], expected: Event) -> None:
    assert happened(**parameters) == expected


def test_the_silence_url_means_silence_unless_the_caller_has_gone() -> None:
    assert happened_at_the_silence_url(Digits="4", SpeechResult="leftover") == Silence()
    assert happened_at_the_silence_url(CallStatus="completed") == HungUp()


def test_a_very_long_speech_is_kept_up_to_its_limit() -> None:
    said = happened(SpeechResult="word " * 2_000)
    assert isinstance(said, Utterance)
    assert SPEECH_LIMIT - 5 <= len(said.text) <= SPEECH_LIMIT


def test_only_the_first_value_of_a_repeated_parameter_counts() -> None:
    got = {"CallSid": [SID, "CAother"], "Digits": ["1", "2"]}
    assert read(got).sid == SID
    assert event(read(got), got) == Digits("1")


def test_how_a_transfer_ended_stays_known_when_the_caller_has_gone() -> None:
    call = read(form(DialCallStatus="no-answer", CallStatus="completed"))
    assert (call.ended, call.transfer) == (True, "no-answer")


def test_the_length_of_a_call_comes_with_its_end() -> None:
    assert read(form(CallStatus="completed", CallDuration="61")).duration == 61
    assert read(form()).duration is None


def test_a_recordings_callback_is_read() -> None:
    sent = form(RecordingSid=RECORDING, RecordingStatus="completed", RecordingDuration="9")
    assert recording(sent) == (RECORDING, "completed", 9)
    assert recording(form(RecordingStatus="absent")) == ("", "absent", 0)


@given(st.lists(st.tuples(st.text(min_size=1), st.text())))
def test_parameters_are_parsed_as_the_standard_library_does(pairs: list[tuple[str, str]]) -> None:
    pairs = [(a.encode("utf-8", "replace").decode(), b.encode("utf-8", "replace").decode()) for a, b in pairs]
    raw = urlencode(pairs).encode()
    got = [(name, value) for name, values in parse(raw).items() for value in values]
    assert sorted(got) == sorted(parse_qsl(raw.decode(), keep_blank_values=True))


@given(st.binary(max_size=400))
def test_any_bytes_are_a_form_and_any_form_is_an_event(raw: bytes) -> None:
    got = parse(raw)
    assert isinstance(event(read(got), got), Silence | Digits | Utterance)


@given(st.dictionaries(st.sampled_from(["Digits", "SpeechResult", "Confidence", "From", "DialCallStatus"]), st.text()))
def test_any_text_in_a_parameter_is_taken(parameters: dict[str, str]) -> None:
    happened(**parameters)
    assert read(form(**parameters)).caller_number is None or "From" in parameters


@given(st.text())
def test_cleaned_text_can_stand_in_xml(text: str) -> None:
    cleaned = clean(text)
    assert cleaned == clean(cleaned) == cleaned.strip()
    assert not any(ord(ch) < 32 or 0xD800 <= ord(ch) < 0xE000 for ch in cleaned)
