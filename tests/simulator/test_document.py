"""What Twilio refuses in a document, and that it is refused with Twilio's code at the right place."""

from __future__ import annotations

import pytest
from twilio.twiml.voice_response import Gather, VoiceResponse  # type: ignore[import-untyped,unused-ignore]

from ivr.simulator.document import MOST_BYTES, answer, read
from ivr.simulator.refusal import Refusal


def refused(inside: str) -> Refusal:
    with pytest.raises(Refusal) as caught:
        read(f"<Response>{inside}</Response>".encode())
    return caught.value


POLLY = 'voice="Polly.Joanna" language="en-US"'


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ("<say>Hello</say>", 12200),
        ("<Speak>Hello</Speak>", 12200),
        ('<Say Voice="man">Hello</Say>', 12200),
        ("<Say></Say>", 13520),
        ('<Say voice="Polly.Nobody">Hello</Say>', 13511),
        ('<Say voice="Polly.Penelope-Neural">Hola</Say>', 13511),
        ('<Say voice="Polly.Joanna" language="es-US">Hola</Say>', 13511),
        ('<Say voice="Google.en-US-Wavenet-A" language="es-US">Hola</Say>', 13511),
        ('<Say language="english">Hello</Say>', 13512),
        ('<Say loop="-1">Hello</Say>', 13510),
        ('<Say voice="man">one <break time="1s"/> two</Say>', 13520),
        (f'<Say {POLLY}>one <break time="soon"/> two</Say>', 12200),
        (f'<Say {POLLY}><say-as interpret-as="digit">12</say-as></Say>', 12200),
        (f'<Say {POLLY}><audio src="x"/></Say>', 12200),
        (f"<Say {POLLY}>{'a' * 3001}</Say>", 13521),
        (f"<Say>{'a' * 4097}</Say>", 13521),
        (f'<Say voice="Google.en-US-Neural2-C">{"a" * 5001}</Say>', 13521),
        (f"<Say>{'é' * 751}</Say>", 13521),
        ("<Play/>", 12200),
        ('<Play digits="1">https://a.example/x.wav</Play>', 12200),
        ('<Play digits="a">https://a.example/x.wav</Play>', 13430),
        ("<Play>ftp://a.example/x.wav</Play>", 11100),
        ('<Pause length="0"/>', 13910),
        ('<Pause length="1.5"/>', 13910),
        ("<Gather><Record/></Gather>", 13320),
        ('<Gather><Play digits="1"/></Gather>', 13320),
        ("<Gather>Press 1</Gather>", 12200),
        ('<Gather><Say voice="nobody">x</Say></Gather>', 13321),
        ('<Gather input="keys"/>', 13326),
        ('<Gather input="dtmf,speech"/>', 13326),
        ('<Gather timeout="soon"/>', 13313),
        ('<Gather speechTimeout="0"/>', 13327),
        ('<Gather input="speech" speechModel="phone_call" speechTimeout="auto"/>', 13335),
        ('<Gather input="speech" speechModel="deepgram_nova-2" language="es-US" speechTimeout="2"/>', 13343),
        ('<Gather speechModel="whisper"/>', 13334),
        ('<Gather finishOnKey="##"/>', 13310),
        ('<Gather numDigits="0"/>', 13314),
        (f'<Gather hints="{",".join(["a"] * 501)}"/>', 13330),
        (f'<Gather hints="short, {"a" * 101}"/>', 13330),
        ('<Gather language="es_US"/>', 13331),
        ('<Gather profanityFilter="no"/>', 13333),
        ('<Gather actionOnEmptyResult="yes"/>', 13338),
        ('<Gather action="javascript:alert(1)"/>', 11100),
        ('<Gather method="PUT"/>', 13312),
        ('<Record maxLength="0"/>', 13612),
        ('<Record timeout="x"/>', 13611),
        ('<Record finishOnKey="a"/>', 13613),
        ('<Record playBeep="1"/>', 13616),
        ('<Record trim="yes"/>', 13699),
        ('<Record transcribe="true" maxLength="300"/>', 13615),
        ('<Record recordingStatusCallbackEvent="done"/>', 13621),
        ("<Dial/>", 13223),
        ("<Dial>operator</Dial>", 13223),
        ("<Dial>12345</Dial>", 13224),
        ("<Dial><Say>x</Say></Dial>", 13215),
        ("<Dial>+14105550100<Number>+14105550101</Number></Dial>", 13215),
        ("<Dial><Number>+14105550100</Number><Conference>a</Conference></Dial>", 13000),
        ("<Dial><Number/></Dial>", 13223),
        ('<Dial timeout="0">+14105550100</Dial>', 13212),
        ('<Dial timeLimit="x">+14105550100</Dial>', 13216),
        ('<Dial callerId="me too">+14105550100</Dial>', 13214),
        ('<Dial><Number statusCallbackEvent="dead">+14105550100</Number></Dial>', 12200),
        ("<Redirect/>", 11100),
        ('<Redirect method="FETCH">/x</Redirect>', 13710),
        ('<Reject reason="rude"/>', 13810),
        ("<Hangup>bye</Hangup>", 12200),
        ("<Number>+14105550100</Number>", 12200),
    ],
)
def test_what_twilio_refuses_is_refused_with_its_code(inside: str, code: int) -> None:
    assert refused(inside).code == code, refused(inside)


