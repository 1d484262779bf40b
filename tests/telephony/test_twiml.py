"""Directives in, exact TwiML out; and the same as Twilio's library would build."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.twiml.voice_response import Dial, Gather, Say, Start, Stop, VoiceResponse  # type: ignore[import-untyped]

from ivr.flow.directives import (
    Await,
    Directive,
    Disconnect,
    Listen,
    Note,
    Prompt,
    Record,
    Sound,
    Spell,
    Text,
    Transfer,
    Understand,
    Work,
)
from ivr.flow.meaning import Want
from ivr.flow.model import Voice
from ivr.telephony.dialling import EmergencyNumber, NotDialled
from ivr.telephony.speaking import LONGEST_SAY, fits
from ivr.telephony.twiml import (
    BIGGEST,
    Address,
    NothingToWaitFor,
    ResponseTooLarge,
    heard_by,
    render,
    stopping,
    waiting,
)

BASE = "https://311.example.gov/line"
TURN = f"{BASE}/voice/turn?s=TOKEN"
AT = Address(BASE, "TOKEN", "+14105550100")
VOICES = {
    "en": Voice(name="English", voice="Polly.Joanna-Neural", locale="en-US"),
    "es": Voice(name="español", voice="Polly.Lupe-Neural", locale="es-US"),
}
HEAD = '<?xml version="1.0" encoding="UTF-8"?><Response>'
EN = '<Say voice="Polly.Joanna-Neural" language="en-US">'
ES = '<Say voice="Polly.Lupe-Neural" language="es-US">'
SILENCE = f'<Redirect method="POST">{TURN}&amp;silence=1</Redirect>'
KEYS = Listen(keys=True, speech=False, locale="en-US", timeout=5)
HANG_UP = Disconnect()


def say(*texts: str, language: str = "en") -> Prompt:
    return Prompt("greeting", language, tuple(Text(text) for text in texts))


TABLE: dict[str, tuple[tuple[Directive, ...], str]] = {
    "a goodbye": ((say("Good-bye."), HANG_UP), f"{EN}Good-bye.</Say><Hangup/>"),
    "notes are for the journal": ((Note("told"), say("Bye."), Note("x"), HANG_UP), f"{EN}Bye.</Say><Hangup/>"),
    "texts that follow one another are one": (
        (say("Hello.", "Welcome."), say("How can we help?"), HANG_UP),
        f"{EN}Hello. Welcome. How can we help?</Say><Hangup/>",
    ),
    "each language has its voice": (
        (say("Hello."), say("Para español, oprima 9.", language="es"), say("Now."), HANG_UP),
        f"{EN}Hello.</Say>{ES}Para español, oprima 9.</Say>{EN}Now.</Say><Hangup/>",
    ),
    "a language without a voice speaks with the first": (
        (say("Bonjour", language="fr"), HANG_UP),
        f"{EN}Bonjour</Say><Hangup/>",
    ),
    "what a caller said cannot become markup": (
        (say("You said: <Dial>911</Dial> & \"more\" 'x'\x00\x0b\r\n."), HANG_UP),
        f"{EN}You said: &lt;Dial&gt;911&lt;/Dial&gt; &amp; \"more\" 'x' .</Say><Hangup/>",
    ),
    "nothing to say is not said": ((say("", " \n"), Prompt("", "en", ()), HANG_UP), "<Hangup/>"),
    "a number is spelled with rests": (
        (Prompt("n", "en", (Text("Your number is"), Spell("26-0012 345"), Text("."))), HANG_UP),
        f'{EN}Your number is <say-as interpret-as="digits">26</say-as><break time="300ms"/>'
        '<say-as interpret-as="digits">0012</say-as><break time="300ms"/>'
        '<say-as interpret-as="digits">345</say-as> .</Say><Hangup/>',
    ),
    "letters of a plate are spelled": (
        (Prompt("n", "es", (Spell("7AB<12"),)), HANG_UP),
        f'{ES}<say-as interpret-as="digits">7</say-as><break time="300ms"/>A, B<break time="300ms"/>'
        '<say-as interpret-as="digits">12</say-as></Say><Hangup/>',
    ),
    "a recording is played between what is spoken": (
        (Prompt("g", "en", (Text("One."), Sound("en/a greeting.wav"), Text("Two."))), HANG_UP),
        f"{EN}One.</Say><Play>{BASE}/voice/prompts/en/a%20greeting.wav</Play>{EN}Two.</Say><Hangup/>",
    ),
    "keys alone": (
        (say("Press 1."), KEYS),
        f'<Gather input="dtmf" action="{TURN}" method="POST" timeout="5" actionOnEmptyResult="false" finishOnKey=""'
        f' numDigits="1">{EN}Press 1.</Say></Gather>{SILENCE}',
    ),
    "keys ended by the caller": (
        (Listen(keys=True, speech=False, locale="en-US", digits=None, finish_on_key="#", timeout=9),),
        f'<Gather input="dtmf" action="{TURN}" method="POST" timeout="9" actionOnEmptyResult="false"'
        f' finishOnKey="#"/>{SILENCE}',
    ),
    "speech alone": (
        (Listen(keys=False, speech=True, locale="es-US", speech_timeout=3, speech_model="googlev2_telephony"),),
        f'<Gather input="speech" action="{TURN}" method="POST" timeout="6" actionOnEmptyResult="false"'
        f' language="es-US" speechTimeout="3" speechModel="googlev2_telephony"/>{SILENCE}',
    ),
    "keys and speech with hints": (
        (
            say("How can we help?"),
            Listen(
                keys=True, speech=True, locale="en-US", hints=("pothole", "a, b", "pothole", " ", "x" * 101, 'say "hi"')
            ),
        ),
        f'<Gather input="dtmf speech" action="{TURN}" method="POST" timeout="6" actionOnEmptyResult="false"'
        ' finishOnKey="" numDigits="1" language="en-US" speechTimeout="2" speechModel="default"'
        f' hints="pothole,a b,say &quot;hi&quot;">{EN}How can we help?</Say></Gather>{SILENCE}',
    ),
    "a message is recorded": (
        (say("After the tone."), Record(max_seconds=120, silence=5)),
        f'{EN}After the tone.</Say><Record action="{TURN}" method="POST" maxLength="120" timeout="5" finishOnKey="#"'
        f' playBeep="true" trim="trim-silence" recordingStatusCallback="{BASE}/voice/recording?kind=message"'
        f' recordingStatusCallbackMethod="POST" recordingStatusCallbackEvent="completed absent"/>{SILENCE}',
    ),
    "a person is called": (
        (say("One moment."), Transfer("operator", "+14105550188", 25)),
        f'{EN}One moment.</Say><Dial timeout="25" answerOnBridge="true" action="{TURN}" method="POST"'
        ' callerId="+14105550100"><Number>+14105550188</Number></Dial>',
    ),
}


@pytest.mark.parametrize("case", TABLE)
def test_directives_become_exactly_this(case: str) -> None:
    directives, expected = TABLE[case]
    assert render(directives, AT, VOICES).decode() == f"{HEAD}{expected}</Response>"


def test_without_our_own_number_the_callers_is_shown() -> None:
    assert b"callerId" not in render((Transfer("operator", "+14105550188", 25),), Address(BASE, "TOKEN"), VOICES)


# ------------------------------------------------------------------ the line's own ear

SID = "RE" + "0123456789abcdef" * 2
CONSENT = (say("We listen in."),)
STREAMED = Listen(keys=True, speech=True, locale="en-US", timeout=7, by="stream", consent=CONSENT)
RECORDED = Listen(
    keys=True, speech=True, locale="en-US", by="record", later=True, consent=CONSENT, tone=(say("After the tone."),)
)
STREAMING = Address(BASE, "TOKEN", stream="TICKET", ears=True, turn_number=3)
KEY = 'method="POST" timeout="1" actionOnEmptyResult="false" finishOnKey="" numDigits="1"'
HEARD: dict[str, tuple[tuple[Directive, ...], Address, str]] = {
    "a question that is streamed": (
        (say("How can we help?"), STREAMED),
        STREAMING,
        f'{EN}We listen in.</Say><Start><Stream name="q3" url="wss://311.example.gov/line/voice/stream"'
        f' statusCallback="{BASE}/voice/stream/status" statusCallbackMethod="POST"><Parameter name="token"'
        f' value="TICKET"/></Stream></Start><Gather input="dtmf" action="{TURN}&amp;stream=q3&amp;wait=7" {KEY}>'
        f"{EN}How can we help?</Say></Gather>"
        f'<Redirect method="POST">{TURN}&amp;stream=q3&amp;wait=7&amp;heard=1</Redirect>',
    ),
    "a question that is recorded": (
        (say("Anything else?"), RECORDED),
        AT,
        f'{EN}We listen in.</Say><Gather input="dtmf" action="{TURN}" {KEY}>{EN}Anything else? After the tone.</Say>'
        f'</Gather><Record action="{TURN}" method="POST" maxLength="120" timeout="3" finishOnKey="0123456789*#"'
        f' playBeep="true" trim="trim-silence" recordingStatusCallback="{BASE}/voice/recording?kind=answer"'
        f' recordingStatusCallbackMethod="POST" recordingStatusCallbackEvent="completed absent"/>{SILENCE}',
    ),
    "a recording whose words are waited for": (
        (say("One moment."), Await(SID)),
        AT,
        f'<Gather input="dtmf" action="{TURN}&amp;recorded={SID}" {KEY}>{EN}One moment.</Say></Gather>'
        f'<Redirect method="POST">{TURN}&amp;recorded={SID}&amp;heard=1</Redirect>',
    ),
    "the stream of the question before ends first": (
        (say("Good-bye."), HANG_UP),
        Address(BASE, "TOKEN", stops=2),
        f'<Stop><Stream name="q2"/></Stop>{EN}Good-bye.</Say><Hangup/>',
    ),
}


@pytest.mark.parametrize("case", HEARD)
def test_what_the_lines_own_ear_hears_becomes_exactly_this(case: str) -> None:
    directives, address, expected = HEARD[case]
    assert render(directives, address, VOICES).decode() == f"{HEAD}{expected}</Response>"


@pytest.mark.parametrize(
    ("listen", "address", "heard"),
    [
        (STREAMED, STREAMING, "stream"),
        (STREAMED, Address(BASE, "TOKEN", ears=True), "gather"),
        (RECORDED, AT, "record"),
        (Listen(True, True, "en-US", by="record"), AT, "gather"),
        (Listen(True, True, "en-US", by="record"), STREAMING, "record"),
        (Listen(True, True, "en-US"), STREAMING, "gather"),
    ],
)
def test_where_no_ear_is_to_be_had_a_question_is_gathered(listen: Listen, address: Address, heard: str) -> None:
    assert heard_by(listen, address) == heard


def test_a_question_that_is_gathered_after_all_is_gathered_as_if_nothing_else_had_been_meant() -> None:
    plain = Listen(keys=True, speech=True, locale="en-US", timeout=7, hints=("pothole",))
    meant = Listen(keys=True, speech=True, locale="en-US", timeout=7, hints=("pothole",), by="stream", consent=CONSENT)
    assert render((say("Yes?"), meant), AT, VOICES) == render((say("Yes?"), plain), AT, VOICES)


def test_words_that_are_waited_for_are_recorded_for_half_a_minute() -> None:
    document = render((Listen(True, True, "en-US", by="record"),), STREAMING, VOICES)
    assert ElementTree.fromstring(document).findall("Record")[0].attrib["maxLength"] == "30"


def test_while_words_are_made_out_twilio_waits_a_second_for_a_key_and_asks_again() -> None:
    response = VoiceResponse()
    url = f"{TURN}&stream=q3&wait=6"
    response.gather(
        input="dtmf",
        action=url,
        method="POST",
        timeout=1,
        action_on_empty_result=False,
        finish_on_key="",
        num_digits=1,
    )
    response.redirect(f"{url}&heard=4", method="POST")
    ours = waiting(AT, "&stream=q3&wait=6", 4).decode()
    assert ElementTree.canonicalize(ours) == ElementTree.canonicalize(str(response))
    assert len(ours) < 500


def test_an_apology_ends_the_stream_too() -> None:
    sorry = render((say("Sorry."), HANG_UP), AT, VOICES)
    assert stopping(sorry, 12) == render((say("Sorry."), HANG_UP), Address(BASE, "TOKEN", stops=12), VOICES)


@pytest.mark.parametrize(
    ("base", "socket"), [("https://a.gov", "wss://a.gov"), ("http://a.gov:5000", "ws://a.gov:5000")]
)
def test_the_socket_is_as_safe_as_the_line(base: str, socket: str) -> None:
    assert Address(base).socket == f"{socket}/voice/stream"


def _say(verb: object, text: str) -> Say:
    return verb.say(text, voice="Polly.Joanna-Neural", language="en-US")  # type: ignore[attr-defined]


def _menu(response: VoiceResponse) -> None:
    gather = Gather(
        input="dtmf speech",
        action=TURN,
        method="POST",
        timeout=6,
        action_on_empty_result=False,
        finish_on_key="",
        num_digits=1,
        language="en-US",
        speech_timeout="2",
        speech_model="default",
        hints='pothole,a & b,say "hi"',
    )
    _say(gather, "Fish & chips <now>.")
    response.append(gather)
    response.redirect(f"{TURN}&silence=1", method="POST")


def _number(response: VoiceResponse) -> None:
    spoken = _say(response, "Number")
    spoken.say_as("26", interpret_as="digits")
    spoken.break_(time="300ms")
    spoken.say_as("0012", interpret_as="digits")
    response.play(f"{BASE}/voice/prompts/en/bye.wav")
    response.hangup()


def _message(response: VoiceResponse) -> None:
    response.record(
        action=TURN,
        method="POST",
        max_length=60,
        timeout=4,
        finish_on_key="#",
        play_beep=True,
        trim="trim-silence",
        recording_status_callback=f"{BASE}/voice/recording?kind=message",
        recording_status_callback_method="POST",
        recording_status_callback_event="completed absent",
    )
    response.redirect(f"{TURN}&silence=1", method="POST")


def _streamed(response: VoiceResponse) -> None:
    _say(response, "We listen in.")
    start = Start()
    stream = start.stream(
        name="q3",
        url="wss://311.example.gov/line/voice/stream",
        status_callback=f"{BASE}/voice/stream/status",
        status_callback_method="POST",
    )
    stream.parameter(name="token", value="TICKET")
    response.append(start)
    url = f"{TURN}&stream=q3&wait=7"
    gather = Gather(
        input="dtmf", action=url, method="POST", timeout=1, action_on_empty_result=False, finish_on_key="", num_digits=1
    )
    _say(gather, "How can we help?")
    response.append(gather)
    response.redirect(f"{url}&heard=1", method="POST")


def _stopped(response: VoiceResponse) -> None:
    stop = Stop()
    stop.stream(name="q2")
    response.append(stop)
    response.hangup()


def _person(response: VoiceResponse) -> None:
    calling = Dial(timeout=25, answer_on_bridge=True, action=TURN, method="POST", caller_id="+14105550100")
    calling.number("+14105550188")
    response.append(calling)


@pytest.mark.parametrize(
    ("build", "directives"),
    [
        (
            _menu,
            (
                say("Fish & chips <now>."),
                Listen(keys=True, speech=True, locale="en-US", hints=("pothole", "a & b", 'say "hi"')),
            ),
        ),
        (_number, (Prompt("", "en", (Text("Number"), Spell("26-0012"), Sound("en/bye.wav"))), HANG_UP)),
        (_message, (Record(60, 4),)),
        (_person, (Transfer("operator", "+14105550188", 25),)),
    ],
)
def test_twilios_library_would_build_the_same(
    build: Callable[[VoiceResponse], None], directives: tuple[Directive, ...]
) -> None:
    response = VoiceResponse()
    build(response)
    ours = ElementTree.canonicalize(render(directives, AT, VOICES).decode()).replace("Number <say-as", "Number<say-as")
    assert ours == ElementTree.canonicalize(str(response))


@pytest.mark.parametrize(
    ("build", "directives", "address"),
    [
        (_streamed, (say("How can we help?"), STREAMED), STREAMING),
        (_stopped, (HANG_UP,), Address(BASE, "TOKEN", stops=2)),
    ],
)
def test_twilios_library_would_build_the_same_streams(
    build: Callable[[VoiceResponse], None], directives: tuple[Directive, ...], address: Address
) -> None:
    response = VoiceResponse()
    build(response)
    ours = render(directives, address, VOICES).decode()
    assert ElementTree.canonicalize(ours) == ElementTree.canonicalize(str(response))


@pytest.mark.parametrize("number", ["911", "+1911", "1911", "112", "+44999", "+49112", "933", "988", "311", "", "0"])
def test_an_emergency_number_is_never_dialled(number: str) -> None:
    with pytest.raises(EmergencyNumber):
        render((Transfer("operator", number, 25),), AT, VOICES)


@pytest.mark.parametrize(
    "number", ["4105550188", "+19115550188", "+1410555018", "+14101550188", "sip:a12345678@x", "+1410555018<8"]
)
def test_what_is_no_whole_telephone_number_is_not_dialled(number: str) -> None:
    with pytest.raises(NotDialled):
        render((Transfer("operator", number, 25),), AT, VOICES)


@pytest.mark.parametrize(
    "directives",
    [
        (),
        (say("Hello."),),
        (KEYS, HANG_UP),
        (Listen(keys=False, speech=False, locale="en-US"),),
        (Understand("x", "en", Want("speech")),),
        (Work("file_request", {}, "en"),),
    ],
)
def test_a_turn_that_waits_for_nothing_is_refused(directives: tuple[Directive, ...]) -> None:
    with pytest.raises(NothingToWaitFor):
        render(directives, AT, VOICES)


def test_a_document_of_64_kb_is_refused_and_not_cut() -> None:
    room = BIGGEST - len(render((say("é" * 300), HANG_UP), AT, VOICES))
    plays = tuple(Prompt("", "en", (Sound("en/" + "a" * 440 + ".wav"),)) for _ in range(room // 520))
    assert len(render((*plays, HANG_UP), AT, VOICES)) < BIGGEST
    with pytest.raises(ResponseTooLarge):
        render((*plays, *plays, HANG_UP), AT, VOICES)


def test_at_most_500_hints_are_sent() -> None:
    hints = tuple(f"hint {n}" for n in range(700))
    document = render((Listen(keys=False, speech=True, locale="en-US", hints=hints),), AT, VOICES)
    sent = ElementTree.fromstring(document)[0].attrib["hints"].split(",")
    assert sent == list(hints[:500])


@pytest.mark.parametrize(
    "text", ["This is a sentence. " * 400, "palabra " * 1_000, "ñandú ¿qué? " * 500, "汉" * 5_000, "x" * 9_000]
)
def test_a_long_text_is_parted_into_says_that_twilio_takes(text: str) -> None:
    says = ElementTree.fromstring(render((say(text), HANG_UP), AT, VOICES)).findall("Say")
    spoken = [verb.text or "" for verb in says]
    assert len(says) > 1
    assert all(len(each) <= 3_000 and len(quote(each)) <= 4_500 for each in spoken)
    assert "".join("".join(spoken).split()) == "".join(text.split())
    if text.startswith("This"):
        assert all(each.endswith("sentence.") and len(each) > LONGEST_SAY // 2 for each in spoken[:-1])


words = st.text(max_size=4_000)
parts = st.one_of(words.map(Text), words.map(Spell), st.sampled_from(["en/a.wav", "es/ñ&.wav"]).map(Sound))
prompts = st.builds(Prompt, st.just(""), st.sampled_from(["en", "es", "xx"]), st.lists(parts, max_size=4).map(tuple))
waits = st.one_of(
    st.just(HANG_UP),
    st.just(Record(60, 4)),
    st.just(Transfer("operator", "+14105550188", 25)),
    st.builds(Listen, st.just(True), st.booleans(), st.just("en-US"), hints=st.lists(words, max_size=5).map(tuple)),
)


@given(st.lists(prompts, max_size=4), waits)
def test_whatever_is_said_the_document_is_well_formed(said: list[Prompt], wait: Directive) -> None:
    try:
        document = render((*said, wait), AT, VOICES)
    except ResponseTooLarge:
        return
    root = ElementTree.fromstring(document)
    assert root.tag == "Response"
    assert root[-1].tag in {"Redirect", "Hangup", "Dial"}
    assert all(fits("".join(verb.itertext())) for verb in root.iter("Say"))
    assert not any(ord(ch) < 32 for text in root.itertext() for ch in text)