@pytest.mark.parametrize("number", ["911", "+1911", "+1 911", "933", "112", "999"])
def test_an_emergency_number_is_never_dialled(number: str) -> None:
    assert refused(f"<Dial>{number}</Dial>").code == 13225
    assert refused(f"<Dial><Number>{number}</Number></Dial>").code == 13225


def test_a_refusal_names_the_place_and_what_was_meant() -> None:
    with pytest.raises(Refusal) as caught:
        read(b"<Response>\n  <Say>Hi</Say>\n  <Gather>\n    <Say>a</Say>\n    <say>b</say>\n  </Gather>\n</Response>")
    assert str(caught.value) == (
        "line 5, column 5: /Response/Gather[1]/say[1]: there is no <say>; did you mean 'Say'? Names are case-sensitive "
        "[Twilio 12200: Schema validation warning]"
    )


@pytest.mark.parametrize(
    ("body", "code", "place"),
    [
        (b"", 11770, ""),
        (b"Hello", 12100, "line 1, column 1"),
        (b"<Response>\n<Say>a & b</Say></Response>", 12100, "line 2, column 9"),
        (b"<Response><Say>a\x08b</Say></Response>", 12100, "line 1, column 17"),
        (b"<Response><Say>a</Response>", 12100, "line 1, column 19"),
        (b" <?xml version='1.0'?><Response/>", 12100, "line 1, column 2"),
        (b"<!DOCTYPE Response><Response/>", 12100, "line 1"),
        (b"<response/>", 12102, "line 1, column 1: /response"),
    ],
)
def test_a_document_must_be_well_formed_and_a_response(body: bytes, code: int, place: str) -> None:
    with pytest.raises(Refusal) as caught:
        read(body)
    assert (caught.value.code, caught.value.place) == (code, place)


def test_64_kb_are_allowed_and_not_a_byte_more() -> None:
    filling = b"<Response>" + b" " * (MOST_BYTES - 21) + b"</Response>"
    assert len(filling) == 65_536
    assert read(filling) == ()
    with pytest.raises(Refusal) as caught:
        read(filling + b" ")
    assert caught.value.code == 11750


def test_limits_are_allowed_to_be_reached() -> None:
    read(
        f"<Response><Say>{'a' * 4096}</Say><Say {POLLY}>{'a' * 3000}</Say>"
        f'<Gather hints="{",".join(["a" * 100] * 500)}" numDigits="1"/></Response>'.encode()
    )


def test_what_the_twilio_library_writes_is_accepted() -> None:
    response = VoiceResponse()
    say = response.say("", voice="Polly.Lupe", language="es-US")
    say.break_(time="300ms")
    say.say_as("26", interpret_as="digits")
    gather = Gather(
        input="dtmf speech",
        action="/turn?s=a%20b",
        num_digits=1,
        timeout=6,
        speech_timeout=2,
        speech_model="phone_call",
        finish_on_key="",
        hints="pothole, bache",
        language="es-US",
        action_on_empty_result=False,
        profanity_filter=False,
    )
    gather.say("Oprima 1", voice="Polly.Lupe", language="es-US")
    response.append(gather)
    response.record(action="/r", max_length=60, timeout=4, recording_status_callback="/cb", play_beep=True)
    dial = response.dial(action="/d", timeout=20, answer_on_bridge=True, caller_id="+14105550100")
    dial.number("+14105550111", status_callback="/s", status_callback_event="answered completed")
    response.redirect("https://city.example/voice/turn?s=x", method="POST")
    names = [verb.name for verb in read(str(response).encode())]
    assert names == ["Say", "Gather", "Record", "Dial", "Redirect"]


def test_plain_text_is_said_and_a_sound_is_played_and_the_rest_is_refused() -> None:
    [said] = answer("text/plain", b"Hello", "http://a.example/")
    [played] = answer("audio/mpeg", b"...", "http://a.example/x.mp3")
    assert (said.name, said.text, played.name, played.text) == ("Say", "Hello", "Play", "http://a.example/x.mp3")
    for kind in ("application/json", ""):
        with pytest.raises(Refusal) as caught:
            answer(kind, b"{}", "http://a.example/")
        assert caught.value.code == 12300
